package render

import "fmt"

// ApplyRun is the last run of apply that wrote its intent.
type ApplyRun struct {
	Entry    int    `json:"entry"`    // of the ledger, where it began
	Began    string `json:"began"`    // RFC 3339 in UTC
	Ended    string `json:"ended"`    // of its last entry
	By       string `json:"by"`       // what held the lock, "" where it is not recorded
	Commit   string `json:"commit"`   // what it puts in force
	Changes  int    `json:"changes"`  // that it was to make
	Done     int    `json:"done"`     // of them, so far
	Failed   int    `json:"failed"`   // of them, so far
	Finished bool   `json:"finished"` // the commit is in force
}

func applyRun(r *ApplyRun) []string {
	if r == nil {
		return nil
	}
	by := ""
	if r.By != "" {
		by = " by " + Outside(r.By)
	}
	said := fmt.Sprintf("last run of apply: began %s%s, ", moment(r.Began), by)
	did := fmt.Sprintf("%d of %s done", r.Done, Count(r.Changes, "change"))
	if r.Failed > 0 {
		did += fmt.Sprintf(", %d failed", r.Failed)
	}
	if r.Finished {
		return []string{said + "finished " + moment(r.Ended) + " (" + did + ")"}
	}
	return []string{said + "stopped part-way at " + moment(r.Ended) + " (" + did + "): the next run goes on from there"}
}
