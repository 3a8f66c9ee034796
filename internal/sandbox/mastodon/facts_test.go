package mastodon_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// fact is one statement about the real server: what it answers to a request, and where mastodon/mastodon says so.
//
// A request is "[who] METHOD path [body] [#key]". Who is anonymous, moderator, member, reader or app, the bot where none
// is named; scopes in square brackets replace those of the token. A path without a slash in front is one of /api/v1. A body is
// a form, or JSON in braces. A key is the Idempotency-Key. In braces of a path or a form {bruno} is the id of an account,
// {post bruno} of its first post, {report 0} of a report of the seed, and {1} of what the first request before it gave.
type fact struct {
	says   string
	source string // a file of mastodon/mastodon; that of the table where empty
	given  string // requests before, "; " between them; "+30d" moves the clock; "?" in front of one that may fail
	ask    string
	status int
	shows  string // parts of the answer, "; " between them: see shown
	in     mastodon.Options
	edit   func(*mastodon.State)
}

// world is a server on a clock that moves only on request.
type world struct {
	t      *testing.T
	server *mastodon.Server
	at     time.Time
	ids    []string // of what was answered so far
}

func newFactWorld(t *testing.T, f fact) *world {
	w := &world{t: t, at: time.Date(2026, 11, 21, 12, 1, 0, 0, time.UTC)}
	o := f.in
	o.Now = func() time.Time { return w.at }
	w.server = mastodon.New(o)
	w.server.Edit(func(s *mastodon.State) {
		s.Tokens = append(s.Tokens, &mastodon.Token{Secret: "app", App: "app", Scopes: []string{"read", "write:accounts"}})
		if f.edit != nil {
			f.edit(s)
		}
	})
	return w
}

// holds tries the facts of one table.
func holds(t *testing.T, source string, facts []fact) {
	t.Helper()
	for _, f := range facts {
		if f.source == "" {
			f.source = source
		}
		t.Run(f.says, func(t *testing.T) { f.try(t) })
	}
}

func (f fact) try(t *testing.T) {
	w := newFactWorld(t, f)
	for _, step := range split(f.given) {
		w.before(step)
	}
	answer := w.send(f.ask)
	if answer.Code != f.status {
		t.Errorf("%s: %d, want %d (%s)\n%s", f.ask, answer.Code, f.status, f.source, answer.Body)
		return
	}
	for _, part := range split(f.shows) {
		if wrong := shown(answer, w.fill(part)); wrong != "" {
			t.Errorf("%s: %s (%s)\n%s", f.ask, wrong, f.source, answer.Body)
		}
	}
}

func split(list string) []string {
	return slices.DeleteFunc(strings.Split(list, "; "), func(part string) bool { return part == "" })
}

var clockStep = regexp.MustCompile(`^\+(\d+)([dhms])$`)

// before does one step of what is given, and remembers the id of what it made.
func (w *world) before(step string) {
	w.t.Helper()
	if parts := clockStep.FindStringSubmatch(step); parts != nil {
		n, _ := strconv.Atoi(parts[1])
		unit := map[string]time.Duration{"d": 24 * time.Hour, "h": time.Hour, "m": time.Minute, "s": time.Second}[parts[2]]
		w.at = w.at.Add(time.Duration(n) * unit)
		return
	}
	step, mayFail := strings.CutPrefix(step, "?")
	answer := w.send(step)
	if answer.Code != http.StatusOK && !mayFail {
		w.t.Fatalf("given %s: %d %s", step, answer.Code, answer.Body)
	}
	var made map[string]any
	_ = json.Unmarshal(answer.Body.Bytes(), &made) // a list has no id
	w.ids = append(w.ids, fmt.Sprint(made["id"]))
}

// send asks the server what a request in words asks.
func (w *world) send(words string) *httptest.ResponseRecorder {
	w.t.Helper()
	who, rest := "bot", w.fill(words)
	if first, after, _ := strings.Cut(rest, " "); strings.ToUpper(first) != first {
		who, rest = first, after
	}
	method, rest, _ := strings.Cut(rest, " ")
	rest, key, _ := strings.Cut(rest, " #")
	path, body, _ := strings.Cut(rest, " ")
	if !strings.HasPrefix(path, "/") {
		path = "/api/v1/" + path
	}
	request := httptest.NewRequestWithContext(w.t.Context(), method, "https://social.example"+path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.HasPrefix(body, "{") {
		request.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	if token := w.token(who); token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer := httptest.NewRecorder()
	w.server.ServeHTTP(answer, request)
	return answer
}

// token gives the token of who asks, made with the scopes that are named.
func (w *world) token(who string) string {
	name, scopes, scoped := strings.Cut(strings.TrimSuffix(who, "]"), "[")
	known := map[string]string{
		"bot": mastodon.BotToken, "moderator": mastodon.ModeratorToken, "member": mastodon.MemberToken, "reader": mastodon.ReadToken,
		"app": "app", "anonymous": "", "unknown": "unknown", "revoked": mastodon.BotToken,
	}
	secret, there := known[name]
	if !there {
		return name // a token that the server gave
	}
	if !scoped && name != "revoked" {
		return secret
	}
	made := who
	w.server.Edit(func(s *mastodon.State) {
		at := slices.IndexFunc(s.Tokens, func(t *mastodon.Token) bool { return t.Secret == secret })
		copied := *s.Tokens[at]
		copied.Secret, copied.Revoked = made, name == "revoked"
		if scoped {
			copied.Scopes = strings.Split(scopes, ",")
		}
		s.Tokens = append(s.Tokens, &copied)
	})
	return made
}

var placeholder = regexp.MustCompile(`\{([\w@. -]+)\}`)

// fill puts ids into the places of their names.
func (w *world) fill(words string) string {
	return placeholder.ReplaceAllStringFunc(words, func(found string) string {
		name := found[1 : len(found)-1]
		if n, err := strconv.Atoi(name); err == nil {
			return w.ids[n-1]
		}
		id := ""
		w.server.Edit(func(s *mastodon.State) { id = idOf(s, name) })
		if id == "" {
			return found
		}
		return id
	})
}

// idOf finds what a placeholder names.
func idOf(s *mastodon.State, name string) string {
	kind, of, two := strings.Cut(name, " ")
	if !two {
		kind, of = "account", name
	}
	n, _ := strconv.Atoi(of)
	switch kind {
	case "report":
		return fmt.Sprint(s.Reports[n].ID)
	case "block":
		return fmt.Sprint(s.DomainBlocks[n].ID)
	case "ip":
		return fmt.Sprint(s.IPBlocks[n].ID)
	case "tag":
		return fmt.Sprint(s.Tags[n].ID)
	case "mail":
		return fmt.Sprint(s.EmailDomains[n].ID)
	}
	username, domain, _ := strings.Cut(of, "@")
	for _, a := range s.Accounts {
		if a.Username != username || a.Domain != domain {
			continue
		}
		if kind == "account" {
			return fmt.Sprint(a.ID)
		}
		for _, status := range s.Statuses {
			if status.Account == a.ID {
				return fmt.Sprint(status.ID)
			}
		}
	}
	return ""
}

var empty = mastodon.Options{Empty: true}
