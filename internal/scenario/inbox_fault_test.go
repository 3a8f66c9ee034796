package scenario_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/bylaw-dev/bylaw/internal/access"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/inbox"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/port"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// killing stops a process at one of its steps, which are requests to the server and writes to the ledger: the step is not done, or
// it is done and no one hears of it. Every step after it fails.
type killing struct {
	at    int // counted from 1; 0 is never
	after bool
	steps int
}

// step does one step, unless the process is dead before it.
func (k *killing) step(do func() error) error {
	k.steps++
	if k.at > 0 && (k.steps > k.at || k.steps == k.at && !k.after) {
		return errKilled
	}
	if err := do(); err != nil {
		return err
	}
	if k.steps == k.at {
		return errKilled
	}
	return nil
}

// killedTransport and killedLedger are where the steps of a pass leave the process.
type killedTransport struct {
	*killing
	next http.RoundTripper
}

func (t killedTransport) RoundTrip(request *http.Request) (answer *http.Response, err error) {
	err = t.step(func() (err error) {
		answer, err = t.next.RoundTrip(request) //nolint:bodyclose // the client closes it, or it is closed below
		return err
	})
	if err != nil && answer != nil {
		_ = answer.Body.Close()
		answer = nil
	}
	return answer, err
}

type killedLedger struct {
	*killing
	port.Ledger
}

func (l killedLedger) Append(ctx context.Context, head string, files []ledger.File) error {
	return l.step(func() error { return l.Ledger.Append(ctx, head, files) })
}

func (l killedLedger) Load(ctx context.Context) (ledger.Chain, error) {
	if l.at > 0 && l.steps >= l.at {
		return ledger.Chain{}, errKilled
	}
	return l.Ledger.Load(ctx)
}

// inboxCommunity is a posting community with a server on which chen and dana have accounts, and the inbox too.
type inboxCommunity struct {
	*testCommunity
	server *sandbox.Server
	root   string // the newest post about the proposal
}

func newInboxCommunity(t *testing.T) (*inboxCommunity, int) {
	c, n := newPostingCommunity(t)
	c.votes.Repository = branch.NewRepository(c.votes.History) // commits are read once for all passes
	i := &inboxCommunity{testCommunity: c, server: sandbox.New(sandbox.Options{Now: c.clock, Empty: true})}
	i.server.Edit(func(s *sandbox.State) {
		for id, name := range map[int64]string{13: "chen", 14: "dana", 15: "urn"} {
			s.Accounts = append(s.Accounts, &sandbox.Account{ID: id, Username: name, CreatedAt: c.now.AddDate(-1, 0, 0)})
			s.Tokens = append(s.Tokens, &sandbox.Token{Secret: name, Account: id, App: "phone", Scopes: []string{"write"}})
		}
		s.Tokens = append(s.Tokens, &sandbox.Token{Secret: "inbox", Account: 15, App: "inbox", Scopes: access.Of(access.Inbox, nil).Scopes})
	})
	return i, n
}

// pass makes one pass in a process of its own.
func (c *inboxCommunity) pass(k *killing) (inbox.Result, error) {
	c.Helper()
	server, err := mastodon.Open(mastodon.Options{
		URL: "https://social.example", Token: secret.New("inbox"), Version: "test", Contact: "https://social.example",
		Next: killedTransport{k, c.server.Transport()}, Now: c.clock, Sleep: func(context.Context, time.Duration) error { return nil },
	})
	c.must(err)
	key, err := note.NewSigner(inboxSecret)
	c.must(err)
	votes := c.votes
	votes.Ledger = killedLedger{k, votes.Ledger}
	return inbox.Run(c.Context(), inbox.Ports{Check: votes, Server: mastodon.Inbox{Instance: server}, Key: key})
}

// reply answers the newest post about the proposal.
func (c *inboxCommunity) reply(who, text, visibility string) {
	c.Helper()
	form := url.Values{"status": {"@urn " + text}, "visibility": {visibility}, "in_reply_to_id": {c.root}}
	request, err := http.NewRequestWithContext(c.Context(), http.MethodPost, "https://social.example/api/v1/statuses", strings.NewReader(form.Encode()))
	c.must(err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "Bearer "+who)
	answer, err := c.server.Transport().RoundTrip(request)
	c.must(err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		c.Fatal(answer.Status)
	}
}

// counted is everything that must be there once: posts about contents, direct answers, favourites, and what the ledger holds of posts
// and of ballots, each entry for itself.
func (c *inboxCommunity) counted() string {
	c.Helper()
	posts, answers, likes := 0, 0, 0
	c.server.Edit(func(s *sandbox.State) {
		for _, status := range s.Statuses {
			switch {
			case status.Account != 15:
			case status.Visibility == "direct":
				answers++
			default:
				posts, c.root = posts+1, strconv.FormatInt(status.ID, 10)
			}
		}
		likes = len(s.Favourites)
	})
	chain, err := c.votes.Ledger.Load(c.Context())
	c.must(err)
	state, err := ledger.Fold(chain)
	c.must(err)
	recorded := map[string]bool{}
	ballots, named := 0, 0
	for _, pass := range state.Passes {
		named += len(pass.Body.Posts)
		for _, b := range pass.Body.Ballots {
			by, ok := chain.CastBy(b.Seat)
			if !ok || recorded[by.Status] {
				c.Errorf("a ballot twice, or by no one: %+v", by)
			}
			recorded[by.Status] = true
			ballots++
		}
	}
	return fmt.Sprintf("%d posts, %d of them recorded, %d ballots, %d favourites, %d direct answers", posts, named, ballots, likes, answers)
}

// TestAKilledPassIsMadeUpFor kills a pass before and after each of its steps: no ballot is lost or recorded twice, no post and no
// answer is made twice.
func TestAKilledPassIsMadeUpFor(t *testing.T) {
	c, n := newInboxCommunity(t)
	posts, ballots, round := 0, 0, 0
	for _, phase := range []struct {
		name  string
		begin func(round int) // what the next pass has to do
	}{
		{"posting", func(round int) {
			c.push("ada", "block", blocking("spam.example", fmt.Sprintf("spam-%d.example", round)))
			c.check(n)
			posts++
		}},
		{"reading", func(int) {
			c.reply("chen", "yes", "public")
			c.reply("dana", "no", "direct")
			ballots += 2
		}},
	} {
		for _, after := range []bool{false, true} {
			for at := 1; ; at++ {
				if round++; at == 40 {
					t.Fatal("a pass has no end")
				}
				c.wait(time.Hour)
				phase.begin(round)
				k := &killing{at: at, after: after}
				_, err := c.pass(k)
				if err == nil && k.steps >= at {
					t.Errorf("%s, step %d, after it %t: no one noticed", phase.name, at, after)
				}
				c.wait(time.Minute)
				if _, again := c.pass(&killing{}); again != nil {
					t.Fatalf("%s, step %d, after it %t: %v", phase.name, at, after, again)
				}
				want := fmt.Sprintf("%d posts, %d of them recorded, %d ballots, %d favourites, %d direct answers", posts, posts, ballots, ballots, ballots/2)
				if got := c.counted(); got != want {
					t.Fatalf("%s, step %d, after it %t: %s; want %s", phase.name, at, after, got, want)
				}
				if k.steps < at {
					t.Logf("%s: %d steps", phase.name, k.steps)
					break
				}
			}
		}
	}
	if r, err := c.pass(&killing{}); err != nil || r.Entry+len(r.Ballots)+r.Receipts > 0 {
		t.Errorf("a pass without news did something: %+v, %v", r, err)
	}
}
