package skill

// The longest texts that the server takes, in characters as it counts them.
const (
	maxDisplayName = 40
	maxNote        = 500
	maxRule        = 300
	maxField       = 255 // of a name and of a value
	urlLength      = 23
)

func constitution() []Skill {
	return []Skill{{
		Name: PublishConstitution, Category: Constitution, Kind: State, Single: true, Built: true,
		Title: "Publish the constitution", Summary: "Post the constitution as a thread and pin it.",
		Params: []Param{
			{Name: "digest", Type: Text, Required: true, Doc: "SHA-256 of constitution.md"},
			{Name: "change_summary", Type: Text, Doc: "what was amended"},
		},
		Confirmation: true, Authority: "amendment",
		Endpoint: "POST and PUT /api/v1/statuses, POST /api/v1/statuses/:id/pin, PUT /api/v1/statuses/:id/interaction_policy", Scope: "read:accounts, read:statuses, write:statuses, write:accounts", Since: "3.5",
		Limits: []string{
			"A profile has five pinned posts at most.",
			"300 posts and edits in three hours, 30 deletions in 30 minutes.",
			"Posts that people have seen cannot be unseen; the old thread stays and says what replaced it.",
		},
	}}
}

func profile() []Skill {
	return []Skill{{
		Name: UpdateProfile, Category: Profile, Kind: State, Single: true, Built: true,
		Title: "Change the bot's profile", Summary: "Change the bot's public profile.",
		Params: []Param{
			{Name: "display_name", Type: Text, Max: maxDisplayName, Doc: "the bot's name; 30 characters before 4.6"},
			{Name: "note", Type: Text, Max: maxNote, Links: urlLength, Doc: "the bot's description; a URL counts 23"},
			{Name: "fields", Type: List, Pairs: true, Each: maxField, Doc: "four pairs of name and value at most; the whole list is replaced"},
		},
		Reversible: true, Inverse: UpdateProfile, Confirmation: true, Authority: "governance approval",
		Endpoint: "PATCH /api/v1/accounts/update_credentials", Scope: "read:accounts, write:accounts", Since: "2.4",
		Limits: []string{
			"The server cuts a field past 255 characters without a word, so bylaw refuses it.",
			"How many fields there may be, and how long name and description, the server says; the plan compares.",
			"A link stays verified as long as its value does not change. Pictures are not ours.",
		},
	}}
}

func adminWebOnly() []Skill {
	return []Skill{
		{
			Name: UpdateInstanceRules, Category: AdminWebOnly, Kind: Manual, Single: true, Built: true, Page: "/admin/rules",
			Title: "Change the server's rules", Summary: "Change the server's rules.",
			Params:     []Param{{Name: "rules", Type: List, Required: true, Each: maxRule, Doc: "the texts of the rules in their order"}},
			Reversible: true, Inverse: UpdateInstanceRules, Confirmation: true, Authority: "amendment",
			Limits: []string{"A person changes them on the page /admin/rules; bylaw reads them back."},
		},
		{
			Name: CreateAnnouncement, Category: AdminWebOnly, Kind: Manual, Built: true, Page: "/admin/announcements",
			Title: "Announce on the server", Summary: "Show an announcement to everybody on the server.",
			Params: []Param{
				{Name: "text", Type: Text, Required: true, Doc: "the announcement"},
				{Name: "starts_at", Type: Moment, Doc: "from when it is shown"},
				{Name: "ends_at", Type: Moment, Doc: "until when it is shown"},
			},
			Reversible: true, Authority: "communicators",
			Limits: []string{"A person creates it on the page /admin/announcements, and takes it back there; bylaw reads it back."},
		},
	}
}
