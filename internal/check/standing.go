package check

import (
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// BranchStatus is how the protected branch stands to the constitution.
type BranchStatus struct {
	Branch       string
	Authorized   branch.Verdict   // the last authorized commit
	Unauthorized []branch.Verdict // what stands against the constitution after it, oldest first; none where all is well
	Incidents    bool             // whether the ledger knows of any incident, past ones too
}

// branchStatus sums up what a run has found on the protected branch.
func (s *evaluation) branchStatus() BranchStatus {
	st := BranchStatus{Branch: s.Branch, Authorized: s.Last(), Unauthorized: s.Unauthorized()}
	for _, e := range s.chain.Entries {
		st.Incidents = st.Incidents || e.Kind == ledger.Incident || e.Kind == ledger.Decided && s.unauthorizedMerge(e)
	}
	return st
}

// unauthorizedMerge says whether an entry is the decision on a merge that was not authorized.
func (s *evaluation) unauthorizedMerge(e ledger.Entry) bool {
	known, ok := s.held.Merges[e.Commit]
	return ok && !known.Body.Lawful
}

// BranchStatus says how the protected branch stands to the constitution.
func (c Checked) BranchStatus() BranchStatus { return c.evaluation.branchStatus() }
