package mastodon_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// clock is a clock that moves only by sleeping on it.
type clock struct {
	mu    sync.Mutex
	at    time.Time
	slept []time.Duration
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slept = append(c.slept, d)
	c.at = c.at.Add(d)
	return ctx.Err()
}

// world is one fake server and one client of it, on one clock.
type world struct {
	*clock
	server   *sandbox.Server
	instance *mastodon.Instance
}

func newWorld(t *testing.T, o sandbox.Options) *world {
	t.Helper()
	c := newClock()
	o.Now = c.now
	w := &world{clock: c, server: sandbox.New(o)}
	w.reopen(t)
	t.Cleanup(func() {
		if unknown := w.server.Unknown(); len(unknown) > 0 {
			t.Errorf("the client asked for what the server does not know: %q", unknown)
		}
	})
	return w
}

// reopen is a new run of the program: nothing of the old one is remembered.
func (w *world) reopen(t *testing.T) *mastodon.Instance {
	t.Helper()
	w.instance = w.open(t, sandbox.BotToken)
	return w.instance
}

func (w *world) open(t *testing.T, token string) *mastodon.Instance {
	t.Helper()
	return mustOpen(t, mastodon.Options{
		URL: "https://social.example", Token: secret.New(token), Version: "1.2.3", Contact: "https://bylaw.example",
		Next: w.server.Transport(), Now: w.now, Sleep: w.sleep,
	})
}

func mustOpen(t *testing.T, o mastodon.Options) *mastodon.Instance {
	t.Helper()
	instance, err := mastodon.Open(o)
	if err != nil {
		t.Fatalf("open %q: %v", o.URL, err)
	}
	return instance
}

func block(domain, severity string) plan.Change {
	return plan.Change{Action: plan.Create, Skill: skill.BlockDomain, Target: domain, Params: map[string]any{
		"severity": severity, "reject_media": false, "public_comment": "Spam",
	}}
}

func update(change plan.Change, key string, value any) plan.Change {
	change.Action = plan.Update
	change.Params[key] = value
	return change
}

func unblock(domain string) plan.Change {
	return plan.Change{Action: plan.Remove, Skill: skill.UnblockDomain, Target: domain, Params: map[string]any{}}
}

// constitution is a thread of a few posts with a digest.
func constitution(digest string, texts ...string) thread.Thread {
	t := thread.Thread{
		Marker: "bylaw constitution " + digest, Language: "en", Visibility: "public", Replies: "unlisted", Mode: "repost",
	}
	t.Text = strings.Join(texts, "\n\n")
	for n, text := range texts {
		if n == 0 {
			text += "\n\n" + t.Marker
		}
		t.Posts = append(t.Posts, thread.Post{Text: text})
	}
	return t
}

// picture is the state of a server without what may differ between two servers on which the same was done.
type picture struct {
	Blocks []string
	Posts  []string
	People []string // the states of accounts, and the actions on them
}

func (w *world) picture() picture {
	var p picture
	w.server.Edit(func(s *sandbox.State) {
		for _, b := range s.DomainBlocks {
			p.Blocks = append(p.Blocks, strings.Join([]string{b.Domain, b.Severity, textOf(b.PublicComment)}, " "))
		}
		p.People = peopleIn(s)
		position := map[int64]int{}
		for n, status := range s.Statuses {
			position[status.ID] = n + 1
		}
		for _, status := range s.Statuses {
			// A link to a post holds an id, and ids depend on the moment.
			text, _, _ := strings.Cut(status.Text, "https://")
			p.Posts = append(p.Posts, strings.Join([]string{
				text, status.Visibility, "to", string(rune('0' + position[status.InReplyTo])), pinnedWord(status),
			}, " "))
		}
	})
	slices.Sort(p.Blocks)
	return p
}

func pinnedWord(status *sandbox.Status) string {
	if status.PinOrder != 0 {
		return "pinned"
	}
	return "loose"
}

func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
