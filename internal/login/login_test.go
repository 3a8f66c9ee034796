package login_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/access"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/login"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/port"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// world is a server, a person who authorizes, and a place for one token.
type world struct {
	*mastodon.OAuth
	server  *sandbox.Server
	clients []port.RegisteredClient
	put     string // the token that was handed over

	grants  func([]string) []string // what the server grants of what was asked
	consent error
	vault   error
	full    error // of the vault, before a person is asked
	asked   bool
}

const base = "https://social.example"

func newWorld(t *testing.T, o sandbox.Options) *world {
	t.Helper()
	w := &world{server: sandbox.New(o), grants: func(scopes []string) []string { return scopes }}
	var err error
	w.OAuth, err = mastodon.OpenOAuth(mastodon.Options{URL: base, Next: w.server.Transport(), Now: w.now})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) now() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

func (w *world) Exchange(ctx context.Context, c port.Client, asked port.Authorization, code secret.Secret) (port.Grant, error) {
	grant, err := w.OAuth.Exchange(ctx, c, asked, code)
	grant.Scopes = w.grants(grant.Scopes)
	return grant, err
}

func (w *world) Redirect() string { return "urn:ietf:wg:oauth:2.0:oob" }

func (w *world) Code(ctx context.Context, asked port.Authorization) (secret.Secret, error) {
	w.asked = true
	if w.consent != nil {
		return secret.Secret{}, w.consent
	}
	page, err := url.Parse(asked.Page)
	if err != nil {
		return secret.Secret{}, err
	}
	form := page.Query()
	form.Set("account", "@bylaw")
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, base+"/oauth/authorize", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	w.server.ServeHTTP(answer, request)
	back, err := url.Parse(answer.Header().Get("Location"))
	if err != nil {
		return secret.Secret{}, err
	}
	return secret.New(back.Query().Get("code")), nil
}

func (w *world) Add(c port.RegisteredClient) error {
	w.clients = append(w.clients, c)
	return nil
}

func (w *world) Remove(id string) error {
	w.clients = slices.DeleteFunc(w.clients, func(c port.RegisteredClient) bool { return c.ID == id })
	return nil
}

func (w *world) List(string) ([]port.RegisteredClient, error) { return slices.Clone(w.clients), nil }

func (w *world) Check(context.Context) error { return w.full }

func (w *world) Put(_ context.Context, token secret.Secret) error {
	w.put = token.Reveal()
	return w.vault
}

func (w *world) ports() login.Ports {
	return login.Ports{OAuth: w, Consent: w, Clients: w, Vault: w, Now: w.now}
}

func (w *world) run(t *testing.T) (login.Result, error) {
	blocks, _ := skill.Find(skill.BlockDomain)
	return login.Run(t.Context(), w.ports(), login.Options{Server: base, Purpose: access.Apply, Granted: []skill.Skill{blocks}})
}

// left gives the tokens of applications that were registered, and that the server still accepts.
func (w *world) left() int {
	n := 0
	w.server.Edit(func(s *sandbox.State) {
		for _, token := range s.Tokens {
			if token.ClientID != "" && !token.Revoked {
				n++
			}
		}
	})
	return n
}

func TestLoginHandsTheTokenOver(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, err := w.run(t)
	if err != nil || w.put == "" || w.left() != 1 || len(w.clients) != 1 {
		t.Fatalf("%v, token %q, %d tokens, %d clients", err, w.put, w.left(), len(w.clients))
	}
	if r.Holder.Handle != "@bylaw@social.example" || len(r.Missing)+len(r.More) > 0 || !r.PKCE {
		t.Errorf("%+v", r)
	}
	first := w.put
	if _, err := w.run(t); err != nil || w.put == first || w.left() != 2 {
		t.Errorf("a second login gives the same token, or ends the first: %v", err)
	}
	revoked, err := login.Logout(t.Context(), w.ports(), base, secret.New(first))
	if err != nil || !revoked.Known || revoked.Purpose != "apply" || w.left() != 1 || len(w.clients) != 1 {
		t.Errorf("%+v %v, %d tokens, %d clients", revoked, err, w.left(), len(w.clients))
	}
}

func TestLoginLeavesNoTokenBehind(t *testing.T) {
	broken := errors.New("the disk is full")
	for name, c := range map[string]struct {
		given func(*world)
		want  string
	}{
		"fewer scopes than asked for": {func(w *world) { w.grants = func([]string) []string { return []string{"read", "write"} } },
			"fewer scopes than asked for: admin:read:domain_blocks, admin:write:domain_blocks is missing; the token was revoked"},
		"a place that fails":        {func(w *world) { w.vault = broken }, "the disk is full; the token was revoked"},
		"a place that cannot serve": {func(w *world) { w.full = broken }, "the disk is full"},
		"a person who refuses":      {func(w *world) { w.consent = &diag.Refusal{Why: "denied"} }, "denied"},
		"an answer that is lost": {func(w *world) {
			w.server.Fail(sandbox.Fault{Method: "GET", Path: "/api/v1/accounts/verify_credentials", Nth: 1, Kind: sandbox.ResetAfter})
		}, "the token was revoked"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			c.given(w)
			_, err := w.run(t)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if w.left() != 0 || len(w.clients) != 0 || w.full != nil && w.asked {
				t.Errorf("%d tokens and %d clients are left, asked %t", w.left(), len(w.clients), w.asked)
			}
		})
	}
}

// If even the revocation fails, the application is kept: it alone can end the token later.
func TestLoginKeepsWhatCanRevoke(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.vault = errors.New("the disk is full")
	w.server.Fail(sandbox.Fault{Method: "POST", Path: "/oauth/revoke", Nth: 1, Kind: sandbox.ResetBefore})
	_, err := w.run(t)
	if err == nil || !strings.Contains(err.Error(), "the token was not revoked") || w.left() != 1 || len(w.clients) != 1 {
		t.Fatalf("%v, %d tokens, %d clients", err, w.left(), len(w.clients))
	}
	if _, err := login.Logout(t.Context(), w.ports(), base, secret.New(w.put)); err != nil || w.left() != 0 {
		t.Errorf("%v, %d tokens", err, w.left())
	}
}

func TestLoginNamesUnknownScopes(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	s, _ := skill.Find(skill.BlockDomain)
	s.Scope += ", admin:write:weather"
	_, err := login.Run(t.Context(), w.ports(), login.Options{Server: base, Purpose: access.Apply, Granted: []skill.Skill{s}})
	if err == nil || err.Error() != "the server does not know the scopes admin:write:weather" || w.asked || len(w.clients) > 0 {
		t.Errorf("%v, asked %t", err, w.asked)
	}
}

// A server that says that a token is revoked and accepts it all the same is not believed.
func TestLogoutLooksAgain(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	if _, err := w.run(t); err != nil {
		t.Fatal(err)
	}
	p := w.ports()
	p.OAuth = deaf{w}
	_, err := login.Logout(t.Context(), p, base, secret.New(w.put))
	if err == nil || !strings.Contains(err.Error(), "still accepts it") || len(w.clients) != 1 {
		t.Errorf("%v, %d clients", err, len(w.clients))
	}
}

// deaf is a server that revokes nothing.
type deaf struct{ *world }

func (deaf) Revoke(context.Context, port.Client, secret.Secret) error { return nil }
