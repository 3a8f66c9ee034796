package mastodon_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// linkless is a proxy that drops the Link header, before a server whose largest page is shorter than what is asked for.
type linkless struct {
	next http.RoundTripper
	most int
}

func (l linkless) RoundTrip(r *http.Request) (*http.Response, error) {
	query := r.URL.Query()
	if limit, err := strconv.Atoi(query.Get("limit")); err == nil && limit > l.most {
		r = r.Clone(r.Context())
		query.Set("limit", strconv.Itoa(l.most))
		r.URL.RawQuery = query.Encode()
	}
	response, err := l.next.RoundTrip(r)
	if err == nil {
		response.Header.Del("Link")
	}
	return response, err
}

func (w *world) linkless(t *testing.T, most int) *mastodon.Instance {
	t.Helper()
	instance, err := mastodon.Open(mastodon.Options{
		URL: "https://social.example", Token: secret.New(sandbox.BotToken), Next: linkless{w.server.Transport(), most}, Now: w.now,
	})
	must(t, err)
	return instance
}

func TestAListWithoutLinksIsReadToItsEnd(t *testing.T) {
	for blocks, requests := range map[int]int{0: 1, 1: 2, 99: 2, 100: 2, 101: 3, 250: 4} {
		w := newWorld(t, sandbox.Options{})
		fill(w.server, blocks)
		instance := w.linkless(t, 100)
		items, err := instance.Read(t.Context(), "domain_blocks", nil)
		if err != nil || len(items) != blocks || len(w.server.Requests()) != requests {
			t.Errorf("%d blocks: %d items in %d requests, want %d (%v)", blocks, len(items), len(w.server.Requests()), requests, err)
		}
	}
}

func TestAServerThatIgnoresMaxIDGivesAWholeListOnce(t *testing.T) {
	requests := 0
	_, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		requests++
		fmt.Fprint(w, `[{"id":"01HZ8","domain":"b.example","severity":"noop"},{"id":"01HZ7","domain":"a.example","severity":"noop"}]`)
	})
	items, err := instance.Read(t.Context(), "domain_blocks", nil)
	if err != nil || len(items) != 2 || requests != 2 {
		t.Errorf("%d items in %d requests, %v", len(items), requests, err)
	}
}

func TestAThreadBehindManyPostsIsFoundWithoutLinks(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	wanted := constitution("aaaa1111aaaa", "Text.", "Article 1.")
	first := post(t, w, wanted)
	w.server.Edit(func(s *sandbox.State) {
		s.Statuses[0].PinOrder = 0
		for range 90 {
			s.Statuses = append(s.Statuses, &sandbox.Status{ID: s.NextID(w.at), Account: s.Statuses[0].Account, Text: "A notice.", Visibility: "public", CreatedAt: w.at})
		}
	})
	found, err := w.linkless(t, 20).Unpinned(t.Context())
	if err != nil || found.RootID != first.RootID {
		t.Errorf("found %+v, %v", found, err)
	}
}
