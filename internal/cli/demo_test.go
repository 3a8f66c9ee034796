package cli

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestServedFilesOfTheSite(t *testing.T) {
	handler := served(map[string][]byte{"index.html": []byte("<p>first"), "style.css": []byte("a {}")})
	for path, want := range map[string]struct {
		status     int
		kind, body string
	}{
		"/":          {http.StatusOK, "text/html; charset=utf-8", "<p>first"},
		"/style.css": {http.StatusOK, "text/css; charset=utf-8", "a {}"},
		"/../secret": {http.StatusNotFound, "text/plain; charset=utf-8", "404 page not found\n"},
	} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+path, nil))
		if answer.Code != want.status || answer.Header().Get("Content-Type") != want.kind || answer.Body.String() != want.body {
			t.Errorf("%s: %d %s %q", path, answer.Code, answer.Header().Get("Content-Type"), answer.Body)
		}
	}
}
