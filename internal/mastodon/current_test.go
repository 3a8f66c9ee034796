package mastodon_test

import (
	"fmt"
	"slices"
	"testing"

	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// numberedThread is a thread whose posts say their places, as composed ones do.
func numberedThread(digest string, texts ...string) thread.Thread {
	t := constitution(digest, texts...)
	for n := range t.Posts {
		t.Posts[n].Text += fmt.Sprintf("\n\n%d/%d", n+1, len(texts))
	}
	return t
}

func TestPostsThatAreGoneFromAThreadAreCounted(t *testing.T) {
	for name, test := range map[string]struct {
		gone   int // 0 for none
		answer bool
		want   int
	}{
		"a complete thread":                          {0, false, 0},
		"a complete thread with an answer below":     {0, true, 0},
		"the last post":                              {3, false, 1},
		"one in the middle":                          {2, false, 2},
		"the last post, with an answer in its place": {3, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{Empty: true})
			posted := post(t, w, numberedThread("aaaa1111aaaa", "Text.", "Article 1.", "Article 2."))
			w.server.Edit(func(s *sandbox.State) {
				if test.gone > 0 {
					s.Statuses = slices.DeleteFunc(s.Statuses, func(p *sandbox.Status) bool { return fmt.Sprint(p.ID) == posted.IDs[test.gone-1] })
				}
				if last := s.Statuses[len(s.Statuses)-1]; test.answer {
					s.Statuses = append(s.Statuses, &sandbox.Status{
						ID: s.NextID(w.at), Account: last.Account, InReplyTo: last.ID, Text: "Thanks!", Visibility: "unlisted", CreatedAt: w.at,
					})
				}
			})
			current, ok, err := w.reopen(t).Current(t.Context())
			if err != nil || !ok || current.Missing != test.want {
				t.Errorf("%d posts are missing, %t, %v; want %d", current.Missing, ok, err, test.want)
			}
		})
	}
}

func TestAnUnpinnedThreadIsFoundAndPinnedAgain(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	wanted := numberedThread("aaaa1111aaaa", "Text.", "Article 1.", "Article 2.")
	posted := post(t, w, wanted)
	w.server.Edit(func(s *sandbox.State) {
		root, last := s.Statuses[0], s.Statuses[2]
		root.PinOrder = 0
		s.Statuses = append(s.Statuses, &sandbox.Status{
			ID: s.NextID(w.at), Account: last.Account, InReplyTo: last.ID, Text: "Thanks!", Visibility: "unlisted", CreatedAt: w.at,
		})
	})
	instance := w.reopen(t)
	found, err := instance.Unpinned(t.Context())
	must(t, err)
	if _, ok, err := instance.Current(t.Context()); ok || err != nil || found.RootID != posted.RootID || found.Pinned || found.Missing != 0 {
		t.Errorf("found %+v, %t, %v", found, ok, err)
	}
	w.server.ForgetRequests()
	if again := post(t, w, wanted); again.RootID != posted.RootID || !slices.Equal(writesOf(w), []string{"pin"}) {
		t.Errorf("%q for the thread %s, first %s", writesOf(w), again.RootID, posted.RootID)
	}
}
