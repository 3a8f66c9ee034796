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
	ends := map[Deed]Status{}
	lineage, acts := 0, map[string]bool{}
	for _, e := range c.Entries {
		switch e.Kind {
		case Enacted:
			lineage++
		case Intent:
			body, err := Body[IntentBody](e)
			if err != nil {
				return nil, err
			}
			for _, change := range body.Changes {
				acts[change.ID] = change.Action == plan.Do
			}
		case Outcome:
			body, err := Body[OutcomeBody](e)
			if err != nil {
				return nil, err
			}
			for id, result := range body.Results {
				if result.Status == Begun {
					continue
				}
				deed := Deed{lineage, id}
				if acts[id] {
					deed.Lineage = onceForEver
				}
				ends[deed] = result.Status
			}
		default:
		}
	}
	return ends, nil
}

const onceForEver = -1
