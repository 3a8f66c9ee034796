package thread_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/language"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

const sum = "3f2a9c1b04de7788990011223344556677889900aabbccddeeff001122334455"

func sampleConstitution(src, title string) constitution.Constitution {
	return constitution.Constitution{Title: title, Source: []byte(src), Digest: sum}
}

func TestAThreadIsComposed(t *testing.T) {
	made, err := thread.Compose(sampleConstitution(string(charter(t)), "The charter of our co-op"), thread.Options{
		Limits: stock, Date: "21 November 2026", Version: "3", Decision: 41, DecisionURL: "https://github.com/example/governance/pull/41",
		Repository: "https://github.com/example/governance", LedgerHead: strings.Repeat("1a2b", 16),
		Added: []string{"1.1"}, Changed: []string{"2", "3"}, Removed: []string{"9"}, Language: "en",
		Visibility: "public", Replies: "unlisted", Mode: "repost",
	})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, p := range made.Posts {
		fmt.Fprintf(&out, "=== %d characters\n%s\n", thread.Count(p.Text, stock), visible(p.Text))
	}
	golden.Compare(t, "testdata/thread.txt", out.String())
	want := []string{sum, "bylaw constitution 3f2a9c1b04de", "en", "public", "unlisted", "repost"}
	if diff := cmp.Diff(want, []string{made.Digest, made.Marker, made.Language, made.Visibility, made.Replies, made.Mode}); diff != "" {
		t.Error(diff)
	}
}

func TestAShortConstitutionIsOnePostWithoutANumber(t *testing.T) {
	made, err := thread.Compose(sampleConstitution("# Us\n\nBe kind.", "Us"), thread.Options{Limits: small, Date: "1 May 2026"})
	if err != nil {
		t.Fatal(err)
	}
	want := []thread.Post{{Text: "Us\nIn force since 1 May 2026\nbylaw constitution 3f2a9c1b04de\n\nBe kind.", End: len("Be kind.")}}
	if diff := cmp.Diff(want, made.Posts); diff != "" {
		t.Error(diff)
	}
}

func TestAnEmptyConstitutionIsItsHeader(t *testing.T) {
	made, err := thread.Compose(sampleConstitution("", ""), thread.Options{Limits: small, Version: "1"})
	if err != nil || len(made.Posts) != 1 || made.Posts[0].Text != "Version 1\nbylaw constitution 3f2a9c1b04de" {
		t.Errorf("%+v, %v", made.Posts, err)
	}
}

func TestEveryPostFitsAndTheTextIsWhole(t *testing.T) {
	amended := make([]string, 40)
	for i := range amended {
		amended[i] = fmt.Sprintf("@article.%d", i)
	}
	for _, limit := range []int{200, 201, 500, 5000} {
		for _, paragraphs := range []int{0, 1, 4, 12, 33} {
			src := "# " + strings.Repeat("A long title ", paragraphs) + "\n\n" +
				strings.Repeat("## An article\n\nWith text #tag https://a.example/b. "+strings.Repeat("And more text. ", paragraphs)+"\n\n", paragraphs*3)
			l := thread.Limits{Characters: limit, URLCharacters: 23}
			made, err := thread.Compose(sampleConstitution(src, strings.Repeat("A long title ", paragraphs)), thread.Options{
				Limits: l, Date: "today", Changed: amended[:paragraphs],
			})
			if err != nil {
				t.Fatal(err)
			}
			checkPosts(t, made, l)
		}
	}
}

func checkPosts(t testing.TB, made thread.Thread, l thread.Limits) {
	t.Helper()
	last := 0
	for i, p := range made.Posts {
		if n := thread.Count(p.Text, l); n > l.Characters || strings.TrimSpace(p.Text) != p.Text {
			t.Fatalf("post %d counts %d of %d: %q", i+1, n, l.Characters, p.Text)
		}
		if number := fmt.Sprintf("%d/%d", i+1, len(made.Posts)); len(made.Posts) > 1 && !strings.HasSuffix(p.Text, "\n\n"+number) {
			t.Fatalf("post %d does not end in %s", i+1, number)
		}
		if short, ok := thread.FindMarker(p.Text); ok != (i == 0) || (ok && short != thread.ShortDigest(made.Digest)) {
			t.Fatalf("post %d has the marker: %t %q", i+1, ok, short)
		}
		if p.End > 0 && strings.TrimSpace(made.Text[last:p.Start]) != "" {
			t.Fatalf("text is lost before post %d", i+1)
		}
		last = max(last, p.End)
	}
	if strings.TrimSpace(made.Text[last:]) != "" {
		t.Fatal("text is lost at the end")
	}
}

func TestAProvisionIsSaidInASentence(t *testing.T) {
	src := "# Us\n\n## 1 Blocks\n\n```provision\nid: a\n```\n\n## 2 More\n\n```provision\nid: b\n```\n"
	a, b := provision.Provision{ID: "a", Place: diag.Place{Line: 5}}, provision.Provision{ID: "b", Place: diag.Place{Line: 11}}
	b.Rule.Period.Min = &provision.Duration{N: 3, Unit: "d"}
	c := sampleConstitution(src, "Us")
	c.Provisions = []provision.Provision{b, a}
	made, err := thread.Compose(c, thread.Options{Limits: stock})
	if err != nil {
		t.Fatal(err)
	}
	summary := func(p provision.Provision) string {
		english := language.For("en")
		return provision.Summary(p, nil, provision.NewProse("", english), english)
	}
	want := "1 Blocks\n" + "→ " + summary(a) + "\n\n\n2 More\n" + "→ " + summary(b)
	if diff := cmp.Diff(want, made.Text); diff != "" || summary(a) == summary(b) {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestComposeRefusesTooSmallALimit(t *testing.T) {
	if _, err := thread.Compose(sampleConstitution("", ""), thread.Options{Limits: thread.Limits{Characters: 140}}); err == nil {
		t.Error("140 characters were enough")
	}
	costly := thread.Limits{Characters: 200, URLCharacters: 300}
	if _, err := thread.Compose(sampleConstitution("text", ""), thread.Options{Limits: costly}); err == nil {
		t.Error("a URL that no post can hold was taken")
	}
	long := thread.Options{Limits: small, Date: strings.Repeat("d", 200)}
	if _, err := thread.Compose(sampleConstitution("text", ""), long); err == nil {
		t.Error("a date that no post can hold was taken")
	}
}

func TestTheMarkerIsALineOfItsOwn(t *testing.T) {
	for post, want := range map[string]string{
		"Us\nbylaw constitution 3f2a9c1b04de\n\nText": "3f2a9c1b04de",
		"bylaw constitution 3f2a9c1b04de":             "3f2a9c1b04de",
		"see bylaw constitution 3f2a9c1b04de":         "",
		"bylaw constitution 3f2a9c1b04de7":            "",
		"bylaw constitution 3F2A9C1B04DE":             "",
	} {
		if got, ok := thread.FindMarker(post); got != want || ok != (want != "") {
			t.Errorf("%q has the marker %q, %t", post, got, ok)
		}
	}
	if got := thread.ShortDigest("abc"); got != "abc" {
		t.Errorf("short digest of a short text: %q", got)
	}
}

func TestTheWordsOfBylawAreInTheLanguageOfTheText(t *testing.T) {
	c := sampleConstitution("# Satzung\n\n## § 1 Name\n\nText.\n", "Satzung")
	made, err := thread.Compose(c, thread.Options{
		Limits: stock, Language: "de", Version: "3", Date: "2026-11-21", Decision: 7, DecisionURL: "https://example.org/7",
		Added: []string{"1"}, Changed: []string{"2", "3"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "Satzung\nFassung 3, in Kraft seit 2026-11-21, durch Antrag 7\nArtikel neu: 1; geändert: 2, 3\nBeschluss: https://example.org/7\n"
	if got := made.Posts[0].Text; !strings.HasPrefix(got, want) {
		t.Errorf("the first post is\n%s\ninstead of\n%s", got, want)
	}
}
