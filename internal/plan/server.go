package plan

import (
	"fmt"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// ServerResource is the resource of live states whose one item says what the server allows. It cannot be changed: what
// the server would refuse is refused in the plan.
const ServerResource = "server"

// ServerLimits are what a server says of itself. Lengths are in characters as the server counts them.
type ServerLimits struct {
	OpenFederation                bool   // the server says that it federates with every server, so that an allow has no effect
	Software                      string // as skill.FindSoftware knows it; "" is Mastodon
	DisplayName, Note             int
	Fields, FieldName, FieldValue int
}

const limitsKey = "limits"

// ServerItem is the item of a live state that carries the limits.
func ServerItem(l ServerLimits) Item {
	return Item{Resource: ServerResource, Target: ServerResource, Params: map[string]any{limitsKey: l}}
}

// LimitsOf gives the limits that an item carries; zero where it carries none.
func LimitsOf(item Item) ServerLimits {
	limits, _ := item.Params[limitsKey].(ServerLimits)
	return limits
}

// Software is the software of the server that a live state was read from, as skill.FindSoftware knows it; "" where it was not read.
func (s State) Software() string {
	for _, item := range s.Items {
		if item.Resource == ServerResource {
			return LimitsOf(item).Software
		}
	}
	return ""
}

// PublicBlocks is the resource of live states that lists the domain blocks which a server shows to everybody, as items of the
// resource "domain_blocks" whose ID is the SHA-256 of the name, which may be masked with stars. It cannot be changed.
const PublicBlocks = "public_domain_blocks"

// refuseHashtags takes out of the plan the hashtags that nothing can be decided about.
func (d *difference) refuseHashtags() {
	d.plan.Changes = slices.DeleteFunc(d.plan.Changes, func(c Change) bool {
		why, impossible := d.live[RefusedHashtags][c.Target].Params[Unread].(string)
		if impossible = impossible && (c.Skill == skill.UpdateHashtag || c.Skill == skill.ResetHashtag); impossible {
			d.refuse(c, Refused, why)
		}
		return impossible
	})
}

// refuseImpossible takes out of the plan what the server would refuse, or take without any effect.
func (d *difference) refuseImpossible() {
	limits, asked := d.live[ServerResource][ServerResource].Params[limitsKey].(ServerLimits)
	if !asked {
		return
	}
	software := limits.software()
	d.plan.Changes = slices.DeleteFunc(d.plan.Changes, func(c Change) bool {
		state, why := limits.refuses(c, software)
		if why != "" {
			d.refuse(c, state, why)
		}
		return why != ""
	})
	d.plan.Tasks = slices.DeleteFunc(d.plan.Tasks, func(t Task) bool {
		why := software.Unsupported(t.Skill, nil)
		if why != "" {
			d.refuse(t.change(), Unsupported, why)
		}
		return why != ""
	})
	d.plan.Drift = slices.DeleteFunc(d.plan.Drift, func(missing Difference) bool {
		return missing.Resource == "domain_allows" && limits.OpenFederation || software.UnsupportedResource(missing.Resource) != ""
	})
}

func (l ServerLimits) software() skill.Software {
	known, _ := skill.FindSoftware(l.Software)
	return known
}

func (l ServerLimits) refuses(c Change, software skill.Software) (RefusalState, string) {
	missing := software.Unsupported(c.Skill, c.Params)
	switch {
	case missing != "":
		return Unsupported, missing
	case c.Skill == skill.AllowDomain && l.OpenFederation:
		return Unsupported, "the server federates with every server, where an allow has no effect (limited federation mode is off)"
	case c.Skill == skill.UpdateProfile:
		return Refused, l.profile(c.Params)
	}
	return "", ""
}

// profile compares a profile with the limits that the server states.
func (l ServerLimits) profile(params map[string]any) string {
	s, _ := skill.Find(skill.UpdateProfile)
	for _, p := range s.Params {
		most := map[string]int{"display_name": l.DisplayName, "note": l.Note}[p.Name]
		if text, ok := params[p.Name].(string); ok && p.Length(text) > most {
			return fmt.Sprintf("%s has %d characters, and the server takes %d", p.Name, p.Length(text), most)
		}
	}
	fields, _ := params["fields"].([]any)
	if len(fields) > l.Fields {
		return fmt.Sprintf("there are %d fields, and the server takes %d", len(fields), l.Fields)
	}
	for _, field := range fields {
		pair, _ := field.(map[string]any)
		for _, part := range []struct {
			key  string
			most int
		}{{"name", l.FieldName}, {"value", l.FieldValue}} {
			text, _ := pair[part.key].(string)
			if n := utf8.RuneCountInString(text); n > part.most {
				return fmt.Sprintf("the %s of a field has %d characters, and the server cuts it after %d", part.key, n, part.most)
			}
		}
	}
	return ""
}

// ExpiresAt is the parameter of an IP block that says when the server lifts it itself: RFC 3339 in UTC, or "" for never. It
// follows from the entry's until.
const ExpiresAt = "expires_at"

// leeway is how far two times may lie apart that mean the same: the server counts from when it gets the request, by its own
// clock.
const leeway = 5 * time.Minute

// SameMoment reports whether two texts are times that mean the same, or the same text.
func SameMoment(a, b any) bool {
	x, errX := momentIn(a)
	y, errY := momentIn(b)
	if errX != nil || errY != nil {
		return a == b
	}
	return x.Sub(y).Abs() <= leeway
}

func momentIn(v any) (time.Time, error) {
	text, _ := v.(string)
	return time.Parse(time.RFC3339, text)
}

// expiring gives a state in which IP blocks say when they end, as the server does: an entry without an end has none.
func expiring(s State) State {
	s.Items = slices.Clone(s.Items)
	for n, item := range s.Items {
		if _, said := item.Params[ExpiresAt]; said || item.Resource != "ip_blocks" {
			continue
		}
		s.Items[n].Params = maps.Clone(item.Params)
		s.Items[n].Params[ExpiresAt] = item.Until
	}
	return s
}
