package scenario_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/port"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// square is a testCommunity with a server to announce on.
type square struct {
	*testCommunity
	server *sandbox.Server
	source branch.Source
}

func newSquare(t *testing.T, announce string) *square {
	t.Helper()
	s := &square{testCommunity: newTestCommunity(t)}
	s.server = sandbox.New(sandbox.Options{Now: s.clock, Empty: true})
	tree, err := s.votes.History.Governed(t.Context(), s.survey().Tip)
	s.must(err)
	if s.source, err = branch.Load(tree, "", nil); err != nil {
		t.Fatal(err)
	}
	s.source.Charter.Settings.Announce.Opened = strings.Contains(announce, "opened")
	s.source.Charter.Settings.Announce.Decided = strings.Contains(announce, "decided")
	return s
}

// announce is what a new process does after an apply.
func (s *square) announce(book port.Ledger) error {
	s.Helper()
	instance, err := mastodon.Open(mastodon.Options{
		URL: "https://social.example", Token: secret.New(sandbox.BotToken), Version: "test", Contact: "https://social.example",
		Next: s.server.Transport(), Now: s.clock,
	})
	s.must(err)
	return apply.Announce(s.Context(), apply.Ports{Instance: instance, Board: instance, Ledger: book, Now: s.clock}, s.votes, s.source, apply.Options{})
}

func (s *square) said() (texts []string) {
	s.server.Edit(func(state *sandbox.State) {
		for _, status := range state.Statuses {
			texts = append(texts, status.Text)
		}
	})
	return texts
}

// errPush is what a ledger branch answers that refuses every push.
var errPush = errors.New("push: remote rejected")

// refusingLedger refuses every append.
type refusingLedger struct{ port.Ledger }

// Append fails.
func (refusingLedger) Append(context.Context, string, []ledger.File) error { return errPush }

func TestAVoteIsAnnouncedOnceAlsoWhereTheLedgerWasNotWritten(t *testing.T) {
	s := newSquare(t, "opened")
	s.propose("block", blocking("spam.example"))
	if err := s.announce(refusingLedger{s.votes.Ledger}); !errors.Is(err, errPush) {
		t.Fatalf("error %v", err)
	}
	s.wait(5 * time.Hour)
	for range 2 {
		s.must(s.announce(s.votes.Ledger))
	}
	said, entries := s.said(), s.entries(ledger.Publish)
	if len(said) != 1 || len(entries) != 1 || entries[0].Proposal != 1 {
		t.Fatalf("said %q, %d entries", said, len(entries))
	}
	if !strings.HasPrefix(said[0], "A vote is open: proposal #1\nUnder article 1.1\nIt closes on ") || !strings.HasSuffix(said[0], "\nhttps://github.com/coop/governance/pull/1") {
		t.Errorf("said %q", said[0])
	}
}

func TestNothingIsAnnouncedThatIsOverOrNotAskedFor(t *testing.T) {
	for name, test := range map[string]struct {
		announce string
		before   func(*square, int)
	}{
		"announcements are off":  {"", func(*square, int) {}},
		"only decisions are":     {"decided", func(*square, int) {}},
		"the proposal is closed": {"opened", func(s *square, n int) { s.must(s.testCommunity.server.Close("ada", n, true)) }},
		"the vote has closed":    {"opened decided", func(s *square, _ int) { s.wait(4 * day) }},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSquare(t, test.announce)
			test.before(s, s.propose("block", blocking("spam.example")))
			s.must(s.announce(s.votes.Ledger))
			if said := s.said(); len(said) > 0 {
				t.Errorf("said %q", said)
			}
		})
	}
}
