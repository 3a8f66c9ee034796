package flow

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// Refusal means that bylaw will not do what was asked, and did nothing. It is a "no", not a breakdown.
type Refusal struct {
	Why  string
	Next string // what to do about it, "" where there is nothing
}

func (r *Refusal) Error() string { return r.Why }

// Partway means that apply stopped after it had begun: some changes are on the server, and the ledger says which.
type Partway struct {
	Receipt Receipt
	Err     error // why it stopped, nil where single changes failed
}

// Error says what was done, what was not, and why.
func (p *Partway) Error() string {
	var said strings.Builder
	fmt.Fprintf(&said, "apply stopped part-way: %d of %d changes are done and recorded", p.Receipt.Count(Done), len(p.Receipt.Results))
	if failed := p.Receipt.Count(Failed); failed > 0 {
		fmt.Fprintf(&said, ", %d failed", failed)
	}
	if left := p.Receipt.Count(NotTried); left > 0 {
		fmt.Fprintf(&said, ", %d were not tried", left)
	}
	if p.Err != nil {
		fmt.Fprintf(&said, ": %s", p.Err)
	}
	return said.String()
}

// Unwrap gives why it stopped.
func (p *Partway) Unwrap() error { return p.Err }

// stale says what moved between a saved plan and the present one.
func stale(saved, present plan.Plan) *Refusal {
	gone, come := changed(saved, present), changed(present, saved)
	why := "the saved plan is stale: what it rests on has changed"
	if len(gone) > 0 {
		why += "; no longer to do: " + strings.Join(gone, ", ")
	}
	if len(come) > 0 {
		why += "; new: " + strings.Join(come, ", ")
	}
	return &Refusal{Why: why, Next: "run \"bylaw plan --out FILE\" again and read it before applying"}
}

// changed names the changes of one plan that are not the same in another, ten at most.
func changed(of, in plan.Plan) []string {
	present := map[string]string{}
	for _, c := range in.Changes {
		present[c.ID] = fmt.Sprint(c)
	}
	var names []string
	for _, c := range of.Changes {
		if present[c.ID] != fmt.Sprint(c) {
			names = append(names, c.ID)
		}
	}
	if extra := len(names) - 10; extra > 0 {
		names = append(names[:10], fmt.Sprintf("and %d more", extra))
	}
	return names
}
