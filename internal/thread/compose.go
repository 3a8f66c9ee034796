package thread

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// markerPrefix begins the line by which a thread is found on a server.
const markerPrefix = "bylaw constitution "

const shortDigest = 12

var marker = regexp.MustCompile(`(?m)^` + markerPrefix + `([0-9a-f]{12})$`)

// Options say how a thread is posted, and what its first post tells besides the text.
type Options struct {
	Limits     Limits
	Date       string   // since when the text is in force, as people read it
	Version    string   // "" where versions are not counted
	Amended    []string // citations of the articles that are new in this version
	Language   string
	Visibility string
	Replies    string
	Mode       string
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
// several; the first also has the title, the date, what was amended and the marker line.
func Compose(law constitution.Constitution, o Options) (Thread, error) {
	t := Thread{
		Text: body(law), Digest: law.Digest, Marker: Marker(law.Digest),
		Language: o.Language, Visibility: o.Visibility, Replies: o.Replies, Mode: o.Mode,
	}
	head, err := header(law, t.Marker, o)
	if err != nil {
		return Thread{}, err
	}
	for digits := 1; ; digits++ {
		number := len(paragraphGap) + 2*digits + len("/")
		parts, err := Split(t.Text, o.Limits, Count(head, o.Limits)+len(paragraphGap)+number, number)
		if err != nil {
			return Thread{}, err
		}
		if len(strconv.Itoa(len(parts))) <= digits {
			t.Posts = posts(t.Text, head, parts)
			return t, nil
		}
	}
}

// body renders the text without its title, which the header has, and with a sentence for each provision.
func body(law constitution.Constitution) string {
	rendered := Render(law.Source, func(b Block) string {
		for _, p := range law.Provisions {
			if p.Place.Line >= b.First && p.Place.Line <= b.Last {
				return provision.Sentence(p)
			}
		}
		return ""
	})
	first, rest, _ := strings.Cut(rendered, lineGap)
	if bytes.HasPrefix(bytes.TrimSpace(law.Source), []byte("# ")) || first == oneLine(law.Title) {
		return strings.TrimSpace(rest)
	}
	return rendered
}

// header is the head of the first post. What was amended is shortened, and the title too, until it fits.
func header(law constitution.Constitution, marker string, o Options) (string, error) {
	if o.Limits.Characters < Fewest {
		return "", fmt.Errorf("a post of %d characters is too short for a constitution, at least %d are needed", o.Limits.Characters, Fewest)
	}
	room := o.Limits.Characters * 3 / 4
	name := shorten(oneLine(law.Title), o.Limits.Characters/4)
	for shown := len(o.Amended); shown >= 0; shown-- {
		lines := []string{name, inForce(o), amended(o.Amended, shown), marker}
		head := strings.Join(nonEmpty(lines), lineGap)
		if Count(head, o.Limits) <= room {
			return head, nil
		}
	}
	return "", errors.New("date and version of the constitution do not fit into a post")
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

func inForce(o Options) string {
	switch {
	case o.Date == "" && o.Version == "":
		return ""
	case o.Version == "":
		return "In force since " + o.Date
	case o.Date == "":
		return "Version " + o.Version
	}
	return "Version " + o.Version + ", in force since " + o.Date
}

// amended names so many of the amended articles, and counts the others.
func amended(articles []string, shown int) string {
	if len(articles) == 0 {
		return ""
	}
	names := make([]string, 0, shown+1)
	for _, article := range articles[:shown] {
		names = append(names, oneLine(article))
	}
	if left := len(articles) - shown; left > 0 && shown > 0 {
		names = append(names, fmt.Sprintf("and %d more", left))
	} else if left > 0 {
		return fmt.Sprintf("Amended: %d articles", left)
	}
	return "Amended: " + strings.Join(names, ", ")
}

func nonEmpty(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if line != "" {
			kept = append(kept, line)
		}
	}
	return kept
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
