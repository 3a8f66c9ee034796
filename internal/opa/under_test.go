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
	j, constitution := New(), guarded(t, "package bylaw.guard\ndeny contains \"never\"")
	first := j.under(constitution)
	if again := j.under(constitution); again != first {
		t.Error("the same constitution was compiled twice")
	}
	constitution.Policies[0].Source = "package bylaw.guard\nwarn contains \"late\""
	if other := j.under(constitution); other == first {
		t.Error("another policy under the same digest was not compiled")
	}
	constitution.Digest = ""
	if unknown := j.under(constitution); j.under(constitution) == unknown {
		t.Error("a constitution without a digest was taken for another")
	}
}

func TestOnlyTheLastConstitutionsAreKept(t *testing.T) {
	j, constitution := New(), constitutionOf(t, suspending, "")
	for i := range 3 * maxRecent {
		constitution.Digest = fmt.Sprint(i)
		j.under(constitution)
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
	strict, lax := guarded(t, "package bylaw.guard\ndeny contains \"never\""), constitutionOf(t, suspending, "")
	for i := range 4 * maxRecent {
		constitution, want := lax, decision.Passed
		if i%8 == 0 {
			constitution, want = strict, decision.Failed
		}
		constitution.Digest += fmt.Sprint(i % (2 * maxRecent) / 8)
		group.Go(func() {
			if d, err := j.Decide(t.Context(), constitution, f); err != nil || d.Outcome != want {
				t.Errorf("%s, %v: want %s", d.Outcome, err, want)
			}
		})
	}
	group.Wait()
}
