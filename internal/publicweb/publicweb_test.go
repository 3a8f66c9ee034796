package publicweb

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

func TestPublicAddresses(t *testing.T) {
	for address, want := range map[string]bool{
		"1.1.1.1": true, "93.184.215.14": true, "172.15.0.1": true, "172.32.0.1": true, "100.128.0.1": true, "2606:4700::1111": true, "2a01:4f8::1": true,
		"::ffff:1.1.1.1": true,
		"0.0.0.0":        false, "127.0.0.1": false, "127.9.9.9": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "198.18.0.1": false, "192.0.2.1": false, "203.0.113.7": false, "224.0.0.1": false, "255.255.255.255": false,
		"240.0.0.1": false, "::": false, "::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "fe80::1%eth0": false, "fe80::1": false, "fc00::1": false,
		"fd12:3456::1": false, "fec0::1": false, "ff02::1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "2001::1": false, "2001:db8::1": false,
	} {
		if got := isPublic(netip.AddrPortFrom(netip.MustParseAddr(address), 443)); got != want {
			t.Errorf("%s: public %v, want %v", address, got, want)
		}
	}
}

// site is a server with TLS on loopback, and a client that may reach it and nothing else.
func site(t *testing.T, handler http.HandlerFunc) (*Client, *httptest.Server) {
	t.Helper()
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)
	own := netip.MustParseAddrPort(server.Listener.Addr().String())
	next := overPublic(func(to netip.AddrPort) bool { return to == own })
	next.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	return Open(Options{UserAgent: "bylaw/test", Next: next}), server
}

func TestADocumentIsFetchedWithoutCredentials(t *testing.T) {
	var client *Client
	client, server := site(t, func(w http.ResponseWriter, r *http.Request) {
		for _, name := range []string{"Authorization", "Cookie", "Referer"} {
			if r.Header.Get(name) != "" {
				t.Errorf("%s was sent", name)
			}
		}
		if r.URL.Path == "/old" {
			http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
			return
		}
		_, _ = io.WriteString(w, r.Header.Get("User-Agent"))
	})
	got, err := client.Get(context.Background(), server.URL+"/old")
	if err != nil || string(got.Body) != "bylaw/test" || got.From != server.URL+"/new" {
		t.Errorf("got %q from %s, %v", got.Body, got.From, err)
	}
}

func TestOnlyPublicAddressesAreReached(t *testing.T) {
	real := Open(Options{})
	hidden := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was reached") }))
	t.Cleanup(hidden.Close)
	port := strings.TrimPrefix(hidden.URL, "https://127.0.0.1:")
	for _, address := range []string{hidden.URL, "https://localhost:" + port, "https://[::1]:" + port, "https://[::ffff:127.0.0.1]:" + port} {
		_, err := real.Get(context.Background(), address)
		if !errors.Is(err, ErrNotPublic) {
			t.Errorf("%s: %v", address, err)
		}
	}
	client, server := site(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, hidden.URL, http.StatusFound) })
	if _, err := client.Get(context.Background(), server.URL); !errors.Is(err, ErrNotPublic) {
		t.Errorf("a redirect: %v", err)
	}
}

func TestWhatIsNotFetched(t *testing.T) {
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write(make([]byte, most+1))
	_ = w.Close()
	client, server := site(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/http":
			http.Redirect(w, r, "http://lists.example/", http.StatusFound)
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped.Bytes())
		case "/cut":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "#domain")
		case "/none":
			w.WriteHeader(http.StatusNoContent)
		default:
			http.NotFound(w, r)
		}
	})
	for path, want := range map[string]string{
		"/loop": "more than 5 redirects", "/http": "it redirects to http://lists.example/, which is not https", "/bomb": "the answer is larger than 8 MiB",
		"/cut": "read the answer: unexpected EOF", "/none": "GET /none: 204 No Content", "/gone": "GET /gone: 404 Not Found",
	} {
		if _, err := client.Get(context.Background(), server.URL+path); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	if _, err := client.Get(context.Background(), server.URL+"/gone"); err != nil {
		if status, ok := errors.AsType[*httpapi.StatusError](err); !ok || status.Status != http.StatusNotFound {
			t.Errorf("%v is no status", err)
		}
	}
	address, _ := url.Parse(server.URL)
	address.User = url.UserPassword("ada", "secret")
	for _, text := range []string{"http://lists.example/", address.String(), "file:///etc/passwd", "https://"} {
		if _, err := client.Get(context.Background(), text); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
