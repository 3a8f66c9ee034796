package render

import (
	"regexp"
	"strings"
	"unicode"
)

// joiner keeps a mention or a reference from being one, and takes no room.
const joiner = "\u2060"

// Outside makes text that came from somewhere else safe to print: one line, no control characters, nothing that turns
// the direction of writing, and nothing that a CI runner would take as a command.
func Outside(text string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
	clean = strings.ReplaceAll(clean, "##[", "## [")
	if trimmed := strings.TrimLeftFunc(clean, unicode.IsSpace); strings.HasPrefix(trimmed, "::") {
		return ": :" + trimmed[2:]
	}
	return clean
}

var (
	special = regexp.MustCompile("[\\\\`*_\\[\\]|~$]")
	mention = regexp.MustCompile(`([@#])([\pL\pN_])`)
	address = regexp.MustCompile(`(?i)(://|\bwww\.)`)
)

// markdown makes text from outside plain inside a paragraph, a list item or a table cell: no markup, no HTML, no link, and
// no one is notified.
func markdown(text string) string {
	text = special.ReplaceAllString(Outside(text), `\$0`)
	text = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	text = mention.ReplaceAllString(text, "${1}"+joiner+"${2}")
	return address.ReplaceAllStringFunc(text, func(s string) string {
		if s == "://" {
			return `\://`
		}
		return strings.TrimSuffix(s, ".") + `\.`
	})
}

var ticks = regexp.MustCompile("`+")

// code makes text from outside a code span, which nothing inside it can end. It may be in a table cell; a backslash
// before a bar would end the cell, so such text is no code span.
func code(text string) string {
	text = strings.TrimSpace(Outside(text))
	switch {
	case text == "":
		return ""
	case strings.Contains(text, `\|`):
		return markdown(text)
	}
	fence := "`"
	for _, run := range ticks.FindAllString(text, -1) {
		if len(run) >= len(fence) {
			fence = run + "`"
		}
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + strings.ReplaceAll(text, "|", `\|`) + fence
}
