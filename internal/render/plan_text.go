package render

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// fewNames is how many unmanaged things are named in text; the JSON form names all.
const fewNames = 10

// PlanText writes a plan for a terminal: what will be done, under which article and why, then what will not.
func PlanText(p plan.Plan, s Style) string {
	sections := [][]string{{s.paint(colourHeading, headline(p))}}
	for _, group := range bySkill(p.Changes) {
		sections = append(sections, changeGroup(group, s))
	}
	sections = append(sections,
		tasks(p.Tasks, s), closings(p.Closed),
		refused(refusedTitle, with(p.Refused, plan.Refused), s), refused(unsupportedTitle, with(p.Refused, plan.Unsupported), s),
		refused(unreadableTitle, p.Unreadable, s),
		differences(conflictTitle, p.Conflicts, s), differences(driftTitle, p.Drift, s), differences(acceptedTitle, p.Accepted, s),
		unmanaged(p.Unmanaged), notes(p.Notes), []string{"plan " + Outside(p.Digest)},
	)
	var out []string
	for _, lines := range sections {
		if len(lines) > 0 {
			out = append(out, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(out, "\n\n") + "\n"
}

// The titles of what a plan does not change, for terminal and Markdown alike.
const (
	refusedTitle     = "refused, and not tried"
	unsupportedTitle = "not supported by this server"
	unreadableTitle  = "cannot be checked with this token"
	conflictTitle    = "in conflict: not enacted yet, and the server has other values"
	driftTitle       = "changed outside the process, and left unchanged"
	acceptedTitle    = "kept as the server has it, by choice"
)

// with gives the refusals of one standing. Those of plans that name none are refused.
func with(all []plan.Refusal, state plan.RefusalState) []plan.Refusal {
	var found []plan.Refusal
	for _, r := range all {
		if cmp.Or(r.State, plan.Refused) == state {
			found = append(found, r)
		}
	}
	return found
}

// headline says in one sentence what a plan comes to: what is to do, and what differs all the same.
func headline(p plan.Plan) string {
	left := sentence(leftovers(p), "and")
	switch {
	case len(p.Changes) == 0 && left == "":
		return "No changes. The server matches the repository."
	case len(p.Changes) == 0:
		return "No changes to make: " + left
	}
	said := "plan: " + sentence(totals(p.Summary), "and")
	if p.Requests > 0 {
		said += ", in " + Count(p.Requests, "request") + " to the server, " + duration(p.Seconds)
	}
	if p.Tasks = nil; len(leftovers(p)) > 0 { // tasks are among the totals
		said += "; " + sentence(leftovers(p), "and")
	}
	return said
}

// leftovers counts what a plan leaves as it is, by its standing. What is unmanaged is no one's difference.
func leftovers(p plan.Plan) []string {
	return nonZero(
		Count(len(p.Tasks), "task")+" "+verb(len(p.Tasks), "waits", "wait")+" for a person",
		Count(len(p.Conflicts), "conflict"),
		fmt.Sprintf("%d refused", len(with(p.Refused, plan.Refused))),
		fmt.Sprintf("%d not supported by this server", len(with(p.Refused, plan.Unsupported))),
		fmt.Sprintf("%d changed outside the process", len(p.Drift)),
		fmt.Sprintf("%d kept by choice", len(p.Accepted)),
		fmt.Sprintf("%d cannot be checked", len(p.Unreadable)),
	)
}

// duration says how long a plan takes. The usual limits are named where they decide that.
func duration(seconds int) string {
	if seconds < 60 {
		return "under a minute"
	}
	return "about " + Span(time.Duration(seconds)*time.Second) + " at the usual limits"
}

func totals(s plan.Summary) []string {
	return nonZero(
		fmt.Sprintf("%d to create", s.Create), fmt.Sprintf("%d to update", s.Update), fmt.Sprintf("%d to remove", s.Remove),
		Count(s.Act, "one-off action"), Count(s.Tasks, "task")+" for a person",
	)
}

// nonZero keeps the counts that count something.
func nonZero(counts ...string) []string {
	var kept []string
	for _, c := range counts {
		if !strings.HasPrefix(c, "0 ") {
			kept = append(kept, c)
		}
	}
	return kept
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
