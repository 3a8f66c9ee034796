package skill

// Impossible is something that the Mastodon API cannot do at all, and how a person does it instead.
type Impossible struct {
	What    string `json:"what"`
	Page    string `json:"page,omitempty"`    // path on the instance
	Command string `json:"command,omitempty"` // on the server's shell
}

// Cannot lists what no skill can ever do, because the server has no call for it (Mastodon up to 4.7).
func Cannot() []Impossible {
	return []Impossible{
		{"grant or revoke a role", "/admin/roles", "tootctl accounts modify NAME --role ROLE"},
		{"create an account with an admin role", "", "tootctl accounts create NAME --email ADDRESS --confirmed --role Owner"},
		{"change the server's name, description or contact", "/admin/settings/branding", ""},
		{"change the server's extended description", "/admin/settings/about", ""},
		{"open or close registrations", "/admin/settings/registrations", "tootctl settings registrations open|approved|close"},
		{"change which content is kept and for how long", "/admin/settings/content_retention", ""},
		{"change the terms of service", "/admin/terms_of_service", ""},
		{"delete or mark a single post of another account", "/admin/reports", ""},
		{"assign a report to another account than the bot", "/admin/reports", ""},
		{"write a note about a report or an account", "/admin/reports", ""},
		{"see or take back strikes", "/admin/accounts", ""},
		{"see who changed what", "/admin/action_logs", ""},
		{"block a username", "/admin/username_blocks", ""},
		{"create an invite or take it back", "/admin/invites", ""},
		{"change a webhook", "/admin/webhooks", ""},
		{"confirm an e-mail address or reset a password", "/admin/accounts", "tootctl accounts modify NAME --confirm"},
		{"answer an appeal", "/admin/disputes/appeals", ""},
		{"change warning presets", "/admin/warning_presets", ""},
		{"change custom emoji", "/admin/custom_emojis", ""},
		{"add or remove a relay", "/admin/relays", ""},
	}
}
