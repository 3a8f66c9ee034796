package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox"
)

func noon() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }

func TestAClockGoesForwardOnly(t *testing.T) {
	for _, test := range []struct{ steps, want, wrong string }{
		{"", "2026-11-01T12:00:00Z", ""},
		{"3d", "2026-11-04T12:00:00Z", ""},
		{"+3d +36h 30m", "2026-11-06T00:30:00Z", ""},
		{"2026-12-01T00:00:00Z +1d", "2026-12-02T00:00:00Z", ""},
		{"2026-12-01T00:00:00Z 2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z", "forward only"},
		{"-1h", "2026-11-01T12:00:00Z", "does not move a clock"},
		{"-1d", "2026-11-01T12:00:00Z", "does not move a clock"},
		{"tomorrow", "2026-11-01T12:00:00Z", "such as 2026-11-04T12:00:00Z"},
		{"99999999d", "2026-11-01T12:00:00Z", "years ahead at most"},
		{"9999-01-01T00:00:00Z", "2026-11-01T12:00:00Z", "years ahead at most"},
	} {
		path := filepath.Join(t.TempDir(), "sandbox", "clock")
		clock := sandbox.NewClock(path, noon)
		var err error
		for _, step := range strings.Fields(test.steps) {
			err = clock.Forward(step)
		}
		if (err == nil) != (test.wrong == "") || err != nil && !strings.Contains(err.Error(), test.wrong) {
			t.Errorf("%q: %v, want %q", test.steps, err, test.wrong)
		}
		// Another program reads the same file.
		if got := sandbox.NewClock(path, noon).Now().Format(time.RFC3339); got != test.want {
			t.Errorf("%q: %s, want %s", test.steps, got, test.want)
		}
	}
}

func TestADamagedClockSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clock")
	if err := os.WriteFile(path, []byte("soon\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	clock := sandbox.NewClock(path, noon)
	if _, err := clock.Ahead(); err == nil || clock.Forward("1h") == nil || !clock.Now().Equal(noon()) {
		t.Errorf("%v, %s", err, clock.Now())
	}
}

func TestAClockIsMovedFromAPage(t *testing.T) {
	clock := sandbox.NewClock(filepath.Join(t.TempDir(), "clock"), noon)
	handler := clock.Handle(http.NotFoundHandler())
	ask := func(method, path, form string) *httptest.ResponseRecorder {
		request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		return answer
	}
	if got := ask("POST", sandbox.ClockPath, url.Values{"forward": {"+1d"}}.Encode()); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/" {
		t.Errorf("%d, %v", got.Code, got.Header())
	}
	if got := ask("POST", sandbox.ClockPath, "forward=back"); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("a wrong step: %d", got.Code)
	}
	if got := ask("GET", sandbox.ClockPath, ""); got.Body.String() != "2026-11-02T12:00:00Z\n" {
		t.Errorf("the clock says %q", got.Body)
	}
	if got := ask("GET", "/other", ""); got.Code != http.StatusNotFound {
		t.Errorf("another path: %d", got.Code)
	}
}
