package github_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

const reviewsRoute = "GET /repos/{owner}/{repo}/pulls/{number}/reviews"

func TestAnAnswerThatIsNoListIsNeverAnEmptyList(t *testing.T) {
	for name, body := range map[string]string{"empty": "", "null": "null", "HTML": "<html>", "cut off": `[{"id":1}`, "null item": "[null]"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			n := w.propose("ada")
			w.forge.Script(sandbox.Fault{Route: reviewsRoute, Status: 200, Body: body})
			if got, err := w.as("bot").Reviews(t.Context(), n); !errors.Is(err, forge.ErrNoAnswer) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestAListLongerThanTheCapIsAnError(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	for range 101 {
		w.review("grace", n, "COMMENT", "x")
	}
	client := w.as("bot", func(o *forge.Options) { o.Pages = 1 })
	if got, err := client.Reviews(t.Context(), n); !errors.Is(err, forge.ErrTooLong) {
		t.Errorf("got %d reviews, %v", len(got), err)
	}
}

// A repository that is hidden or misnamed, and a server that is not there, come with what to check.
func TestWhatCannotBeReachedIsNamedWithWhatToCheck(t *testing.T) {
	w := newWorld(t)
	w.forge.Script(sandbox.Fault{Status: 404, Body: `{"message":"Not Found"}`})
	if _, err := w.as("bot").OpenPulls(t.Context(), "main"); !errors.Is(err, forge.ErrNotFound) || !strings.Contains(diag.HintOf(err), "forge.repository") {
		t.Errorf("hidden: %v (%s)", err, diag.HintOf(err))
	}
	away := w.as("bot", func(o *forge.Options) { o.API = "http://127.0.0.1:9" })
	if _, err := away.OpenPulls(t.Context(), "main"); !strings.Contains(diag.HintOf(err), "127.0.0.1:9 is up") || !strings.Contains(diag.HintOf(err), "GITHUB_API_URL") {
		t.Errorf("away: %v (%s)", err, diag.HintOf(err))
	}
}

func TestErrorsAreTyped(t *testing.T) {
	tests := []struct {
		status int
		body   string
		want   error
	}{
		{401, `{"message":"Bad credentials"}`, forge.ErrCredentials},
		{403, `{"message":"Resource not accessible by integration"}`, forge.ErrForbidden},
		{404, `{"message":"Not Found"}`, forge.ErrNotFound},
		{410, `{}`, forge.ErrNotFound},
		{422, `{"message":"Validation Failed","errors":["too long",{"message":"really"}]}`, forge.ErrInvalid},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.status), func(t *testing.T) {
			w := newWorld(t)
			w.forge.Script(sandbox.Fault{Status: test.status, Body: test.body, Header: map[string]string{"X-GitHub-Request-Id": "A:1"}})
			_, err := w.as("bot").Pull(t.Context(), 1)
			if !errors.Is(err, test.want) {
				t.Fatalf("got %v, want %v", err, test.want)
			}
			answer, ok := errors.AsType[*forge.Error](err)
			if !ok || answer.Status != test.status || answer.RequestID != "A:1" || answer.Method != "GET" {
				t.Errorf("got %+v", answer)
			}
		})
	}
}

func TestErrorsDistinguishLimitsFromRefusals(t *testing.T) {
	reset := time.Date(2026, 11, 21, 13, 0, 0, 0, time.UTC)
	spent := map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(reset.Unix())}
	tests := map[string]struct {
		fault     sandbox.Fault
		secondary bool
		until     time.Time
		after     time.Duration
	}{
		"primary by 403":       {fault: sandbox.Fault{Status: 403, Header: spent, Body: "{}"}, until: reset},
		"primary by 429":       {fault: sandbox.Fault{Status: 429, Header: spent, Body: "{}"}, until: reset},
		"secondary with time":  {fault: sandbox.Fault{Status: 429, Header: map[string]string{"Retry-After": "30"}, Body: "{}"}, secondary: true, after: 30 * time.Second},
		"secondary without":    {fault: sandbox.Fault{Status: 429, Body: "{}"}, secondary: true},
		"secondary by message": {fault: sandbox.Fault{Status: 403, Body: `{"message":"You have exceeded a secondary rate limit"}`}, secondary: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			n := w.propose("ada")
			w.forge.Script(test.fault)
			client := w.as("bot")
			_, err := client.Pull(t.Context(), n)
			limit, ok := errors.AsType[*httpapi.LimitError](err)
			if !ok || limit.Secondary != test.secondary || !limit.Until.Equal(test.until) || limit.After != test.after {
				t.Fatalf("got %+v from %v", limit, err)
			}
			// go-github itself would refuse to ask again now.
			if _, err := client.Pull(t.Context(), n); err != nil {
				t.Errorf("asking again: %v", err)
			}
		})
	}
}

func TestTheServersOwnLimitIsAPrimaryLimit(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	w.forge.Configure(sandbox.Settings{HourlyRequests: 2})
	client := w.as("bot")
	for range 2 {
		_, err := client.Pull(t.Context(), n)
		w.must(err)
	}
	_, err := client.Pull(t.Context(), n)
	limit, ok := errors.AsType[*httpapi.LimitError](err)
	if !ok || limit.Secondary || limit.Until.IsZero() {
		t.Errorf("got %v", err)
	}
}

// elsewhere is a second host that notes which tokens reach it.
func elsewhere(t *testing.T, answer http.HandlerFunc) (url string, tokens *[]string) {
	t.Helper()
	tokens = &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*tokens = append(*tokens, r.Header.Get("Authorization"))
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, tokens
}

func TestNoRedirectAndNoPageLeadsToAnotherHost(t *testing.T) {
	other, tokens := elsewhere(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("[]")) })
	faults := map[string]sandbox.Fault{
		"redirect":           {Route: reviewsRoute, Status: 302, Header: map[string]string{"Location": other + "/reviews"}},
		"permanent redirect": {Route: reviewsRoute, Status: 308, Header: map[string]string{"Location": other + "/reviews"}},
		"next page":          {Route: reviewsRoute, Status: 200, Body: "[]", Header: map[string]string{"Link": "<" + other + `/reviews>; rel="next"`}},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			n := w.propose("ada")
			w.forge.Script(fault)
			if got, err := w.as("bot").Reviews(t.Context(), n); !errors.Is(err, forge.ErrRedirect) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	if len(*tokens) != 0 {
		t.Errorf("the other host was asked, with the tokens %q", *tokens)
	}
}

func TestARedirectOnTheSameHostIsFollowed(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	w.forge.Script(sandbox.Fault{Status: 301, Header: map[string]string{"Location": w.url + "/repos/coop/governance/pulls/1"}})
	client := w.as("bot", func(o *forge.Options) { o.Repository = "coop/old-name" })
	got, err := client.Pull(t.Context(), n)
	if err != nil || got.Number != n {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestTheAPIMayLieBelowAPath(t *testing.T) {
	for _, suffix := range []string{"", "/", "/api/v3", "/api/v3/"} {
		w := newWorld(t)
		n := w.propose("ada")
		for range 101 {
			w.review("grace", n, "COMMENT", "x")
		}
		client := w.as("bot", func(o *forge.Options) { o.API = w.url + suffix })
		got, err := client.Reviews(t.Context(), n)
		if err != nil || len(got) != 101 {
			t.Errorf("%q: got %d reviews, %v", suffix, len(got), err)
		}
	}
}

func TestOpenRefusesWhatWouldLeakOrCannotWork(t *testing.T) {
	for name, o := range map[string]forge.Options{
		"clear text":    {API: "http://forge.example", Repository: "a/b"},
		"no host":       {API: "forge.example", Repository: "a/b"},
		"password":      {API: "https://ada:secret@forge.example", Repository: "a/b"},
		"no repository": {Repository: "governance"},
		"path":          {Repository: "a/b/../../user"},
	} {
		_, err := github.Open(o)
		if err == nil {
			t.Errorf("%s: accepted", name)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error shows the password: %v", name, err)
		}
	}
}

func TestATokenCannotBePrinted(t *testing.T) {
	token := secret.New("s3cret")
	holder := struct {
		Token  secret.Secret
		hidden secret.Secret
	}{token, token}
	encoded, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	printed := []string{string(encoded)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		printed = append(printed, fmt.Sprintf(verb, token), fmt.Sprintf(verb, holder), fmt.Sprintf(verb, &holder))
	}
	for _, text := range printed {
		if strings.Contains(text, "s3cret") || strings.Contains(text, fmt.Sprintf("%x", "s3cret")) {
			t.Errorf("the token shows in %q", text)
		}
	}
	if token.Reveal() != "s3cret" || (secret.Secret{}).Reveal() != "" {
		t.Error("the token cannot be used")
	}
}
