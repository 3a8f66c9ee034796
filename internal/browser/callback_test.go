package browser_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/browser"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// get asks as a browser does.
func get(t *testing.T, address string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestCallback(t *testing.T) {
	for name, c := range map[string]struct {
		query string
		code  string
		err   string
		page  string
	}{
		"a code":                  {"code=abc&state=s", "abc", "", "You can close this page"},
		"another state":           {"code=abc&state=x", "", "another state", "No token was made"},
		"no state":                {"code=abc", "", "another state", "No token was made"},
		"no code":                 {"state=s", "", "without a code", "No token was made"},
		"a refusal of the person": {"error=access_denied&state=s", "", "access was denied", "No token was made"},
		"another refusal":         {"error=invalid_scope&error_description=%3Cb%3Ebad&state=s", "", "invalid_scope: <b>bad", "&lt;b&gt;bad"},
	} {
		t.Run(name, func(t *testing.T) {
			var status int
			var body string
			var callback *browser.Callback
			callback, err := browser.Listen(t.Context(), func(string) {
				if missing, _ := get(t, strings.Replace(callback.Redirect(), "/callback", "/favicon.ico", 1)); missing != http.StatusNotFound {
					t.Errorf("another path answers %d", missing)
				}
				status, body = get(t, callback.Redirect()+"?"+c.query)
			})
			if err != nil {
				t.Fatal(err)
			}
			code, err := callback.Code(t.Context(), port.Authorization{State: "s"})
			if err != nil && c.err == "" || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Fatalf("%v, want %q", err, c.err)
			}
			if err == nil && code.Reveal() != c.code {
				t.Errorf("code %q", code.Reveal())
			}
			if want := map[bool]int{true: http.StatusOK, false: http.StatusBadRequest}[c.err == ""]; status != want || !strings.Contains(body, c.page) || strings.Contains(body, "abc") {
				t.Errorf("the browser sees %d %s", status, body)
			}
		})
	}
}

func TestCallbackTakesOneRequest(t *testing.T) {
	var second int
	var callback *browser.Callback
	callback, err := browser.Listen(t.Context(), func(string) {
		get(t, callback.Redirect()+"?code=first&state=s")
		second, _ = get(t, callback.Redirect()+"?code=second&state=s")
	})
	if err != nil {
		t.Fatal(err)
	}
	code, err := callback.Code(t.Context(), port.Authorization{State: "s"})
	if err != nil || code.Reveal() != "first" || second != http.StatusGone {
		t.Errorf("%v, the second request is answered with %d", err, second)
	}
	if !strings.HasPrefix(callback.Redirect(), "http://127.0.0.1:") {
		t.Errorf("it listens on %s", callback.Redirect())
	}
}

func TestCallbackEndsWithTheRun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	callback, err := browser.Listen(ctx, func(string) { stop() })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := callback.Code(ctx, port.Authorization{State: "s"}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := callback.Close(); err != nil {
		t.Error(err)
	}
}

func TestOutOfBandNeedsACode(t *testing.T) {
	o := browser.OutOfBand{Ask: func(page string) (string, error) { return strings.TrimPrefix(page, "page"), nil }}
	if code, err := o.Code(t.Context(), port.Authorization{Page: "page abc "}); err != nil || code.Reveal() != "abc" {
		t.Error(err)
	}
	if _, err := o.Code(t.Context(), port.Authorization{Page: "page"}); err == nil || diag.HintOf(err) == "" {
		t.Error(err)
	}
}
