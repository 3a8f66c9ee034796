package mastodon_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/port"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// oauthWorld is a server and a client that wants a token of it.
type oauthWorld struct {
	t      *testing.T
	server *sandbox.Server
	oauth  *mastodon.OAuth
	at     time.Time
	asked  port.Authorization
	client port.Client
}

const oob = "urn:ietf:wg:oauth:2.0:oob"

func newOAuthWorld(t *testing.T, o sandbox.Options) *oauthWorld {
	w := &oauthWorld{t: t, at: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	o.Now = func() time.Time { return w.at }
	w.server = sandbox.New(o)
	w.open(w.server.Transport())
	return w
}

func (w *oauthWorld) open(next http.RoundTripper) {
	var err error
	w.oauth, err = mastodon.OpenOAuth(mastodon.Options{URL: "https://social.example", Version: "test", Contact: "https://bylaw.example", Next: next, Now: func() time.Time { return w.at }})
	must(w.t, err)
}

// ask registers an application and asks for scopes.
func (w *oauthWorld) ask(scopes ...string) {
	w.t.Helper()
	var err error
	w.client, err = w.oauth.Register(w.t.Context(), "bylaw plan", oob, scopes)
	must(w.t, err)
	w.asked = w.oauth.Ask(w.client, scopes)
}

// consent plays the person at the page, and gives the code that the page shows.
func (w *oauthWorld) consent() secret.Secret {
	w.t.Helper()
	page, err := url.Parse(w.asked.Page)
	must(w.t, err)
	form := page.Query()
	form.Set("account", "@bylaw")
	request := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, "https://social.example/oauth/authorize", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	w.server.ServeHTTP(answer, request)
	back, err := url.Parse(answer.Header().Get("Location"))
	if err != nil || answer.Code != http.StatusFound {
		w.t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	code := back.Query().Get("code")
	return secret.New(code)
}

func (w *oauthWorld) exchange(code secret.Secret) (port.Grant, error) {
	return w.oauth.Exchange(w.t.Context(), w.client, w.asked, code)
}

func TestOAuthGetsAToken(t *testing.T) {
	w := newOAuthWorld(t, sandbox.Options{})
	server, err := w.oauth.Describe(t.Context())
	must(t, err)
	if !server.PKCE || len(server.Scopes) == 0 || server.Software.Name != "mastodon" {
		t.Errorf("%+v", server)
	}
	w.ask("read:accounts", "admin:read:domain_blocks")
	grant, err := w.exchange(w.consent())
	must(t, err)
	if strings.Join(grant.Scopes, " ") != "read:accounts admin:read:domain_blocks" || !grant.Expires.IsZero() {
		t.Errorf("%v %v", grant.Scopes, grant.Expires)
	}
	holder, err := w.oauth.Holder(t.Context(), grant.Token)
	must(t, err)
	if holder.Handle != "@bylaw@social.example" || !holder.Bot || holder.Role != "Bylaw" || holder.Permissions&sandbox.ManageFederation == 0 {
		t.Errorf("%+v", holder)
	}
	must(t, w.oauth.Revoke(t.Context(), w.client, grant.Token))
	if _, err := w.oauth.Holder(t.Context(), grant.Token); !errors.Is(err, port.ErrNoToken) {
		t.Errorf("after the revocation: %v", err)
	}
}

func TestOAuthRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		change func(w *oauthWorld, code secret.Secret) secret.Secret
		want   string
	}{
		"a code that was used": {func(w *oauthWorld, code secret.Secret) secret.Secret {
			_, err := w.exchange(code)
			must(w.t, err)
			return code
		}, "400 invalid_grant"},
		"a code that has expired": {func(w *oauthWorld, code secret.Secret) secret.Secret {
			w.at = w.at.Add(10 * time.Minute)
			return code
		}, "400 invalid_grant"},
		"a code of another question": {func(w *oauthWorld, code secret.Secret) secret.Secret {
			w.asked = w.oauth.Ask(w.client, w.asked.Scopes)
			return code
		}, "400 invalid_grant"},
		"another address": {func(w *oauthWorld, code secret.Secret) secret.Secret {
			w.client.Redirect = "http://127.0.0.1:1/callback"
			return code
		}, "400 invalid_grant"},
		"an unknown application": {func(w *oauthWorld, code secret.Secret) secret.Secret {
			w.client.ID = "unknown"
			return code
		}, "401 invalid_client"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newOAuthWorld(t, sandbox.Options{})
			w.ask("read")
			code := c.change(w, w.consent())
			_, err := w.exchange(code)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			noSecrets(t, err, code.Reveal(), w.asked.Verifier.Reveal(), w.client.Secret.Reveal())
		})
	}
}

// noSecrets makes sure that neither an error nor its hint holds what must not be printed.
func noSecrets(t *testing.T, err error, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		if said := fmt.Sprintf("%v %+v %#v %s", err, err, err, diag.HintOf(err)); strings.Contains(said, secret) {
			t.Errorf("%q is in %s", secret, said)
		}
	}
}

// A server before 4.3, and one of other software, ignores the challenge: the exchange works there too.
func TestOAuthWithoutPKCE(t *testing.T) {
	for name, o := range map[string]sandbox.Options{"Mastodon 4.2": {Version: "4.2.17"}, "GoToSocial": {Software: sandbox.GoToSocial}} {
		t.Run(name, func(t *testing.T) {
			w := newOAuthWorld(t, o)
			server, err := w.oauth.Describe(t.Context())
			must(t, err)
			if server.PKCE || server.Scopes != nil {
				t.Errorf("%+v", server)
			}
			w.ask("read")
			if _, err := w.exchange(w.consent()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestOAuthRevokesOnlyItsOwnTokens(t *testing.T) {
	w := newOAuthWorld(t, sandbox.Options{})
	w.ask("read")
	bot := secret.New(sandbox.BotToken)
	if err := w.oauth.Revoke(t.Context(), w.client, bot); !errors.Is(err, port.ErrOtherClient) {
		t.Errorf("another application's token: %v", err)
	}
	_, err := w.oauth.Holder(t.Context(), bot)
	must(t, err)
}

func TestOAuthRegistersNoUnknownScope(t *testing.T) {
	w := newOAuthWorld(t, sandbox.Options{Version: "4.0.15"})
	_, err := w.oauth.Register(t.Context(), "bylaw", oob, []string{"admin:write:domain_blocks"})
	if err == nil || !strings.Contains(diag.HintOf(err), "admin:write:domain_blocks") {
		t.Errorf("%v; %s", err, diag.HintOf(err))
	}
}

// answering is a server with one answer to everything.
type answering struct {
	status int
	body   string
}

func (a answering) RoundTrip(request *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	answer.Header().Set("Content-Type", "application/json")
	answer.WriteHeader(a.status)
	_, _ = answer.WriteString(a.body)
	response := answer.Result()
	response.Request = request
	return response, nil
}

func TestOAuthAnswersThatAreNone(t *testing.T) {
	client := port.Client{ID: "id", Secret: secret.New("the-secret"), Redirect: oob}
	for body, want := range map[string]string{
		`{"token_type":"Bearer"}`: "holds no token",
		`the-token`:               "holds no token",
		`{"access_token":""}`:     "holds no token",
	} {
		w := newOAuthWorld(t, sandbox.Options{})
		w.open(answering{200, body})
		w.asked = w.oauth.Ask(client, []string{"read"})
		_, err := w.oauth.Exchange(t.Context(), client, w.asked, secret.New("the-code"))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "the-token") {
			t.Errorf("%s: %v", body, err)
		}
	}
	w := newOAuthWorld(t, sandbox.Options{})
	w.open(answering{400, `{"error":"invalid_grant","error_description":"the-code with the-secret is no good"}`})
	w.asked = w.oauth.Ask(client, nil)
	_, err := w.oauth.Exchange(t.Context(), client, w.asked, secret.New("the-code"))
	noSecrets(t, err, "the-code", "the-secret")
	if err == nil || !strings.Contains(err.Error(), "*** with *** is no good") {
		t.Error(err)
	}
}
