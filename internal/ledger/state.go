package ledger

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// Recorded is an entry with its decoded body.
type Recorded[B any] struct {
	Entry Entry
	Body  B
}

// Merge is a recorded decision on a merge.
type Merge = Recorded[DecisionBody]

// Announcement is one event of one proposal, as it was announced.
type Announcement struct {
	Event    Event
	Proposal int
}

// State is what the entries of a chain come to. Lists are in the order of the chain.
type State struct {
	Chain     Chain                           // what was folded
	Genesis   GenesisBody                     // zero where there is none
	Openings  map[int][]Recorded[OpeningBody] // by proposal
	Decisions []Recorded[DecisionBody]        // with the people in clear whom the ledger still knows
	Merges    map[string]Merge                // the last decision on each merge, by its commit
	Incidents map[string]int                  // by commit, the numbers of the entries that no later decision closes
	Enacted   []Recorded[EnactedBody]         // what was put in force, the last of which still is

	Runs      []*Run          // those after the last enacted entry: none of them was finished
	LastRun   *Run            // finished or not; nil where none has begun
	Outcomes  map[Deed]Status // how each change ended: the last result that is an end; what was only begun is not there
	OpenTasks []plan.Task     // tasks of intents that no later outcome ends, by ID
	Agenda    plan.Agenda     // which one-off actions were done, begun and asked for; Actions and Suspended are for the caller

	Publications []Recorded[PublishBody]  // of the constitution
	Announced    map[Announcement]bool    // what was announced of proposals
	Texts        map[int][]string         // digests of constitutions that an entry, by its number, publishes or was to publish
	Overrides    []Recorded[OverrideBody] // with the person in clear
	Erased       map[string]int           // by commitment, the number of the entry that erased the person
	Passes       []Recorded[BallotBody]   // of the inbox, signed or not; the body is zero where it cannot be read

	words map[int][]reading // by proposal
}

// reading is what one entry says of reviews.
type reading struct {
	entry  Entry
	digest string // of the content that the reviews are of
	words  []Words
}

// Fold reads a chain once. Its error joins those of all bodies that do not decode; the state is that of the other entries.
func Fold(c Chain) (State, error) {
	f := folding{
		State: State{
			Chain: c, Openings: map[int][]Recorded[OpeningBody]{}, Merges: map[string]Merge{}, Incidents: map[string]int{},
			Outcomes: map[Deed]Status{}, Announced: map[Announcement]bool{}, Texts: map[int][]string{}, Erased: map[string]int{},
			Agenda: plan.Agenda{Done: map[string]plan.Change{}, Begun: map[string]bool{}, Asked: map[string]bool{}, Settled: map[string]bool{}},
			words:  map[int][]reading{},
		},
		intended: map[string]plan.Change{}, acts: map[string]bool{}, asked: map[string]bool{}, open: map[string]plan.Task{},
	}
	var unread []error
	for _, e := range c.Entries {
		unread = append(unread, f.entry(e))
	}
	f.OpenTasks = slices.SortedFunc(maps.Values(f.open), func(a, b plan.Task) int { return cmp.Compare(a.ID, b.ID) })
	return f.State, errors.Join(unread...)
}

// folding is a state in the making.
type folding struct {
	State
	intended map[string]plan.Change // one-off actions of all intents, by ID
	acts     map[string]bool        // whether the last intent of a change meant a one-off action, by ID
	asked    map[string]bool        // IDs of tasks for one-off actions
	open     map[string]plan.Task
	override string // digest of the plan of an override that no intent has followed yet
}

func (f *folding) entry(e Entry) error {
	switch e.Kind {
	case Genesis:
		return decoded(e, func(b GenesisBody) { f.Genesis = b })
	case Opening:
		return decoded(e, func(b OpeningBody) { f.opening(e, b) })
	case Decided:
		return decoded(e, func(b DecisionBody) { f.decided(e, b) })
	case Intent:
		return decoded(e, func(b IntentBody) { f.intent(e, b) })
	case Outcome:
		return decoded(e, func(b OutcomeBody) { f.outcome(e, b) })
	case Enacted:
		return decoded(e, func(b EnactedBody) { f.enacted(e, b) })
	case Publish:
		return decoded(e, func(b PublishBody) { f.publish(e, b) })
	case Override:
		return decoded(e, func(b OverrideBody) { f.overridden(e, b) })
	case Erasure:
		return decoded(e, func(b ErasureBody) { f.erasure(e, b) })
	case Ballots:
		f.pass(e)
	case Incident:
		f.Incidents[e.Commit] = e.Seq
	}
	return nil
}

func decoded[B any](e Entry, take func(B)) error {
	body, err := Body[B](e)
	if err == nil {
		take(body)
	}
	return err
}

// pass takes an entry of the inbox. One that cannot be read is not signed either, so it is no reason to read no further.
func (f *folding) pass(e Entry) {
	body, err := Body[BallotBody](e)
	if err != nil {
		body = BallotBody{}
	}
	f.Passes = append(f.Passes, Recorded[BallotBody]{e, body})
}

func (f *folding) opening(e Entry, body OpeningBody) {
	f.Openings[e.Proposal] = append(f.Openings[e.Proposal], Recorded[OpeningBody]{e, body})
	f.words[e.Proposal] = append(f.words[e.Proposal], reading{e, body.Digest, body.Words})
}

func (f *folding) decided(e Entry, body DecisionBody) {
	body.Decision = f.Chain.ClearDecision(body.Decision)
	recorded := Recorded[DecisionBody]{e, body}
	f.Decisions = append(f.Decisions, recorded)
	if !body.MergedAt.IsZero() {
		f.Merges[e.Commit] = recorded
	}
	maps.DeleteFunc(f.Incidents, func(_ string, seq int) bool { return slices.Contains(body.Closes, seq) })
	f.words[e.Proposal] = append(f.words[e.Proposal], reading{e, body.Decision.Digest, body.Words})
}

func (f *folding) intent(e Entry, body IntentBody) {
	f.LastRun = &Run{Entry: e, Intent: body, Results: map[string]Result{}, Overrides: f.override != "" && body.Plan == f.override, Ended: e.Time, expires: body.Expires}
	f.Runs, f.override = append(f.Runs, f.LastRun), ""
	for _, c := range body.Changes {
		f.acts[c.ID] = c.Action == plan.Do
		if c.Action == plan.Do {
			f.intended[c.ID], f.Agenda.Begun[plan.StemOf(c.ID)] = c, true
		}
	}
	for _, t := range body.Tasks {
		f.open[t.ID] = t
		if t.Action == plan.Do {
			f.asked[t.ID], f.Agenda.Asked[plan.StemOf(t.ID)] = true, true
		}
	}
	f.texts(e, body.Changes)
}

func (f *folding) outcome(e Entry, body OutcomeBody) {
	if len(f.Runs) > 0 {
		f.LastRun.outcome(e, body)
	}
	for id, result := range body.Results {
		f.result(id, result)
	}
}

// result takes a one-off action of which no one knows as done: it must not be tried again.
func (f *folding) result(id string, result Result) {
	if result.Status == Done || result.Status == Withdrawn {
		delete(f.open, id)
	}
	c, act := f.intended[id]
	switch {
	case act && (result.Status == Done || result.Status == Unknown):
		f.Agenda.Done[plan.StemOf(id)] = c
	case f.asked[id] && result.Status == Done:
		f.Agenda.Settled[plan.StemOf(id)] = true
	}
	switch {
	case result.Status == Begun:
	case f.acts[id]:
		f.Outcomes[ActDeed(id)] = result.Status
	default:
		f.Outcomes[Deed{len(f.Enacted), id}] = result.Status
	}
}

func (f *folding) enacted(e Entry, body EnactedBody) {
	if len(f.Runs) > 0 {
		f.LastRun.Ended, f.LastRun.Finished = e.Time, true
	}
	f.Enacted, f.Runs, f.override = append(f.Enacted, Recorded[EnactedBody]{e, body}), nil, ""
	var undone []plan.Change
	for _, r := range body.Undone {
		if r.Change != nil {
			undone = append(undone, *r.Change)
		}
	}
	f.texts(e, undone)
}

// texts notes what an entry says of the constitution.
func (f *folding) texts(e Entry, changes []plan.Change) {
	for _, c := range changes {
		if text, ok := c.Params["digest"].(string); ok && c.Skill == plan.PublishSkill {
			f.Texts[e.Seq] = append(f.Texts[e.Seq], text)
		}
	}
}

func (f *folding) publish(e Entry, body PublishBody) {
	if len(f.Runs) > 0 {
		f.LastRun.Ended = e.Time
	}
	if body.Announces != "" {
		f.Announced[Announcement{body.Announces, e.Proposal}] = true
		return
	}
	f.Publications, f.Texts[e.Seq] = append(f.Publications, Recorded[PublishBody]{e, body}), []string{body.Digest}
}

func (f *folding) overridden(e Entry, body OverrideBody) {
	f.override, body.Who = body.Plan, f.Chain.Clear(body.Who)
	f.Overrides = append(f.Overrides, Recorded[OverrideBody]{e, body})
}

func (f *folding) erasure(e Entry, body ErasureBody) {
	for _, sum := range body.People {
		f.Erased[sum] = e.Seq
	}
}
