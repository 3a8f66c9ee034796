package thread

import "strings"

// Notice is a single post that reports something. By its first and its last line it is known again.
type Notice struct {
	Text       string
	Visibility string
	Key        string // the same for the same event, so that a server takes it once
}

// Same reports whether a post is this notice, as an earlier run may have written it.
func (n Notice) Same(post string) bool {
	first, last := ends(n.Text)
	otherFirst, otherLast := ends(strings.TrimSpace(post))
	return first == otherFirst && last == otherLast
}

func ends(text string) (first, last string) {
	lines := strings.Split(text, "\n")
	return lines[0], lines[len(lines)-1]
}

// Line is a text as it may be in a post: on one line, and without any mention or tag.
func Line(text string) string { return oneLine(text) }
