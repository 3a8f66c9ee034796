package scripttest

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/sumdb/note"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// membersOf gives a script what members do on a server with their own phones: "account NAME" makes an account unless it is there, and
// sets ID_NAME; "grant NAME SECRET SCOPE..." gives it a token; "say NAME VISIBILITY PARENT TEXT" posts, where PARENT is the id of
// a post, or "-" for none, and sets SAID; "rewrite NAME ID TEXT" edits, "unsay NAME ID" deletes;
// "said NAME" prints the posts of an account, with how many like them, and sets POSTED to the newest public one.
func membersOf(server *mastodon.Server, now func() time.Time) map[string]func(*testscript.TestScript, bool, []string) {
	m := &members{server, now}
	return map[string]func(*testscript.TestScript, bool, []string){
		"account": m.account, "grant": m.grant, "say": m.say, "rewrite": m.rewrite, "unsay": m.unsay, "said": m.said,
	}
}

type members struct {
	server *mastodon.Server
	now    func() time.Time
}

func (m *members) account(ts *testscript.TestScript, _ bool, args []string) {
	m.server.Edit(func(s *mastodon.State) {
		for _, a := range s.Accounts {
			if a.Username == args[0] {
				ts.Setenv("ID_"+args[0], strconv.FormatInt(a.ID, 10))
				return
			}
		}
		a := &mastodon.Account{ID: s.NextID(m.now()), Username: args[0], Bot: true, CreatedAt: m.now().AddDate(-1, 0, 0)}
		s.Accounts = append(s.Accounts, a)
		ts.Setenv("ID_"+args[0], strconv.FormatInt(a.ID, 10))
	})
}

func (m *members) grant(ts *testscript.TestScript, _ bool, args []string) {
	m.server.Edit(func(s *mastodon.State) {
		s.Tokens = append(s.Tokens, &mastodon.Token{Secret: args[1], Account: personOf(ts, s, args[0]).ID, App: args[1], Scopes: args[2:]})
	})
}

func (m *members) say(ts *testscript.TestScript, _ bool, args []string) {
	form := url.Values{"visibility": {args[1]}, "status": {text(strings.Join(args[3:], " "))}}
	if args[2] != "-" {
		form.Set("in_reply_to_id", args[2])
	}
	ts.Setenv("SAID", m.ask(ts, args[0], http.MethodPost, "/api/v1/statuses", form))
}

func (m *members) rewrite(ts *testscript.TestScript, _ bool, args []string) {
	m.ask(ts, args[0], http.MethodPut, "/api/v1/statuses/"+args[1], url.Values{"status": {text(strings.Join(args[2:], " "))}})
}

func (m *members) unsay(ts *testscript.TestScript, _ bool, args []string) {
	m.ask(ts, args[0], http.MethodDelete, "/api/v1/statuses/"+args[1], nil)
}

// ask makes one request as a member, and gives the id of what it answers.
func (m *members) ask(ts *testscript.TestScript, who, method, path string, form url.Values) string {
	secret := "phone of " + who
	m.server.Edit(func(s *mastodon.State) {
		s.Tokens = append(s.Tokens, &mastodon.Token{Secret: secret, Account: personOf(ts, s, who).ID, App: "phone", Scopes: []string{"read", "write"}})
	})
	request, err := http.NewRequestWithContext(context.Background(), method, "https://social.example"+path, strings.NewReader(form.Encode()))
	ts.Check(err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "Bearer "+secret)
	answer, err := m.server.Transport().RoundTrip(request)
	ts.Check(err)
	defer answer.Body.Close()
	var made struct {
		ID    string `json:"id"`
		Error string `json:"error"`
	}
	ts.Check(json.NewDecoder(answer.Body).Decode(&made))
	if made.Error != "" {
		ts.Fatalf("%s %s: %s", method, path, made.Error)
	}
	return made.ID
}

func (m *members) said(ts *testscript.TestScript, _ bool, args []string) {
	m.server.Edit(func(s *mastodon.State) {
		who, posts := personOf(ts, s, args[0]).ID, 0
		for _, status := range s.Statuses {
			if status.Account != who {
				continue
			}
			likes := 0
			posts++
			for _, f := range s.Favourites {
				if f.Status == status.ID {
					likes++
				}
			}
			if status.Visibility == "public" {
				ts.Setenv("POSTED", strconv.FormatInt(status.ID, 10))
			}
			fmt.Fprintf(ts.Stdout(), "[%s, %d likes] %s\n\n", status.Visibility, likes, status.Text)
		}
		fmt.Fprintf(ts.Stdout(), "%d posts\n", posts)
	})
}

// inboxKey takes the key of a file into the environment of the inbox: "key FILE" sets BYLAW_INBOX_KEY, and PUBLIC to its public half.
func inboxKey(ts *testscript.TestScript, _ bool, args []string) {
	private := strings.TrimSpace(ts.ReadFile(args[0]))
	parts := strings.SplitN(private, "+", 5) // PRIVATE, KEY, name, hash, algorithm and seed
	raw, err := base64.StdEncoding.DecodeString(parts[4])
	ts.Check(err)
	public, err := note.NewEd25519VerifierKey(parts[2], ed25519.PublicKey(ed25519.NewKeyFromSeed(raw[1:])[ed25519.SeedSize:]))
	ts.Check(err)
	ts.Setenv("BYLAW_INBOX_KEY", private)
	ts.Setenv("PUBLIC", public)
}
