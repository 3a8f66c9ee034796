package lint

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extended "github.com/yuin/goldmark/extension/ast"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// strike is the tag of an element that is shown struck out.
var strike = regexp.MustCompile(`(?i)<(?:s|del|strike)(?:\s[^>]*)?>`)

// struck reports text of the constitution that is struck out: members read it as repealed, and a post cannot show that it is.
func struck(src []byte, found *diag.List) {
	report := func(offset int) {
		found.Errorf(placeOf(charter.ConstitutionFile, src, offset), "delete it: the repository keeps what was there before",
			"text that is struck out would be published as if it were in force")
	}
	_ = ast.Walk(constitution.Document(src, extension.Strikethrough), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *extended.Strikethrough:
			report(n.Pos())
			return ast.WalkSkipChildren, nil
		case *ast.RawHTML:
			if strike.MatchString(segments(n.Segments, src)) {
				report(n.Segments.At(0).Start)
			}
		case *ast.HTMLBlock:
			if at := strike.FindIndex(n.Lines().Value(src)); at != nil {
				report(n.Lines().At(0).Start)
			}
		}
		return ast.WalkContinue, nil
	})
}
