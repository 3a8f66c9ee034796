package mastodon_test

import (
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	gomastodon "github.com/mattn/go-mastodon"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// subject is a server that must behave as bylaw expects of Mastodon.
type subject struct {
	open   func(t *testing.T) *mastodon.Instance // a new run of the program
	forget func(t *testing.T, ids []string)      // deletes posts that a test left behind
	person string                                // a local account that is there for tests; "" where there is none
	report string                                // the id of an open report that is there for tests; "" where there is none
	keep   bool                                  // the server lives on: nothing is done that cannot be taken back
}

// TestConformance holds the fake server and, where one is named, a real server to the same expectations. For a real
// one set BYLAW_CONFORMANCE_URL and BYLAW_CONFORMANCE_TOKEN to a server that may be written to, and an account of its own;
// BYLAW_CONFORMANCE_ACCOUNT and BYLAW_CONFORMANCE_REPORT name an account and a report to try measures on. Each case reverts
// what it did. What a server does not have is not tried, and the log says so by name (-v).
func TestConformance(t *testing.T) {
	t.Run("fake", func(t *testing.T) {
		w := newWorld(t, sandbox.Options{RateLimits: true})
		conform(t, subject{
			open: w.withSecrets, forget: func(*testing.T, []string) {}, person: "@grumbler", report: id(w.report(1).ID),
		})
	})
	address, token := os.Getenv("BYLAW_CONFORMANCE_URL"), os.Getenv("BYLAW_CONFORMANCE_TOKEN")
	if address == "" || token == "" {
		return
	}
	t.Run("real", func(t *testing.T) { conform(t, realSubject(address, token)) })
}

func realSubject(address, token string) subject {
	open := func(t *testing.T) *mastodon.Instance {
		return mustOpen(t, mastodon.Options{
			URL: address, Token: secret.New(token), Version: "conformance", Contact: "https://bylaw.example", Now: time.Now, //nolint:forbidigo // a real server has a real clock
		})
	}
	forget := func(t *testing.T, ids []string) {
		client := gomastodon.NewClient(&gomastodon.Config{Server: address, AccessToken: token})
		client.Client = http.Client{Timeout: time.Minute}
		for _, id := range ids {
			if err := client.DeleteStatus(t.Context(), gomastodon.ID(id)); err != nil {
				t.Logf("post %s stays behind: %v", id, err)
			}
		}
	}
	return subject{open, forget, os.Getenv("BYLAW_CONFORMANCE_ACCOUNT"), os.Getenv("BYLAW_CONFORMANCE_REPORT"), true}
}

func conform(t *testing.T, s subject) {
	t.Run("the server states its limits", func(t *testing.T) {
		limits, err := s.open(t).Describe(t.Context())
		if err != nil || limits.Characters < 200 || limits.URLCharacters < 1 || limits.Pins < 1 {
			t.Errorf("limits = %+v, %v", limits, err)
		}
	})
	t.Run("the token has an account with a role", func(t *testing.T) {
		self, err := s.open(t).Whoami(t.Context())
		if err != nil || self.ID == "" || self.Acct == "" || self.Permissions == 0 {
			t.Errorf("self = %+v, %v", self, err)
		}
	})
	t.Run("domain blocks come and go", func(t *testing.T) { conformBlocks(t, s) })
	t.Run("a stricter parent refuses its child by name", func(t *testing.T) { conformParents(t, s) })
	t.Run("entries of registers come and go", func(t *testing.T) { conformRegisters(t, s) })
	t.Run("the profile changes and changes back", func(t *testing.T) { conformProfile(t, s) })
	t.Run("rules and announcements can be read", func(t *testing.T) { conformNotices(t, s) })
	t.Run("measures come and go", func(t *testing.T) { conformMeasures(t, s) })
	t.Run("reports are taken, closed and opened", func(t *testing.T) { conformReports(t, s) })
	t.Run("posts of the bot go", func(t *testing.T) { conformPosts(t, s) })
	t.Run("what is final happens once", func(t *testing.T) { conformFinal(t, s) })
	t.Run("the constitution is published in one pinned thread", func(t *testing.T) { conformThread(t, s) })
}

// find gives the live block of a domain, as a new run reads it.
func find(t *testing.T, s subject, domain string) (plan.Item, bool) {
	t.Helper()
	items, err := s.open(t).Read(t.Context(), "domain_blocks", nil)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	if !slices.IsSortedFunc(items, func(a, b plan.Item) int { return compare(a.Target, b.Target) }) {
		t.Error("items are not sorted by target")
	}
	at := slices.IndexFunc(items, func(item plan.Item) bool { return item.Target == domain })
	if at < 0 {
		return plan.Item{}, false
	}
	return items[at], true
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

func execute(t *testing.T, s subject, change plan.Change) {
	t.Helper()
	if err := s.open(t).Execute(t.Context(), change); err != nil {
		t.Fatalf("%s %s %q: %v", change.Action, change.Skill, change.Target, err)
	}
}

func conformBlocks(t *testing.T, s subject) {
	const domain = "xn--bcher-kva.bylaw-conformance.example"
	execute(t, s, unblock(domain))
	defer execute(t, s, unblock(domain))
	execute(t, s, block(domain, "silence"))
	item, ok := find(t, s, domain)
	want := map[string]any{
		"severity": "silence", "reject_media": false, "reject_reports": false, "obfuscate": false,
		"public_comment": "Spam", "private_comment": "",
	}
	if diff := cmp.Diff(want, item.Params); !ok || diff != "" {
		t.Errorf("created (-want +got):\n%s", diff)
	}
	execute(t, s, block(domain, "silence"))
	if again, _ := find(t, s, domain); again.ID != item.ID {
		t.Errorf("creating twice made block %s of %s", again.ID, item.ID)
	}
	execute(t, s, update(block(domain, "silence"), "private_comment", "report 12"))
	if changed, _ := find(t, s, domain); changed.Params["private_comment"] != "report 12" || changed.ID != item.ID {
		t.Errorf("updated = %+v", changed)
	}
	execute(t, s, unblock(domain))
	if left, ok := find(t, s, domain); ok {
		t.Errorf("still there: %+v", left)
	}
}

func conformParents(t *testing.T, s subject) {
	const parent, child = "parent.bylaw-conformance.example", "child.parent.bylaw-conformance.example"
	defer execute(t, s, unblock(parent))
	defer execute(t, s, unblock(child))
	execute(t, s, block(parent, "suspend"))
	err := s.open(t).Execute(t.Context(), block(child, "noop"))
	wantMessage(t, err, `the block of its parent "parent.bylaw-conformance.example" (severity "suspend") is stricter`)
	execute(t, s, block(child, "suspend"))
	execute(t, s, unblock(child))
	execute(t, s, unblock(parent))
	execute(t, s, block(child, "noop"))
	execute(t, s, block(parent, "suspend"))
}

func conformThread(t *testing.T, s subject) {
	var ids []string
	defer func() { s.forget(t, ids) }()
	first := publish(t, s, constitution("aaaa1111aaaa", "The first text.", "Article 1.", "Article 2."))
	ids = append(first.IDs, ids...)
	again := publish(t, s, constitution("aaaa1111aaaa", "The first text.", "Article 1.", "Article 2."))
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("a second run changed the thread:\n%s", diff)
	}
	second := publish(t, s, constitution("bbbb2222bbbb", "The second text.", "Article 1, amended."))
	ids = append(second.IDs, ids...)
	if second.RootID == first.RootID || len(second.IDs) != 2 {
		t.Errorf("the second thread is %+v", second)
	}
	back := publish(t, s, constitution("aaaa1111aaaa", "The first text.", "Article 1.", "Article 2."))
	ids = append(back.IDs, ids...)
	if back.RootID == first.RootID {
		t.Errorf("the retired post %s came back into force", back.RootID)
	}
}

// publish posts a thread and finds it again in a new run.
func publish(t *testing.T, s subject, wanted thread.Thread) thread.Posted {
	t.Helper()
	posted, err := s.open(t).Post(t.Context(), wanted)
	if err != nil {
		t.Fatalf("post: %v", err)
	}
	current, ok, err := s.open(t).Current(t.Context())
	if err != nil || !ok {
		t.Fatalf("current: %v, %v", ok, err)
	}
	whole := posted
	posted.Texts, posted.Shown = posted.Texts[:1], current.Shown // for finding a thread its first post is enough
	posted.RootEdited, posted.RepliesEdited = current.RootEdited, current.RepliesEdited
	if diff := cmp.Diff(posted, current); diff != "" {
		t.Errorf("what was posted is not what is found (-posted +found):\n%s", diff)
	}
	for n, post := range wanted.Posts {
		if whole.Texts[n] != post.Text {
			t.Errorf("post %d is %q, want %q", n, whole.Texts[n], post.Text)
		}
	}
	return current
}
