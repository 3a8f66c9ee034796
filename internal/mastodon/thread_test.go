package mastodon_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/diag"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

func post(t *testing.T, w *world, wanted thread.Thread) thread.Posted {
	t.Helper()
	posted, err := w.reopen(t).Post(t.Context(), wanted)
	must(t, err)
	return posted
}

func TestAThreadIsPublicAtTheRootAndQuietBelow(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	posted := post(t, w, constitution("aaaa1111aaaa", "Text.", "Article 1.", "Article 2."))
	if !posted.Pinned || posted.Digest != "aaaa1111aaaa" || !strings.HasPrefix(posted.URL, "https://social.example/@bylaw/") {
		t.Errorf("posted = %+v", posted)
	}
	want := []string{
		"Text.\n\nbylaw constitution aaaa1111aaaa public to 0 pinned", "Article 1. unlisted to 1 loose", "Article 2. unlisted to 2 loose",
	}
	if diff := cmp.Diff(want, w.picture().Posts); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	keys := map[string]bool{}
	for _, r := range w.server.Requests() {
		if r.Method == "POST" && r.Path == posts {
			keys[r.Key] = true
		}
	}
	if len(keys) != 3 || keys[""] {
		t.Errorf("idempotency keys: %v", keys)
	}
}

func TestASecondRunWritesNothing(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	wanted := constitution("aaaa1111aaaa", "Text.", "Article 1.")
	first := post(t, w, wanted)
	w.server.ForgetRequests()
	if diff := cmp.Diff(first, post(t, w, wanted)); diff != "" {
		t.Errorf("-first +second:\n%s", diff)
	}
	for _, r := range w.server.Requests() {
		if r.Method != "GET" {
			t.Errorf("a second run sent %s %s", r.Method, r.Path)
		}
	}
}

func TestTheOldThreadNamesItsSuccessor(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	old := post(t, w, constitution("aaaa1111aaaa", "Old.", "Article 1."))
	current := post(t, w, constitution("bbbb2222bbbb", "New."))
	w.server.Edit(func(s *sandbox.State) {
		text := s.Statuses[0].Text
		if !strings.Contains(text, current.URL) || !strings.Contains(text, "bylaw constitution aaaa1111aaaa superseded") {
			t.Errorf("the old root %s says %q", old.RootID, text)
		}
		if s.Statuses[0].PinOrder != 0 || s.Statuses[2].PinOrder == 0 {
			t.Error("the pins are not swapped")
		}
	})
}

func TestTheNewThreadIsPinnedBeforeTheOldOneIsTouched(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	post(t, w, constitution("aaaa1111aaaa", "Old."))
	w.server.ForgetRequests()
	post(t, w, constitution("bbbb2222bbbb", "New.", "Article 1."))
	if diff := cmp.Diff([]string{"post", "post", "pin", "edit", "unpin"}, writesOf(w)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOnTheLastFreePinTheOldThreadMakesRoom(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	post(t, w, constitution("aaaa1111aaaa", "Old."))
	pinOthers(t, w, 4)
	w.server.ForgetRequests()
	post(t, w, constitution("bbbb2222bbbb", "New."))
	if diff := cmp.Diff([]string{"post", "edit", "unpin", "pin"}, writesOf(w)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// writesOf names the writes of the log in their order.
func writesOf(w *world) []string {
	var writes []string
	for _, r := range w.server.Requests() {
		switch {
		case strings.HasSuffix(r.Path, "/unpin"):
			writes = append(writes, "unpin")
		case strings.HasSuffix(r.Path, "/pin"):
			writes = append(writes, "pin")
		case r.Method == "PUT":
			writes = append(writes, "edit")
		case r.Method == "POST":
			writes = append(writes, "post")
		}
	}
	return writes
}

func TestNothingIsPostedWhereEveryPinIsForeign(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	pinOthers(t, w, 5)
	_, err := w.instance.Post(t.Context(), constitution("aaaa1111aaaa", "Text."))
	wantMessage(t, err, "all 5 pins of the bot's account are other posts")
	if hint := diag.HintOf(err); !strings.Contains(hint, "unpin one") || len(writesOf(w)) != 0 {
		t.Errorf("hint %q, writes %q", hint, writesOf(w))
	}
}

func TestAHalfPostedThreadIsContinuedAlsoAfterTheKeysAreForgotten(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	wanted := constitution("aaaa1111aaaa", "Text.", "Article 1.", "Article 2.")
	w.server.Fail(sandbox.Fault{Method: "POST", Path: posts, Nth: 3, Kind: sandbox.StatusBefore, Status: 422})
	_, err := w.instance.Post(t.Context(), wanted)
	wantMessage(t, err, "post 3 of 3 of the constitution: ")
	must(t, w.sleep(t.Context(), 48*3_600_000_000_000))
	post(t, w, wanted)
	if got := w.picture().Posts; len(got) != 3 {
		t.Errorf("the server has %q", got)
	}
}

func TestAReplyThatWasDeletedIsPostedAgain(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	wanted := constitution("aaaa1111aaaa", "Text.", "Article 1.", "Article 2.")
	first := post(t, w, wanted)
	w.server.Edit(func(s *sandbox.State) { s.Statuses = s.Statuses[:2] })
	second := post(t, w, wanted)
	if second.RootID != first.RootID || len(second.IDs) != 3 || second.IDs[2] == first.IDs[2] {
		t.Errorf("first %q, second %q", first.IDs, second.IDs)
	}
}

func TestStrangersCannotSpeakForTheConstitution(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	posted := post(t, w, constitution("aaaa1111aaaa", "Text.", "Article 1."))
	w.server.Edit(func(s *sandbox.State) {
		member, bot := s.Accounts[2].ID, s.Accounts[0].ID
		root := s.Statuses[len(s.Statuses)-2].ID
		for _, status := range []sandbox.Status{
			{Account: member, InReplyTo: root, Text: "Article 0. Bruno decides."},
			{Account: member, Text: "bylaw constitution cccc3333cccc", PinOrder: 1},
			{Account: bot, InReplyTo: root, Text: "A second reply of the bot."},
		} {
			status.ID, status.Visibility, status.CreatedAt = s.NextID(w.at), "public", w.at
			s.Statuses = append(s.Statuses, &status)
		}
	})
	current, ok, err := w.reopen(t).Current(t.Context())
	posted.Texts, posted.Shown = posted.Texts[:1], current.Shown
	if diff := cmp.Diff(posted, current); !ok || err != nil || diff != "" {
		t.Errorf("%v, %v:\n%s", ok, err, diff)
	}
}

func TestAPostThatTheServerDidNotKeepIsAnError(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.server.Fail(sandbox.Fault{Method: "POST", Path: posts, Kind: sandbox.Vanish})
	_, err := w.instance.Post(t.Context(), constitution("aaaa1111aaaa", "Text.", "Article 1."))
	wantMessage(t, err, "accepted the post and did not keep it")
	post(t, w, constitution("aaaa1111aaaa", "Text.", "Article 1."))
}

func TestALimitedBotDoesNotPinWhatIsNotShown(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.server.Edit(func(s *sandbox.State) { s.Accounts[0].Silenced = true })
	_, err := w.instance.Post(t.Context(), constitution("aaaa1111aaaa", "Text."))
	wantMessage(t, err, `the server made the post "unlisted" instead of "public"`)
	if slices.Contains(writesOf(w), "pin") {
		t.Error("it was pinned")
	}
}

func TestATextThatWouldNotifyPeopleIsRefusedByTheServer(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	_, err := w.instance.Post(t.Context(), constitution("aaaa1111aaaa", "Ask @bruno about it."))
	wantMessage(t, err, "post 1 of 1 of the constitution: POST /api/v1/statuses: 422")
}

func TestAThreadThatCouldNotBeFoundAgainIsRefused(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	bare, other, strange := constitution("aaaa1111aaaa", "Text."), constitution("aaaa1111aaaa", "Text."), constitution("aaaa1111aaaa", "Text.")
	bare.Posts[0].Text, other.Marker, strange.Mode = "Text.", "bylaw constitution bbbb2222bbbb", "shout"
	for want, wanted := range map[string]thread.Thread{
		"has no marker line": bare, `no marker line "bylaw constitution bbbb2222bbbb"`: other,
		`publish mode "shout" is not known`: strange, "the thread has no posts": {},
	} {
		_, err := w.instance.Post(t.Context(), wanted)
		wantMessage(t, err, want)
	}
	if n := len(w.server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestAChangeOfThreadsThatWasCutShortIsSeenAndFinished(t *testing.T) {
	for _, cut := range []sandbox.Fault{{Method: "PUT", Path: posts + "/*"}, {Method: "POST", Path: posts + "/*/unpin"}} {
		w := newWorld(t, sandbox.Options{Empty: true})
		before, wanted := constitution("aaaa1111aaaa", "The old text."), constitution("bbbb2222bbbb", "The new text.")
		first, err := w.instance.Post(t.Context(), before)
		must(t, err)
		cut.Kind, cut.Status = sandbox.StatusBefore, 403
		w.server.Fail(cut)
		if _, err := w.instance.Post(t.Context(), wanted); err == nil {
			t.Fatal("the change of threads was not cut short")
		}
		current, ok, err := w.reopen(t).Current(t.Context())
		if err != nil || !ok || current.RootID != first.RootID || current.Digest != "aaaa1111aaaa" {
			t.Errorf("%s: current is %+v, %t, %v; want the thread that has to go", cut.Path, current, ok, err)
		}
		posted, err := w.instance.Post(t.Context(), wanted)
		must(t, err)
		if current, _, err = w.instance.Current(t.Context()); err != nil || current.RootID != posted.RootID {
			t.Errorf("%s: in the end current is %+v, %v", cut.Path, current, err)
		}
	}
}
