package mastodon_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// Attacks 31 and 45: what a server says is quoted, on one line, and never holds the token.
func TestErrorsKeepStatusAndBodyAndQuoteTheServer(t *testing.T) {
	for name, c := range map[string]struct {
		status     int
		kind, body string
		want       string
	}{
		"json":               {422, "application/json", `{"error":"Validation failed"}`, `422 Unprocessable Entity: "Validation failed"`},
		"plain text 403":     {403, "text/plain", "You are not\nwelcome", `403 Forbidden: "You are not welcome"`},
		"empty":              {500, "", "", "GET /api/v1/accounts/verify_credentials: 500 Internal Server Error"},
		"escape sequences":   {400, "", "{\"error\":\"\\u001b[31mred\\r\\n::set-output\\u202e\"}", `"[31mred ::set-output"`},
		"echo of the header": {400, "text/plain", "bad header: Bearer " + botToken, `"bad header: Bearer ***"`},
		"very long":          {502, "text/html", strings.Repeat("<p>", 2000), `<p>..."`},
	} {
		t.Run(name, func(t *testing.T) {
			_, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", c.kind)
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.body)
			})
			_, err := instance.Whoami(t.Context())
			api, ok := errors.AsType[*mastodon.APIError](err)
			if !ok || api.Status != c.status || len(err.Error()) > 500 || strings.Contains(fmt.Sprintf("%+v %s", api, api.Body), botToken) {
				t.Fatalf("error = %#v", err)
			}
			wantMessage(t, err, c.want)
		})
	}
}

func TestErrorsDistinguishAWrongToken(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	for _, token := range []string{"", "wrong"} {
		_, err := w.open(t, token).Whoami(t.Context())
		if !errors.Is(err, mastodon.ErrCredentials) {
			t.Errorf("token %q: %v", token, err)
		}
	}
	err := w.open(t, sandbox.ReadToken).Execute(t.Context(), block("spam.example", "suspend"))
	if errors.Is(err, mastodon.ErrCredentials) || !errors.Is(err, mastodon.ErrScope) || !strings.Contains(diag.HintOf(err), "scope admin:write:domain_blocks: \"bylaw login\"") {
		t.Errorf("a token without the scope: %v (%s)", err, diag.HintOf(err))
	}
	if got := w.server.Count(http.MethodPost, "/*/*/*/*"); got != 1 {
		t.Errorf("a refused write was sent %d times", got)
	}
}

func TestAServerThatIsNotMastodonIsNamed(t *testing.T) {
	instance := func(domain, version string, characters int) string {
		return fmt.Sprintf(`{"domain":%q,"version":%q,"configuration":{"statuses":{"max_characters":%d}}}`, domain, version, characters)
	}
	for name, c := range map[string]struct {
		status     int
		body, want string
	}{
		"html":          {200, "<html>", "does not answer with JSON"},
		"empty":         {200, "", "does not answer with JSON"},
		"not found":     {404, "{}", "it has no /api/v2/instance"},
		"another shape": {200, `{"hello":"world"}`, "names no domain or no version"},
		"other types":   {200, `{"domain":7}`, "does not answer with JSON"},
		"no limits":     {200, instance("a.example", "4.5", 0), "at least 200 are needed"},
		"a compatible":  {200, instance("a.example", "2.7.2 (compatible; Pleroma 2.5)", 500), `it says of itself "2.7.2`},
	} {
		t.Run(name, func(t *testing.T) {
			server, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.body)
			})
			_, err := instance.Describe(t.Context())
			wantMessage(t, err, "server at "+strings.TrimPrefix(server.URL, "http://")+" is not Mastodon: ")
			wantMessage(t, err, c.want)
		})
	}
}

func TestAnUnreachableServerIsNotCalledForeign(t *testing.T) {
	server, instance := serve(t, func(http.ResponseWriter, *http.Request) {})
	server.Close()
	_, err := instance.Describe(t.Context())
	network, ok := errors.AsType[*mastodon.NetworkError](err)
	if !ok || network.Method != http.MethodGet || !strings.Contains(network.Path, "/api/v2/instance") {
		t.Errorf("error = %v", err)
	}
}

// A token with too few scopes is another thing than a role that does not allow it, and the scope is named.
func TestATokenWithTooFewScopesIsNamed(t *testing.T) {
	const outside, insufficient = "This action is outside the authorized scopes", "Forbidden: token has insufficient scope permission"
	for name, c := range map[string]struct {
		said string
		want string // the scope, "" for another refusal
	}{
		"mastodon":   {outside, "read:accounts"},
		"gotosocial": {insufficient, "read:accounts"},
		"role":       {"This action is not allowed", ""},
	} {
		_, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, `{"error":%q}`, c.said)
		})
		_, err := instance.Whoami(t.Context())
		if errors.Is(err, mastodon.ErrScope) != (c.want != "") || !strings.Contains(diag.HintOf(err), c.want) {
			t.Errorf("%s: %v (%s)", name, err, diag.HintOf(err))
		}
	}
}
