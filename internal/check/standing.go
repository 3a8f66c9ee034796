package check

import (
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Standing is how the protected branch stands to the law.
type Standing struct {
	Branch       string
	Authorized   branch.Verdict   // the last lawful commit
	Unauthorized []branch.Verdict // what stands against the law after it, oldest first; none where all is well
	Incidents    bool             // whether the record knows of any incident, past ones too
}

// standing sums up what a run has found on the protected branch.
func (s *evaluation) standing() Standing {
	st := Standing{Branch: s.Branch, Authorized: s.Last(), Unauthorized: s.Unauthorized()}
	for _, e := range s.chain.Entries {
		st.Incidents = st.Incidents || e.Kind == ledger.Incident || e.Kind == ledger.Decided && s.unlawfulMerge(e)
	}
	return st
}

// unlawfulMerge tells whether an entry is the decision on a merge that was not lawful.
func (s *evaluation) unlawfulMerge(e ledger.Entry) bool {
	known, ok := s.held.Merges[e.Commit]
	return ok && !known.Body.Lawful
}

// Standing tells how the protected branch stands to the law.
func (c Checked) Standing() Standing { return c.sitting.standing() }
