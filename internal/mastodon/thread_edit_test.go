package mastodon_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// edition is a thread in mode edit, with the numbers that posts of a thread have.
func edition(digest string, texts ...string) thread.Thread {
	t := constitution(digest, texts...)
	t.Mode = "edit"
	for n := range t.Posts {
		if len(t.Posts) > 1 {
			t.Posts[n].Text += fmt.Sprintf("\n\n%d/%d", n+1, len(t.Posts))
		}
	}
	return t
}

// shownPosts is what the server shows of a thread, a text a post.
func (w *world) shownPosts() []string {
	var seen []string
	w.server.Edit(func(s *sandbox.State) {
		for _, status := range s.Statuses {
			seen = append(seen, strings.ReplaceAll(status.Text, "\n\n", " | ")+" "+pinnedWord(status))
		}
	})
	return seen
}

func TestAnAmendedArticleInTheMiddleEditsItsPostAndTheFirst(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	first := post(t, w, edition("aaaa1111aaaa", "Head.", "Article 1.", "Article 2.", "Article 3."))
	w.server.ForgetRequests()
	second := post(t, w, edition("bbbb2222bbbb", "Head.", "Article 1.", "Article 2, amended.", "Article 3."))
	if diff := cmp.Diff([]string{"edit", "edit"}, writesOf(w)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff(first.IDs, second.IDs); diff != "" || first.URL != second.URL || second.Digest != "bbbb2222bbbb" {
		t.Errorf("the thread is another: %+v\n%s", second, diff)
	}
	want := []string{
		"Head. | bylaw constitution bbbb2222bbbb | 1/4 pinned", "Article 1. | 2/4 loose", "Article 2, amended. | 3/4 loose", "Article 3. | 4/4 loose",
	}
	if diff := cmp.Diff(want, w.shownPosts()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAThreadInPlaceGrowsAndShrinksAndKeepsItsPin(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	texts := []string{"Head.", "Article 1.", "Article 2.", "Article 3."}
	root := post(t, w, edition("000000000000", texts[:2]...)).RootID
	for n, length := range []int{4, 1, 3, 3} {
		posted := post(t, w, edition(fmt.Sprintf("%012d", n+1), texts[:length]...))
		if posted.RootID != root || len(posted.IDs) != length || len(w.shownPosts()) != length || !strings.HasSuffix(w.shownPosts()[0], " pinned") {
			t.Errorf("after version %d: %+v, %q", n+1, posted, w.shownPosts())
		}
	}
}

func TestASecondRunInPlaceWritesNothing(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	wanted := edition("aaaa1111aaaa", "Head.", "Article 1.")
	post(t, w, wanted)
	wanted.Posts[0].Text = "Another head.\n" + wanted.Posts[0].Text[strings.Index(wanted.Posts[0].Text, "bylaw"):]
	w.server.ForgetRequests()
	post(t, w, wanted)
	if writes := writesOf(w); len(writes) > 0 {
		t.Errorf("a second run sent %q", writes)
	}
}

func TestWhatPeopleWriteWithTheBotsAccountStays(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	posted := post(t, w, edition("aaaa1111aaaa", "Head.", "Article 1.", "Article 2."))
	w.server.Edit(func(s *sandbox.State) {
		for _, parent := range []int{0, 2} {
			s.Statuses = append(s.Statuses, &sandbox.Status{
				ID: s.NextID(w.at), Account: s.Statuses[0].Account, InReplyTo: s.Statuses[parent].ID, Text: "Ada here: ask me.", Visibility: "public", CreatedAt: w.at,
			})
		}
	})
	for n, length := range []int{4, 2, 1} {
		texts := []string{"Head.", "Article 1.", "Article 2.", "Article 3."}[:length]
		if got := post(t, w, edition(fmt.Sprintf("%012d", n), texts...)); got.RootID != posted.RootID || len(got.IDs) != length {
			t.Errorf("%d posts: %+v", length, got)
		}
	}
	left := slices.DeleteFunc(w.shownPosts(), func(text string) bool { return text != "Ada here: ask me. loose" })
	if len(left) != 2 {
		t.Errorf("the server has %q", w.shownPosts())
	}
}

func TestAnEditThatIsCutShortIsSeenAndFinished(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	post(t, w, edition("aaaa1111aaaa", "Head.", "Article 1.", "Article 2."))
	wanted := edition("bbbb2222bbbb", "Head.", "Article one.", "Article two.", "Article three.")
	for nth := 1; nth <= 3; nth++ {
		w.server.Fail(sandbox.Fault{Method: "PUT", Path: posts + "/*", Nth: 1, Kind: sandbox.StatusBefore, Status: 422})
		if _, err := w.reopen(t).Post(t.Context(), wanted); err == nil {
			t.Fatal("it was not cut short")
		}
		current, ok, err := w.instance.Current(t.Context())
		if err != nil || !ok || current.Digest != "aaaa1111aaaa" {
			t.Errorf("the first post says %q, %t, %v before all is done", current.Digest, ok, err)
		}
	}
	if posted := post(t, w, wanted); posted.Digest != "bbbb2222bbbb" || len(posted.IDs) != 4 || len(w.shownPosts()) != 4 {
		t.Errorf("posted = %+v, the server has %q", posted, w.shownPosts())
	}
}

func TestAThreadThatWasDeletedByHandIsPostedAgainInPlaceToo(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	wanted := edition("aaaa1111aaaa", "Head.", "Article 1.")
	first := post(t, w, wanted)
	w.server.Edit(func(s *sandbox.State) { s.Statuses = s.Statuses[:len(s.Statuses)-2] })
	if second := post(t, w, wanted); second.RootID == first.RootID || len(second.IDs) != 2 || !second.Pinned {
		t.Errorf("first %+v, second %+v", first, second)
	}
}

func TestEveryPostHasTheWarningAndTheQuotePolicy(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	wanted := edition("aaaa1111aaaa", "Head.", "Article 1.")
	wanted.Warning, wanted.Quotes, wanted.Language = "Our constitution", "nobody", "de"
	post(t, w, wanted)
	amended := edition("bbbb2222bbbb", "Head.", "Article one.", "Article two.")
	amended.Warning, amended.Quotes, amended.Language = wanted.Warning, wanted.Quotes, wanted.Language
	post(t, w, amended)
	w.server.Edit(func(s *sandbox.State) {
		for _, status := range s.Statuses {
			if status.SpoilerText != "Our constitution" || status.QuotePolicy != "nobody" || status.Language != "de" {
				t.Errorf("%+v", status)
			}
		}
	})
}
