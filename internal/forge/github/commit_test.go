package github_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
)

func TestCommitHash(t *testing.T) {
	hash := strings.Repeat("0a", 20)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		switch request.URL.Path {
		case "/repos/bylaw-dev/bylaw/commits/v1.2.0":
			fmt.Fprintf(w, `{"sha":%q}`, hash)
		case "/repos/bylaw-dev/bylaw/commits/v9.9.9":
			fmt.Fprint(w, `{}`)
		default:
			http.Error(w, `{"message":"No commit found for SHA: v3"}`, http.StatusNotFound)
		}
	}))
	defer server.Close()
	client, err := github.Open(forge.Options{API: server.URL, Repository: "bylaw-dev/bylaw"})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := client.CommitHash(t.Context(), "v1.2.0"); err != nil || got != hash {
		t.Errorf("got %q, %v", got, err)
	}
	for ref, want := range map[string]error{"v3": forge.ErrNotFound, "v9.9.9": forge.ErrNoAnswer} {
		if got, err := client.CommitHash(t.Context(), ref); !errors.Is(err, want) {
			t.Errorf("%s: got %q, %v, want %v", ref, got, err, want)
		}
	}
}
