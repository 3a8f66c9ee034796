package mastodon_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// anchored is a thread whose first post names a head of the ledger.
func anchored(digest, head string) thread.Thread {
	t := constitution(digest, "Text.", "Article 1.")
	t.Posts[0].Text = strings.Replace(t.Posts[0].Text, "bylaw const", "bylaw ledger "+head[:32]+"\nbylaw const", 1)
	return t
}

func TestTheHeadInTheFirstPostIsBroughtUpToDateByOneEdit(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	old, head := strings.Repeat("ab", 32), strings.Repeat("cd", 32)
	wanted := anchored("aaaa1111aaaa", old)
	wanted.Warning = "Our constitution"
	posted := post(t, w, wanted)
	w.server.ForgetRequests()
	for range 2 {
		must(t, w.instance.SetLedgerHead(t.Context(), head))
	}
	if diff := cmp.Diff([]string{"edit"}, writesOf(w)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	found, err := w.reopen(t).Anchors(t.Context())
	want := []ledger.Anchor{{Head: head[:32], Place: "the first post of the pinned constitution, " + posted.URL, Binding: true}}
	if diff := cmp.Diff(want, found); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	w.server.Edit(func(s *sandbox.State) {
		if s.Statuses[0].SpoilerText != "Our constitution" || s.Statuses[0].Language != "en" {
			t.Errorf("the edit left %+v", s.Statuses[0])
		}
	})
	w.server.ForgetRequests()
	post(t, w, wanted)
	if writes := writesOf(w); len(writes) > 0 {
		t.Errorf("a head that has moved on makes the next publication send %q", writes)
	}
}

func TestWithoutAThreadThereIsNoAnchorAndNoHeadToSet(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	pinOthers(t, w, 1)
	w.server.ForgetRequests()
	must(t, w.instance.SetLedgerHead(t.Context(), strings.Repeat("cd", 32)))
	if found, err := w.instance.Anchors(t.Context()); err != nil || len(found)+len(writesOf(w)) > 0 {
		t.Errorf("%+v, %v, writes %q", found, err, writesOf(w))
	}
}

func TestANoticeIsPostedOnceAlsoAfterTheKeyIsForgotten(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	notice := thread.Notice{Text: "A vote is open: proposal #1\nIt closes soon\nhttps://forge.example/pull/1", Visibility: "public", Key: "k"}
	w.server.Fail(sandbox.Fault{Method: "POST", Path: posts, Kind: sandbox.ResetAfter})
	first, err := w.instance.PostNotice(t.Context(), notice)
	must(t, err)
	must(t, w.sleep(t.Context(), 48*3_600_000_000_000))
	notice.Text = strings.Replace(notice.Text, "soon", "later", 1)
	second, err := w.reopen(t).PostNotice(t.Context(), notice)
	must(t, err)
	if diff := cmp.Diff(first, second); diff != "" || len(w.picture().Posts) != 1 || first.URL == "" {
		t.Errorf("the server has %q\n%s", w.picture().Posts, diff)
	}
	notice.Text, notice.Key = strings.ReplaceAll(notice.Text, "1", "2"), "l"
	_, err = w.instance.PostNotice(t.Context(), notice)
	must(t, err)
	w.server.Fail(sandbox.Fault{Method: "POST", Path: posts, Kind: sandbox.Vanish})
	notice.Text, notice.Key = strings.ReplaceAll(notice.Text, "2", "3"), "m"
	_, err = w.instance.PostNotice(t.Context(), notice)
	wantMessage(t, err, "accepted the post and did not keep it")
	if got := len(w.picture().Posts); got != 2 {
		t.Errorf("%d posts", got)
	}
}

func TestAThreadThatWasBegunForAnotherTextIsMarkedAndNotDeleted(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	w.server.Fail(sandbox.Fault{Method: "POST", Path: posts, Nth: 3, Kind: sandbox.StatusBefore, Status: 422})
	_, err := w.instance.Post(t.Context(), constitution("aaaa1111aaaa", "Begun.", "Article 1.", "Article 2."))
	wantMessage(t, err, "post 3 of 3")
	current := post(t, w, constitution("bbbb2222bbbb", "Text."))
	w.server.Edit(func(s *sandbox.State) {
		if len(s.Statuses) != 3 || !strings.HasSuffix(s.Statuses[0].Text, "bylaw constitution aaaa1111aaaa superseded") ||
			!strings.Contains(s.Statuses[0].Text, current.URL) || s.Statuses[1].Text != "Article 1." {
			t.Errorf("the first post says %q", s.Statuses[0].Text)
		}
	})
}
