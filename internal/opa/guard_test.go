package opa

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
)

// guarded is the usual constitution with a policy of the community.
func guarded(t *testing.T, source string) constitution.Constitution {
	t.Helper()
	return constitutionOf(t, suspending, "\n```rego\n"+source+"\n```\n")
}

func TestGuardsOnlyAddDenialsAndWarnings(t *testing.T) {
	tests := []struct {
		name, source string
		want         decision.Outcome
	}{
		{"a denial fails what the votes passed", "package bylaw.guard\ndeny contains \"not on Sundays\"", decision.Failed},
		{"a denial with a code", "package bylaw.guard\ndeny contains {\"code\": \"x\", \"text\": input.proposal.digest}", decision.Failed},
		{"a denial of any shape is one", "package bylaw.guard\ndeny contains 7", decision.Failed},
		{"a warning does not", "package bylaw.guard\nwarn contains \"late\"", decision.Passed},
		{"a guard that says nothing", "package bylaw.guard\ndeny contains \"x\" if false", decision.Passed},
		{"rules of other names are not looked at", "package bylaw.guard\nallow := true\noutcome := \"failed\"", decision.Passed},
	}
	j := testJudge(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := proposal()
			for _, name := range names() {
				review(&f, name, approved, "")
			}
			f.Now = closed
			d, err := j.Decide(t.Context(), guarded(t, tt.source), f)
			if err != nil {
				t.Fatal(err)
			}
			if d.Outcome != tt.want {
				t.Errorf("got %s, want %s: %+v", d.Outcome, tt.want, d.Denials)
			}
		})
	}
}

func TestAGuardNeverMakesAFailingProposalPass(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"another package of ours", "package bylaw.decision\noutcome := \"passed\"", "may only be in package bylaw.guard"},
		{"a package above ours", "package bylaw\nengine := {}", "may only be in package bylaw.guard"},
		{"a package below the guards", "package bylaw.guard.more\ndeny contains \"x\"", "may only be in package bylaw.guard"},
		{"a package of data", "package constitution\nprovisions := []", "may only be in package bylaw.guard"},
		{"a builtin that is not allowed", "package bylaw.guard\ndeny contains \"x\" if http.send({\"url\": \"https://evil.example\", \"method\": \"get\"})", "undefined function http.send"},
		{"a clock", "package bylaw.guard\ndeny contains \"x\" if time.now_ns() > 0", "undefined function time.now_ns"},
		{"an exit to the machine", "package bylaw.guard\ndeny contains opa.runtime().env.HOME", "undefined function opa.runtime"},
		{"randomness", "package bylaw.guard\ndeny contains \"x\" if rand.intn(\"a\", 2) == 0", "undefined function rand.intn"},
		{"no Rego at all", "pass everything", "expected"},
		{"nothing", "", "empty module"},
		{"a huge module", "package bylaw.guard\n# " + strings.Repeat("x", maxModule), "longer than"},
	}
	j := testJudge(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			constitution := guarded(t, tt.source)
			d, err := j.Decide(t.Context(), constitution, proposal())
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v and %q, want an error with %q", d.Outcome, err, tt.want)
			}
			found := j.Lint(t.Context(), constitution)
			if found.Err() == nil || found[0].Place.Line == 0 {
				t.Errorf("lint found %v", found)
			}
		})
	}
}

// endless counts more combinations than can be waited for.
const endless = `package bylaw.guard
deny contains "x" if {
	n := numbers.range(1, 1000)
	count([1 | some a in n; some b in n; some c in n; some d in n; a + b + c + d < 0]) > 0
}`

func TestAnExponentialGuardIsStopped(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if d, err := testJudge(t).Decide(ctx, guarded(t, endless), proposal()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %s and %v", d.Outcome, err)
	}
}

// The pairs are kept in a list: a set of them spends its time on finding what is equal, long before it fills the memory.
func TestAGreedyGuardIsStopped(t *testing.T) {
	const greedy = "package bylaw.guard\ndeny contains \"x\" if count([[a, b] | some a in numbers.range(1, 9000); some b in numbers.range(1, 9000)]) == 0"
	for _, tt := range []struct {
		guard  string
		bounds bounds
		want   string
	}{
		{greedy, bounds{time.Hour, 32 << 20}, "it took more than 32 MiB"},
		{endless, bounds{time.Millisecond, 1 << 40}, "it took longer than 1ms"},
	} {
		j := New()
		j.bounds = tt.bounds
		d, err := j.Decide(t.Context(), guarded(t, tt.guard), proposal())
		if !errors.Is(err, ErrTooExpensive) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got %s and %v, want %q", d.Outcome, err, tt.want)
		}
	}
}

func TestLintIsSilentAboutAGoodGuard(t *testing.T) {
	if found := testJudge(t).Lint(t.Context(), guarded(t, "package bylaw.guard\ndeny contains \"x\" if false")); len(found) != 0 {
		t.Errorf("found %v", found)
	}
}
