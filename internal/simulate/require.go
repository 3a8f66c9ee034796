package simulate

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// most is how many objections are tried at most, each number of them; of many voters, every tenth part up to half.
const most = 10

// Require says what one provision would take; matches is false where it does not govern the change at all.
func Require(ctx context.Context, j port.Judge, law charter.Charter, p provision.Provision, f facts.Facts) (r decision.Requirement, matches bool, err error) {
	f.Roster = reviewing(f.Roster, p.Rule)
	t := simulation{judge: j, constitution: alone(law.Constitution, p), rule: p.Rule, base: f}
	r = decision.Requirement{
		Provision: p.ID, Citation: p.Citation, Title: titleOf(law, p), Sentence: provision.Sentence(p), Alike: alike(p.Rule),
		ProposerVote: p.Rule.ProposerVote, Concurs: append([]string{}, p.Rule.Enact.Concurs...), Excluded: []decision.Excluded{},
		Veto: vetoOf(p.Rule.Veto, f.Roster),
	}
	if p.Rule.Period.Discussion != nil {
		r.Discussion = p.Rule.Period.Discussion.Words()
	}
	if p.Rule.Judge != nil {
		r.Judge = p.Rule.Judge.By
	}
	if matches, err = t.enrol(ctx, &r); err != nil || !matches {
		return r, matches, err
	}
	for _, step := range []func(context.Context, *decision.Requirement) error{t.approvals, t.quorum, t.early, t.silence, t.seconds} {
		if err := step(ctx, &r); err != nil {
			return r, true, err
		}
	}
	return r, true, nil
}

// reviewing leaves vacant what no one can vote for under a rule: of seats that vote on Mastodon alone, where only reviews count.
func reviewing(roster []facts.Seat, rule provision.Rule) []facts.Seat {
	roster = slices.Clone(roster)
	for i, s := range roster {
		if s.GitHub != nil && s.GitHub.ID < 0 && !rule.Takes(provision.Mastodon) {
			roster[i].GitHub = nil
		}
	}
	return roster
}

// alike reports whether it does not matter which of the seats vote.
func alike(r provision.Rule) bool {
	one := len(r.Houses) == 1 && r.Houses[0].ID == "" && !r.Houses[0].SumGroups && len(r.Houses[0].Win) == 0
	return one && r.Weights == "equal" && r.Delegation.Allowed == "none"
}

// vetoOf names who may stop a vote. Whether a veto succeeds is for the judge alone.
func vetoOf(v *provision.Veto, roster []facts.Seat) *decision.Veto {
	if v == nil {
		return nil
	}
	out := &decision.Veto{
		Seats: []string{}, Holders: append([]string{}, v.Holders...), Stance: v.Stance, Fewest: v.MinHolders,
		NeedsReason: v.NeedsReason, IfPassing: v.When == "if_passing", Effect: v.Effect, Override: len(v.Override) > 0,
	}
	if v.All {
		out.Holders = []string{"anybody"}
	}
	for _, s := range roster {
		if s.GitHub != nil && holdsAny(s, v.Holders) {
			out.Seats = append(out.Seats, s.Seat)
		}
	}
	return out
}

func holdsAny(s facts.Seat, roles []string) bool {
	return slices.ContainsFunc(s.Roles, func(role string) bool { return slices.Contains(roles, role) })
}

// enrol finds out who may vote: everybody's yes is simulated, and the judge says which count.
func (t *simulation) enrol(ctx context.Context, r *decision.Requirement) (matches bool, err error) {
	for _, s := range t.base.Roster {
		if s.GitHub != nil {
			t.held = append(t.held, s)
		}
	}
	d, err := t.decide(ctx, t.constitution, t.base.Timing.OpenedAt, t.yes(t.held))
	if err != nil || len(d.Rulings) == 0 {
		return false, err
	}
	r.ClosesAt, t.close = d.Rulings[0].ClosesAt, t.end(d.Rulings[0].ClosesAt)
	cast := counted(d.Ballots)
	reasons, err := t.reasons(ctx, cast)
	if err != nil {
		return true, err
	}
	for _, s := range t.base.Roster {
		switch why, known := reasons[s.Seat]; {
		case cast[s.Seat]:
			t.voters = append(t.voters, s)
		case s.GitHub == nil:
			r.Excluded = append(r.Excluded, decision.Excluded{Seat: s.Seat, Why: "vacant"})
		case known:
			r.Excluded = append(r.Excluded, decision.Excluded{Seat: s.Seat, Why: why})
		default:
			r.Excluded = append(r.Excluded, decision.Excluded{Seat: s.Seat, Why: "not entitled at this time"})
		}
	}
	r.Entitled = len(t.voters)
	t.order()
	return true, nil
}

// counted gives the seats whose ballot counts.
func counted(ballots []decision.Ballot) map[string]bool {
	seats := map[string]bool{}
	for _, b := range ballots {
		seats[b.Seat] = seats[b.Seat] || b.Counted
	}
	return seats
}

// end is the moment at which the tests are looked at: the close, or, where stages have no close, when all have come.
func (t *simulation) end(closes moment.Time) moment.Time {
	if !closes.IsZero() {
		return closes
	}
	return moment.Of(t.base.Timing.OpenedAt.Time.AddDate(101, 0, 0))
}

// reasons gives in words why held seats have no vote, where cast says whose counts. Who may vote under a milder rule is kept
// out by what was made milder.
func (t *simulation) reasons(ctx context.Context, cast map[string]bool) (map[string]string, error) {
	if !slices.ContainsFunc(t.held, func(s facts.Seat) bool { return !cast[s.Seat] }) {
		return nil, nil
	}
	e := t.rule.Electorate
	milder := map[string]func(*provision.Electorate){}
	if e.Role != "" {
		milder["without the role "+e.Role] = func(e *provision.Electorate) { e.Role = "" }
	}
	if e.MinMembership != nil {
		milder["a member for less than "+e.MinMembership.Words()] = func(e *provision.Electorate) { e.MinMembership = nil }
	}
	if len(e.Exclude) > 0 {
		milder["it is about them"] = func(e *provision.Electorate) { e.Exclude = nil }
	}
	found := map[string]string{}
	for _, why := range slices.Sorted(maps.Keys(milder)) {
		constitution := t.changed(why, func(r *provision.Rule) { milder[why](&r.Electorate) })
		d, err := t.decide(ctx, constitution, t.base.Timing.OpenedAt, t.yes(t.held))
		if err != nil {
			return nil, err
		}
		for seat, counts := range counted(d.Ballots) {
			if counts && found[seat] == "" {
				found[seat] = why
			}
		}
	}
	return found, nil
}

// order puts those first who say yes first: who could veto, and who weighs most.
func (t *simulation) order() {
	slices.SortStableFunc(t.voters, func(a, b facts.Seat) int {
		if t.rule.Veto != nil {
			if x, y := holdsAny(a, t.rule.Veto.Holders), holdsAny(b, t.rule.Veto.Holders); x != y {
				return map[bool]int{true: -1, false: 1}[x]
			}
		}
		if t.rule.Weights == "equal" {
			return 0
		}
		return weight(b).Cmp(weight(a))
	})
}

// or joins words for a choice.
func or(words []string) string {
	first, _, shared := strings.Cut(words[0], " ")
	for i, w := range words {
		if start, rest, ok := strings.Cut(w, " "); i > 0 && shared && ok && start == first && !strings.Contains(rest, " ") {
			words[i] = rest
		}
	}
	return strings.Join(words, " or ")
}
