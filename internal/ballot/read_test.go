package ballot_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/ballot"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

const bot = "900"

var (
	first  = strings.Repeat("7c57a0", 10) + "aaaa"
	second = strings.Repeat("0b", 32)
	other  = strings.Repeat("e1", 32)
)

// known is a server with two proposals: the first has had two contents, each with a post.
func known() ballot.Known {
	return ballot.Known{
		Bot: bot,
		Settings: charter.Ballots{
			Channels: []string{"review", "mastodon"}, Visibility: []string{"public", "unlisted", "direct"}, Words: map[string]string{"ja": "yes", "être": "yes"},
		},
		Posts: []ledger.Post{
			{Proposal: 12, Digest: first, Status: "1"}, {Proposal: 12, Digest: second, Status: "2"}, {Proposal: 13, Digest: other, Status: "3"},
		},
		Contents: map[int][]string{12: {first, second}, 13: {other, second[:20] + strings.Repeat("f", 44)}},
	}
}

// reply is a post that mentions the bot and answers others, in the HTML that a server gives.
func reply(text string, ancestors ...string) ballot.Status {
	return ballot.Status{
		ID: "50", Account: ballot.Account{ID: "11", Handle: "@ada@social.example"}, Visibility: "public", Mentions: []string{bot}, Ancestors: ancestors,
		First: &ballot.Version{HTML: `<p><span class="h-card"><a href="https://social.example/@bylaw" class="u-url mention">@<span>bylaw</span></a></span> ` + text + `</p>`},
	}
}

func TestReadUnderstandsAWordAloneInTheFirstLine(t *testing.T) {
	long := "7c57a07c57a07c57"
	for name, test := range map[string]struct {
		text      string
		ancestors []string
		want      ballot.Reading
	}{
		"yes":                         {"yes", []string{"1"}, ballot.Reading{Choice: "yes", Proposal: 12, Digest: first, Word: "yes"}},
		"in capitals":                 {"  YES ", []string{"1"}, ballot.Reading{Choice: "yes", Proposal: 12, Digest: first, Word: "yes"}},
		"no with a reason":            {"no<br />because", []string{"1"}, ballot.Reading{Choice: "no", Proposal: 12, Digest: first, Word: "no", Reasoned: true}},
		"a reason in a paragraph":     {"block</p><p>it harms us", []string{"1"}, ballot.Reading{Choice: "block", Proposal: 12, Digest: first, Word: "block", Reasoned: true}},
		"several mentions":            {"@ben@other.example @cem abstain", []string{"2"}, ballot.Reading{Choice: "abstain", Proposal: 12, Digest: second, Word: "abstain"}},
		"the word on the next line":   {"<br>withdraw", []string{"2"}, ballot.Reading{Choice: "withdraw", Proposal: 12, Digest: second, Word: "withdraw"}},
		"a word of the community":     {"Ja", []string{"1"}, ballot.Reading{Choice: "yes", Proposal: 12, Digest: first, Word: "ja"}},
		"a word in another form":      {"E\u0302tre", []string{"1"}, ballot.Reading{Choice: "yes", Proposal: 12, Digest: first, Word: "être"}},
		"a no-break space":            {"&nbsp;yes\u00a0", []string{"1"}, ballot.Reading{Choice: "yes", Proposal: 12, Digest: first, Word: "yes"}},
		"a reply in a conversation":   {"yes", []string{"77", "2", "1"}, ballot.Reading{Choice: "yes", Proposal: 12, Digest: second, Word: "yes"}},
		"with the digits":             {"yes " + long, []string{"1"}, ballot.Reading{Choice: "yes", Proposal: 12, Digest: first, Word: "yes"}},
		"with number and digits":      {"yes #12 " + first, []string{"1"}, ballot.Reading{Choice: "yes", Proposal: 12, Digest: first, Word: "yes"}},
		"no reply, but all named":     {"no " + long + " #12", nil, ballot.Reading{Choice: "no", Proposal: 12, Digest: first, Word: "no"}},
		"a remark":                    {"I think yes", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "i", Why: ballot.NoVoteWord}},
		"a full stop":                 {"yes.", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "yes.", Why: ballot.NoVoteWord}},
		"a reason in the same line":   {"yes because", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "yes", Why: ballot.MoreWords}},
		"two words of a vote":         {"yes no", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "yes", Why: ballot.MoreWords}},
		"nothing":                     {"", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Why: ballot.NoVoteWord}},
		"an invisible character":      {"\u200byes", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "\u200byes", Why: ballot.Invisible}},
		"one behind the word":         {"yes\u2060", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "yes\u2060", Why: ballot.Invisible}},
		"a letter of another script":  {"yеs", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "yеs", Why: ballot.NoVoteWord}},
		"a mention behind the word":   {"yes @ben", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "yes", Why: ballot.MoreWords}},
		"too few digits":              {"yes 7c57a0", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "yes", Why: ballot.FewDigits}},
		"digits of another content":   {"yes " + second, []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "yes", Why: ballot.OtherTarget}},
		"the number of another":       {"yes #13", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "yes", Why: ballot.OtherTarget}},
		"no reply and no digits":      {"yes #12", nil, ballot.Reading{Word: "yes", Why: ballot.NoTarget}},
		"no reply and no number":      {"yes " + first, []string{"99"}, ballot.Reading{Word: "yes", Why: ballot.NoTarget}},
		"digits that are unknown":     {"yes #12 ffffffffffffffff", nil, ballot.Reading{Word: "yes", Why: ballot.UnknownTarget}},
		"digits that fit two":         {"yes #12 " + second[:20], nil, ballot.Reading{Word: "yes", Why: ballot.UnknownTarget}},
		"digits of another proposal":  {"yes #13 " + first, nil, ballot.Reading{Word: "yes", Why: ballot.UnknownTarget}},
		"digits twice":                {"yes " + first + " " + first, []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "yes", Why: ballot.MoreWords}},
		"a number that overflows":     {"yes #99999999999", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "yes", Why: ballot.MoreWords}},
		"a command":                   {"status 12", nil, ballot.Reading{Word: "status", Why: ballot.NoVoteWord}},
		"a mention of no one's name":  {"@ yes", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "@", Why: ballot.NoVoteWord}},
		"markup inside the word":      {"y<em>es</em>", []string{"1"}, ballot.Reading{Choice: "yes", Proposal: 12, Digest: first, Word: "yes"}},
		"a text that looks like HTML": {"&lt;p&gt;yes", []string{"1"}, ballot.Reading{Proposal: 12, Digest: first, Word: "<p>yes", Why: ballot.NoVoteWord}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, known().Read(reply(test.text, test.ancestors...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadLooksAtMoreThanTheText(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*ballot.Status)
		choice string
		why    ballot.Why
	}{
		"as it is":                        {func(*ballot.Status) {}, "yes", ""},
		"no mention of the bot":           {func(s *ballot.Status) { s.Mentions = []string{"901"} }, "", ballot.NotAddressed},
		"by the bot itself":               {func(s *ballot.Status) { s.Account.ID = bot }, "", ballot.NotAddressed},
		"a content warning":               {func(s *ballot.Status) { s.First.Warning = "vote" }, "", ballot.Warned},
		"a visibility that does not vote": {func(s *ballot.Status) { s.Visibility = "private" }, "", ballot.Restricted},
		"edited, without history":         {func(s *ballot.Status) { s.First = nil }, ledger.UnknownChoice, ""},
		"edited, and answers nothing":     {func(s *ballot.Status) { s.First, s.Ancestors = nil, nil }, "", ballot.NoTarget},
	} {
		t.Run(name, func(t *testing.T) {
			s := reply("yes", "1")
			test.change(&s)
			if r := known().Read(s); r.Choice != test.choice || r.Why != test.why {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestTextIsWhatAReaderSees(t *testing.T) {
	for content, want := range map[string]string{
		"<p>yes</p><p>and<br/>why</p>":      "yes\nand\nwhy",
		"a  b\n c":                          "a b c",
		"<ul><li>one</li><li>two</li></ul>": "one\ntwo",
		"&amp;&lt;b&gt; e\u0301":            "&<b> é",
		"":                                  "",
		"<p":                                "",
	} {
		if got := ballot.Text(content); got != want {
			t.Errorf("%q: got %q, want %q", content, got, want)
		}
	}
	if ballot.TextSHA256("<p>yes</p><p>so</p>") != ballot.TextSHA256("yes <b>so</b>") || ballot.TextSHA256("yes") == ballot.TextSHA256("no") {
		t.Error("the hash is not that of the folded text")
	}
}

func TestHolderOfASeat(t *testing.T) {
	roster := charter.Roster{Seats: []charter.Seat{
		{Name: "ada", Mastodon: "@ada@social.example", MastodonID: "11"}, {Name: "ben", Mastodon: "@ben@social.example"},
	}}
	for account, want := range map[ballot.Account]string{
		{ID: "11", Handle: "@ada@social.example"}: "ada true",
		{ID: "11", Handle: "@ada@other.example"}:  "ada false",
		{ID: "12", Handle: "@ada@social.example"}: " false",
		{ID: "", Handle: "@ben@social.example"}:   " false",
	} {
		seat, ok := ballot.Holder(roster, account)
		if got := seat.Name + " " + strconv.FormatBool(ok); got != want {
			t.Errorf("%v: got %q, want %q", account, got, want)
		}
	}
}

func TestSameComparesAccountTimeAndText(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s := reply("yes", "1")
	s.CreatedAt = at.Add(300 * time.Millisecond)
	by := ledger.CastBy{AccountID: "11", TextSHA256: ballot.TextSHA256(s.First.HTML)}
	for name, test := range map[string]struct {
		change func(*ballot.Status)
		want   bool
	}{
		"as it was":       {func(*ballot.Status) {}, true},
		"another account": {func(s *ballot.Status) { s.Account.ID = "12" }, false},
		"another time":    {func(s *ballot.Status) { s.CreatedAt = s.CreatedAt.Add(time.Second) }, false},
		"another text":    {func(s *ballot.Status) { s.First = &ballot.Version{HTML: "no"} }, false},
		"no first text":   {func(s *ballot.Status) { s.First = nil }, false},
		"other markup":    {func(s *ballot.Status) { s.First = &ballot.Version{HTML: "@bylaw <b>yes</b>"} }, true},
	} {
		changed := s
		test.change(&changed)
		if got := ballot.Same(by, at, changed); got != test.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
}

// FuzzRead shows that no text breaks the reader, and that whatever it takes for a ballot says so in its first line.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"yes", "no<br>why", "yes #12 " + first, "<p>\u200byes", "@a @b block", "&#0;yes", "<p", strings.Repeat("<div>", 600) + "ja", "@" + strings.Repeat("a@", 900)} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, answers bool) {
		s := reply(text)
		if answers {
			s.Ancestors = []string{"1"}
		}
		r := known().Read(s)
		if (r.Choice == "") == (r.Why == "") {
			t.Fatalf("%q: %+v is both or neither", text, r)
		}
		if r.Why == "" && (r.Digest == "" || r.Proposal == 0 || known().Settings.VoteWords()[r.Word] != r.Choice) {
			t.Fatalf("%q: a ballot without a target or a word: %+v", text, r)
		}
		if again := known().Read(s); again != r {
			t.Fatalf("%q: %+v, and then %+v", text, r, again)
		}
	})
}
