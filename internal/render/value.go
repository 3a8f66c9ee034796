package render

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

var plainWord = regexp.MustCompile(`^[\pL\pN][\pL\pN_.@/:+-]*$`)

// value writes one parameter for people. Text from outside is quoted unless it is a plain word.
func value(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case bool:
		return map[bool]string{true: "yes", false: "no"}[v]
	case string:
		return quoted(v)
	case []any:
		parts := make([]string, len(v))
		for i, part := range v {
			parts[i] = value(part)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	data, err := json.Marshal(v)
	if err != nil {
		return quoted(fmt.Sprint(v))
	}
	return Outside(string(data))
}

func quoted(text string) string {
	switch text = Outside(text); {
	case text == "":
		return "nothing"
	case plainWord.MatchString(text):
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `'`) + `"`
}

func label(key string) string { return strings.ReplaceAll(Outside(key), "_", " ") }

// digest shortens a hash for people.
func digest(hash string) string { return Outside(hash[:min(len(hash), 12)]) }

// moment writes an RFC 3339 time in UTC for people.
func moment(at string) string {
	at = Outside(at)
	if len(at) != len("2026-01-02T15:04:05Z") || !strings.HasSuffix(at, "Z") {
		return at
	}
	return at[:10] + " " + at[11:16] + " UTC"
}

// sentence joins parts with commas and a final word.
func sentence(parts []string, last string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " " + last + " " + parts[len(parts)-1]
}

// Governed names in brackets the articles that govern something, after a space; "" where none is known.
func Governed(citations []string) string {
	if len(citations) == 0 {
		return ""
	}
	return " (" + article(citations) + ")"
}

// article names the articles that something rests on.
func article(citations []string) string {
	switch len(citations) {
	case 0:
		return ""
	case 1:
		return "article " + Outside(citations[0])
	}
	names := make([]string, len(citations))
	for i, c := range citations {
		names[i] = Outside(c)
	}
	return "articles " + sentence(names, "and")
}
