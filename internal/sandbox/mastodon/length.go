package mastodon

import (
	"regexp"
	"strings"

	"github.com/rivo/uniseg"
)

var (
	address = regexp.MustCompile(`https?://[^\s<>"]+`)
	mention = regexp.MustCompile(`(^|[^/\w])@([A-Za-z0-9_]+(?:[A-Za-z0-9_.-]+[A-Za-z0-9_]+)?)(@[\w.-]+\w)?`)
)

// countCharacters counts as the server does: grapheme clusters, with each address as 23 and a mention without its domain.
func countCharacters(text string) int {
	text = address.ReplaceAllStringFunc(text, func(found string) string {
		rest := found[len(trimAddress(found)):]
		return strings.Repeat("x", urlCharacters) + rest
	})
	text = mention.ReplaceAllString(text, "$1@$2")
	return uniseg.GraphemeClusterCount(text)
}

// trimAddress takes off what ends a sentence rather than an address.
func trimAddress(found string) string {
	for {
		trimmed := strings.TrimRight(found, ".,:;!?'*")
		if strings.HasSuffix(trimmed, ")") && strings.Count(trimmed, "(") < strings.Count(trimmed, ")") {
			trimmed = strings.TrimSuffix(trimmed, ")")
		}
		if trimmed == found {
			return found
		}
		found = trimmed
	}
}

// mentioned finds the known accounts that a text mentions, and writes handles of this server without its domain.
func (s *State) mentioned(text string) (rewritten string, accounts []*Account) {
	rewritten = mention.ReplaceAllStringFunc(text, func(found string) string {
		parts := mention.FindStringSubmatch(found)
		a := s.lookup(parts[2] + parts[3])
		if a == nil {
			return found
		}
		accounts = append(accounts, a)
		return parts[1] + "@" + a.acct()
	})
	return rewritten, accounts
}

// html is the server's rendering of a text, plain enough to look at.
func html(text string) string {
	escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(text)
	escaped = address.ReplaceAllStringFunc(escaped, func(found string) string {
		link := trimAddress(found)
		return `<a href="` + link + `">` + link + `</a>` + found[len(link):]
	})
	var out strings.Builder
	for _, paragraph := range strings.Split(escaped, "\n\n") {
		out.WriteString("<p>" + strings.ReplaceAll(paragraph, "\n", "<br />") + "</p>")
	}
	return out.String()
}
