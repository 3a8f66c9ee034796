package mastodon

import "strconv"

const urlCharacters = 23 // what an address counts in a post

func instanceRoutes() []route {
	return []route{
		open("GET /api/v2/instance", (*call).showInstance),
		open("GET /api/v1/instance", (*call).showOldInstance),
		open("GET /.well-known/nodeinfo", (*call).findNodeInfo),
		open("GET /nodeinfo/2.0", (*call).showNodeInfo),
	}
}

// configuration states limits; those of names and notes since 4.6.
func (c *call) configuration() map[string]any {
	accounts := map[string]any{
		"max_featured_tags": 10, "max_pinned_statuses": c.options.Pins, "max_profile_fields": profileFields,
		"profile_field_name_limit": fieldCharacters, "profile_field_value_limit": fieldCharacters,
	}
	if c.since(4, 6) {
		accounts["max_display_name_length"], accounts["max_note_length"] = nameCharacters, noteCharacters
	}
	return map[string]any{
		"urls": map[string]any{"streaming": "wss://" + c.state.Domain}, "accounts": accounts, "statuses": c.statusLimits(),
		"limited_federation": c.state.Limited,
	}
}

func (c *call) statusLimits() map[string]any {
	return map[string]any{
		"max_characters": c.options.Characters, "max_media_attachments": 4, "characters_reserved_per_url": urlCharacters,
	}
}

func (c *call) showInstance() (any, error) {
	active := c.state.members()
	if c.state.Limited {
		active = 0
	}
	return map[string]any{
		"domain": c.state.Domain, "title": c.state.Title, "version": c.options.Version,
		"api_versions": map[string]any{"mastodon": c.apiVersion()}, "source_url": "https://github.com/mastodon/mastodon",
		"description": c.state.Description, "contact": map[string]any{"email": c.state.ContactEmail, "account": c.contact()}, "languages": []string{"en"},
		"usage":         map[string]any{"users": map[string]any{"active_month": active}},
		"configuration": c.configuration(), "registrations": c.state.signUps(), "rules": c.state.allRules(),
	}, nil
}

// signUps states who may sign up, and under which conditions.
func (s *State) signUps() map[string]any {
	entity := map[string]any{
		"enabled": !s.SignUpsClosed, "approval_required": s.approves(), "reason_required": s.approves() && s.ReasonRequired,
		"message": nil, "min_age": nil, "url": nullIfEmpty(s.SignUpElsewhere),
	}
	if s.MinAge > 0 {
		entity["min_age"] = s.MinAge
	}
	return entity
}

// approves reports whether people who sign up wait for approval.
func (s *State) approves() bool { return !s.SignUpsClosed && !s.SignUpsOpen }

func (c *call) showOldInstance() (any, error) {
	description := c.state.Description
	return map[string]any{
		"uri": c.state.Domain, "title": c.state.Title, "version": c.options.Version, "short_description": description, "description": description,
		"email": c.state.ContactEmail, "urls": map[string]any{"streaming_api": "wss://" + c.state.Domain}, "languages": []string{"en"},
		"stats":         map[string]any{"user_count": c.state.members(), "status_count": len(c.state.Statuses), "domain_count": 0},
		"configuration": map[string]any{"accounts": map[string]any{"max_featured_tags": 10}, "statuses": c.statusLimits()},
		"registrations": !c.state.SignUpsClosed, "approval_required": c.state.approves(), "invites_enabled": true,
		"contact_account": c.contact(), "rules": c.state.allRules(),
	}, nil
}

func (c *call) findNodeInfo() (any, error) {
	return map[string]any{"links": []any{map[string]any{
		"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": "https://" + c.state.Domain + "/nodeinfo/2.0",
	}}}, nil
}

func (c *call) showNodeInfo() (any, error) {
	return map[string]any{
		"version": "2.0", "software": map[string]any{"name": "mastodon", "version": c.options.Version},
		"protocols": []string{"activitypub"}, "services": map[string]any{"outbound": []any{}, "inbound": []any{}},
		"usage":             map[string]any{"users": map[string]any{"total": c.state.members()}, "localPosts": len(c.state.Statuses)},
		"openRegistrations": !c.state.SignUpsClosed, "metadata": map[string]any{},
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
