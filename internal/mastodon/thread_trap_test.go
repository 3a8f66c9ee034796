package mastodon_test

import (
	"slices"
	"strings"
	"testing"

	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestTrap15AnAnswerThatIsLostMakesNoSecondPost(t *testing.T) {
	for _, kind := range []sandbox.Kind{sandbox.StatusBefore, sandbox.ResetAfter} {
		w := newWorld(t, sandbox.Options{Empty: true})
		wanted := constitution("aaaa1111aaaa", "Text.", "Article 1.", "Article 2.")
		w.server.Fail(sandbox.Fault{Method: "POST", Path: posts, Nth: 2, Kind: kind, Status: 503})
		_, _ = w.instance.Post(t.Context(), wanted)
		post(t, w, wanted)
		keys := map[string]bool{}
		for _, r := range w.server.Requests() {
			if r.Method == "POST" && r.Path == posts {
				keys[r.Key] = true
			}
		}
		if got := w.picture().Posts; len(got) != 3 || len(keys) != 3 || keys[""] {
			t.Errorf("fault %v: the server has %q, by the keys %v", kind, got, keys)
		}
	}
}

func TestTrap16WhereTheNewThreadFailsTheOldOneStaysPinned(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	post(t, w, constitution("aaaa1111aaaa", "Old."))
	for _, fault := range []sandbox.Fault{
		{Method: "POST", Path: posts, Nth: 1}, {Method: "POST", Path: posts, Nth: 2}, {Method: "POST", Path: posts + "/*/pin"},
	} {
		fault.Kind, fault.Status = sandbox.StatusBefore, 422
		w.server.Fail(fault)
		if _, err := w.reopen(t).Post(t.Context(), constitution("bbbb2222bbbb", "New.", "Article 1.")); err == nil {
			t.Fatalf("%s %s: no error", fault.Method, fault.Path)
		}
		if got := w.picture().Posts[0]; got != "Old.\n\nbylaw constitution aaaa1111aaaa public to 0 pinned" {
			t.Errorf("%s %s: the old thread is %q", fault.Method, fault.Path, got)
		}
	}
}

func TestTrap17TheThreadIsFoundWithoutAnyFileOfOurs(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	first := post(t, w, constitution("aaaa1111aaaa", "Text."))
	current, ok, err := w.reopen(t).Current(t.Context())
	if err != nil || !ok || current.RootID != first.RootID || current.URL != first.URL {
		t.Errorf("a fresh process found %+v, %t, %v", current, ok, err)
	}
	for range 6 {
		post(t, w, constitution("bbbb2222bbbb", "New."))
		post(t, w, constitution("aaaa1111aaaa", "Text."))
	}
	pinned := slices.DeleteFunc(w.picture().Posts, func(post string) bool { return !strings.HasSuffix(post, " pinned") })
	if len(pinned) != 1 {
		t.Errorf("pinned are %q", pinned)
	}
}

func TestTrap18OnlyTheFirstPostIsPublic(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	post(t, w, constitution("aaaa1111aaaa", "Text.", "Article 1.", "Article 2."))
	w.server.Edit(func(s *sandbox.State) {
		for n, status := range s.Statuses {
			if want := map[bool]string{true: "public", false: "unlisted"}[n == 0]; status.Visibility != want {
				t.Errorf("post %d is %s, want %s", n+1, status.Visibility, want)
			}
		}
	})
}

func TestTrap19TheOldThreadIsEditedAndNotAnswered(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	old := post(t, w, constitution("aaaa1111aaaa", "Old."))
	current := post(t, w, constitution("bbbb2222bbbb", "New."))
	w.server.Edit(func(s *sandbox.State) {
		if len(s.Statuses) != 2 || s.Statuses[0].InReplyTo+s.Statuses[1].InReplyTo != 0 {
			t.Errorf("there are %d posts", len(s.Statuses))
		}
		if !strings.Contains(s.Statuses[0].Text, current.URL) || len(s.Statuses[0].Edits) != 1 {
			t.Errorf("the old post %s says %q", old.RootID, s.Statuses[0].Text)
		}
	})
}
