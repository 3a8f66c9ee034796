package constitution

import (
	"regexp"
	"strings"
)

var (
	// front is the front matter of static site generators: YAML between "---", or TOML between "+++", at the very beginning.
	front = regexp.MustCompile(`^(?:---[ \t]*\r?\n((?:.*\n)*?)(?:---|\.\.\.)|\+\+\+[ \t]*\r?\n((?:.*\n)*?)\+\+\+)[ \t]*(?:\r?\n|$)`)
	// setting is a line of it: a key, a value that goes on, or a comment.
	setting = regexp.MustCompile(`^(?:[A-Za-z_][\w.-]*[ \t]*[:=](?:[ \t].*)?|["\[].*|[ \t]+.*|- .*|#.*|)$`)
	title   = regexp.MustCompile(`(?m)^title[ \t]*[:=][ \t]*["']?(.*?)["']?[ \t]*\r?$`)
)

// frontMatter gives the length of the front matter that a text begins with, 0 where there is none. It is no text that
// anybody votes on. Between two rules, running text stays text.
func frontMatter(src []byte) int {
	m := front.FindSubmatch(src)
	if m == nil {
		return 0
	}
	keyed := false
	for line := range strings.Lines(string(m[1]) + string(m[2])) {
		line = strings.TrimRight(line, "\r\n")
		if !setting.MatchString(line) {
			return 0
		}
		keyed = keyed || strings.ContainsAny(line, ":=")
	}
	if !keyed {
		return 0
	}
	return len(m[0])
}

// frontTitle is the title that the front matter gives the text, "" where it gives none.
func frontTitle(src []byte) string {
	if m := title.FindSubmatch(src[:frontMatter(src)]); m != nil {
		return strings.Join(strings.Fields(string(m[1])), " ")
	}
	return ""
}

// Body gives a source of the same length and the same lines in which the front matter is blank.
func Body(src []byte) []byte {
	length := frontMatter(src)
	if length == 0 {
		return src
	}
	blank := make([]byte, 0, len(src))
	for _, b := range src[:length] {
		if b != '\n' {
			b = ' '
		}
		blank = append(blank, b)
	}
	return append(blank, src[length:]...)
}
