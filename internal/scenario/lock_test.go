package scenario_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/port"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// applyAs applies as a run of this name.
func (s *testEnv) applyAs(holder string, source branch.Source) (apply.Receipt, error) {
	s.t.Helper()
	_, receipt, err := apply.Run(s.t.Context(), s.world, source, apply.Options{Holder: holder})
	return receipt, err
}

func (s *testEnv) chain() ledger.Chain {
	s.t.Helper()
	chain, err := s.world.Ledger.Load(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return chain
}

// past is what the ledger comes to.
func (s *testEnv) past() ledger.State {
	s.t.Helper()
	state, err := ledger.Fold(s.chain())
	if err != nil {
		s.t.Fatal(err)
	}
	return state
}

// outcomes are the ends of all changes by the ledger.
func (s *testEnv) outcomes() map[ledger.Deed]ledger.Status {
	s.t.Helper()
	return s.past().Outcomes
}

// dying is a ledger whose run is killed after some entries: nothing more is written by it.
type dying struct {
	port.Ledger
	left int
}

var errKilled = errors.New("killed")

func (d *dying) Append(ctx context.Context, head string, files []ledger.File) error {
	if d.left == 0 {
		return errKilled
	}
	d.left--
	return d.Ledger.Append(ctx, head, files)
}

// kill lets a run die after its first entries, so that its lock stays.
func (s *testEnv) kill(holder string, entries int, source branch.Source) {
	s.t.Helper()
	book := s.world.Ledger
	s.world.Ledger = &dying{book, entries}
	_, err := s.applyAs(holder, source)
	s.world.Ledger = book
	s.reconnect()
	if !errors.Is(err, errKilled) {
		s.t.Fatalf("error %v, want that it was killed", err)
	}
}

func TestADeadRunsLockKeepsOthersOutUntilItExpires(t *testing.T) {
	s := newTestEnv(t)
	source := s.source(blocks("a.example", "b.example"))
	s.kill("run 1", 1, source)
	writes := s.writes()
	_, err := s.applyAs("run 2", source)
	refusal, ok := errors.AsType[*diag.Refusal](err)
	if want := "run 1 is applying: it holds the lock since 2026-11-21T12:00:00Z, until 2026-11-21T12:15:00Z at least"; !ok || !strings.Contains(refusal.Why, want) {
		t.Fatalf("error %v, want a refusal with %q", err, want)
	}
	if s.writes() != writes {
		t.Error("a run without the lock wrote to the server")
	}
	s.Advance(15 * time.Minute)
	if receipt, err := s.applyAs("run 2", source); err != nil || !receipt.Enacted {
		t.Fatalf("after the lock expired: %+v, %v", receipt, err)
	}
	smooth := newTestEnv(t)
	smooth.mustApply(source)
	if diff := cmp.Diff(smooth.outcomes(), s.outcomes()); diff != "" {
		t.Errorf("outcomes (-undisturbed +resumed):\n%s", diff)
	}
	if diff := cmp.Diff(smooth.liveTargets(), s.liveTargets()); diff != "" {
		t.Errorf("server (-undisturbed +resumed):\n%s", diff)
	}
}

func TestTheSameRunAndOneThatIsKnownToBeDeadResumeAtOnce(t *testing.T) {
	s := newTestEnv(t)
	source := s.source(blocks("a.example"))
	s.kill("run 1", 1, source)
	s.kill("run 1", 1, source)
	gone := func(holder string) bool { return holder == "run 1" }
	_, receipt, err := apply.Run(t.Context(), s.world, source, apply.Options{Holder: "run 2", Gone: gone})
	if err != nil || !receipt.Enacted {
		t.Errorf("%+v, %v", receipt, err)
	}
}

func TestARunThatStoppedByItselfGivesUpTheLock(t *testing.T) {
	s := newTestEnv(t)
	s.server.Fail(sandbox.Fault{Method: "POST", Path: "/api/v1/admin/domain_blocks", Kind: sandbox.StatusBefore, Status: 422})
	source := s.source(blocks("a.example"))
	if _, err := s.applyAs("run 1", source); err == nil {
		t.Fatal("a refused change is no failure")
	}
	if _, held, err := s.past().Lock(); held || err != nil {
		t.Errorf("held %t, %v", held, err)
	}
	if receipt, err := s.applyAs("run 2", source); err != nil || !receipt.Enacted {
		t.Errorf("%+v, %v", receipt, err)
	}
}

// racing is a ledger to which another run writes just before an entry.
type racing struct {
	port.Ledger
	before func()
}

func (r *racing) Append(ctx context.Context, head string, files []ledger.File) error {
	if before := r.before; before != nil {
		r.before = nil
		before()
	}
	return r.Ledger.Append(ctx, head, files)
}

// other appends an entry as another run does.
func (s *testEnv) other(book port.Ledger, kind ledger.Kind, body any) {
	s.t.Helper()
	chain, err := book.Load(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	_, file, err := chain.Next(kind, s.Now(), 0, "", body)
	if err == nil {
		err = book.Append(s.t.Context(), chain.Head, []ledger.File{file})
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func TestTheLoserOfARaceForTheLockSaysWhoWonAndWritesNothing(t *testing.T) {
	s := newTestEnv(t)
	book := s.world.Ledger
	s.world.Ledger = &racing{book, func() {
		s.other(book, ledger.Intent, ledger.IntentBody{Holder: "run 2", Expires: moment.Of(time.Date(2026, 11, 21, 12, 15, 0, 0, time.UTC)), Changes: []plan.Change{}})
	}}
	_, err := s.applyAs("run 1", s.source(blocks("a.example")))
	if refusal, ok := errors.AsType[*diag.Refusal](err); !ok || !strings.Contains(refusal.Why, "run 2 has recorded") {
		t.Errorf("error %v", err)
	}
	if n := s.writes(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestACheckThatRecordsMeanwhileDisturbsNoRun(t *testing.T) {
	s := newTestEnv(t)
	book := s.world.Ledger
	s.world.Ledger = &racing{book, func() { s.other(book, ledger.Incident, ledger.IncidentBody{Why: "a push"}) }}
	if receipt, err := s.applyAs("run 1", s.source(blocks("a.example"))); err != nil || !receipt.Enacted {
		t.Errorf("%+v, %v", receipt, err)
	}
}

func TestARunThatLostItsLockStopsBeforeTheNextWrite(t *testing.T) {
	s := newTestEnv(t)
	book := s.world.Ledger
	s.world.Progress = func(finished, _ int, _ apply.Result) {
		if finished == 1 { // the machine sleeps for an hour, and another run takes over
			s.Advance(time.Hour)
			s.other(book, ledger.Intent, ledger.IntentBody{Holder: "run 2", Expires: moment.Of(time.Date(2026, 11, 21, 13, 15, 0, 0, time.UTC)), Changes: []plan.Change{}})
		}
	}
	receipt, err := s.applyAs("run 1", s.source(blocks("a.example", "bb.example")))
	if err == nil || !strings.Contains(err.Error(), "the lock is lost: run 2") || receipt.Count(apply.Done) != 1 {
		t.Errorf("%+v, %v", receipt, err)
	}
}

// deaf is a ledger that writes what it is given and loses the answer.
type deaf struct{ port.Ledger }

func (d deaf) Append(ctx context.Context, head string, files []ledger.File) error {
	return errors.Join(d.Ledger.Append(ctx, head, files), errors.New("connection reset"))
}

func TestALostAnswerOfTheLedgerIsLookedUpAndNotRepeated(t *testing.T) {
	s := newTestEnv(t)
	s.world.Ledger = deaf{s.world.Ledger}
	if receipt, err := s.applyAs("run 1", s.source(blocks("a.example"))); err != nil || !receipt.Enacted {
		t.Fatalf("%+v, %v", receipt, err)
	}
	want := []ledger.Kind{ledger.Intent, ledger.Outcome, ledger.Publish, ledger.Outcome, ledger.Enacted}
	if diff := cmp.Diff(want, s.kinds()); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
}

func TestWithoutTheRightToWriteTheLedgerNothingIsDone(t *testing.T) {
	s := newTestEnv(t)
	s.world.Ledger = &dying{s.world.Ledger, 0}
	if _, err := s.applyAs("run 1", s.source(blocks("a.example"))); err == nil || !strings.Contains(err.Error(), "nothing was changed on the server") {
		t.Errorf("error %v", err)
	}
	if n := s.writes(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestALockCoversTheWaitForTheServer(t *testing.T) {
	s := newTestEnv(t)
	s.world.WaitHook = &apply.WaitHook{}
	s.world.Progress = func(finished, _ int, _ apply.Result) {
		if finished == 1 {
			s.world.WaitHook.Wait(s.Now().Add(3 * time.Hour))
			if lock, held, err := s.past().Lock(); !held || err != nil || !lock.Until.Equal(s.Now().Add(3*time.Hour+15*time.Minute)) {
				t.Errorf("lock %+v, %t, %v", lock, held, err)
			}
		}
	}
	if _, err := s.applyAs("run 1", s.source(blocks("a.example", "bb.example"))); err != nil {
		t.Error(err)
	}
	s.world.WaitHook.Wait(s.Now()) // without a listener
}
