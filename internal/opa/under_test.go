package opa

import (
	"fmt"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

func TestNewCompilesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(1, func() { New() }); n > 100 {
		t.Errorf("%f allocations: policies are compiled before they are needed", n)
	}
}

func TestOneConstitutionIsCompiledOnce(t *testing.T) {
	j, law := New(), guarded(t, "package bylaw.guard\ndeny contains \"never\"")
	first := j.under(law)
	if again := j.under(law); again != first {
		t.Error("the same constitution was compiled twice")
	}
	law.Policies[0].Source = "package bylaw.guard\nwarn contains \"late\""
	if other := j.under(law); other == first {
		t.Error("another policy under the same digest was not compiled")
	}
	law.Digest = ""
	if unknown := j.under(law); j.under(law) == unknown {
		t.Error("a constitution without a digest was taken for another")
	}
}

func TestOnlyTheLastConstitutionsAreKept(t *testing.T) {
	j, law := New(), lawOf(t, suspending, "")
	for i := range 3 * maxRecent {
		law.Digest = fmt.Sprint(i)
		j.under(law)
	}
	if len(j.recent) != maxRecent {
		t.Errorf("%d constitutions are kept, want %d", len(j.recent), maxRecent)
	}
}

// TestSharedJudgeDecidesEachUnderItsOwnConstitution asks from many goroutines at once, with more constitutions than are kept.
func TestSharedJudgeDecidesEachUnderItsOwnConstitution(t *testing.T) {
	f := proposal()
	for _, name := range names() {
		review(&f, name, approved, "")
	}
	f.Now = closed
	j, group := New(), sync.WaitGroup{}
	strict, lax := guarded(t, "package bylaw.guard\ndeny contains \"never\""), lawOf(t, suspending, "")
	for i := range 4 * maxRecent {
		law, want := lax, decision.Passed
		if i%8 == 0 {
			law, want = strict, decision.Failed
		}
		law.Digest += fmt.Sprint(i % (2 * maxRecent) / 8)
		group.Go(func() {
			if d, err := j.Decide(t.Context(), law, f); err != nil || d.Outcome != want {
				t.Errorf("%s, %v: want %s", d.Outcome, err, want)
			}
		})
	}
	group.Wait()
}
