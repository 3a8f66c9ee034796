package github

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/forge"
)

// FuzzNext states that no Link header, whatever the server sends, leads to another host.
func FuzzNext(f *testing.F) {
	f.Add(`<https://api.example/repos/a/b?page=2>; rel="next", <https://api.example/x>; rel="last"`)
	f.Add(`<https://other.example/x>; rel="next"`)
	f.Add(`<//other.example/x>; rel=next`)
	f.Add(`<?after=abc>; rel="next"`)
	f.Add(`<https://api.example@other.example/>; rel="next"`)
	f.Fuzz(func(t *testing.T, header string) {
		client, err := Open(forge.Options{API: "https://api.example", Repository: "a/b"})
		if err != nil {
			t.Fatal(err)
		}
		next, err := client.next(http.Header{"Link": {header}})
		if err != nil || next == "" {
			return
		}
		if link, err := url.Parse(next); err != nil || link.Host != "api.example" || link.Scheme != "https" {
			t.Errorf("%q leads to %q", header, next)
		}
	})
}

func TestNextFindsTheLinkAmongOthers(t *testing.T) {
	client, err := Open(forge.Options{API: "https://api.example/api/v3", Repository: "a/b"})
	if err != nil {
		t.Fatal(err)
	}
	for header, want := range map[string]string{
		"": "",
		`<https://api.example/x?page=1>; rel="prev"`:                                             "",
		`<https://api.example/x?page=1>; rel="prev", <https://api.example/x?page=3>; rel="next"`: "https://api.example/x?page=3",
		`<https://api.example/x?after=Y3Vyc29y>; rel="next"`:                                     "https://api.example/x?after=Y3Vyc29y",
	} {
		if got, err := client.next(http.Header{"Link": strings.Split(header, "\n")}); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", header, got, err, want)
		}
	}
}
