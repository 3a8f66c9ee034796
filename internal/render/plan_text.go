package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// fewNames is how many unmanaged things are named in text; the JSON form names all.
const fewNames = 10

// PlanText writes a plan for a terminal: what will be done, under which article and why, then what will not.
func PlanText(p plan.Plan, s Style) string {
	sections := [][]string{{s.paint(bold, headline(p))}}
	for _, group := range bySkill(p.Changes) {
		sections = append(sections, changeGroup(group, s))
	}
	sections = append(sections,
		tasks(p.Tasks, s), closings(p.Closed), refused(p.Refused, s),
		differences("in conflict: nobody has enacted these yet, and the server says otherwise", p.Conflicts, s),
		differences("drift: changed on the server by no proposal, and left alone", p.Drift, s),
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

// headline says in one sentence what a plan comes to.
func headline(p plan.Plan) string {
	stuck := nonZero(Count(len(p.Conflicts), "conflict"), fmt.Sprintf("%d refused", len(p.Refused)))
	switch {
	case len(p.Changes) > 0:
		said := "plan: " + sentence(totals(p.Summary), "and")
		if p.Requests > 0 {
			said += ", in " + Count(p.Requests, "request") + " to the server, " + duration(p.Seconds)
		}
		return said
	case len(stuck) > 0:
		return "nothing can be done: " + sentence(stuck, "and")
	case len(p.Tasks) > 0:
		return "no changes: " + Count(len(p.Tasks), "task") + " " + verb(len(p.Tasks), "waits", "wait") + " for a person"
	case len(p.Drift) > 0:
		return "no changes: " + Count(len(p.Drift), "difference") + " from the repository left alone"
	}
	return "no changes: the server is as the repository says"
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
		fmt.Sprintf("%d to do once", s.Act), Count(s.Tasks, "task")+" for a person",
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
