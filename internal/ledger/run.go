package ledger

import "maps"

// Run is a run that wrote its intent and was not finished.
type Run struct {
	Entry   Entry
	Intent  IntentBody
	Results map[string]Result // what is known, by change ID; a later result replaces an earlier one
	// Overrides tells that nobody decided on what the run was to do. Such a run is never enacted.
	Overrides bool
}

// Unfinished gives the last run if nothing was enacted after its intent: it crashed, or stopped part-way. The run
// after it must read back before it repeats a call that has no result.
func (c Chain) Unfinished() (run Run, ok bool, err error) {
	runs, err := c.Runs()
	if err != nil || len(runs) == 0 {
		return Run{}, false, err
	}
	return runs[len(runs)-1], true, nil
}

// Runs gives the runs after the last enacted entry, oldest first: one of a tree that changed before it was enacted may be
// among them.
func (c Chain) Runs() ([]Run, error) {
	enacted, _ := c.LastEnacted()
	var runs []Run
	override := "" // the plan of the last one
	for _, e := range c.Entries[enacted.Seq:] {
		switch e.Kind {
		case Override:
			body, err := Body[OverrideBody](e)
			if err != nil {
				return nil, err
			}
			override = body.Plan
		case Intent:
			body, err := Body[IntentBody](e)
			if err != nil {
				return nil, err
			}
			runs = append(runs, Run{e, body, map[string]Result{}, override != "" && body.Plan == override})
			override = ""
		case Outcome:
			body, err := Body[OutcomeBody](e)
			if err != nil {
				return nil, err
			}
			if len(runs) > 0 {
				maps.Copy(runs[len(runs)-1].Results, body.Results)
			}
		default:
		}
	}
	return runs, nil
}
