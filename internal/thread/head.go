package thread

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/language"
)

// ledgerPrefix begins the line that anchors the ledger, and ledgerDigits is how much of its head is shown: enough that
// no one finds another ledger with the same ones.
const (
	ledgerPrefix = "bylaw ledger "
	ledgerDigits = 32
)

var ledgerLine = regexp.MustCompile(`(?m)^` + ledgerPrefix + `([0-9a-f]{32})$`)

// FindLedgerHead gives the first 32 digits of the ledger head that a post's text names; ok is false where it has none.
func FindLedgerHead(post string) (head string, ok bool) {
	found := ledgerLine.FindStringSubmatch(post)
	if found == nil {
		return "", false
	}
	return found[1], true
}

// WithLedger is a post's text with another ledger head in the place of the one that it names. A post that names none stays as
// it is: it is not known whether there is room.
func WithLedger(post, head string) string {
	if line := ledgerHead(head); line != "" {
		return ledgerLine.ReplaceAllLiteralString(post, line)
	}
	return post
}

// header is the head of the first post: title, version with date and decision, what was amended, links, and the lines for
// machines. Where it takes more than three quarters of a post, it is made shorter step by step, what is least important
// first: the amended articles are counted instead of named; the link to the repository goes, which the decision's link
// contains; the title is cut; what was amended goes; the link to the decision goes, whose number stays. Version, date,
// ledger head and marker line always stay, if they fill a post.
func header(law constitution.Constitution, marker string, o Options) (string, error) {
	if o.Limits.Characters < Fewest {
		return "", fmt.Errorf("a post of %d characters is too short for a constitution, at least %d are needed", o.Limits.Characters, Fewest)
	}
	full := head{
		title: oneLine(law.Title), version: o.version(), amended: amended(o, named), decision: linked(o, "head.decision", o.DecisionURL),
		repository: linked(o, "head.repository", o.Repository), ledger: ledgerHead(o.LedgerHead), marker: marker,
	}
	full.title = shorten(full.title, o.Limits.Characters/2)
	for _, step := range full.shorter(o) {
		step()
		if text := full.text(); Count(text, o.Limits) <= o.Limits.Characters*3/4 {
			return text, nil
		}
	}
	if text := full.text(); Count(text, o.Limits) <= o.Limits.Characters-longestNumber {
		return text, nil
	}
	return "", errors.New("date and version of the constitution do not fit into a post")
}

// longestNumber is what the number of a post takes at most, with the gap before it.
const longestNumber = len("\n\n99999/99999")

// head is the lines of the first post's head; "" is a line that is not there.
type head struct {
	title, version, amended, decision, repository, ledger, marker string
}

func (h *head) text() string {
	return strings.Join(nonEmpty([]string{h.title, h.version, h.amended, h.decision, h.repository, h.ledger, h.marker}), lineGap)
}

// shorter gives the steps that make a head shorter; the first changes nothing.
func (h *head) shorter(o Options) []func() {
	title := h.title
	return []func(){
		func() {},
		func() { h.amended = amended(o, counted) },
		func() { h.repository = "" },
		func() { h.title = shorten(title, o.Limits.Characters/5) },
		func() { h.amended = "" },
		func() { h.decision = "" },
	}
}

func linked(o Options, key, url string) string {
	if url == "" {
		return ""
	}
	return language.For(o.Language).Say(key, "url", clean(strings.Join(strings.Fields(url), "%20")))
}

func ledgerHead(full string) string {
	if len(full) < ledgerDigits {
		return ""
	}
	return ledgerPrefix + full[:ledgerDigits]
}

func oneLine(s string) string { return defuse(clean(strings.Join(strings.Fields(s), " "))) }

func shorten(s string, most int) string {
	if uniseg.GraphemeClusterCount(s) <= most {
		return s
	}
	var out strings.Builder
	graphemes := uniseg.NewGraphemes(s)
	for n := 1; n < most && graphemes.Next(); n++ {
		out.WriteString(graphemes.Str())
	}
	return strings.TrimSpace(out.String()) + "…"
}

// version says which text this is, since when and by which decision.
func (o Options) version() string {
	table := language.For(o.Language)
	var said []string
	if o.Version != "" {
		said = append(said, table.Say("head.version", "n", o.Version))
	}
	if o.Date != "" {
		said = append(said, table.Say("head.since", "date", o.Date))
	}
	if o.Decision != 0 {
		said = append(said, table.Say("head.proposal", "n", strconv.Itoa(o.Decision)))
	}
	line := strings.Join(said, ", ")
	first, size := utf8.DecodeRuneInString(line)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + line[size:]
}

// amended says what this version adds, changes and removes.
func amended(o Options, list func([]string) string) string {
	table := language.For(o.Language)
	var said []string
	for _, kind := range []struct {
		key      string
		articles []string
	}{{"head.new", o.Added}, {"head.changed", o.Changed}, {"head.removed", o.Removed}} {
		if len(kind.articles) > 0 {
			said = append(said, table.Say(kind.key, "list", list(kind.articles)))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return table.Say("head.articles", "list", strings.Join(said, "; "))
}

func named(articles []string) string {
	names := make([]string, len(articles))
	for i, article := range articles {
		names[i] = oneLine(article)
	}
	return strings.Join(names, ", ")
}

func counted(articles []string) string { return fmt.Sprint(len(articles)) }

func nonEmpty(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}
