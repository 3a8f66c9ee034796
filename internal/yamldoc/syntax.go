package yamldoc

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	locate "go.yaml.in/yaml/v4"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// mistake is why a text is no YAML, where, and what to do about it. Line and column count from 1; 0 is unknown.
type mistake struct {
	line, column int
	text, hint   string
}

// syntax reports the first syntax error of a text. The reader names its line alone; its successor, which scans by the same
// rules, knows the column as well, and where the construct began that the error ended.
func (d *Document) syntax(src []byte, err error) {
	found := located(src)
	if found.text == "" {
		found = named(err)
	}
	at := diag.Place{File: d.file, Line: d.offset + max(found.line, 1), Column: found.column}
	d.fail(at, found.hint, "not YAML: %s", found.text)
}

const generalHint = "check the indentation, and quote text that starts with @, *, & or holds \": \""

// located asks the successor; it gives the zero value where that one finds no error.
func located(src []byte) mistake {
	loader, err := locate.NewLoader(bytes.NewReader(src), locate.WithV4Defaults())
	var node locate.Node
	for err == nil {
		err = loader.Load(&node)
	}
	if found, ok := errors.AsType[*locate.LoadError](err); ok && found.Mark.Line > 0 {
		return plainly(src, found)
	}
	return mistake{}
}

// plainly says an error in the words of who writes the file rather than in those of a parser.
func plainly(src []byte, e *locate.LoadError) mistake {
	here := mistake{line: e.Mark.Line, column: e.Mark.Column}
	began := mistake{line: e.ContextMark.Line, column: e.ContextMark.Column}
	if began.line == 0 {
		began = here
	}
	char := charAt(src, here)
	switch {
	case char == '\t' && strings.Contains(e.Message, "tab") || char == '\t' && strings.Contains(e.Message, "start any token"):
		return here.says("a tab is in the place of spaces", "indent with spaces")
	case strings.Contains(e.Message, "start any token"):
		return here.says(fmt.Sprintf("text cannot begin with %q", char), "put the text in quotes")
	case strings.Contains(e.Message, "mapping values are not allowed"):
		return here.says(`a second ": " on one line, or a key that is indented too far`, `put text that holds ": " in quotes, or check the indentation`)
	case strings.Contains(e.Message, "unexpected end of stream"):
		return began.says("the quote that begins here is not closed", "end the text with the same quote")
	case strings.Contains(e.Message, "unexpected document indicator"):
		return began.says("the quote that begins here is not closed before the document ends", "end the text with the same quote")
	case strings.Contains(e.Message, "unknown escape"):
		return here.says("no such escape in double quotes", `write \\ for a backslash, or use single quotes`)
	case strings.Contains(e.Message, "expected ':'"):
		return began.says("a key without a colon", `write "key: value"`)
	case strings.Contains(e.Message, "unknown anchor"):
		return here.says(e.Message, "put text that begins with * in quotes")
	case strings.Contains(e.Message, "alphabetic or numeric"):
		return began.says(fmt.Sprintf("%q needs a name after it", charAt(src, began)), "put text that begins with * or & in quotes")
	}
	return inside(src, e, here, began)
}

// inside says an error of a list or a map: what is missing there, or that it is not closed.
func inside(src []byte, e *locate.LoadError, here, began mistake) mistake {
	message := e.Message
	switch {
	case strings.Contains(message, "',' or") && here.line == began.line:
		return here.says(fmt.Sprintf("expected a comma or the end of what %q begins in column %d", charAt(src, began), began.column), "separate with commas, and quote text that holds commas or brackets")
	case strings.Contains(message, "',' or"):
		return began.says(fmt.Sprintf("the %q that begins here is not closed", charAt(src, began)), "close it, or separate with commas")
	case strings.Contains(message, "node content") && len(bytes.TrimSpace(from(src, here))) == 0:
		if open := openBracket(src); open.line > 0 {
			return open.says(fmt.Sprintf("the %q that begins here is not closed", charAt(src, open)), "close it")
		}
		return here.says("a value is missing", generalHint)
	case strings.Contains(message, "node content"):
		return here.says(fmt.Sprintf("expected a value, found %q", charAt(src, here)), "put the text in quotes, or close the bracket")
	case strings.Contains(message, "expected key") && behindText(src, here):
		return here.says("text goes on behind the end of a value", "put the whole text in quotes, and write a single quote within single quotes twice")
	case strings.Contains(message, "expected key"):
		return here.says(fmt.Sprintf("expected a key of the map that begins on line %d", began.line), "indent it as the other keys are")
	case strings.Contains(message, "'-' indicator"):
		return here.says(fmt.Sprintf(`expected "- ": the list that begins on line %d goes on here`, began.line), "indent it as the other entries are, or further for a key of an entry")
	}
	return here.says(message, generalHint)
}

// behindText says that a place is not at the beginning of what its line holds.
func behindText(src []byte, at mistake) bool {
	line := from(src, mistake{line: at.line, column: 1})
	return len(bytes.TrimSpace(line[:len(line)-len(from(src, at))])) > 0
}

func (m mistake) says(text, hint string) mistake {
	m.text, m.hint = text, hint
	return m
}

var (
	syntaxError = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)
	// countsFromZero finds the errors whose line the library counts from 0: those of its parser, not of its scanner.
	countsFromZero = regexp.MustCompile(`^did not find expected (?:<|node content|'-' indicator|key$|',' or)`)
)

// named reads the line out of the reader's own error.
func named(err error) mistake {
	found := mistake{hint: generalHint, text: strings.TrimSpace(syntaxError.ReplaceAllString(err.Error(), ""))}
	if m := syntaxError.FindStringSubmatch(err.Error()); m != nil && m[1] != "" {
		found.line, _ = strconv.Atoi(m[1]) // digits, and never many of them
		if countsFromZero.MatchString(found.text) {
			found.line++
		}
	}
	return found
}

// from gives the text from a place on; none for a place behind the end.
func from(src []byte, at mistake) []byte {
	for range at.line - 1 {
		_, src, _ = bytes.Cut(src, []byte("\n"))
	}
	for range at.column - 1 {
		_, size := utf8.DecodeRune(src)
		src = src[size:]
	}
	return src
}

// charAt gives the character at a place, U+FFFD for one behind the end.
func charAt(src []byte, at mistake) rune {
	char, _ := utf8.DecodeRune(from(src, at))
	return char
}

// openBracket finds the last bracket or brace that nothing behind it closes; the text ends within it. Those inside quotes
// count too, which can only misplace the report of a text that is no YAML.
func openBracket(src []byte) mistake {
	depth := 0
	for i := len(src) - 1; i >= 0; i-- {
		switch src[i] {
		case ']', '}':
			depth++
		case '[', '{':
			depth--
		}
		if depth < 0 {
			start := bytes.LastIndexByte(src[:i], '\n') + 1
			return mistake{line: bytes.Count(src[:i], []byte("\n")) + 1, column: utf8.RuneCount(src[start:i]) + 1}
		}
	}
	return mistake{}
}
