package scenario_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// far is a server so far away that each answer takes 20 milliseconds.
type far struct{ next http.RoundTripper }

// RoundTrip lets them pass.
func (f far) RoundTrip(request *http.Request) (*http.Response, error) {
	time.Sleep(20 * time.Millisecond) // in a bubble, which takes no time
	return f.next.RoundTrip(request)
}

// everything replaces the files of a charter with entries of every kind, twenty accounts among them.
func everything() map[string]string {
	accounts := "accounts:\n"
	for n := range 20 {
		accounts += fmt.Sprintf("  - {account: \"@troll%d@bad.example\", state: [silenced]}\n", n)
	}
	return map[string]string{
		"instance/federation.yaml": "domain_blocks:\n  - {domain: spam.example, severity: suspend}\ndomain_allows: []\n",
		"instance/access.yaml":     "ip_blocks: []\nemail_domain_blocks: []\n",
		"instance/accounts.yaml":   accounts,
		"instance/rules.yaml":      "rules: [Be kind.]\n",
	}
}

func TestAPlanReadsSideBySide(t *testing.T) {
	const answers, steps = 60, 16 // twenty accounts with three requests each, eight at once
	s := newTestEnv(t)
	source := s.source(everything())
	synctest.Test(t, func(t *testing.T) {
		now := func() time.Time { return time.Now() } //nolint:forbidigo // the clock of the bubble
		server := sandbox.New(sandbox.Options{Now: now, Empty: true})
		instance, err := mastodon.Open(mastodon.Options{
			URL: "https://social.example", Token: secret.New(sandbox.BotToken), Next: far{server.Transport()}, Now: now,
		})
		if err != nil {
			t.Fatal(err)
		}
		world := s.world
		world.Instance, world.Board, world.Now = instance, instance, now
		began := now()
		p, err := apply.Plan(t.Context(), world, source, apply.PlanOptions{})
		if err != nil {
			t.Fatal(err)
		}
		took := now().Sub(began)
		requests := len(server.Requests())
		t.Logf("%d requests took %s; one after another they take %s", requests, took, time.Duration(requests)*20*time.Millisecond)
		if requests < answers || took > steps*20*time.Millisecond {
			t.Errorf("%d requests took %s", requests, took)
		}
		if len(p.Plan.Refused) != 20 {
			t.Errorf("%d accounts are refused, which the server does not know", len(p.Plan.Refused))
		}
	})
}

func TestWhatIsSaidOfFollowsIsNoPartOfThePlanThatIsAgreedTo(t *testing.T) {
	s := newTestEnv(t)
	source := s.source(blocks("far.example", "near.example"))
	look := func() plan.Plan {
		t.Helper()
		p, err := apply.Plan(t.Context(), s.world, source, apply.PlanOptions{})
		if err != nil || len(p.Plan.Changes) != 3 {
			t.Fatal(err, p.Plan.Changes)
		}
		return p.Plan
	}
	none := look()
	s.server.Edit(func(state *sandbox.State) {
		state.FollowCounts = []sandbox.FollowCount{{Domain: "near.example", Follows: 1, Followers: 2}}
	})
	some := look()
	s.server.Edit(func(state *sandbox.State) { state.Accounts[0].Role.Permissions &^= sandbox.ViewDashboard })
	s.reconnect()
	hidden := look()
	if none.Digest != some.Digest || some.Digest != hidden.Digest || none.Requests != hidden.Requests {
		t.Errorf("digests %s, %s, %s", none.Digest, some.Digest, hidden.Digest)
	}
	if len(none.Changes[0].Also) != 0 || len(some.Changes[0].Also) != 1 || len(none.Notes) != 0 || len(some.Notes) != 1 || !strings.HasPrefix(some.Notes[0], "follows were counted by the server at 2026-") {
		t.Errorf("in addition: %q, then %q; notes %q, %q", none.Changes[0].Also, some.Changes[0].Also, none.Notes, some.Notes)
	}
	if len(hidden.Notes) != 1 || !strings.HasPrefix(hidden.Notes[0], "how many follows the changes to far.example, near.example concern is not known") {
		t.Errorf("notes %q", hidden.Notes)
	}
}
