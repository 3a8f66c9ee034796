package charter

import (
	"strings"
	"unicode"

	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// bareLines writes a key whose value is the only parameter of what a server has one of: a list with an element on each line, or a
// text of several lines as a block, where YAML keeps it as it is.
func bareLines(key string, value any) ([]string, error) {
	text, _ := value.(string)
	list, isList := value.([]any)
	switch {
	case len(list) > 0:
		lines := []string{key + ":"}
		for _, element := range list {
			text, err := yamldoc.WriteValue(element)
			if err != nil {
				return nil, err
			}
			lines = append(lines, "  - "+text)
		}
		return lines, nil
	case isList || !strings.Contains(text, "\n") || strings.ContainsFunc(text, altered):
		text, err := yamldoc.WriteValue(value)
		return []string{key + ": " + text}, err
	}
	lines := []string{key + ": |-"}
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			line = "  " + line
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// altered reports whether a block of YAML may not hold a character, or not as it is.
func altered(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }
