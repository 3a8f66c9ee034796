package mastodon_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/access"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/port"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// inboxWorld is a server on which the bot has a token of exactly the scopes of an inbox.
type inboxWorld struct {
	*world
	t     *testing.T
	inbox mastodon.Inbox
	ids   map[string]string // of accounts
}

func newInboxWorld(t *testing.T) *inboxWorld {
	w := &inboxWorld{world: newWorld(t, sandbox.Options{}), t: t, ids: map[string]string{}}
	w.server.Edit(func(s *sandbox.State) {
		for _, a := range s.Accounts {
			w.ids[a.Username] = id(a.ID)
			s.Tokens = append(s.Tokens, &sandbox.Token{Secret: a.Username, Account: a.ID, App: "phone", Scopes: []string{"read", "write"}})
		}
		s.Tokens = append(s.Tokens, &sandbox.Token{Secret: "inbox", Account: s.Accounts[0].ID, App: "inbox", Scopes: access.Of(access.Inbox, nil).Scopes})
	})
	w.inbox = mastodon.Inbox{Instance: w.open(t, "inbox")}
	return w
}

// says posts as a member does.
func (w *inboxWorld) says(who, text, visibility, parent string) string {
	w.t.Helper()
	form := url.Values{"status": {text}, "visibility": {visibility}, "in_reply_to_id": {parent}}
	request, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, "https://social.example/api/v1/statuses", strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "Bearer "+who)
	answer, err := w.server.Transport().RoundTrip(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	var posted struct {
		ID string `json:"id"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&posted); err != nil || posted.ID == "" {
		w.t.Fatal(answer.Status, err)
	}
	w.at = w.at.Add(time.Minute)
	return posted.ID
}

func TestInboxReadsMentions(t *testing.T) {
	w := newInboxWorld(t)
	self, now, err := w.inbox.Begin(t.Context())
	if err != nil || self.ID != w.ids["bylaw"] || self.Handle != "@bylaw@social.example" || !now.Equal(w.at) {
		t.Fatal(self, now, err)
	}
	root, at, err := w.inbox.Publish(t.Context(), port.InboxDraft{Text: "Vote\n\nbylaw 1 0123456789abcdef", Visibility: "public", Language: "en", Key: "one"})
	if err != nil || !at.Equal(w.at) {
		t.Fatal(err)
	}
	public := w.says("bruno", "@bylaw yes", "public", root)
	quiet := w.says("goran", "@bylaw no", "direct", public)
	w.says("hana", "hello", "public", root)
	got, err := w.inbox.Mentions(t.Context(), "")
	if err != nil || len(got) != 2 || got[0].ID != public || got[1].ID != quiet || got[1].Visibility != "direct" || got[0].Account.Handle != "@bruno@social.example" {
		t.Fatalf("%+v, %v", got, err)
	}
	s, ok, err := w.inbox.Complete(t.Context(), got[1])
	if err != nil || !ok || !cmp.Equal(s.Ancestors, []string{public, root}) || !cmp.Equal(s.Mentions, []string{self.ID}) || !strings.Contains(s.First.HTML, "no</p>") {
		t.Errorf("%+v, %v", s, err)
	}
	if rest, err := w.inbox.Mentions(t.Context(), got[0].Notification); err != nil || len(rest) != 1 {
		t.Errorf("%+v, %v", rest, err)
	}
	below, err := w.inbox.Below(t.Context(), root)
	if err != nil || len(below) != 3 {
		t.Fatalf("%+v, %v", below, err)
	}
	for _, p := range below {
		if p.ID == quiet && !cmp.Equal(p.Ancestors, []string{public, root}) {
			t.Errorf("ancestors %v", p.Ancestors)
		}
	}
	if none, err := w.inbox.Below(t.Context(), "1"); err != nil || len(none) != 0 {
		t.Errorf("below what is not there: %v, %v", none, err)
	}
}

func TestInboxReadsWhatAnEditedPostSaidFirst(t *testing.T) {
	w := newInboxWorld(t)
	id := w.says("bruno", "@bylaw yes", "public", "")
	w.server.Edit(func(s *sandbox.State) {
		last := s.Statuses[len(s.Statuses)-1]
		last.Edits = append(last.Edits, sandbox.Edit{At: last.CreatedAt, Text: last.Text})
		last.Text, last.EditedAt = "@bylaw no", w.at
	})
	got, err := w.inbox.Posts(t.Context(), []string{id})
	if err != nil || len(got) != 1 || !got[0].Edited || got[0].First != nil {
		t.Fatalf("%+v, %v", got, err)
	}
	s, ok, err := w.inbox.Complete(t.Context(), got[0])
	if err != nil || !ok || s.First == nil || !strings.Contains(s.First.HTML, "yes</p>") {
		t.Errorf("%+v, %v", s, err)
	}
	w.server.Edit(func(s *sandbox.State) { s.Statuses[len(s.Statuses)-1].Edits = nil })
	if s, _, err = w.inbox.Complete(t.Context(), got[0]); err != nil || s.First != nil {
		t.Errorf("without a history: %+v, %v", s.First, err)
	}
}

// TestInboxWritesOnce: whatever becomes of the answers, one post, one answer, one favourite.
func TestInboxWritesOnce(t *testing.T) {
	for _, kind := range []sandbox.Kind{"", sandbox.ResetBefore, sandbox.ResetAfter, sandbox.Truncated, sandbox.StatusAfter} {
		t.Run(string(kind), func(t *testing.T) {
			w := newInboxWorld(t)
			d := port.InboxDraft{Text: "Vote\n\nbylaw 1 0123456789abcdef", Visibility: "public", Language: "en", Key: "one"}
			ballot := w.says("goran", "@bylaw no", "direct", "")
			if kind != "" {
				for _, path := range []string{"/api/v1/statuses", "/api/v1/statuses/*/favourite"} {
					w.server.Fail(sandbox.Fault{Method: "POST", Path: path, Kind: kind, Status: 503})
				}
			}
			var to port.Received
			for range 2 { // as often as a pass is made again
				read, err := w.inbox.Posts(t.Context(), []string{ballot})
				if err != nil {
					t.Fatal(err)
				}
				to = read[0]
				if _, _, err := w.inbox.Publish(t.Context(), d); err != nil {
					t.Fatal(err)
				}
				if err := w.inbox.Answer(t.Context(), to, port.InboxDraft{Text: "recorded", Language: "en", Key: "two"}); err != nil {
					t.Fatal(err)
				}
				if err := w.inbox.Like(t.Context(), ballot); err != nil {
					t.Fatal(err)
				}
			}
			own := 0
			w.server.Edit(func(s *sandbox.State) {
				for _, status := range s.Statuses {
					if id(status.Account) == w.ids["bylaw"] {
						own++
					}
				}
				if len(s.Favourites) != 1 || own != 2 {
					t.Errorf("%d favourites and %d posts, want 1 and 2", len(s.Favourites), own)
				}
			})
			if err := w.inbox.Like(t.Context(), "1"); err != nil {
				t.Errorf("what is gone needs no favourite: %v", err)
			}
		})
	}
}
