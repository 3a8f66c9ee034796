package scenario_test

import (
	"context"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/port"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// countedLedger is a ledger that counts how often it is read.
type countedLedger struct {
	port.Ledger
	loads int
}

func (c *countedLedger) Load(ctx context.Context) (ledger.Chain, error) {
	c.loads++
	return c.Ledger.Load(ctx)
}

// applyAll is one run of apply in a process of its own. It gives how often the ledger was read and how many charters were parsed.
func (c *testCommunity) applyAll(server *sandbox.Server) (receipt apply.Receipt, loads, parsed int) {
	c.Helper()
	instance, err := mastodon.Open(mastodon.Options{
		URL: "https://social.example", Token: secret.New(sandbox.BotToken), Version: "test", Contact: "https://social.example",
		Next: server.Transport(), Now: c.clock,
	})
	c.must(err)
	trees, err := git.Open(c.bare)
	c.must(err)
	votes, book, source := c.votes, &countedLedger{Ledger: c.votes.Ledger}, branch.Source{}
	votes.Ledger = book
	_, receipt, err = apply.Enact(c.Context(), apply.Community{
		Votes: votes, Statuses: c.bot,
		Open: func(_ context.Context, s branch.Source) (apply.Ports, error) {
			source = s
			return apply.Ports{Trees: trees, Judge: decider, Instance: instance, Board: instance, Ledger: book, Now: c.clock}, nil
		},
	}, apply.Options{Holder: "run 1"})
	c.must(err)
	return receipt, book.loads, source.Charters.Parsed
}

func TestLoadsOfOneApply(t *testing.T) {
	for name, test := range map[string]struct {
		settings      string
		loads, parsed int
	}{
		// The reads that keep two runs apart: before the branch is judged, before the lock is taken, under the lock before the
		// tree is put in force, and before the head is anchored. Parsed are the trees before and after the change.
		"of one change": {smallSettings, 4, 2},
		// One read more before anything is posted, and one to look at the open vote, whose tree is parsed too.
		"with announcements": {smallSettings + "announce: {opened: true, decided: true}\n", 6, 3},
	} {
		t.Run(name, func(t *testing.T) {
			c := newTestCommunity(t, test.settings)
			server := sandbox.New(sandbox.Options{Now: c.clock, Empty: true})
			c.applyAll(server)
			c.enact("one", blocking("first.example"))
			c.propose("two", blocking("first.example", "second.example"))
			receipt, loads, parsed := c.applyAll(server)
			if !receipt.Enacted || len(receipt.Results) != 1 {
				t.Fatalf("receipt %+v", receipt)
			}
			if loads != test.loads || parsed != test.parsed {
				t.Errorf("the ledger was read %d times, and %d charters were parsed, want %d and %d", loads, parsed, test.loads, test.parsed)
			}
			if _, loads, parsed = c.applyAll(server); loads > test.loads-1 || parsed > test.parsed {
				t.Errorf("a run with nothing to do read the ledger %d times and parsed %d charters", loads, parsed)
			}
		})
	}
}
