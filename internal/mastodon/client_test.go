package mastodon_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

const botToken = "s3cr3t-t0k3n"

func wantMessage(t *testing.T, err error, part string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		t.Errorf("error = %v, want one with %q", err, part)
	}
}

// serve is a server that gives one answer to everything and remembers what it was sent.
func serve(t *testing.T, handler http.HandlerFunc) (server *httptest.Server, instance *mastodon.Instance) {
	t.Helper()
	server = httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c := newClock()
	return server, mustOpen(t, mastodon.Options{
		URL: server.URL, Token: secret.New(botToken), Version: "1.2.3", Contact: "https://bylaw.example", Now: c.now, Sleep: c.sleep,
	})
}

func TestATokenCannotBePrinted(t *testing.T) {
	token := secret.New(" " + botToken + "\n")
	_, instance := serve(t, func(http.ResponseWriter, *http.Request) {})
	holder := struct {
		name  string
		token secret.Secret
	}{"holder", token}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%p", "%10.3s"} {
		for _, value := range []any{token, &token, holder, &holder, instance, []secret.Secret{token}} {
			if text := fmt.Sprintf(verb, value); strings.Contains(text, botToken) || strings.Contains(text, fmt.Sprintf("%x", botToken)) {
				t.Errorf("%s of %T prints the secret: %s", verb, value, text)
			}
		}
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("opened", "token", token)
	slog.New(slog.NewTextHandler(&log, nil)).Info("opened", "token", token)
	encoded, err := json.Marshal(map[string]any{"token": token})
	if err != nil || string(encoded) != `{"token":"***"}` {
		t.Errorf("JSON is %s, %v", encoded, err)
	}
	if text := log.String() + fmt.Sprint(token); strings.Contains(text, botToken) || !strings.Contains(text, "***") {
		t.Errorf("printed as %s", text)
	}
}

// Attack 47: either API answers with a redirect to another host.
func TestTheTokenDoesNotFollowARedirect(t *testing.T) {
	var stolen []string
	thief := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		stolen = append(stolen, r.Method+" "+r.Header.Get("Authorization"))
	}))
	defer thief.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		_, instance := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", thief.URL+r.URL.Path)
			w.WriteHeader(status)
		})
		_, whoami := instance.Whoami(t.Context())
		_, _, current := instance.Current(t.Context())
		write := instance.Execute(t.Context(), block("spam.example", "suspend"))
		for _, err := range []error{whoami, current, write} {
			if redirect, ok := errors.AsType[*mastodon.RedirectError](err); !ok || redirect.To != thief.URL {
				t.Errorf("%d: error = %v", status, err)
			}
		}
	}
	if len(stolen) > 0 {
		t.Errorf("the other host was sent %q", stolen)
	}
}

// Attack 47, by the header that pages are followed with.
func TestTheTokenDoesNotFollowALinkHeader(t *testing.T) {
	var paths []string
	_, instance := serve(t, func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.RequestURI())
		if !r.URL.Query().Has("max_id") {
			w.Header().Set("Link", `<https://thief.example/collect?max_id=7>; rel="next"`)
			fmt.Fprint(w, `[{"id":"8","domain":"a.example","severity":"noop"}]`)
			return
		}
		fmt.Fprint(w, `[]`)
	})
	items, err := instance.Read(t.Context(), "domain_blocks", nil)
	if err != nil || len(items) != 1 || len(paths) != 2 || paths[1] != "/api/v1/admin/domain_blocks?max_id=7" {
		t.Errorf("items %v, error %v, paths %q", items, err, paths)
	}
}

// Attack 41: a merged edit of bylaw.yaml names a stranger's server.
func TestTheOperatorNamesTheServer(t *testing.T) {
	for name, c := range map[string]struct{ url, declared, want string }{
		"another host":         {"https://social.example", "https://evil.example", "the token goes only where the operator says"},
		"another port":         {"https://social.example", "https://social.example:8443", "the token goes only where the operator says"},
		"no encryption":        {"http://social.example", "", "https only"},
		"no scheme":            {"social.example", "", "is not the address of a server"},
		"empty":                {"", "", "is not the address of a server"},
		"with a password":      {"https://me:pw@social.example", "", "is not the address of a server"},
		"with a path":          {"https://social.example/api", "", "is not the address of a server"},
		"loopback by suffix":   {"http://localhost.evil.example", "", "https only"},
		"control characters":   {"https://social.example\n", "", "is not the address of a server"},
		"loopback look-alikes": {"http://127.0.0.1.evil.example", "", "https only"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := mastodon.Open(mastodon.Options{URL: c.url, Declared: c.declared, Now: newClock().now})
			wantMessage(t, err, c.want)
		})
	}
	for _, url := range []string{"https://social.example", "https://Social.Example/", "http://127.0.0.1:3000", "http://[::1]:3000"} {
		if _, err := mastodon.Open(mastodon.Options{URL: url, Declared: url, Now: newClock().now}); err != nil {
			t.Errorf("%q: %v", url, err)
		}
	}
}

func TestEveryRequestSaysWhoAsks(t *testing.T) {
	requests := 0
	_, instance := serve(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		if r.Header.Get("Authorization") != "Bearer "+botToken || r.Header.Get("User-Agent") != "bylaw/1.2.3 (+https://bylaw.example)" {
			t.Errorf("%s: headers are %v", r.URL, r.Header)
		}
		fmt.Fprint(w, `{"id":"1"}`)
	})
	if _, err := instance.Whoami(t.Context()); err != nil {
		t.Error(err)
	}
	if _, _, err := instance.Current(t.Context()); err == nil {
		t.Error("an object was taken for a list")
	}
	if requests != 2 {
		t.Errorf("%d requests were sent", requests)
	}
}

func TestOneTimeoutEndsAnExchange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, sandbox.Options{})
		w.server.Fail(sandbox.Fault{Path: "/api/v2/instance", Kind: sandbox.Slow})
		_, err := w.instance.Describe(t.Context())
		wantMessage(t, err, "no answer within 30s")
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error = %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := w.instance.Describe(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("after the caller left: %v", err)
		}
	})
}

func TestAnAnswerWithoutEndIsRefused(t *testing.T) {
	_, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := bytes.Repeat([]byte(" "), 1<<20)
		for range 17 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	_, err := instance.Whoami(t.Context())
	wantMessage(t, err, "the answer is larger than")
}

func TestLimitsAreWaitedFor(t *testing.T) {
	w := newWorld(t, sandbox.Options{RateLimits: true})
	var announced []time.Time
	instance := mustOpen(t, mastodon.Options{
		URL: "https://social.example", Token: secret.New(sandbox.BotToken), Next: w.server.Transport(),
		Now: w.now, Sleep: w.sleep, Waiting: func(until time.Time) { announced = append(announced, until) },
	})
	for n := range 700 {
		if err := instance.Execute(t.Context(), block(fmt.Sprintf("d%d.example", n), "noop")); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.slept) != 2 || len(announced) != 2 || len(w.server.Requests()) != 700 {
		t.Errorf("slept %v, announced %v, %d requests", w.slept, announced, len(w.server.Requests()))
	}
}

func TestARefusedRequestIsSentAgainAfterTheReset(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	header := map[string]string{
		"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-21T12:05:00.000000Z",
	}
	w.server.Fail(sandbox.Fault{Method: "POST", Path: "/api/v1/admin/domain_blocks", Kind: sandbox.StatusBefore, Status: 429, Header: header})
	if err := w.instance.Execute(t.Context(), block("spam.example", "suspend")); err != nil {
		t.Fatal(err)
	}
	if len(w.slept) != 1 || w.slept[0] < 5*time.Minute || w.slept[0] > 5*time.Minute+2*time.Second {
		t.Errorf("slept %v", w.slept)
	}
	w.server.Fail(sandbox.Fault{Path: "/api/v2/instance", Kind: sandbox.StatusBefore, Status: 429})
	_, err := w.instance.Describe(t.Context())
	if throttled, ok := errors.AsType[*httpapi.LimitError](err); !ok || !throttled.Until.IsZero() {
		t.Errorf("without a reset: %v", err)
	}
}

func TestGoMastodonDoesNotBackOffByItself(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.server.Fail(sandbox.Fault{Path: "/api/v1/accounts/*/statuses", Kind: sandbox.StatusBefore, Status: 429})
	_, _, err := w.instance.Current(t.Context())
	if _, ok := errors.AsType[*httpapi.LimitError](err); !ok {
		t.Errorf("error = %v", err)
	}
}
