package scenario_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// spent counts the requests of the API, without git, that something takes, and names them.
func (c *testCommunity) spent(do func()) (n int, routes string) {
	c.Helper()
	before := c.server.Requests()
	do()
	after := maps.Clone(c.server.Requests())
	var said []string
	for route, count := range after {
		if more := count - before[route]; more > 0 && !strings.Contains(route, "{repository}") {
			n += more
			said = append(said, fmt.Sprintf("%d %s", more, route))
		}
	}
	return n, strings.Join(said, "\n")
}

func TestACheckOfAProposalWithAHundredReviewsTakesTenRequests(t *testing.T) {
	c := newTestCommunity(t)
	c.enact("one", blocking("first.example"))
	c.record()
	n := c.propose("two", blocking("first.example", "spam.example"))
	for i := range 98 {
		login := fmt.Sprintf("reader%d", i)
		c.server.Join(hub.Account{ID: int64(2000 + i), Login: login})
		c.vote(login, n, "APPROVE")
	}
	c.vote("bruno", n, "APPROVE")
	c.vote("chen", n, "COMMENT", "/abstain") // a word: its history is asked for
	c.wait(3 * day)
	requests, routes := c.spent(func() { c.expect(n, decision.Passed) })
	if requests > 10 {
		t.Errorf("%d requests:\n%s", requests, routes)
	}
}

func TestWhereNothingHappenedAProposalTakesOneRequest(t *testing.T) {
	c := newTestCommunity(t)
	c.enact("one", blocking("first.example"))
	c.record()
	numbers := []int{c.propose("two", blocking("first.example", "a.example")), c.propose("three", blocking("first.example", "b.example"))}
	all := func() check.Checked {
		checked, err := check.All(t.Context(), c.votes, c.notifier.Unchanged)
		c.must(err)
		c.must(check.Record(t.Context(), checked))
		_, err = c.notifier.Notify(t.Context(), checked.Findings)
		c.must(err)
		return checked
	}
	all()
	c.wait(day / 24)
	var checked check.Checked
	requests, routes := c.spent(func() { checked = all() })
	if want := 1 + len(numbers); requests != want || len(checked.Same) != len(numbers) {
		t.Errorf("%d requests, want %d; unchanged %d:\n%s", requests, want, len(checked.Same), routes)
	}
	c.vote("bruno", numbers[0], "APPROVE")
	if checked = all(); len(checked.Findings) != 1 || checked.Findings[0].Pull.Number != numbers[0] {
		t.Errorf("looked at %d proposals after one vote", len(checked.Findings))
	}
	c.wait(3 * day)
	if checked = all(); len(checked.Findings) != len(numbers) {
		t.Errorf("looked at %d proposals after the close", len(checked.Findings))
	}
}
