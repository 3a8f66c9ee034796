package diag

import (
	"bytes"
	"regexp"
	"unicode/utf8"
)

// Excerpt is the line of a file that a diagnostic is about. Of a long line it is the part around the mistake.
type Excerpt struct {
	Text string `json:"text"`
	// Column is where the mistake is in Text, counted in characters from 1; 0 means that the column is unknown.
	Column int `json:"column,omitempty"`
}

// maxExcerpt is the longest part of a line that is quoted, in characters; half of it lies before the mistake.
const maxExcerpt = 400

// secrets finds lines that name what holds a secret, also where the mistake is another one.
var secrets = regexp.MustCompile(`(?i)passw|secret|token|_from\b`)

// WithExcerpts gives the list with the line of each place. Lines that may hold a secret are left out. read gives the text of a
// file, nil where there is none.
func (l List) WithExcerpts(read func(file string) []byte) List {
	files, private := map[string][][]byte{}, map[Place]bool{}
	for _, d := range l {
		if d.Private {
			private[Place{File: d.Place.File, Line: d.Place.Line}] = true
		}
	}
	quoted := make(List, len(l))
	for i, d := range l {
		quoted[i] = d
		if d.Place.Line == 0 || private[Place{File: d.Place.File, Line: d.Place.Line}] {
			quoted[i].Excerpt = Excerpt{}
			continue
		}
		lines, known := files[d.Place.File]
		if !known {
			lines = bytes.Split(read(d.Place.File), []byte("\n"))
			files[d.Place.File] = lines
		}
		if d.Place.Line <= len(lines) && !secrets.Match(lines[d.Place.Line-1]) {
			quoted[i].Excerpt = excerpt(lines[d.Place.Line-1], d.Place.Column)
		}
	}
	return quoted
}

// excerpt cuts a line around a column. A column behind the end of the line is the end: there something is missing.
func excerpt(line []byte, column int) Excerpt {
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) > maxExcerpt*utf8.UTFMax && column == 0 {
		line = line[:maxExcerpt*utf8.UTFMax]
	}
	chars := []rune(string(line))
	column = min(column, len(chars)+1)
	start := max(0, column-1-maxExcerpt/2)
	end := min(len(chars), start+maxExcerpt)
	if column > 0 {
		column -= start
	}
	return Excerpt{string(chars[start:end]), column}
}
