package thread_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/thread"
)

var stock = thread.Limits{Characters: 500, URLCharacters: 23, Pins: 5}

// small is the least that is allowed: parts are easy to overlook in a test.
var small = thread.Limits{Characters: thread.Fewest, URLCharacters: 23}

func TestCount(t *testing.T) {
	for text, want := range map[string]int{
		"":           0,
		"plain text": 10,
		"e\u0301":    1,
		"\U0001F469\u200d\U0001F469\u200d\U0001F467": 1,
		"\U0001F1E9\U0001F1EA":                       1,
		"http://a.b":                                 23,
		"HTTPS://a.b c":                              25,
		"https://" + strings.Repeat("a", 30):         38,
		"https://a,https://b":                        47,
		"see(https://a)":                             28,
		"ftp://a.b":                                  9,
		"http:/":                                     6,
		"@ada@social.example":                        19,
	} {
		if got := thread.Count(text, stock); got != want {
			t.Errorf("%q counts %d, want %d", text, got, want)
		}
	}
}

// parts gives the texts of the parts, and fails where they do not give the text back or do not fit.
func parts(t testing.TB, text string, l thread.Limits, first, rest int) []string {
	t.Helper()
	ranges, err := thread.Split(text, l, first, rest)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	last := 0
	for i, r := range ranges {
		if r == (thread.Range{}) && i == 0 {
			texts = append(texts, "")
			continue
		}
		room := l.Characters - rest
		if i == 0 {
			room = l.Characters - first
		}
		part := text[r.Start:r.End]
		switch {
		case strings.TrimSpace(text[last:r.Start]) != "":
			t.Fatalf("%q is lost before part %d", text[last:r.Start], i)
		case strings.TrimSpace(part) != part || part == "":
			t.Fatalf("part %d is %q", i, part)
		case thread.Count(part, l) > room:
			t.Fatalf("part %d counts %d, room is %d: %q", i, thread.Count(part, l), room, part)
		case utf8.ValidString(text) && !utf8.ValidString(part):
			t.Fatalf("part %d is cut inside a character: %q", i, part)
		}
		last = r.End
		texts = append(texts, part)
	}
	if strings.TrimSpace(text[last:]) != "" {
		t.Fatalf("%q is lost at the end", text[last:])
	}
	return texts
}

func words(n int, word string) string { return strings.TrimSpace(strings.Repeat(word+" ", n)) }

func TestSplit(t *testing.T) {
	long, half := words(60, "word."), words(25, "word,")
	art3, url := half+" e.g. this art. 3 is ", "https://a.example/"+strings.Repeat("x", 100)
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"what fits is not cut":               {"1 One\nText.\n\n\n2 Two\nText.", []string{"1 One\nText.\n\n\n2 Two\nText."}},
		"white space at the ends is no part": {"\n\n\n1 One\n", []string{"1 One"}},
		"nothing is no part":                 {" \n", nil},
		"between articles first": {"1 One\n" + half + "\n\n\n2 Two\n\nText. " + half,
			[]string{"1 One\n" + half, "2 Two\n\nText. " + half}},
		"then between paragraphs": {half + "\n\nMore. " + half, []string{half, "More. " + half}},
		"then between lines":      {half + "\nMore. " + half, []string{half, "More. " + half}},
		"then between sentences":  {half + " end. Then " + half, []string{half + " end.", "Then " + half}},
		"then between words":      {words(60, "word"), []string{words(31, "word"), words(29, "word")}},
		"a heading is not left alone": {half + "\n\n\n2 Two\n" + words(20, "text") + "\n\n\n3 Three\n3.1 More" + long[:119],
			[]string{half, "2 Two\n" + words(20, "text"), "3 Three\n3.1 More" + long[:119]}},
		"an abbreviation ends no sentence": {art3 + half, []string{half + " e.g. this", "art. 3 is " + half}},
		"a quote ends with its sentence":   {half + ` "end." Then ` + half, []string{half + ` "end."`, "Then " + half}},
		"a URL stays whole":                {half + " " + url, []string{words(23, "word,"), "word, word, " + url}},
		"one longer than a post too":       {half + " (https://a.org/" + strings.Repeat("x", 300) + ") end.", []string{half + " (https://a.org/" + strings.Repeat("x", 300) + ") end."}},
		"what is no address is cut last": {"https://a.example/" + strings.Repeat("x", 200),
			[]string{"https://a.example/" + strings.Repeat("x", 93), strings.Repeat("x", 107)}},
		"a longer word is cut last":     {strings.Repeat("y", 450), []string{strings.Repeat("y", 154), strings.Repeat("y", 150), strings.Repeat("y", 146)}},
		"no part begins with a mention": {strings.Repeat("y@ada", 60), []string{strings.Repeat("y@ada", 30), strings.Repeat("y@ada", 30)}},
		"clusters stay whole":           {strings.Repeat("e\u0301", 201), []string{strings.Repeat("e\u0301", 106), strings.Repeat("e\u0301", 95)}},
		"a script without spaces is cut at its full stops": {strings.Repeat("\u6c34", 150) + "\u3002" + strings.Repeat("\u706b", 100),
			[]string{strings.Repeat("\u6c34", 150) + "\u3002", strings.Repeat("\u706b", 100)}},
		"a no-break space holds": {words(33, "word,") + " 10\u00a0euros", []string{words(18, "word,"), words(15, "word,") + " 10\u00a0euros"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, parts(t, test.text, small, 0, 0)); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSplitKeepsWhatIsReserved(t *testing.T) {
	text := words(100, "word")
	got := parts(t, text, small, 100, 10)
	if len(got[0]) > 100 || len(got[1]) <= 100 {
		t.Errorf("parts of %d and %d", len(got[0]), len(got[1]))
	}
	if got := parts(t, text, small, 190, 10); got[0] != "" {
		t.Errorf("the first part is %q, where there is no room for one", got[0])
	}
}

func TestSplitRefusesLimitsThatLeaveNoRoom(t *testing.T) {
	for name, test := range map[string]struct {
		limits      thread.Limits
		first, rest int
		want        string
	}{
		"a short post":       {thread.Limits{Characters: 199, URLCharacters: 23}, 0, 0, "199 characters is too short"},
		"all of it reserved": {small, 0, 101, "101 of 200 characters are reserved"},
		"costly URLs":        {thread.Limits{Characters: 200, URLCharacters: 201}, 0, 0, "leaves too few"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := thread.Split("text", test.limits, test.first, test.rest); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(string(charter(f)), 200, 0)
	f.Add(words(100, "https://a.example/b?c=d"), 300, 40)
	f.Add(strings.Repeat("\U0001F469\u200d\U0001F467", 300)+"\r\n@ada#tag\u2028\xff", 222, 90)
	f.Add(words(3, "(https://a.org/"+strings.Repeat("x", 700)+"), xhttps://a.org/"+strings.Repeat("y", 700)), 300, 140)
	f.Add("a\n\n\n\n\nb"+strings.Repeat("\u0e01", 500), 200, 199)
	f.Fuzz(func(t *testing.T, text string, limit, reserve int) {
		l := thread.Limits{Characters: thread.Fewest + max(0, limit)%1000, URLCharacters: 23}
		reserve = max(0, reserve) % (l.Characters / 2)
		for i, part := range parts(t, text, l, l.Characters-reserve, reserve) {
			if i > 0 && unicode.IsMark([]rune(part)[0]) && !unicode.IsSpace(before(text, part)) {
				t.Errorf("part %d begins inside a cluster: %q", i, part)
			}
		}
	})
}

// before gives the character before a part; where the part stands more than once, a space, which proves nothing.
func before(text, part string) rune {
	at := strings.Index(text, part)
	if at <= 0 || strings.Count(text, part) > 1 {
		return ' '
	}
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return r
}
