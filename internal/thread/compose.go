package thread

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/language"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// markerPrefix begins the line by which a thread is found on a server.
const markerPrefix = "bylaw constitution "

const shortDigest = 12

// ruleMark begins a sentence that is ours: the others are the community's words.
const ruleMark = "→ "

// fenced is a block of code: what it says is not prose.
var fenced = regexp.MustCompile("(?ms)^```.*?^```|^~~~.*?^~~~")

var marker = regexp.MustCompile(`(?m)^` + markerPrefix + `([0-9a-f]{12})$`)

// Options say how a thread is posted, and what its first post says apart from the text. Nothing of it may depend on the day
// or the machine of the run: a publication that was interrupted is found again by its words.
type Options struct {
	Limits      Limits
	Date        string // the day from which the text is in force, as people read it
	Version     string // "" where versions are not counted
	Decision    int    // number of the proposal, 0 where there was none
	DecisionURL string
	Repository  string   // URL of the governance repository
	LedgerHead  string   // SHA-256 in hex of the ledger's last entry
	Added       []string // citations of articles that this version adds
	Changed     []string // of those whose words are others
	Removed     []string // of those that are gone
	Language    string   // ISO 639, of the text and of the sentences that are added
	Visibility  string
	Replies     string
	Mode        string
	Warning     string // shown before each post, and counted with it
	Quotes      string
}

// ShortDigest is the part of a digest that the marker line shows.
func ShortDigest(digest string) string { return digest[:min(len(digest), shortDigest)] }

// Marker gives the marker line of a constitution's digest.
func Marker(digest string) string { return markerPrefix + ShortDigest(digest) }

// FindMarker gives the short digest of the marker line in a post's text; ok is false where it has none.
func FindMarker(post string) (short string, ok bool) {
	found := marker.FindStringSubmatch(post)
	if found == nil {
		return "", false
	}
	return found[1], true
}

// Compose renders a constitution and makes posts of it that each fit the limit. Every post is numbered where there are
// several; the first also has the head of the thread with the marker line.
func Compose(law constitution.Constitution, o Options) (Thread, error) {
	t := Thread{
		Text: body(law, language.For(o.Language)), Digest: law.TextDigest(), Marker: Marker(law.TextDigest()),
		Language: o.Language, Visibility: o.Visibility, Replies: o.Replies, Mode: o.Mode,
		Warning: oneLine(o.Warning), Quotes: o.Quotes,
	}
	o.Limits.Characters -= Count(t.Warning, o.Limits)
	head, err := header(law, t.Marker, o)
	if err != nil {
		return Thread{}, err
	}
	measured := measure(t.Text, o.Limits)
	for digits := measured.digits(o.Limits); ; digits++ {
		number := len(paragraphGap) + 2*digits + len("/")
		if err := checkRoom(o.Limits, number); err != nil {
			return Thread{}, err
		}
		parts, err := measured.split(o.Limits, Count(head, o.Limits)+len(paragraphGap)+number, number)
		if err != nil {
			return Thread{}, err
		}
		if len(strconv.Itoa(len(parts))) <= digits {
			t.Posts = posts(t.Text, head, parts)
			return t, nil
		}
	}
}

// Body is what a constitution says in posts, in the language of a code, without head and numbers.
func Body(law constitution.Constitution, code string) string { return body(law, language.For(code)) }

// body renders the text without its title, which the head has, and with a sentence for each provision.
func body(law constitution.Constitution, table language.Table) string {
	summaries := sentences(law, table)
	rendered := Render(law.Source, func(b Block) string { return summaries[b.First] })
	rendered = marker.ReplaceAllStringFunc(rendered, func(forged string) string { return joiner + forged })
	first, rest, _ := strings.Cut(rendered, lineGap)
	if bytes.HasPrefix(bytes.TrimSpace(constitution.Body(law.Source)), []byte("# ")) || first == oneLine(law.Title) {
		return strings.TrimSpace(rest)
	}
	return rendered
}

// sentences gives what is said of each provision, by the line that its block begins at.
func sentences(law constitution.Constitution, table language.Table) map[int]string {
	summaries := make(map[int]string, len(law.Provisions))
	prose := make([]*provision.Prose, len(law.Articles))
	for i, a := range law.Articles {
		prose[i] = provision.NewProse(withoutCode(law.Source[a.Start:a.End]), table)
	}
	whole := provision.NewProse(withoutCode(law.Source), table)
	for _, p := range law.Provisions {
		summaries[p.Place.Line] = ruleMark + provision.Summary(p, around(law.Articles, prose, p.Place.Line), whole, table)
	}
	return summaries
}

func withoutCode(src []byte) string { return string(fenced.ReplaceAll(src, nil)) }

// around is the text of the article that a line lies in, and of those that it is a part of.
func around(articles []constitution.Article, prose []*provision.Prose, line int) []*provision.Prose {
	var near []*provision.Prose
	after := sort.Search(len(articles), func(i int) bool { return articles[i].Place.Line > line })
	for i, level := after-1, math.MaxInt; i >= 0 && level > 1; i-- {
		if articles[i].Level < level {
			near, level = append(near, prose[i]), articles[i].Level
		}
	}
	return near
}

func posts(s, head string, parts []Range) []Post {
	if len(parts) == 0 {
		parts = []Range{{}}
	}
	made := make([]Post, len(parts))
	for i, part := range parts {
		pieces := []string{strings.ReplaceAll(s[part.Start:part.End], articleGap, paragraphGap)}
		if i == 0 {
			pieces = []string{head, pieces[0]}
		}
		if len(parts) > 1 {
			pieces = append(pieces, fmt.Sprintf("%d/%d", i+1, len(parts)))
		}
		made[i] = Post{strings.Join(nonEmpty(pieces), paragraphGap), part.Start, part.End}
	}
	return made
}
