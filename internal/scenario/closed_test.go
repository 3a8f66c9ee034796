package scenario_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// closedVote is a vote of the small community that has closed: ada's proposal, on which bruno, chen and dana voted.
type closedVote struct {
	*testCommunity
	n       int
	reviews map[string]int64
	outcome decision.Outcome
}

// closed lets the members vote and the vote close. Where checks have seen it, one ran after the votes, and one at the close.
func closed(t *testing.T, outcome decision.Outcome, seen bool) *closedVote {
	t.Helper()
	v := &closedVote{testCommunity: newTestCommunity(t), reviews: map[string]int64{}, outcome: outcome}
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

// late is one thing that a member does to the reviews of a closed vote.
type late struct {
	name string
	act  func(v *closedVote) error
}

// datedEvents is what people can do to reviews on a forge, at a time that the forge shows. Each would change an outcome, alone
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
	c := newTestCommunity(t)
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

// worded is a vote that ada's word decides: bruno is against, and chen in favour.
func worded(t *testing.T) *closedVote {
	t.Helper()
	v := &closedVote{testCommunity: newTestCommunity(t), reviews: map[string]int64{}, outcome: decision.Passed}
	v.n = v.propose("block", blocking("spam.example"))
	v.reviews["ada"] = v.vote("ada", v.n, "COMMENT", "/yes", "it is spam")
	v.reviews["bruno"] = v.vote("bruno", v.n, "REQUEST_CHANGES", "No.")
	v.reviews["chen"] = v.vote("chen", v.n, "APPROVE")
	return v
}

func (v *closedVote) edit(who, whose, text string) {
	v.Helper()
	v.must(v.server.EditReview(who, v.n, v.reviews[whose], text))
}

func (v *closedVote) warned(text string) bool {
	return slices.ContainsFunc(v.look(v.n).Findings[0].Decision.Warnings, func(n decision.Notice) bool { return strings.Contains(n.Text, text) })
}

func TestWordsThatACheckReadStandAfterTheClose(t *testing.T) {
	v := worded(t)
	v.check(v.n)
	v.wait(3 * day)
	v.edit("dana", "ada", "/no changed")
	if f := v.expect(v.n, decision.Passed); tallied(f) != "ada=yes bruno=no chen=yes" {
		t.Errorf("ballots %s", tallied(f))
	}
	if !v.warned("the review by ada was edited after the vote had closed, so what it said before counts") {
		t.Errorf("warnings %+v", v.look(v.n).Findings[0].Decision.Warnings)
	}
	v.wait(time.Hour)
	v.edit("ada", "ada", "/withdraw")
	v.must(v.server.Dismiss("dana", v.n, v.reviews["bruno"], "", true))
	if f := v.expect(v.n, decision.Passed); tallied(f) != "ada=yes bruno=no chen=yes" {
		t.Errorf("ballots after a second edit and a dismissal without an event: %s", tallied(f))
	}
}

func TestWordsThatNoCheckReadBeforeTheyWereEditedAreUnknown(t *testing.T) {
	v := worded(t)
	v.wait(day)
	v.edit("dana", "ada", "/yes indeed")
	v.expect(v.n, decision.Open)
	v.wait(3 * day)
	v.expect(v.n, decision.Open)
	v.edit("dana", "ada", "/yes")
	v.expect(v.n, decision.Open)
}

func TestAnEditBeforeTheCloseIsNotUndoneByOneAfterIt(t *testing.T) {
	v := worded(t)
	v.check(v.n)
	v.wait(day)
	v.edit("dana", "ada", "/no")
	v.expect(v.n, decision.Open)
	v.wait(3 * day)
	v.edit("dana", "ada", "/yes")
	v.expect(v.n, decision.Open)
}

func TestAnEditAfterTheMergeCondemnsNothing(t *testing.T) {
	for name, checked := range map[string]bool{"recorded as passed": true, "read while it was open": false} {
		t.Run(name, func(t *testing.T) {
			v := worded(t)
			v.check(v.n)
			v.wait(3 * day)
			if checked {
				v.expect(v.n, decision.Passed)
			}
			merge := v.merge(v.n, "merge")
			v.edit("dana", "ada", "/no changed")
			if got := v.verdicts()[merge]; !got.Authorized {
				t.Errorf("%+v", got)
			}
			v.wait(30 * day)
			v.edit("dana", "ada", "/no, no")
			if got := v.verdicts()[merge]; !got.Authorized {
				t.Errorf("later: %+v", got)
			}
			v.record()
			if proof := v.verify(); !proof.Valid {
				t.Errorf("proof %+v", proof)
			}
		})
	}
}

func TestWordsAreRecordedOnceAndBySeatHoldersOnly(t *testing.T) {
	v := worded(t)
	v.vote("mallory", v.n, "COMMENT", "/no")
	before := len(v.entries(ledger.Opening))
	v.check(v.n)
	v.wait(time.Hour)
	v.check(v.n)
	entries := v.entries(ledger.Opening)[before:]
	if len(entries) != 1 {
		t.Fatalf("%d entries", len(entries))
	}
	body, err := ledger.Body[ledger.OpeningBody](entries[0])
	v.must(err)
	if len(body.Words) != 2 || body.Words[0].Text != "/yes\n…" || body.Words[1].Text != "…" || body.Words[0].SHA256 == body.Words[1].SHA256 {
		t.Errorf("words %+v", body.Words)
	}
	if regexp.MustCompile(`\b(spam|ada)\b`).Match(entries[0].Body) { // a commitment may hold the letters of a name
		t.Errorf("the entry names people or what they wrote: %s", entries[0].Body)
	}
}

func TestVerifyNamesWordsThatNoCheckRead(t *testing.T) {
	v := worded(t)
	v.check(v.n)
	v.wait(3 * day)
	v.edit("dana", "ada", "/no changed")
	v.expect(v.n, decision.Passed)
	chain, err := v.votes.Ledger.Load(t.Context())
	v.must(err)
	last := chain.Entries[len(chain.Entries)-1]
	body, err := ledger.Body[ledger.DecisionBody](last)
	v.must(err)
	var quoted map[string]any
	v.must(json.Unmarshal(bytes.Replace(chain.Facts[body.Facts], []byte("/yes"), []byte("/abstain"), 1), &quoted))
	file, sum, err := ledger.FactsFile(quoted)
	v.must(err)
	body.Facts = sum
	v.add(ledger.Decided, last.Commit, body, file)
	proof := v.verify()
	if len(proof.Faults) != 1 || !strings.Contains(proof.Faults[0].Why, "that no check had read") {
		t.Errorf("faults %+v", proof.Faults)
	}
}

func TestAVoteThatIsWrittenOtherwiseIsListedWithTheRightForm(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	c.vote("chen", n, "APPROVE")
	c.vote("dana", n, "COMMENT", "/abstain because I know them")
	for _, who := range []string{"bruno", "chen", "mallory"} {
		_, err := c.as(who).PostComment(t.Context(), n, "/no")
		c.must(err)
	}
	c.wait(3 * day)
	f := c.expect(n, decision.Passed)
	want := decision.Ballot{Seat: "dana", Choice: decision.None, Why: "/abstain counts alone in the first line of a review, with the reason below it"}
	if !slices.Contains(f.Decision.Ballots, want) {
		t.Errorf("ballots %+v", f.Decision.Ballots)
	}
	if !slices.ContainsFunc(f.Notes, func(note string) bool {
		return strings.HasPrefix(note, "bruno wrote /no in a comment, and only reviews count")
	}) || len(f.Notes) != 1 {
		t.Errorf("notes %q", f.Notes)
	}
	if proof := c.verify(); !proof.Valid || proof.Decisions != 1 {
		t.Errorf("proof %+v", proof)
	}
}
