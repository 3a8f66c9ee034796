package charter

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// entryReader reads the entries of one resource by the parameters that the catalogue gives its skill.
type entryReader struct {
	resource skill.Resource
	params   []skill.Param // the first is the target
	keys     []string
	own      string // the server's own domain
}

func newEntryReader(r skill.Resource, own string) entryReader {
	e := entryReader{resource: r, params: r.Entry(), keys: []string{"reason", "until", plan.Renew}, own: own}
	for _, p := range e.params {
		e.keys = append(e.keys, p.Name)
	}
	if hasProvenance(r) {
		e.keys = append(e.keys, plan.Sources)
	}
	return e
}

// read reads one entry. Its target is "" where the entry has none that is valid.
func (e entryReader) read(v yamldoc.Value) (item plan.Item, target yamldoc.Value) {
	m := v.Map(e.keys...)
	item = plan.Item{
		Resource: e.resource.Name, Params: make(map[string]any, len(e.params)),
		Reason: m.At("reason").Text(), Until: written(through(m.At("until"))),
	}
	for i, p := range e.params {
		value := m.At(p.Name)
		if p.Required {
			value = m.Need(p.Name)
		}
		if !value.Present() {
			continue
		}
		switch parsed := readParam(p, value); {
		case i > 0:
			item.Params[p.Name] = parsed
		default:
			item.Target, _ = parsed.(string)
		}
	}
	renewed(&item, m)
	provenance(&item, m.At(plan.Sources))
	target = m.At(e.params[0].Name)
	e.account(&item, m)
	e.check(&item, m)
	if e.resource.Put == skill.BlockDomain && covers(item.Target, e.own) {
		target.Fail("remove the entry", "%q is the community's own server, or covers it", item.Target)
		item.Target = ""
	}
	return item, target
}

// renewed reads when a proposal decided an entry again as it is.
func renewed(item *plan.Item, m yamldoc.Map) {
	if at := written(from(m.At(plan.Renew))); at != "" {
		item.Params[plan.Renew] = at
	}
}

// check looks at what the catalogue's types cannot say.
func (e entryReader) check(item *plan.Item, m yamldoc.Map) {
	switch e.resource.Put {
	case skill.CreateAnnouncement:
		announcement(item, m)
	case skill.BlockIP:
		network(*item, m)
	case skill.UpdateHashtag:
		hashtag(*item, m)
	default: // the types say it all
	}
}

// covers reports whether a block of a domain takes another with it.
func covers(domain, other string) bool {
	return domain != "" && (domain == other || strings.HasSuffix(other, "."+domain))
}

// readParam reads a value as the catalogue types it.
func readParam(p skill.Param, v yamldoc.Value) any {
	switch p.Type {
	case skill.Flag:
		return v.Flag(false)
	case skill.Word:
		return v.WordOf(p.Words, "", skill.SuggestWord)
	case skill.List:
		if len(p.Words) > 0 {
			return readWords(v, p.Words)
		}
		return readList(p, v)
	case skill.Moment:
		return written(from(v))
	case skill.Domain:
		return v.Parsed(skill.ParseDomain)
	case skill.Network:
		return v.Parsed(skill.ParseNetwork)
	case skill.Account:
		return v.Parsed(skill.ParseAccount)
	case skill.ID:
		return v.Parsed(skill.ParseID)
	case skill.Secret:
		return v.Private().Parsed(skill.ParseSecret)
	case skill.Hashtag:
		return v.Parsed(skill.ParseHashtag)
	case skill.EmailHash:
		return v.Private().Parsed(skill.ParseEmailHash)
	case skill.Username:
		return v.Parsed(skill.ParseUsername)
	case skill.Text:
	}
	return v.Parsed(func(text string) (string, error) { return bounded(p, text) })
}

// bounded refuses a text that is too long, counted as the server counts it.
func bounded(p skill.Param, text string) (string, error) {
	if n := p.Length(text); p.Max > 0 && n > p.Max {
		return "", fmt.Errorf("%s has %d characters, more than %d", p.Name, n, p.Max)
	}
	return text, nil
}
