package thread_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/thread"
)

// full is everything that a first post can say.
func full(limit int) thread.Options {
	return thread.Options{
		Limits: thread.Limits{Characters: limit, URLCharacters: 23}, Date: "2026-11-21", Version: "3", Decision: 41,
		DecisionURL: "https://github.com/example/governance/pull/41", Repository: "https://github.com/example/governance",
		LedgerHead: sum, Added: []string{"9.4"}, Changed: []string{"4.2", "10"}, Removed: []string{"@ada"},
	}
}

func headOf(t *testing.T, title string, o thread.Options) []string {
	t.Helper()
	made, err := thread.Compose(sampleConstitution("", title), o)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(visible(made.Posts[0].Text), "\n")
}

func TestTheFirstPostTellsWhatIsNewAndWhereItIsFrom(t *testing.T) {
	want := []string{
		"The charter", "Version 3, in force since 2026-11-21, by proposal 41", "Articles new: 9.4; changed: 4.2, 10; removed: @[WJ]ada",
		"Decision: https://github.com/example/governance/pull/41", "Text and record: https://github.com/example/governance",
		"bylaw ledger 3f2a9c1b04de77889900112233445566", "bylaw constitution 3f2a9c1b04de",
	}
	if diff := cmp.Diff(want, headOf(t, "The charter", full(500))); diff != "" {
		t.Errorf("head (-want +got):\n%s", diff)
	}
}

func TestAHeadLosesTheLeastImportantFirst(t *testing.T) {
	many := full(400)
	many.Changed = strings.Split(strings.Repeat("12.34 ", 40), " ")[:40]
	title := strings.TrimSpace(strings.Repeat("A long title ", 20))
	for name, test := range map[string]struct {
		title   string
		options thread.Options
		want    []string
	}{
		"articles are counted": {"Us", many, []string{
			"Us", "Version 3, in force since 2026-11-21, by proposal 41", "Articles new: 1; changed: 40; removed: 1",
			"Decision: https://github.com/example/governance/pull/41", "Text and record: https://github.com/example/governance",
			"bylaw ledger 3f2a9c1b04de77889900112233445566", "bylaw constitution 3f2a9c1b04de"}},
		"in 200 characters": {title, full(200), []string{
			"A long title A long title A long title…", "Version 3, in force since 2026-11-21, by proposal 41",
			"bylaw ledger 3f2a9c1b04de77889900112233445566", "bylaw constitution 3f2a9c1b04de"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, headOf(t, test.title, test.options)); diff != "" {
				t.Errorf("head (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheLedgerHeadIsFound(t *testing.T) {
	made, err := thread.Compose(sampleConstitution("# Us\n\nText.", "Us"), full(500))
	if err != nil {
		t.Fatal(err)
	}
	post := made.Posts[0].Text
	if head, ok := thread.FindLedgerHead(post); !ok || !strings.HasPrefix(sum, head) || len(head) != 32 {
		t.Errorf("the head is %q, %t", head, ok)
	}
	if _, ok := thread.FindLedgerHead("bylaw ledger 12"); ok {
		t.Error("two digits are a head")
	}
}

func TestAnInterruptedThreadIsKnownByItsWords(t *testing.T) {
	src := "# Us\n\n" + strings.Repeat("Words of the law. ", 60)
	today, later := full(500), full(500)
	later.LedgerHead, later.Date = strings.Repeat("ab", 32), "2026-11-22"
	begun, err := thread.Compose(sampleConstitution(src, "Us"), today)
	if err != nil {
		t.Fatal(err)
	}
	made, err := thread.Compose(sampleConstitution(src, "Us"), later)
	if err != nil {
		t.Fatal(err)
	}
	first, second := begun.Posts[0].Text, begun.Posts[1].Text
	for name, test := range map[string]struct {
		texts []string
		want  bool
	}{
		"nothing":                {nil, true},
		"the first":              {[]string{first + "\n"}, true},
		"the first two":          {[]string{first, second}, true},
		"another second":         {[]string{first, second + "!"}, false},
		"another law":            {[]string{strings.Replace(first, "constitution 3f", "constitution 4f", 1)}, false},
		"another text below":     {[]string{strings.Replace(first, "of the law", "of a law", 1)}, false},
		"no marker":              {[]string{"Hello"}, false},
		"more than there should": {append([]string{first, second}, make([]string, 20)...), false},
	} {
		if got := made.Begins(test.texts); got != test.want {
			t.Errorf("%s: %t, want %t", name, got, test.want)
		}
	}
}
