package flow_test

import (
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// closedVote is a vote of the small community that has closed: ada's proposal, on which bruno, chen and dana voted.
type closedVote struct {
	*commons
	n       int
	reviews map[string]int64
	outcome decision.Outcome
}

// closed lets the members vote and the vote close. Where checks have seen it, one ran after the votes, and one at the close.
func closed(t *testing.T, outcome decision.Outcome, seen bool) *closedVote {
	t.Helper()
	v := &closedVote{commons: newCommons(t), reviews: map[string]int64{}, outcome: outcome}
	v.n = v.propose("block", blocking("spam.example"))
	events := map[string]string{"bruno": "REQUEST_CHANGES", "chen": "APPROVE", "dana": "REQUEST_CHANGES"}
	if outcome == decision.Passed {
		events["bruno"] = "APPROVE"
	}
	for _, who := range []string{"bruno", "chen", "dana"} {
		v.reviews[who] = v.vote(who, v.n, events[who], "as I said")
	}
	if seen {
		v.check(v.n)
	}
	v.wait(3 * day)
	if seen {
		v.expect(v.n, outcome)
	}
	return v
}

// late is one thing that somebody does to the reviews of a closed vote.
type late struct {
	name string
	act  func(v *closedVote) error
}

// datedEvents is what people can do to reviews on a forge, at a time that the forge tells. Each would change an outcome, alone
// or after those before it, if it counted.
func datedEvents() []late {
	dismiss := func(who, whose string) func(*closedVote) error {
		return func(v *closedVote) error { return v.server.Dismiss(who, v.n, v.reviews[whose], "sorry", false) }
	}
	review := func(who, event, body string) func(*closedVote) error {
		return func(v *closedVote) error {
			_, err := v.server.Review(who, v.n, hub.Ballot{Event: event, Body: body})
			return err
		}
	}
	return []late{
		{"a member dismisses another's review", dismiss("ada", "dana")},
		{"a voter dismisses their own review", dismiss("bruno", "bruno")},
		{"another dismisses theirs", dismiss("chen", "chen")},
		{"an opponent approves", review("dana", "APPROVE", "")},
		{"a supporter objects", review("chen", "REQUEST_CHANGES", "no")},
		{"an opponent withdraws", review("dana", "COMMENT", "/withdraw")},
		{"the proposer says no", review("ada", "COMMENT", "/no")},
		{"a voter is renamed", func(v *closedVote) error { v.server.Rename("bruno", "boris"); return nil }},
	}
}

// GitHub dates a change of every review a second after it was submitted.
func TestAnUneditedObjectionIsNotUnknown(t *testing.T) {
	c := newCommons(t)
	c.server.Configure(hub.Settings{ReviewLag: time.Second})
	n := c.propose("block", blocking("spam.example"))
	c.vote("bruno", n, "REQUEST_CHANGES", "No.")
	c.vote("chen", n, "APPROVE")
	c.vote("dana", n, "COMMENT", "/abstain")
	c.wait(3 * day)
	f := c.expect(n, decision.Passed)
	if got := tallied(f); got != "bruno=no chen=yes dana=abstain ada=yes" {
		t.Errorf("ballots %s", got)
	}
}

func TestNothingThatHappensAfterTheCloseChangesAnOutcome(t *testing.T) {
	for _, outcome := range []decision.Outcome{decision.Passed, decision.Failed} {
		for name, seen := range map[string]bool{"before a check saw it": false, "as checks saw it": true} {
			t.Run(string(outcome)+" "+name, func(t *testing.T) {
				v := closed(t, outcome, seen)
				for _, late := range datedEvents() {
					v.must(late.act(v))
					if got := v.look(v.n).Findings[0].Decision; got.Outcome != outcome {
						t.Fatalf("%s: %s\n%+v", late.name, got.Outcome, got.Ballots)
					}
					v.wait(time.Hour)
				}
				v.expect(v.n, outcome)
			})
		}
	}
}
