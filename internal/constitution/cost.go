package constitution

import (
	"bytes"
	"fmt"
)

// A Markdown parser is quadratic in the marks of one block, such as unclosed emphasis, and in how deeply blocks are nested. The
// bounds keep a text of a megabyte below a second and are far above what people write.
const (
	maxMarksSquared = 64_000_000 // sum over all blocks of the square of their marks: one block may have 8,000
	maxNesting      = 100        // quotes and lists opened on one line
)

// inlineMarks are the characters that can begin or end emphasis, links, code, and HTML.
const inlineMarks = "*_[]!<&`~|"

// Costly says on which line a text becomes too expensive to parse, and why; the line is 0 for an ordinary text.
func Costly(src []byte) (line int, why string) {
	marks, squared := 0, 0
	for rest := src; len(rest) > 0; {
		var text []byte
		text, rest, _ = bytes.Cut(rest, []byte("\n"))
		line++
		if n := nesting(text); n > maxNesting {
			return line, fmt.Sprintf("more than %d quotes or lists are nested in one line", maxNesting)
		}
		if len(bytes.TrimLeft(text, "> \t\r")) == 0 {
			marks = 0
			continue
		}
		found := count(text)
		squared += 2*marks*found + found*found
		marks += found
		if squared > maxMarksSquared {
			return line, fmt.Sprintf("too many of the characters %s follow each other without an empty line", inlineMarks)
		}
	}
	return 0, ""
}

func count(line []byte) (n int) {
	for _, b := range line {
		if bytes.IndexByte([]byte(inlineMarks), b) >= 0 {
			n++
		}
	}
	return n
}

// nesting counts the markers of quotes and lists that a line begins with.
func nesting(line []byte) (n int) {
	for i, b := range line {
		switch blank := i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t'; {
		case b == '>', blank && bytes.IndexByte([]byte("-+*.)"), b) >= 0:
			n++
		case b != ' ' && b != '\t' && (b < '0' || b > '9'):
			return n
		}
	}
	return n
}
