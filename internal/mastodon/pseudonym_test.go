package mastodon_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// A handle and its pseudonym are one account, whose id stays out of the items that the pseudonym names.
func TestTwoEntriesOfOneAccountAreBothRefused(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	instance := mustOpen(t, mastodon.Options{
		URL: "https://social.example", Token: secret.New(sandbox.BotToken), Next: w.server.Transport(), Now: w.now, Sleep: w.sleep,
		Pseudonyms: map[string]string{"ref:0011223344556677": "@troll@bad.example"},
	})
	items, err := instance.Read(t.Context(), skill.Accounts, []string{"@troll@bad.example", "ref:0011223344556677"})
	must(t, err)
	for _, item := range items {
		if item.Refuse[skill.SilenceAccount] != "another entry names the same account: keep one of the two" {
			t.Errorf("%s: %q", item.Target, item.Refuse[skill.SilenceAccount])
		}
	}
	items, err = instance.Read(t.Context(), skill.Accounts, []string{"ref:0011223344556677"})
	if err != nil || len(items) != 1 || items[0].ID != "" || items[0].Refuse[skill.SilenceAccount] != "" {
		t.Errorf("items %+v, %v", items, err)
	}
}
