package site

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// serverView is one server that is blocked or limited.
type serverView struct {
	Domain, Anchor, Severity, Reason string
	Articles                         []link
	Proposal                         int
	Since, Until                     string
}

// measure is what put a block in force.
type measure struct {
	proposal   int
	provisions []string
	since      string
}

func (b *builder) servers() error {
	return paged(b.blocked, func(page, count int, part []serverView) error {
		return b.page(numbered("servers", page), "servers.html", b.say("site.servers"), "servers", struct {
			Rows  []serverView
			Pager []turn
			Total int
		}{part, turns("servers", count, page), len(b.blocked)})
	})
}

// blocks lists the domain blocks in force, by domain. What the server refused is none.
func (b *builder) blocks() []serverView {
	from := b.measures()
	now, _ := time.Parse(time.RFC3339, b.now())
	var all []serverView
	for _, item := range plan.WithoutRefused(b.Charter.StateAt(now), b.Undone).Items {
		if item.Resource == "domain_blocks" {
			all = append(all, b.server(item, from[item.Target]))
		}
	}
	return all
}

func (b *builder) server(item plan.Item, m measure) serverView {
	severity, _ := item.Params["severity"].(string)
	comment, _ := item.Params["public_comment"].(string)
	hidden, _ := item.Params["obfuscate"].(bool)
	v := serverView{
		Domain: item.Target, Anchor: item.Target, Severity: b.severity(severity), Reason: render.Outside(comment),
		Articles: b.articleLinks(m.provisions), Proposal: m.proposal, Since: m.since, Until: item.Until,
	}
	if hidden {
		v.Domain, v.Anchor = obfuscated(item.Target), ""
	}
	return v
}

func (b *builder) severity(word string) string {
	switch word {
	case "suspend", "silence", "noop":
		return b.say("site.severity." + word)
	}
	return render.Outside(word)
}

// measures finds for each domain the enacted proposal that blocked it last.
func (b *builder) measures() map[string]measure {
	all := map[string]measure{}
	for _, p := range b.Proposals {
		for _, d := range p.Done {
			if d.Status == ledger.Done && d.Change.Skill == skill.BlockDomain && p.Enacted.Known() {
				all[d.Change.Target] = measure{p.Proposal, d.Change.Provisions, p.Enacted.String()}
			}
		}
	}
	return all
}

// obfuscated hides the middle of a domain, as servers do in their public lists.
func obfuscated(domain string) string {
	length := utf8.RuneCountInString(domain)
	ratio := length / 4
	i := 0
	return strings.Map(func(r rune) rune {
		i++
		if r == '.' || i <= ratio || i > length-ratio {
			return r
		}
		return '*'
	}, domain)
}
