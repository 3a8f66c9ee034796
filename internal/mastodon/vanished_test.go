package mastodon_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestAnAccountThatVanishesBetweenPlanAndApplyStopsNoOther(t *testing.T) {
	for _, change := range []plan.Change{
		measure(skill.SuspendAccount, "@grumbler"), lift(skill.UnsilenceAccount, "@grumbler"), actOn(skill.ApproveAccount, "@grumbler"),
		actOn(skill.DeleteAccountData, "@grumbler"), warning("@grumbler", ""),
	} {
		t.Run(string(change.Skill), func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			if _, err := w.instance.Read(t.Context(), skill.Accounts, []string{"@grumbler"}); err != nil {
				t.Fatal(err)
			}
			w.server.Edit(func(s *sandbox.State) {
				s.Accounts = slices.DeleteFunc(s.Accounts, func(a *sandbox.Account) bool { return a.Username == "grumbler" })
			})
			err := w.instance.Execute(t.Context(), change)
			wantMessage(t, err, "@grumbler")
			if !errors.Is(err, plan.ErrChange) {
				t.Errorf("it stops the others: %v", err)
			}
		})
	}
}
