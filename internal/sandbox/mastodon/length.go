package mastodon

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/length"
)

var (
	address = regexp.MustCompile(`https?://[^\s<>"]+`)
	mention = regexp.MustCompile(`(^|[^=/\pL\pM\p{Nd}\p{Pc}])@([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)(@[\pL\pM\p{Nd}\p{Pc}]+(?:[.-]+[\pL\pM\p{Nd}\p{Pc}]+)*)?`)
)

// countCharacters counts a post with its warning.
func countCharacters(warning, text string) int { return length.Post(warning, text, urlCharacters) }

// countNote counts the text of a profile.
func countNote(text string) int { return length.Note(text, urlCharacters) }

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

// mentioned finds the accounts that a text of an author mentions, and writes handles of this server without its domain. Applicants
// and suspended accounts are not mentioned; accounts that the author blocks are not notified.
func (s *State) mentioned(text string, author int64) (rewritten string, accounts []*Account) {
	rewritten = mention.ReplaceAllStringFunc(text, func(found string) string {
		parts := mention.FindStringSubmatch(found)
		a := s.lookup(parts[2] + parts[3])
		if a == nil || !a.admitted() || a.unavailable() {
			return found
		}
		if !s.blocks(author, a.ID) && !slices.Contains(accounts, a) {
			accounts = append(accounts, a)
		}
		return parts[1] + "@" + a.acct()
	})
	return rewritten, accounts
}

// content is a text of a post as the server renders it: the accounts that the post mentions are links.
func (c *call) content(status *Status, text string) string {
	return mention.ReplaceAllStringFunc(html(text), func(found string) string {
		parts := mention.FindStringSubmatch(found)
		a := c.state.lookup(parts[2] + parts[3])
		if a == nil || !slices.Contains(status.Mentions, a.ID) {
			return found
		}
		return parts[1] + `<span class="h-card" translate="no"><a href="https://` + c.state.Domain + "/@" + a.acct() + `" class="u-url mention">@<span>` + a.Username + "</span></a></span>"
	})
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
