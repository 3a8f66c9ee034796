package skill

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Hashtags is the resource of what moderators decided about hashtags.
const Hashtags = "hashtags"

// The names of what can be decided about a hashtag, as Mastodon has them.
const (
	Usable    = "usable"
	Listable  = "listable"
	Trendable = "trendable"
)

// DefaultHashtag gives what a hashtag is on a new server: usable and listable, and trending only after a review.
func DefaultHashtag() map[string]any {
	return map[string]any{Usable: true, Listable: true, Trendable: false}
}

// hashtag is what Mastodon takes for one: letters, digits and underscores, and not digits alone.
// app/models/tag.rb of mastodon/mastodon.
var hashtag = regexp.MustCompile(`^[\p{L}\p{M}\p{N}_·]*[\p{L}\p{M}_·][\p{L}\p{M}\p{N}_·]*$`)

// ParseHashtag gives the canonical form of a hashtag: lower case without the #.
func ParseHashtag(text string) (string, error) {
	name := strings.ToLower(norm.NFKC.String(strings.TrimPrefix(strings.TrimSpace(text), "#")))
	if !hashtag.MatchString(name) {
		return "", diag.WithHint(fmt.Errorf("%q is no hashtag", text), "write letters, digits and underscores, and not digits alone")
	}
	return name, nil
}

func hashtags() []Skill {
	name := Param{Name: "hashtag", Type: Hashtag, Required: true, Doc: "the hashtag, with or without #; quote it in YAML where the # is written"}
	const scope, permission, authority = "admin:read, admin:write", "manage_taxonomies", "moderation"
	broad := "Mastodon has no narrower scope for hashtags: admin:read and admin:write cover every call of moderators, so only the permissions of the bot's role bound the token."
	return []Skill{
		{
			Name: UpdateHashtag, Category: Taxonomies, Kind: State, Built: true, Title: "Set what a hashtag may do", Summary: "Decide whether posts may use a hashtag, whether it is listed, and whether it may trend.",
			Params: []Param{
				name,
				{Name: Usable, Type: Flag, Default: true, Doc: "whether posts of this server may use it"},
				{Name: Listable, Type: Flag, Default: true, Doc: "whether searches and suggestions show it"},
				{Name: Trendable, Type: Flag, Doc: "whether it may trend"},
			},
			Reversible: true, Inverse: ResetHashtag, Confirmation: true, Authority: authority,
			Endpoint: "PUT /api/v1/admin/tags/:id", Scope: scope, Permission: permission, Since: "4.4",
			Limits: []string{
				"What an entry does not name is left as it is on the server.",
				"The server knows a hashtag only once a post has used it, and no call makes one: until then the plan refuses the entry.",
				broad,
			},
		},
		{
			Name: ResetHashtag, Category: Taxonomies, Kind: State, Built: true, Title: "Reset a hashtag", Summary: "Make a hashtag usable and listed again, and keep it from trending until a moderator reviews it.",
			Params: []Param{name}, Reversible: true, Inverse: UpdateHashtag, Confirmation: true, Authority: authority,
			Endpoint: "PUT /api/v1/admin/tags/:id", Scope: scope, Permission: permission, Since: "4.4",
			Limits: []string{"These are the values of a new server; one that lets hashtags trend without a review counts this hashtag as reviewed.", broad},
		},
	}
}
