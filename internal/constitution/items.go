package constitution

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/yuin/goldmark/ast"
)

// numberedText is the number that a paragraph of running text begins with: "(1)", "a)", "3.2".
var numberedText = regexp.MustCompile(`^\(?(?:([0-9]{1,3}|[a-z]|[ivx]{1,5})\)|([0-9]{1,3}(?:\.[0-9]{1,3})+)\.?\s)`)

// items gives the numbers by which parts of an article may be cited: those of ordered lists, "2.1" for a list in a list, and
// those that its paragraphs begin with.
func items(src []byte, blocks []ast.Node) []string {
	var found []string
	for _, block := range blocks {
		found = listed(found, "", block)
		_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch n.Kind() {
			case ast.KindParagraph, ast.KindTextBlock:
				for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
					if m := numberedText.FindSubmatch(line.Value(src)); m != nil {
						found = append(found, string(m[1])+string(m[2]))
					}
				}
				return ast.WalkSkipChildren, nil
			}
			return ast.WalkContinue, nil
		})
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// listed adds the numbers of an ordered list and of those in it.
func listed(found []string, above string, n ast.Node) []string {
	list, ok := n.(*ast.List)
	if !ok {
		return found
	}
	number := list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		cited := above
		if list.IsOrdered() {
			cited += strconv.Itoa(number)
			found = append(found, cited)
			cited += "."
			number++
		}
		for child := item.FirstChild(); child != nil; child = child.NextSibling() {
			found = listed(found, cited, child)
		}
	}
	return found
}
