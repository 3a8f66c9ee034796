package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

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
	switch {
	case errors.Is(p.Err, context.Canceled):
		said.WriteString(", as it was asked to")
	case p.Err != nil:
		fmt.Fprintf(&said, ": %s", p.Err)
	}
	return said.String()
}

// Unwrap gives why it stopped.
func (p *Partway) Unwrap() error { return p.Err }

// stale says what moved between a saved plan and the present one.
func stale(saved, present plan.Plan) *diag.Refusal {
	was, is := byID(saved), byID(present)
	var moved []string
	say := func(what string, ids []string) {
		if len(ids) > 0 {
			moved = append(moved, what+": "+strings.Join(ids, ", "))
		}
	}
	say("no longer to do", named(was, func(id string) bool { _, there := is[id]; return !there }))
	say("new", named(is, func(id string) bool { _, there := was[id]; return !there }))
	say("done otherwise or by another authority", named(was, func(id string) bool { now, there := is[id]; return there && now != was[id] }))
	if saved.Basis.Commit != present.Basis.Commit {
		say("it is of another commit", []string{fmt.Sprintf("%.12s, and now %.12s is enacted", saved.Basis.Commit, present.Basis.Commit)})
	}
	if len(moved) == 0 {
		moved = []string{"what was enacted before it, or what is refused, is another"}
	}
	return &diag.Refusal{
		Why:  "the saved plan is stale: what it rests on has changed; " + strings.Join(moved, "; "),
		Next: "run \"bylaw plan --out FILE\" again and read it before applying",
	}
}

// byID gives the changes and tasks of a plan with everything that is said of them, authority included, by their IDs.
func byID(p plan.Plan) map[string]string {
	all := map[string]string{}
	for _, c := range p.Changes {
		c.Also = nil // what the server happens to have next to it
		all[c.ID] = fmt.Sprint(c)
	}
	for _, t := range p.Tasks {
		all[t.ID] = fmt.Sprint(t)
	}
	return all
}

// named gives the IDs that a test picks, in order, ten at most.
func named(all map[string]string, picks func(id string) bool) []string {
	var names []string
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if picks(id) {
			names = append(names, id)
		}
	}
	if extra := len(names) - 10; extra > 0 {
		names = append(names[:10], fmt.Sprintf("and %d more", extra))
	}
	return names
}
