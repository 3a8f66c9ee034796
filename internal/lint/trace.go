package lint

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// Embedded is the policy that decides by every provision: bylaw's own.
const Embedded = "bylaw.engine"

// Guard is the package of the community's own policies, which add denials and warnings to every proposal.
const Guard = "bylaw.guard"

// Trace is how a constitution comes to have effect, article by article.
type Trace struct {
	Articles []TracedArticle `json:"articles"`
	Policies []string        `json:"policies"` // files of the community's own policies; they look at every proposal
}

// TracedArticle is one article with what makes it effective. People is set where nothing does, and the article has a text:
// then it is kept by people alone.
type TracedArticle struct {
	Citation   string            `json:"citation"`
	Title      string            `json:"title"`
	Place      diag.Place        `json:"place"`
	Provisions []TracedProvision `json:"provisions"`
	Guards     []TracedGuard     `json:"guards"`
	People     bool              `json:"left_to_people"`
}

// TracedProvision is a provision, the policy that decides by it, and its powers.
type TracedProvision struct {
	ID     string        `json:"id"`
	Place  diag.Place    `json:"place"`
	Policy string        `json:"policy"`
	Powers []TracedPower `json:"powers"`
}

// TracedPower is one line of governs.
type TracedPower struct {
	Skills   []string `json:"skills"`
	Subjects []string `json:"subjects"`
	Where    string   `json:"where,omitempty"` // its conditions in words, such as "scope: local"
}

// TracedGuard is a policy of the community inside an article.
type TracedGuard struct {
	Policy string     `json:"policy"`
	Place  diag.Place `json:"place"`
}

// TraceOf follows every article of a constitution. policies are the paths of the community's own policy files.
func TraceOf(law constitution.Constitution, policies []string) Trace {
	t := Trace{Articles: []TracedArticle{}, Policies: append([]string{}, policies...)}
	slices.Sort(t.Policies)
	text := prose(law.Source)
	for _, a := range law.Articles {
		t.Articles = append(t.Articles, tracedArticle(law, a, len(bytes.TrimSpace(text[a.Start:a.End])) > 0))
	}
	return t
}

func tracedArticle(law constitution.Constitution, a constitution.Article, worded bool) TracedArticle {
	traced := TracedArticle{
		Citation: a.Citation, Title: a.Title, Place: a.Place, Provisions: []TracedProvision{}, Guards: []TracedGuard{},
	}
	for _, p := range law.Provisions {
		if p.Citation == a.Citation {
			traced.Provisions = append(traced.Provisions, tracedProvision(p))
		}
	}
	for _, p := range law.Policies {
		if p.Citation == a.Citation {
			traced.Guards = append(traced.Guards, TracedGuard{Guard, p.Place})
		}
	}
	traced.People = worded && len(traced.Provisions)+len(traced.Guards) == 0
	return traced
}

func tracedProvision(p provision.Provision) TracedProvision {
	traced := TracedProvision{ID: p.ID, Place: p.Place, Policy: Embedded, Powers: []TracedPower{}}
	for _, power := range p.Governs {
		traced.Powers = append(traced.Powers, TracedPower{
			Skills: append([]string{}, power.Skills...), Subjects: append([]string{}, power.Subjects...), Where: conditions(power),
		})
	}
	return traced
}

// conditions writes what a power is limited to, as it stands under where.
func conditions(power provision.Power) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(power.Where)) {
		parts = append(parts, key+": "+strings.Join(power.Where[key], " or "))
	}
	if power.Within != nil {
		parts = append(parts, fmt.Sprintf("until_within: %s", power.Within))
	}
	if power.Beyond != nil {
		parts = append(parts, fmt.Sprintf("until_beyond: %s", power.Beyond))
	}
	if power.ReversesWithin != nil {
		parts = append(parts, fmt.Sprintf("reverses: within %s", power.ReversesWithin))
	}
	if power.ReversesBeyond != nil {
		parts = append(parts, fmt.Sprintf("reverses: beyond %s", power.ReversesBeyond))
	}
	return strings.Join(parts, ", ")
}
