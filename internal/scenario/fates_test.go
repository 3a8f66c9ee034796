package scenario_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// textEvents is what each of the people can do to the text of a review or to a comment after the close. The words that stood
// there before are known only if a check had read them.
func textEvents() []late {
	var events []late
	texts := []string{"/withdraw", "/block", ""}
	for i, who := range []string{"ada", "bruno", "dana"} {
		for n, whose := range []string{"bruno", "chen", "dana"} {
			text := texts[(i+n)%len(texts)]
			events = append(events, late{who + " edits the review of " + whose + " to " + text, func(v *closedVote) error {
				return v.server.EditReview(who, v.n, v.reviews[whose], text)
			}})
		}
	}
	return events
}

// elsewhereEvents is what people can do after the close that is no review.
func elsewhereEvents() []late {
	var comment facts.Comment
	return []late{
		{"a member writes a word of the vote in a comment", func(v *closedVote) (err error) {
			comment, err = v.as("dana").PostComment(v.Context(), v.n, "/yes")
			return err
		}},
		{"the comment is deleted", func(v *closedVote) error { v.server.Uncomment(comment.ID); return nil }},
		{"the proposer is renamed", func(v *closedVote) error { v.server.Rename("ada", "augusta"); return nil }},
		{"a voter is renamed", func(v *closedVote) error { v.server.Rename("bruno", "boris"); return nil }},
		{"a stranger takes the name of the voter and objects", func(v *closedVote) error {
			v.server.Rename("mallory", "bruno")
			v.vote("bruno", v.n, "REQUEST_CHANGES", "no")
			return nil
		}},
		{"a stranger's account is deleted", func(v *closedVote) error { v.server.Leave("bruno"); return nil }},
	}
}

// leaving enacts a roster without a seat, after the close of a vote.
func (v *closedVote) leaving(seat string) {
	v.Helper()
	roster := "seats:\n"
	for i, name := range []string{"ada", "bruno", "chen", "dana"} {
		if name != seat {
			roster += "  - {seat: " + name + ", github: {login: " + name + ", id: " + strconv.Itoa(101+i) + "}, roles: [member]}\n"
		}
	}
	v.enact("without-"+seat, map[string]string{"governance/roster.yaml": roster})
}

// everyClosedVote runs a test on a vote that passed and on one that failed, each as checks saw it and before any did.
func everyClosedVote(t *testing.T, test func(v *closedVote, seen bool)) {
	t.Helper()
	for _, outcome := range []decision.Outcome{decision.Passed, decision.Failed} {
		for name, seen := range map[string]bool{"before a check saw it": false, "as checks saw it": true} {
			t.Run(string(outcome)+" "+name, func(t *testing.T) { test(closed(t, outcome, seen), seen) })
		}
	}
}

// stays wants the outcome to be what it was, or unknown where that is allowed, and never the opposite.
func (v *closedVote) stays(after string, unknown bool) {
	v.Helper()
	got := v.look(v.n).Findings[0].Decision
	if got.Outcome != v.outcome && (!unknown || got.Outcome != decision.Open) {
		v.Fatalf("%s: %s became %s\n%+v", after, v.outcome, got.Outcome, got.Ballots)
	}
}

func TestNoChangeOfATextAfterTheCloseChangesAnOutcome(t *testing.T) {
	everyClosedVote(t, func(v *closedVote, seen bool) {
		for _, event := range textEvents() {
			v.must(event.act(v))
			v.stays(event.name, !seen)
			v.wait(time.Hour)
		}
	})
}

func TestNothingElsewhereAfterTheCloseChangesAnOutcome(t *testing.T) {
	everyClosedVote(t, func(v *closedVote, _ bool) {
		for _, event := range elsewhereEvents() {
			v.must(event.act(v))
			v.stays(event.name, false)
			v.wait(time.Hour)
		}
	})
}

func TestNoSeatThatIsGivenUpAfterTheCloseChangesAnOutcome(t *testing.T) {
	everyClosedVote(t, func(v *closedVote, _ bool) {
		v.leaving("bruno")
		v.stays("bruno left the roster", false)
	})
}

// Nothing dates the loss of a review or of an account. What a check had read of it is unknown then.
func TestNoReviewThatIsLostAfterTheCloseTurnsAnOutcomeAround(t *testing.T) {
	for name, lose := range map[string]func(v *closedVote, who string) error{
		"the review vanishes":    func(v *closedVote, who string) error { return v.server.Vanish(v.n, v.reviews[who]) },
		"the account is deleted": func(v *closedVote, who string) error { v.server.Leave(who); return nil },
	} {
		for _, outcome := range []decision.Outcome{decision.Passed, decision.Failed} {
			for _, who := range []string{"bruno", "chen"} {
				t.Run(string(outcome)+" "+name+" "+who, func(t *testing.T) {
					v := closed(t, outcome, true)
					v.must(lose(v, who))
					v.stays(name, true)
				})
			}
		}
	}
}
