package scenario_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// watched is a board that records when it is looked at, and when it was posted to.
type watched struct {
	port.Board
	looked, posted func()
}

func (w watched) Current(ctx context.Context) (thread.Posted, bool, error) {
	if w.looked != nil {
		w.looked()
	}
	return w.Board.Current(ctx)
}

func (w watched) Post(ctx context.Context, t thread.Thread) (thread.Posted, error) {
	posted, err := w.Board.Post(ctx, t)
	if w.posted != nil {
		w.posted()
	}
	return posted, err
}

// begin says in the ledger that another run takes the lock.
func (s *testEnv) begin() {
	s.t.Helper()
	s.other(s.world.Ledger, ledger.Intent, ledger.IntentBody{Holder: "run 2", Expires: moment.Of(time.Date(2026, 11, 21, 12, 15, 0, 0, time.UTC)), Changes: []plan.Change{}})
}

func (s *testEnv) publish(source branch.Source) error {
	s.t.Helper()
	_, _, err := apply.Publish(s.t.Context(), s.world, source, apply.Options{Holder: "run 1"})
	return err
}

func TestNothingIsPostedWhereARunBeganWhileThisOneRead(t *testing.T) {
	s := newTestEnv(t)
	s.world.Board = watched{Board: s.world.Board, looked: s.begin}
	writes := s.writes()
	err := s.publish(s.source(nil))
	if refusal, ok := errors.AsType[*diag.Refusal](err); !ok || !strings.Contains(refusal.Why, "run 2 is applying") {
		t.Errorf("got %v", err)
	}
	if s.writes() != writes {
		t.Error("something was posted")
	}
}

func TestAPublicationThatARunOvertookSaysSoAndIsFoundByTheNext(t *testing.T) {
	s := newTestEnv(t)
	board := s.world.Board
	s.world.Board = watched{Board: board, posted: s.begin}
	err := s.publish(s.source(nil))
	refusal, ok := errors.AsType[*diag.Refusal](err)
	if !ok || !strings.Contains(refusal.Why, "run 2 began meanwhile") || !strings.Contains(refusal.Why, "is not recorded") {
		t.Fatalf("got %v", err)
	}
	s.other(s.world.Ledger, ledger.Outcome, ledger.OutcomeBody{Released: true})
	s.world.Board = board
	writes := s.writes()
	if err := s.publish(s.source(nil)); err != nil || s.writes() != writes {
		t.Errorf("%d posts more, %v", s.writes()-writes, err)
	}
	if kinds := s.kinds(); kinds[len(kinds)-1] != ledger.Publish {
		t.Errorf("the ledger holds %v", kinds)
	}
}

func TestAnAnnouncementMeanwhileDisturbsNoRun(t *testing.T) {
	s := newTestEnv(t)
	book := s.world.Ledger
	s.world.Ledger = &racing{book, func() {
		s.other(book, ledger.Publish, ledger.PublishBody{Root: "1", URL: "https://social.example/@bylaw/1", Announces: ledger.VoteOpened})
	}}
	if receipt, err := s.applyAs("run 1", s.source(blocks("a.example"))); err != nil || !receipt.Enacted {
		t.Errorf("%+v, %v", receipt, err)
	}
}
