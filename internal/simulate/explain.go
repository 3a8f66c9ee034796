package simulate

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// Explain says what governs the power that a question asks about, and what a vote on it would take if it opened now. The
// judge answers both: the second by deciding on simulated ballots.
func Explain(ctx context.Context, j port.Judge, law charter.Charter, q facts.Question, now time.Time) (decision.Outlook, error) {
	now = now.UTC().Truncate(time.Second)
	out := outlookOf(q, now)
	points, variants := q.Open(law, now)
	asked := SimulatedFacts(law, now)
	for _, v := range variants {
		asked.Changes = append(asked.Changes, v.Change)
	}
	governing, err := j.Govern(ctx, law.Constitution, asked)
	if err != nil {
		return out, err
	}
	out.Governed = len(governing) > 0
	if len(variants) > 1 {
		out.Branches = branches(points, variants, governing)
	}
	for _, p := range law.Constitution.Provisions {
		for _, v := range variants {
			if !slices.Contains(governing[v.Change.ID], p.Citation) {
				continue
			}
			r, matches, err := Require(ctx, j, law, p, About(SimulatedFacts(law, now), v.Change))
			if err != nil {
				return out, fmt.Errorf("provision %q: %w", p.ID, err)
			}
			if matches {
				out.Provisions = append(out.Provisions, r)
				break
			}
		}
	}
	if len(variants) == 1 && out.Governed {
		out.Denials, err = denials(ctx, j, law, About(SimulatedFacts(law, now), q.Change))
	}
	return out, err
}

// outlookOf states the question.
func outlookOf(q facts.Question, now time.Time) decision.Outlook {
	params := q.Change.After
	if q.Change.After == nil {
		params = q.Change.Before
	}
	if params == nil {
		params = map[string]any{}
	}
	return decision.Outlook{
		Version: decision.OutlookVersion, Power: q.Name, Skill: q.Skill, Action: q.Change.Action, Target: q.Change.Target,
		Params: params, Until: q.Change.Until, OpenedAt: moment.Of(now),
		Branches: []decision.Branch{}, Provisions: []decision.Requirement{}, Denials: []decision.Notice{},
	}
}

// SimulatedFacts is a proposal that opens now, by a person without a vote, so that every vote counted is one that was cast. It
// was announced so long ago that no discussion holds it up.
func SimulatedFacts(law charter.Charter, now time.Time) facts.Facts {
	return facts.Facts{
		Version: facts.Version, Now: facts.Stamp(now), Instance: law.Settings.Domain, Roster: voting(facts.SeatsOf(law.Roster)), ReversalsKnown: true,
		Proposal: facts.Proposal{State: "open", Digest: "imagined"},
		Timing:   facts.Timing{OpenedAt: moment.Of(now), Proposed: moment.Of(now), Published: moment.Of(now.AddDate(-101, 0, 0))},
	}
}

// voting gives seats that vote on Mastodon alone an account of the forge that no one has: how a vote is cast does not matter to what
// it takes.
func voting(seats []facts.Seat) []facts.Seat {
	for i, s := range seats {
		if s.GitHub == nil && s.MastodonID != "" {
			seats[i].GitHub = &facts.Person{Login: s.Mastodon, ID: -int64(i) - 1}
		}
	}
	return seats
}

// About gives the facts of a proposal of one change.
func About(f facts.Facts, change facts.Change) facts.Facts {
	f.Changes = []facts.Change{change}
	f.Subjects = facts.SubjectsOf(f.Changes)
	return f
}

// denials asks the community's own policies.
func denials(ctx context.Context, j port.Judge, law charter.Charter, f facts.Facts) ([]decision.Notice, error) {
	found := []decision.Notice{}
	if len(law.Constitution.Policies) == 0 {
		return found, nil
	}
	d, err := j.Decide(ctx, law.Constitution, f)
	if err != nil {
		return found, err
	}
	return append(found, d.Denials...), nil
}

// branches says for every way to fill in the open points what governs then, ways that end alike put together.
func branches(points [][]string, variants []facts.Variant, governing map[string][]string) []decision.Branch {
	var rows []row
	for _, v := range variants {
		r := row{citations: governing[v.Change.ID]}
		for _, choice := range v.Choices {
			r.choices = append(r.choices, []string{choice})
		}
		rows = append(rows, r)
	}
	for i := range points {
		rows = joined(rows, i)
	}
	found := make([]decision.Branch, 0, len(rows))
	for _, r := range rows {
		b := decision.Branch{When: []string{}, Citations: append([]string{}, r.citations...)}
		for i, choices := range r.choices {
			if len(choices) < len(points[i]) {
				b.When = append(b.When, or(choices))
			}
		}
		found = append(found, b)
	}
	return found
}

// row is a branch in the making: what each open point may be in it.
type row struct {
	choices   [][]string
	citations []string
}

// joined puts rows together that differ in one open point only.
func joined(rows []row, point int) []row {
	var found []row
	for _, r := range rows {
		i := slices.IndexFunc(found, func(f row) bool { return f.alikeBut(r, point) })
		if i < 0 {
			found = append(found, r)
			continue
		}
		found[i].choices = slices.Clone(found[i].choices)
		found[i].choices[point] = append(slices.Clone(found[i].choices[point]), r.choices[point]...)
	}
	return found
}

func (r row) alikeBut(other row, point int) bool {
	if !slices.Equal(r.citations, other.citations) {
		return false
	}
	for i := range r.choices {
		if i != point && !slices.Equal(r.choices[i], other.choices[i]) {
			return false
		}
	}
	return true
}

// titleOf finds the title of the article that a provision stands under.
func titleOf(law charter.Charter, p provision.Provision) string {
	for _, a := range law.Constitution.Articles {
		if a.Citation == p.Citation {
			return a.Title
		}
	}
	return ""
}
