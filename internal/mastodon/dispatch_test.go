package mastodon_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestTheServerShowsWhetherABlockWasMade(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	made, lift := block("spam.example", "suspend"), unblock("spam.example")
	shows := func(change plan.Change, want bool) {
		t.Helper()
		happened, known, err := w.instance.Happened(t.Context(), change)
		if err != nil || !known || happened != want {
			t.Errorf("%s: happened %t, known %t, %v, want %t", change.ID, happened, known, err, want)
		}
	}
	shows(made, false)
	shows(lift, true)
	must(t, w.instance.Execute(t.Context(), made))
	shows(made, true)
	shows(lift, false)
}

func TestWhatTheServerDoesNotShowIsNotKnown(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	happened, known, err := w.instance.Happened(t.Context(), plan.Change{Skill: "resolve_report", Target: "7"})
	if happened || known || err != nil {
		t.Errorf("happened %t, known %t, %v", happened, known, err)
	}
	if _, _, err := w.instance.Happened(t.Context(), plan.Change{Skill: "bribe"}); err == nil {
		t.Error("a skill that does not exist was no error")
	}
}
