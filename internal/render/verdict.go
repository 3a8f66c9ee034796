package render

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// verdict is the one sentence that most readers read: the outcome, and what is missing under which article.
func verdict(d decision.Decision) string {
	outcome := Outside(string(d.Outcome))
	if d.Proposal > 0 {
		outcome += fmt.Sprintf(" (proposal #%d)", d.Proposal)
	}
	return outcome + ": " + Reason(d)
}

// Reason says in a sentence why a decision is what it is.
func Reason(d decision.Decision) string {
	deciding := rulingsWith(d.Rulings, d.Outcome)
	switch {
	case d.Outcome == decision.Passed && d.Editorial:
		return "it changes nothing in meaning (editorial)"
	case d.Outcome == decision.Passed && len(d.Rulings) == 0:
		return "it changes nothing that is governed"
	case d.Outcome == decision.Passed:
		return "it has what " + needs(cited(d.Rulings)) + enactable(d)
	case d.Outcome == decision.Failed && len(d.Denials) > 0:
		return "it is denied: " + Outside(d.Denials[0].Text) + more(len(d.Denials)-1)
	case d.Outcome == decision.Open && d.OpenedAt.IsZero():
		return "the vote has not opened yet"
	case len(deciding) == 0:
		return "it has no ruling"
	case d.Outcome == decision.Vetoed:
		return "it was vetoed under " + article(cited(deciding))
	case d.Outcome == decision.Failed:
		return unmet(deciding)
	}
	return missing(deciding) + closing(d.ClosesAt.String(), deciding)
}

func needs(citations []string) string {
	if len(citations) == 1 {
		return article(citations) + " needs"
	}
	return article(citations) + " need"
}

func enactable(d decision.Decision) string {
	if d.Enactable || d.EnactableAt.IsZero() {
		return ""
	}
	return ", and may be enacted on " + moment(d.EnactableAt.String())
}

func more(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", n)
}

func rulingsWith(all []decision.Ruling, o decision.Outcome) []decision.Ruling {
	var found []decision.Ruling
	for _, r := range all {
		if r.Outcome == o {
			found = append(found, r)
		}
	}
	return found
}

func cited(rulings []decision.Ruling) []string {
	var citations []string
	for _, r := range rulings {
		citations = append(citations, r.Citation)
	}
	return citations
}

// unmet names each article that failed, with the numbers of its tests that do not hold.
func unmet(failed []decision.Ruling) string {
	var said []string
	for _, r := range failed {
		why := sentence(failing(r), "and")
		if why == "" {
			why = dated(r.Why)
		}
		if why != "" {
			why = " (" + why + ")"
		}
		said = append(said, article([]string{r.Citation})+" is not met"+why)
	}
	return strings.Join(said, "; ")
}

// missing says what open rulings still need; where votes alone bring nothing, what they wait for.
func missing(open []decision.Ruling) string {
	var needed, waiting []string
	for _, r := range open {
		name := article([]string{r.Citation})
		switch {
		case len(r.Needed) > 0:
			needs := outside(r.Needed)
			for i := range needs { // the policies say a missing sponsor as a sentence of its own
				needs[i] = strings.TrimPrefix(needs[i], "it needs ")
			}
			needed = append(needed, name+" still needs "+sentence(needs, "and"))
		case !holdsSoFar(r) && r.Why != "":
			waiting = append(waiting, name+" is open, "+dated(r.Why))
		case !holdsSoFar(r):
			waiting = append(waiting, name+" is open")
		}
	}
	if all := append(needed, waiting...); len(all) > 0 {
		return strings.Join(all, "; ")
	}
	return "all tests hold so far"
}

// closing says when the vote closes, as long as it runs.
func closing(at string, open []decision.Ruling) string {
	for _, r := range open {
		if at != "" && (r.Why == "" || strings.HasPrefix(r.Why, "the vote runs")) {
			return "; the vote closes " + moment(at)
		}
	}
	return ""
}

// running says that votes still count, whatever the close: no quorum was met at it, or the vote closes once its tests hold.
func running(d decision.Decision) bool {
	return slices.ContainsFunc(rulingsWith(d.Rulings, decision.Open), func(r decision.Ruling) bool {
		return strings.Contains(r.Why, "the vote runs") || r.Why == "the tests do not hold yet"
	})
}

// remark says why a ruling is as it is, where neither its tests nor what it needs say so; else it is empty.
func remark(r decision.Ruling) string {
	why := dated(r.Why)
	switch {
	case r.Outcome == decision.Passed, len(r.Needed) > 0:
		return ""
	case r.Outcome != decision.Open && len(failing(r)) > 0:
		return ""
	case r.Outcome == decision.Open && why == "" && !r.ClosesAt.IsZero():
		why = "the vote runs until " + moment(r.ClosesAt.String())
	}
	if r.Outcome == decision.Open && holdsSoFar(r) && why != "" {
		return "all tests hold so far; " + why
	}
	return why
}

// holdsSoFar says that a ruling has tests, and that none of them is in its way.
func holdsSoFar(r decision.Ruling) bool {
	for _, t := range r.Tests {
		if t.Holds == nil || *t.Holds == isVeto(t) {
			return false
		}
	}
	return len(r.Tests) > 0
}

// failing gives the tests that do not hold, in words. That a veto has no test that holds is no failure.
func failing(r decision.Ruling) []string {
	var said []string
	for _, t := range r.Tests {
		if t.Holds != nil && !*t.Holds && !isVeto(t) {
			said = append(said, Outside(t.Text))
		}
	}
	return said
}

// isVeto distinguishes the tests of vetoes from those of quorum and threshold: their text begins with the part that they belong to.
func isVeto(t decision.Test) bool { return strings.HasPrefix(t.Text, "veto: ") }

var instant = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)

// dated writes a sentence of the policies with its moments as people read them.
func dated(why string) string { return instant.ReplaceAllStringFunc(Outside(why), moment) }

func outside(texts []string) []string {
	safe := make([]string, len(texts))
	for i, text := range texts {
		safe[i] = Outside(text)
	}
	return safe
}
