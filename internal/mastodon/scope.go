package mastodon

import (
	"net/http"
	"strings"
)

// scopeMissing reports whether a server refuses a token for its scopes. Mastodon and GoToSocial say so in English whatever language
// they speak: app/controllers/api/base_controller.rb (mastodon/mastodon), internal/api/util/auth.go
// (superseriousbusiness/gotosocial).
func (e *APIError) scopeMissing() bool {
	return e.Status == http.StatusForbidden && (strings.Contains(e.Message, "outside the authorized scopes") || strings.Contains(e.Message, "insufficient scope"))
}

// scopeOf gives the narrowest scope with which a call of the API is allowed.
func scopeOf(method, path string) string {
	right := "write"
	if method == http.MethodGet || method == http.MethodHead {
		right = "read"
	}
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/") // api, v1, admin, domain_blocks, 5
	if len(parts) < 3 {
		return right
	}
	parts = parts[2:]
	if parts[0] == "admin" {
		return adminScope(right, parts[1:])
	}
	last := parts[len(parts)-1]
	switch last {
	case "pin", "unpin":
		return right + ":accounts" // what is pinned is a part of the profile
	case "favourite":
		return right + ":favourites"
	}
	if parts[0] == "accounts" && last == "statuses" {
		return right + ":statuses"
	}
	if parts[0] == "apps" || parts[0] == "instance" {
		return right
	}
	return right + ":" + parts[0]
}

// adminScope names the scope of a moderators' call; several kinds of objects have none of their own.
func adminScope(right string, object []string) string {
	if len(object) > 0 {
		switch object[0] {
		case "accounts", "reports", "domain_blocks", "domain_allows", "ip_blocks", "email_domain_blocks", "canonical_email_blocks":
			return "admin:" + right + ":" + object[0]
		}
	}
	return "admin:" + right
}
