package mastodon_test

import (
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// Trap 23: names of roles can be edited and are translated; what counts are the bits.
func TestTrap23ARoleIsKnownByItsBitsAndNotByItsName(t *testing.T) {
	const all = 0x10 | 0x20 | 0x80 | 0x400 | 0x80000
	for name, c := range map[string]struct {
		role  string
		bits  uint64
		names int
	}{
		"an administrator by name alone":    {"Admin", 0x10, 1},
		"a name that says nothing":          {"Hausmeisterin", all, 5},
		"the bit that implies all":          {"Owner", 0x1, 5},
		"a moderator with federation added": {"Moderator", 0x10 | 0x400 | 0x20, 3},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			w.server.Edit(func(s *sandbox.State) { s.Accounts[0].Role.Name, s.Accounts[0].Role.Permissions = c.role, c.bits })
			bot := w.readOne(t, plan.BotResource, plan.BotResource)
			if granted, _ := bot[plan.Permissions].([]any); len(granted) != c.names {
				t.Errorf("the bot may %v", granted)
			}
			err := w.instance.Execute(t.Context(), block("pest.example", "suspend"))
			if federates := c.bits&(0x20|0x1) != 0; (err == nil) != federates {
				t.Errorf("blocking: %v", err)
			}
		})
	}
}

// Trap 24: the server refuses without saying for how long in seconds; its reset is a time, and the budget keeps to it.
func TestTrap24TheLimitsOfTheServerAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, instance := limited(t, mastodon.Options{})
		for range 700 {
			if _, err := instance.Read(t.Context(), "domain_blocks", nil); err != nil {
				t.Fatal(err)
			}
		}
		if server.many != 0 || server.sent < 700 {
			t.Errorf("%d of %d requests were refused (%d %s)", server.many, server.sent, http.StatusTooManyRequests, "too many")
		}
	})
}
