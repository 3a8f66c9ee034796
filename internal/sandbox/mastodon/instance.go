package mastodon

import "strconv"

// What the embedded server says it is.
const (
	serverVersion = "4.6.5"
	apiVersion    = 11
	urlCharacters = 23
)

func instanceRoutes() []route {
	return []route{
		{"GET /api/v2/instance", public, "", 0, (*call).showInstance},
		{"GET /api/v1/instance", public, "", 0, (*call).showOldInstance},
		{"GET /.well-known/nodeinfo", public, "", 0, (*call).findNodeInfo},
		{"GET /nodeinfo/2.0", public, "", 0, (*call).showNodeInfo},
	}
}

func (c *call) configuration() map[string]any {
	return map[string]any{
		"urls": map[string]any{"streaming": "wss://" + c.state.Domain},
		"accounts": map[string]any{
			"max_featured_tags": 10, "max_pinned_statuses": c.options.Pins, "max_profile_fields": profileFields,
			"profile_field_name_limit": fieldCharacters, "profile_field_value_limit": fieldCharacters,
			"max_display_name_length": nameCharacters, "max_note_length": noteCharacters,
		},
		"statuses": map[string]any{
			"max_characters": c.options.Characters, "max_media_attachments": 4, "characters_reserved_per_url": urlCharacters,
		},
		"limited_federation": c.state.Limited,
	}
}

func (c *call) showInstance() (any, error) {
	return map[string]any{
		"domain": c.state.Domain, "title": c.state.Title, "version": serverVersion,
		"api_versions": map[string]any{"mastodon": apiVersion}, "source_url": "https://github.com/mastodon/mastodon",
		"description": "A community that governs itself.", "languages": []string{"en"},
		"usage":         map[string]any{"users": map[string]any{"active_month": c.state.members()}},
		"configuration": c.configuration(),
		"registrations": map[string]any{"enabled": !c.state.SignUpsClosed, "approval_required": true, "message": nil, "url": nil},
		"rules":         c.state.ruleEntities(),
	}, nil
}

func (c *call) showOldInstance() (any, error) {
	return map[string]any{
		"uri": c.state.Domain, "title": c.state.Title, "version": serverVersion, "description": "A community that governs itself.",
		"email": "", "urls": map[string]any{"streaming_api": "wss://" + c.state.Domain}, "languages": []string{"en"},
		"stats":         map[string]any{"user_count": c.state.members(), "status_count": len(c.state.Statuses), "domain_count": 0},
		"configuration": c.configuration(), "registrations": true, "approval_required": true, "rules": c.state.ruleEntities(),
	}, nil
}

func (c *call) findNodeInfo() (any, error) {
	return map[string]any{"links": []any{map[string]any{
		"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": "https://" + c.state.Domain + "/nodeinfo/2.0",
	}}}, nil
}

func (c *call) showNodeInfo() (any, error) {
	return map[string]any{
		"version": "2.0", "software": map[string]any{"name": "mastodon", "version": serverVersion},
		"protocols": []string{"activitypub"}, "services": map[string]any{"outbound": []any{}, "inbound": []any{}},
		"usage":             map[string]any{"users": map[string]any{"total": c.state.members()}, "localPosts": len(c.state.Statuses)},
		"openRegistrations": true, "metadata": map[string]any{},
	}, nil
}

// members counts local accounts.
func (s *State) members() int {
	n := 0
	for _, a := range s.Accounts {
		if a.Domain == "" {
			n++
		}
	}
	return n
}

// status address for people.
func (c *call) statusURL(status *Status) string {
	author := c.state.account(status.Account)
	return "https://" + c.state.Domain + "/@" + author.acct() + "/" + strconv.FormatInt(status.ID, 10)
}
