package thread

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
)

// footnotes finds the notes of a document by their number.
func footnotes(document ast.Node) map[int]*extended.Footnote {
	found := map[int]*extended.Footnote{}
	list, ok := document.LastChild().(*extended.FootnoteList)
	if !ok {
		return found
	}
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		if note, ok := n.(*extended.Footnote); ok {
			found[note.Index] = note
		}
	}
	return found
}

// refer writes the reference to a note, which is due at the end of the article.
func (w *writer) refer(number int) string {
	if !slices.Contains(w.due, number) {
		w.due = append(w.due, number)
	}
	return fmt.Sprintf("[%d]", number)
}

// dueNotes writes the notes that the article refers to: at the end of the thread no one would find them. A note that was
// written before is not repeated.
func (w *writer) dueNotes() string {
	var out strings.Builder
	for len(w.due) > 0 {
		number := w.due[0]
		w.due = w.due[1:]
		note := w.notes[number]
		if note == nil {
			continue
		}
		delete(w.notes, number)
		out.WriteString(paragraphGap + prefixed(w.blocks(note, paragraphGap, 0), fmt.Sprintf("[%d] ", number), "  "))
	}
	return out.String()
}

// lineStarts gives the offset of each line, for counting lines without reading the text again.
func lineStarts(src []byte) []int {
	starts := []int{0}
	for at, c := range src {
		if c == '\n' {
			starts = append(starts, at+1)
		}
	}
	return starts
}

// line gives the line that an offset lies in, from 1.
func (w *writer) line(offset int) int { return sort.SearchInts(w.starts, offset+1) }
