package ledger

import "github.com/bylaw-dev/bylaw/internal/plan"

// Deed names a change across the runs that tried it. Lineage counts what was enacted before it, so that a block that is
// made, lifted and made again is three deeds, while a run and the one that resumes it speak of the same. An act happens
// once for ever, and its lineage is -1.
type Deed struct {
	Lineage int    `json:"lineage"`
	Change  string `json:"change"` // plan.Change.ID
}

// Outcomes gives for each change how it ended: the last result that is an end. A change that was only begun, or not
// tried, is not there. Runs that were disturbed and resumed come to the same as one that was not.
func (c Chain) Outcomes() (map[Deed]Status, error) {
	t := tally{ends: map[Deed]Status{}, acts: map[string]bool{}}
	for _, e := range c.Entries {
		var err error
		switch e.Kind {
		case Enacted:
			t.lineage++
		case Intent:
			err = t.intent(e)
		case Outcome:
			err = t.outcome(e)
		default:
		}
		if err != nil {
			return nil, err
		}
	}
	return t.ends, nil
}

const onceForEver = -1

// tally is how changes ended, as far as the entries were read.
type tally struct {
	ends    map[Deed]Status
	acts    map[string]bool // by plan.Change.ID
	lineage int
}

func (t *tally) intent(e Entry) error {
	body, err := Body[IntentBody](e)
	for _, change := range body.Changes {
		t.acts[change.ID] = change.Action == plan.Do
	}
	return err
}

func (t *tally) outcome(e Entry) error {
	body, err := Body[OutcomeBody](e)
	for id, result := range body.Results {
		if result.Status == Begun {
			continue
		}
		deed := Deed{t.lineage, id}
		if t.acts[id] {
			deed.Lineage = onceForEver
		}
		t.ends[deed] = result.Status
	}
	return err
}

// ActDeed names an act by the ID of its change.
func ActDeed(change string) Deed { return Deed{onceForEver, change} }
