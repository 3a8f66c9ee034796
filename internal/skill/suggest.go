package skill

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// SuggestWord gives the hint "did you mean" for a word that a parameter does not know: the word that other software, or
// Mastodon's own pages, use for it, or else the one that is spelt nearly the same. It is "" where there is none.
func SuggestWord(word string, known []string) string {
	for _, meaning := range meanings()[strings.ToLower(word)] {
		if slices.Contains(known, meaning) {
			return fmt.Sprintf("did you mean %q?", meaning)
		}
	}
	return yamldoc.Suggest(word, known)
}

// meanings gives for other words those of the catalogue that mean the same, be it for a domain, a network or an account.
func meanings() map[string][]string {
	most, milder, least := []string{Suspend, NoAccess, "suspended"}, []string{Silence, SignUpBlock, "silenced"}, []string{Noop}
	return map[string][]string{
		"block": most, "blocked": most, "ban": most, "banned": most, "defederate": most, "reject": most, "suspend": most, "suspended": most, "deny": most,
		"limit": milder, "limited": milder, "mute": milder, "muted": milder, "unlisted": milder, "silence": milder, "silenced": milder, "hide": milder,
		"none": least, "nothing": least, "no-op": least,
		"freeze": {"disabled"}, "frozen": {"disabled"}, "disable": {"disabled"}, "locked": {"disabled"},
		"nsfw": {"sensitive"}, "force_sensitive": {"sensitive"}, "approval": {SignUpApproval},
	}
}
