package thread_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/thread"
)

func TestANoticeIsKnownByItsFirstAndLastLine(t *testing.T) {
	n := thread.Notice{Text: "A vote is open: proposal #1\nIt closes soon\nhttps://forge.example/pull/1"}
	for post, want := range map[string]bool{
		n.Text: true, "A vote is open: proposal #1\nhttps://forge.example/pull/1\n": true,
		"A vote is open: proposal #1\nIt closes soon\nhttps://forge.example/pull/11": false,
		"A vote is open: proposal #2\nhttps://forge.example/pull/1":                  false, "": false,
	} {
		if got := n.Same(post); got != want {
			t.Errorf("%q: %t", post, got)
		}
	}
	if line := thread.Line("@ada and\n#tag"); strings.Contains(line, "@ada") || strings.Contains(line, "#tag") || strings.Contains(line, "\n") {
		t.Errorf("%q", line)
	}
}

func TestANumberIsFoundAtTheEndOfAPostAlone(t *testing.T) {
	for post, want := range map[string]int{"Text.\n\n3/12": 3, "3/12": 3, "Text.\n\n12/12\n": 12, "3/12 of it": 0, "Take 3/4": 0, "": 0, "Text.": 0} {
		if got, _, ok := thread.FindNumber(post); got != want || ok != (want > 0) {
			t.Errorf("%q: %d, %t", post, got, ok)
		}
	}
}

func TestAContentWarningCountsWithEveryPost(t *testing.T) {
	o := full(300)
	o.Warning = strings.Repeat("w", 50)
	made, err := thread.Compose(sampleConstitution(strings.Repeat("A sentence of the law. ", 80), "The charter"), o)
	if err != nil {
		t.Fatal(err)
	}
	if made.Warning != o.Warning || len(made.Posts) < 5 {
		t.Errorf("warning %q, %d posts", made.Warning, len(made.Posts))
	}
	for _, post := range made.Posts {
		if n := thread.Count(made.Warning+post.Text, o.Limits); n > 300 {
			t.Errorf("%d characters: %q", n, post.Text)
		}
	}
	o.Warning = strings.Repeat("w", 101)
	if _, err := thread.Compose(sampleConstitution("Text.", "The charter"), o); err == nil {
		t.Error("a warning that leaves no room was taken")
	}
}

func TestOnlyALedgerHeadThatIsThereIsReplaced(t *testing.T) {
	head := strings.Repeat("ab", 32)
	const post = "Title\nbylaw ledger 3f2a9c1b04de77889900112233445566\nbylaw constitution 3f2a9c1b04de"
	if got := thread.WithLedger(post, head); got != strings.Replace(post, "3f2a9c1b04de77889900112233445566", head[:32], 1) {
		t.Errorf("%q", got)
	}
	for _, same := range []string{"Title\nbylaw constitution 3f2a9c1b04de", ""} {
		if got := thread.WithLedger(same, head); got != same {
			t.Errorf("%q", got)
		}
	}
	if got := thread.WithLedger(post, ""); got != post {
		t.Errorf("no head: %q", got)
	}
}

func TestAThreadIsWholeHoweverItsHeadWasLong(t *testing.T) {
	source := sampleConstitution(strings.Repeat("A sentence of the law. ", 80), "The charter")
	compose := func(o thread.Options) thread.Thread {
		made, err := thread.Compose(source, o)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	texts := func(made thread.Thread) (all []string) {
		for _, post := range made.Posts {
			all = append(all, post.Text)
		}
		return all
	}
	long, short := compose(full(300)), compose(thread.Options{Limits: full(300).Limits})
	hanging := texts(long)
	if short.Begins(hanging) || !short.Holds(hanging) || !long.Holds(hanging) || !short.Holds(append(hanging, "An answer.")) {
		t.Error("a whole thread is not known")
	}
	damaged := append(append([]string{}, hanging[:2]...), strings.Replace(hanging[2], "law", "lore", 1))
	for name, other := range map[string][]string{
		"nothing": nil, "one is missing": hanging[:len(hanging)-1], "one says otherwise": append(damaged, hanging[3:]...),
		"only the head": {short.Marker},
	} {
		if short.Holds(other) {
			t.Errorf("%s: it counts as whole", name)
		}
	}
}
