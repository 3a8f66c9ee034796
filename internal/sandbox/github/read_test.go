package github_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func TestPagesLinkToEachOther(t *testing.T) {
	w := newWorld(t)
	n := w.propose("proposal")
	for range 65 {
		_, err := w.Review("grace", n, github.Ballot{Event: "COMMENT", Body: "x"})
		w.must(err)
	}
	path := repo + "/pulls/1/reviews"
	for query, want := range map[string]struct {
		items int
		rels  string
	}{
		"":                     {30, "next last"},
		"?page=2":              {30, "prev first next last"},
		"?page=3":              {5, "prev first"},
		"?page=9":              {0, "prev first"},
		"?per_page=100":        {65, ""},
		"?per_page=500":        {65, ""},
		"?per_page=64&page=1":  {64, "next last"},
		"?per_page=-1&page=-1": {30, "next last"},
	} {
		got := w.ask("ada", "GET", path+query, "")
		var rels []string
		for link := range strings.SplitSeq(got.header.Get("Link"), ", ") {
			if _, rel, ok := strings.Cut(link, `rel="`); ok {
				rels = append(rels, strings.TrimSuffix(rel, `"`))
			}
		}
		if len(got.list()) != want.items || strings.Join(rels, " ") != want.rels {
			t.Errorf("%q: got %d items and links %q, want %d and %q", query, len(got.list()), rels, want.items, want.rels)
		}
	}
}

func TestADismissalOverTheAPIIsToldWithItsMessage(t *testing.T) {
	w := newWorld(t)
	n := w.propose("proposal")
	id, err := w.Review("grace", n, github.Ballot{Event: "APPROVE"})
	w.must(err)
	path := fmt.Sprintf("%s/pulls/1/reviews/%d/dismissals", repo, id)
	if got := w.ask("ada", "PUT", path, `{}`); got.status != 422 {
		t.Errorf("without a message: got %d", got.status)
	}
	if got := w.ask("ada", "PUT", path, `{"message":"too early"}`); got.field("state") != "DISMISSED" {
		t.Errorf("got %v", got.body)
	}
	if got := w.ask("ada", "PUT", path, `{"message":"again"}`); got.status != 422 {
		t.Errorf("a second time: got %d", got.status)
	}
	events := fmt.Sprint(w.ask("ada", "GET", repo+"/issues/1/events", "").body)
	if !strings.Contains(events, "too early") || !strings.Contains(events, "state:approved") {
		t.Errorf("events are %s", events)
	}
	w.must(w.Vanish(n, id))
	if got := w.ask("ada", "GET", repo+"/pulls/1/reviews", "").list(); len(got) != 0 {
		t.Errorf("a review that vanished is listed: %v", got)
	}
}
