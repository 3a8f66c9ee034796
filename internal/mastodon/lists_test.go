package mastodon_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/moderation"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestAListIsReadToItsLimitAndNotBeyond(t *testing.T) {
	for most, want := range map[int]struct {
		entries, requests int
		more              bool
	}{
		1: {1, 1, true}, 200: {200, 1, true}, 201: {201, 2, true}, 450: {450, 3, false}, 10_000: {450, 3, false},
	} {
		w := newWorld(t, sandbox.Options{Empty: true})
		w.server.Edit(func(s *sandbox.State) {
			for n := range 450 {
				s.Accounts = append(s.Accounts, &sandbox.Account{ID: s.NextID(w.at), Username: fmt.Sprintf("p%d", n), Domain: "spam.example"})
			}
		})
		list, err := w.instance.Accounts(t.Context(), moderation.AccountFilter{Domain: "spam.example"}, most)
		requests := len(w.server.Requests()) - 1 // what the server is
		if err != nil || len(list.Entries) != want.entries || list.More != want.more || requests != want.requests {
			t.Errorf("at most %d: %d entries in %d requests, more: %t, %v", most, len(list.Entries), requests, list.More, err)
		}
	}
}

// Mastodon leaves role_ids[] out of the link to the next page: without it the next page would hold other people.
func TestAFilterThatLinksLoseHoldsOnEveryPage(t *testing.T) {
	var asked [][]string
	_, instance := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v2/admin/accounts" {
			fmt.Fprint(w, `{"domain":"social.example","version":"4.6.5","configuration":{"statuses":{"max_characters":500}}}`)
			return
		}
		asked = append(asked, r.URL.Query()["role_ids[]"])
		if r.URL.Query().Get("max_id") == "" {
			w.Header().Set("Link", `<https://social.example/api/v2/admin/accounts?max_id=7&limit=200>; rel="next"`)
		} else {
			w.Header().Set("Link", `<https://social.example/api/v2/admin/accounts?min_id=6&limit=200>; rel="prev"`)
		}
		fmt.Fprint(w, `[{"id":"7","username":"ada"}]`)
	})
	list, err := instance.Accounts(t.Context(), moderation.AccountFilter{Roles: []string{"1", "2"}}, 300)
	if err != nil || len(list.Entries) != 2 || len(asked) != 2 || !slices.Equal(asked[0], asked[1]) {
		t.Errorf("%d entries, asked for %v, %v", len(list.Entries), asked, err)
	}
}
