package flow

import (
	"context"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// mandates finds the decision that stands behind a change: which proposal brought it, and by whose law it was judged.
type mandates struct {
	sitting *sitting
	merges  []held // the decisions on merges that carry what lies on the branch, newest first
	read    map[int]resolution
}

// resolution is what was voted on in one decision, by target; articles and files have none.
type resolution struct {
	mass  bool // it was past the limits of its time
	voted map[string][]facts.Change
}

// mandate is the decision behind a change, with the change as it was voted on.
type mandate struct {
	merge held
	mass  bool
	voted facts.Change
}

// mandates collects the decisions on the merges of the branch, from the record and from what was decided anew.
func (s *sitting) mandates() *mandates {
	m := &mandates{sitting: s, read: map[int]resolution{}}
	anew := map[string]*Finding{}
	for _, v := range s.recent {
		if v.finding != nil {
			anew[v.Commit] = v.finding
		}
	}
	for i, commit := range slices.Backward(s.commits) {
		known, ok := s.held.merges[commit]
		if f := anew[commit]; f != nil {
			known = held{ledger.Entry{Seq: -i, Proposal: f.Pull.Number, Commit: commit}, ledger.DecisionBody{Decision: f.Decision}}
			m.read[-i], ok = resolutionOf(f.Facts), true
		}
		if ok && refusedAs(known.body.Decision) == "" {
			m.merges = append(m.merges, known)
		}
	}
	return m
}

// of gives the latest decision that brought a change; ok is false where none did, as with what was in force at the bootstrap.
func (m *mandates) of(change plan.Change) (found mandate, ok bool, err error) {
	target := change.Target
	if change.Skill == plan.PublishSkill {
		target = ""
	}
	for _, merge := range m.merges {
		written, err := m.resolution(merge)
		if err != nil {
			return found, false, err
		}
		for _, voted := range written.voted[target] {
			if brings(voted, change) {
				return mandate{merge, written.mass, voted}, true, nil
			}
		}
	}
	return found, false, nil
}

// resolution reads what was voted on from the record, once.
func (m *mandates) resolution(merge held) (resolution, error) {
	if known, ok := m.read[merge.entry.Seq]; ok {
		return known, nil
	}
	f, err := m.sitting.facts(merge.body.Facts)
	if err != nil {
		return resolution{}, err
	}
	m.read[merge.entry.Seq] = resolutionOf(f)
	return m.read[merge.entry.Seq], nil
}

func resolutionOf(f facts.Facts) resolution {
	written := resolution{slices.Contains(f.Subjects, facts.AboutMass), map[string][]facts.Change{}}
	for _, c := range f.Changes {
		written.voted[c.Target] = append(written.voted[c.Target], c)
	}
	return written
}

// law is the charter by which the decision behind a change was taken.
func (m *mandates) law(ctx context.Context, of mandate) (charter.Charter, error) {
	return m.sitting.law(ctx, of.merge.body.Decision.Base)
}

// since gives the number of the proposal that was merged after a commit; 0 where several or none were.
func (m *mandates) since(commit string) int {
	from, proposal := slices.Index(m.sitting.commits, commit), 0
	for _, merge := range m.merges {
		switch {
		case slices.Index(m.sitting.commits, merge.entry.Commit) <= from:
		case proposal == 0:
			proposal = merge.entry.Proposal
		default:
			return 0
		}
	}
	return proposal
}

// brings tells whether what was voted on is what a planned change puts into force. Behind a measure that ends by its own
// date stands the vote on that date.
func brings(voted facts.Change, planned plan.Change) bool {
	switch {
	case planned.Skill == plan.PublishSkill:
		return voted.Kind == facts.Article || voted.Path == charter.ConstitutionFile
	case planned.Action == plan.Do:
		return voted.ID == planned.ID
	case voted.Kind != facts.Entry || voted.Target != planned.Target || !akin(voted.Skill, planned.Skill):
		return false
	case planned.Action == plan.Remove && planned.Origin != plan.Sunset:
		return voted.After == nil
	}
	return voted.After != nil
}

// akin tells whether two skills work on the same resource.
func akin(a, b skill.Name) bool {
	resource := plan.ResourceOf(a)
	return a == b || resource != "" && resource == plan.ResourceOf(b)
}

// authority is who stands behind a plan: its changes with their proposals, and by change the provisions that govern it.
type authority struct {
	plan       plan.Plan
	provisions map[string][]string
	mass       map[string]bool // changes that were voted on as a mass change
}

// authority asks for each change which provisions govern it, by the law of the decision that brought it. What no known
// decision brought is judged by the law in force.
func (w World) authority(ctx context.Context, p plan.Plan, declared []facts.Change, desired Source, base enacted, at string) (authority, error) {
	found := authority{plan: p, provisions: map[string][]string{}, mass: map[string]bool{}}
	found.plan.Changes = slices.Clone(p.Changes)
	changes := factsOf(p, base.state, at, declared).Changes
	asked, of := map[[2]string]*inquiry{}, make([]*inquiry, len(changes))
	for i, stated := range changes {
		judged, stated, err := found.behind(ctx, i, stated, desired, base)
		if err != nil {
			return found, err
		}
		key := [2]string{judged.law.Constitution.Digest, judged.opened}
		if asked[key] == nil {
			asked[key] = newInquiry(judged, at)
		}
		changes[i], of[i] = stated, asked[key]
		of[i].count++
	}
	for i, stated := range changes {
		of[i].facts.Changes = append(slices.Grow(of[i].facts.Changes, of[i].count-len(of[i].facts.Changes)), stated)
	}
	for _, q := range asked {
		citations, err := w.Judge.Govern(ctx, q.law, q.facts)
		if err != nil {
			return found, err
		}
		maps.Copy(found.provisions, citations)
	}
	return found, nil
}

// inquiry is what is asked of one law at once: which provisions govern the changes that it judges.
type inquiry struct {
	law   constitution.Constitution
	facts facts.Facts
	count int // of its changes
}

func newInquiry(b bench, at string) *inquiry {
	return &inquiry{law: b.law.Constitution, facts: facts.Facts{
		Version: facts.Version, Now: at, ReversalsKnown: true, Instance: b.law.Settings.Domain, Roster: seatsOf(b.law.Roster),
		Timing: facts.Timing{OpenedAt: b.opened},
	}}
}

// bench is by whose law a change is judged, and from when on: what is soon or long ago counts from the opening of the vote.
type bench struct {
	law    charter.Charter
	opened string // "" where nobody voted: then from now
}

// behind gives the law by which the i-th change or task of the plan is judged, and the change as that law saw it.
func (a *authority) behind(ctx context.Context, i int, stated facts.Change, desired Source, base enacted) (bench, facts.Change, error) {
	if desired.mandates == nil {
		return bench{law: base.law(desired.Law)}, stated, nil
	}
	change := &plan.Change{ID: stated.ID, Action: plan.Action(stated.Action), Skill: stated.Skill, Target: stated.Target} // a task's
	if i < len(a.plan.Changes) {
		change = &a.plan.Changes[i]
	}
	decided, ok, err := desired.mandates.of(*change)
	if err != nil || !ok {
		return bench{law: base.law(desired.Law)}, stated, err
	}
	change.Proposal, a.mass[change.ID] = decided.merge.entry.Proposal, decided.mass
	law, err := desired.mandates.law(ctx, decided)
	return bench{law, decided.merge.body.Decision.OpenedAt}, asVoted(decided.voted, *change, stated), err
}

// asVoted states a change as it was voted on, under the name that the plan gives it. What was voted on is an article where
// the plan publishes, and the date of an end where it lifts a measure: then the plan's own words stand.
func asVoted(voted facts.Change, planned plan.Change, stated facts.Change) facts.Change {
	if planned.Skill == plan.PublishSkill || planned.Origin == plan.Sunset {
		return stated
	}
	voted.ID = planned.ID
	return voted
}

// reload reads the record again, after this run has written to it.
func (s *sitting) reload(ctx context.Context) error {
	chain, err := s.Ledger.Load(ctx)
	if err != nil {
		return err
	}
	s.chain = chain
	s.held, err = holdingsOf(chain)
	return err
}
