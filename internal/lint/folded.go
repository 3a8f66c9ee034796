package lint

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// foldedAway reports provisions and policies of the constitution that stand between HTML tags, which a page may fold away or
// not show, and blocks whose name is nearly that of one and which are not in force.
func foldedAway(src []byte, found *diag.List) {
	open := 0
	_ = ast.Walk(constitution.Document(src), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			raw := string(n.Lines().Value(src))
			if n.HasClosure() {
				raw += string(n.ClosureLine.Value(src))
			}
			open = max(0, open+unclosed(raw))
		case *ast.RawHTML:
			open = max(0, open+unclosed(segments(n.Segments, src)))
		case *ast.FencedCodeBlock:
			at := placeOf(charter.ConstitutionFile, src, n.Pos())
			switch info := string(n.Language(src)); {
			case info != "provision" && info != "rego":
				if meant := misspelt(info); meant != "" {
					found.Errorf(at, "write \""+meant+"\", or another name if it is an example", "the block %q is not in force", info)
				}
			case open > 0:
				found.Errorf(at, "move it out of the HTML", "the %s block stands inside HTML, where readers may not see it", info)
			}
		}
		return ast.WalkContinue, nil
	})
}

// misspelt gives the name of a block that bylaw reads for one that is nearly the same.
func misspelt(info string) string {
	switch {
	case strings.EqualFold(info, "rego"):
		return "rego"
	case yamldoc.Suggest(info, []string{"provision"}) != "":
		return "provision"
	}
	return ""
}

func segments(s *text.Segments, src []byte) string {
	var b strings.Builder
	for _, segment := range s.Sliced(0, s.Len()) {
		b.Write(segment.Value(src))
	}
	return b.String()
}

var (
	comment = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)
	element = regexp.MustCompile(`(?i)<(/?)([a-z][a-z0-9-]*)(?:[^>"']|"[^"]*"|'[^']*')*?(/?)>`)
)

// unclosed counts the elements that a piece of HTML opens and does not close; it is negative where it closes more.
func unclosed(html string) (n int) {
	for _, tag := range element.FindAllStringSubmatch(comment.ReplaceAllString(html, ""), -1) {
		switch name := strings.ToLower(tag[2]); {
		case tag[3] != "" || endless(name):
		case tag[1] == "/":
			n--
		default:
			n++
		}
	}
	return n
}

// endless says elements that have no end tag, or may go without it.
func endless(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li":
		return true
	}
	return false
}
