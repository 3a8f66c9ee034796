package flow

import (
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Standing is how the protected branch stands to the law.
type Standing struct {
	Branch   string
	Lawful   branch.Verdict   // the last lawful commit
	Unlawful []branch.Verdict // what stands against the law after it, oldest first; none where all is well
	Troubled bool             // whether the record knows of any incident, past ones too
}

// standing sums up what a run has found on the protected branch.
func (s *sitting) standing() Standing {
	st := Standing{Branch: s.Branch, Lawful: s.Last(), Unlawful: s.Unauthorized()}
	for _, e := range s.chain.Entries {
		st.Troubled = st.Troubled || e.Kind == ledger.Incident || e.Kind == ledger.Decided && s.unlawfulMerge(e)
	}
	return st
}

// unlawfulMerge tells whether an entry is the decision on a merge that was not lawful.
func (s *sitting) unlawfulMerge(e ledger.Entry) bool {
	known, ok := s.held.Merges[e.Commit]
	return ok && !known.Body.Lawful
}

// Standing tells how the protected branch stands to the law.
func (c Checked) Standing() Standing { return c.sitting.standing() }
