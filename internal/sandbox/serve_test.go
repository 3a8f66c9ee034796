package sandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox"
)

// A page of another site can let a browser send requests to this machine, by a name of its own that leads here. Their Host
// or their Origin says so.
func TestServeRefusesRequestsForOtherHosts(t *testing.T) {
	served := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	url, stop, err := sandbox.Serve(t.Context(), sandbox.Address, served)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	_, port, _ := strings.Cut(strings.TrimPrefix(url, "http://"), ":")
	for _, test := range []struct {
		host, origin string
		status       int
	}{
		{"127.0.0.1:" + port, "", http.StatusTeapot},
		{"localhost:" + port, "", http.StatusTeapot},
		{"LOCALHOST:" + port, "http://localhost:" + port, http.StatusTeapot},
		{"[::1]:" + port, "", http.StatusTeapot},
		{"127.0.0.1:" + port, "http://127.0.0.1:" + port, http.StatusTeapot},
		{"evil.example", "", http.StatusMisdirectedRequest},
		{"evil.example:" + port, "", http.StatusMisdirectedRequest},
		{"127.0.0.1.evil.example:" + port, "", http.StatusMisdirectedRequest},
		{"127.0.0.1", "", http.StatusMisdirectedRequest},
		{"127.0.0.1:1", "", http.StatusMisdirectedRequest},
		{"127.0.0.1:" + port, "http://evil.example", http.StatusForbidden},
		{"127.0.0.1:" + port, "null", http.StatusForbidden},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = test.host
		if test.origin != "" {
			request.Header.Set("Origin", test.origin)
		}
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != test.status {
			t.Errorf("host %q, origin %q: status %d, want %d", test.host, test.origin, response.StatusCode, test.status)
		}
	}
}

func TestServeListensOnThisMachineAlone(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", "192.0.2.1:80", "example.org:80", ":8080", "8080"} {
		if _, _, err := sandbox.Serve(t.Context(), address, http.NotFoundHandler()); err == nil {
			t.Errorf("it listens on %q", address)
		}
	}
}
