package mastodon_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/ballot"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
)

func TestAPostIsReadByItsFirstVersion(t *testing.T) {
	const post = `{"id": "7", "created_at": "2026-03-01T12:00:00.123Z", "visibility": "direct", "content": "<p>now</p>", "spoiler_text": "w",
		"account": {"id": "14", "acct": "Dana"}, "mentions": [{"id": "900"}], "edited_at": EDITED}`
	at := time.Date(2026, 3, 1, 12, 0, 0, 123e6, time.UTC)
	for name, test := range map[string]struct {
		edited, history string
		status          int
		want            *ballot.Version
		err             string
	}{
		"never edited":       {"null", "", 0, &ballot.Version{HTML: "<p>now</p>", Warning: "w"}, ""},
		"edited":             {`"2026-03-02T12:00:00.000Z"`, `[{"content": "<p>yes</p>", "spoiler_text": ""}, {"content": "<p>now</p>"}]`, 200, &ballot.Version{HTML: "<p>yes</p>"}, ""},
		"without a history":  {`"2026-03-02T12:00:00.000Z"`, `{"error": "Record not found"}`, 404, nil, ""},
		"an empty history":   {`"2026-03-02T12:00:00.000Z"`, `[]`, 200, nil, ""},
		"the server is down": {`"2026-03-02T12:00:00.000Z"`, `{"error": "down"}`, 500, nil, "500"},
	} {
		t.Run(name, func(t *testing.T) {
			_, instance := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				if !strings.HasSuffix(r.URL.Path, "/history") {
					_, _ = w.Write([]byte(strings.Replace(post, "EDITED", test.edited, 1)))
					return
				}
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.history))
			})
			got, err := instance.Status(t.Context(), "7")
			if test.err != "" {
				wantMessage(t, err, test.err)
				return
			}
			must(t, err)
			want := ballot.Status{
				ID: "7", Account: ballot.Account{ID: "14", Handle: "@dana@127.0.0.1"}, CreatedAt: at, First: test.want, Visibility: "direct", Mentions: []string{"900"},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPostThatTheServerDoesNotShowIsNotFound(t *testing.T) {
	_, instance := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/8") {
			_, _ = w.Write([]byte(`{"id": "9", "created_at": "2026-03-01T12:00:00.000Z", "account": {"id": "1"}}`))
			return
		}
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"error": "Record not found"}`))
	})
	if _, err := instance.Status(t.Context(), "7"); !errors.Is(err, facts.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	_, err := instance.Status(t.Context(), "8")
	wantMessage(t, err, "another post")
}

func TestALocalAccountIsLookedUpByItsName(t *testing.T) {
	_, instance := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/accounts/lookup" && r.URL.Query().Get("acct") == "dana" {
			_, _ = w.Write([]byte(`{"id": "14", "acct": "dana"}`))
			return
		}
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"error": "Record not found"}`))
	})
	got, err := instance.LocalAccount(t.Context(), "dana")
	must(t, err)
	if diff := cmp.Diff(ballot.Account{ID: "14", Handle: "@dana@127.0.0.1"}, got); diff != "" {
		t.Error(diff)
	}
	_, err = instance.LocalAccount(t.Context(), "dora")
	if _, absent := errors.AsType[*mastodon.AbsentError](err); !absent {
		t.Errorf("got %v", err)
	}
}
