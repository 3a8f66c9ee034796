package scenario_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/port"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// counted is a board that remembers the first lines of what it posted last, and how many requests that took.
type counted struct {
	port.Board
	requests func() int
	head     []string
	took     int
}

func (c *counted) Post(ctx context.Context, t thread.Thread) (thread.Posted, error) {
	before := c.requests()
	posted, err := c.Board.Post(ctx, t)
	c.took = c.requests() - before
	c.head = strings.Split(strings.Split(t.Posts[0].Text, "\n\n")[0], "\n")
	return posted, err
}

// count puts a counting board between the world and its server.
func (s *testEnv) count() *counted {
	s.reconnect()
	c := &counted{Board: s.world.Board, requests: func() int { return len(s.server.Requests()) }}
	s.world.Board = c
	return c
}

// amendment is the sample with one article reworded.
func (s *testEnv) amendment(old, reworded string) branch.Source {
	s.t.Helper()
	text := s.file("governance/constitution.md")
	if strings.Count(text, old) != 1 {
		s.t.Fatalf("the sample holds %q %d times", old, strings.Count(text, old))
	}
	return s.source(map[string]string{"constitution.md": strings.Replace(text, old, reworded, 1)})
}

func TestAPlanCountsTheRequestsThatPublishingTakes(t *testing.T) {
	s := newTestEnv(t)
	for n, source := range []branch.Source{s.source(nil), s.amendment("gives them a week", "gives them ten days")} {
		board := s.count()
		prospect, _, err := apply.Run(t.Context(), s.world, source, apply.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if planned := prospect.Plan.Requests - (len(prospect.Plan.Changes) - 1); planned != board.took {
			t.Errorf("publication %d: %d requests planned, %d made", n+1, planned, board.took)
		}
		s.Advance(time.Hour)
	}
}

func TestTheFirstPostSaysWhatIsNew(t *testing.T) {
	s := newTestEnv(t)
	amended := s.amendment("gives them a week", "gives them ten days")
	const title = "Constitution of the Saltmarsh Social Co-operative"
	const repository = "Text and record: https://github.com/example/governance"
	for _, test := range []struct {
		source branch.Source
		want   []string
	}{
		{s.source(nil), []string{title, "Version 1, in force since 2026-11-21"}},
		{amended, []string{title, "Version 2, in force since 2026-11-21", "Articles changed: 4.2"}},
		{s.source(nil), []string{title, "Version 3, in force since 2026-11-21", "Articles changed: 4.2"}},
	} {
		board := s.count()
		s.mustApply(test.source)
		marker := thread.Marker(test.source.Charter.Constitution.Digest)
		head := slices.DeleteFunc(board.head, func(line string) bool {
			_, ledger := thread.FindLedgerHead(line)
			return ledger
		})
		if diff := cmp.Diff(append(test.want, repository, marker), head); diff != "" {
			t.Errorf("head (-want +got):\n%s", diff)
		}
	}
}

func TestDriftIsRepairedWhereTheConstitutionInForceSaysSo(t *testing.T) {
	for name, test := range map[string]struct {
		enacted, desired string
		want             int
	}{
		"the law in force repairs":      {"drift: repair", "drift: repair", 1},
		"the law in force only reports": {"drift: report", "drift: report", 0},
		"a proposal cannot begin it":    {"drift: report", "drift: repair", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := newTestEnv(t)
			source := func(drift string) branch.Source {
				settings := strings.Replace(s.file("governance/bylaw.yaml"), "drift: report", drift, 1)
				return s.source(map[string]string{"bylaw.yaml": settings})
			}
			s.mustApply(source(test.enacted))
			s.server.Edit(func(state *sandbox.State) { state.DomainBlocks[0].Severity = "noop" })
			s.reconnect()
			prospect, err := apply.Plan(t.Context(), s.world, source(test.desired), apply.PlanOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if got := len(prospect.Plan.Changes); got != test.want || len(prospect.Plan.Drift) != 1-test.want {
				t.Errorf("%d changes, drift %+v", got, prospect.Plan.Drift)
			}
		})
	}
}

// broken is a board whose server goes away at the first post.
type broken struct{ port.Board }

func (b broken) Post(context.Context, thread.Thread) (thread.Posted, error) {
	return thread.Posted{}, errors.New("connection reset")
}

func TestAnInterruptedPublicationKeepsItsDate(t *testing.T) {
	s := newTestEnv(t)
	board := s.count()
	s.world.Board = broken{board}
	if _, _, err := apply.Run(t.Context(), s.world, s.source(nil), apply.Options{}); err == nil {
		t.Fatal("a board that does not answer was posted to")
	}
	s.Advance(72 * time.Hour)
	board = s.count()
	if _, _, err := apply.Run(t.Context(), s.world, s.source(nil), apply.Options{}); err != nil {
		t.Fatal(err)
	}
	if want := "Version 1, in force since 2026-11-21"; board.head[1] != want {
		t.Errorf("the head says %q, want %q", board.head[1], want)
	}
}
