package skill

// toAccount is what the skills over accounts share.
type toAccount struct {
	name, inverse Name
	title         string
	summary       string
	verb          string // the type of an action, or the last part of the reversal's path
	since         string
	limits        []string
}

func accountModeration() []Skill {
	suspend := punish(toAccount{SuspendAccount, UnsuspendAccount, "Suspend an account", "Suspend an account.", "suspend", "2.9.1", []string{
		"Suspending a remote account removes its follows of local people permanently.",
		"The server purges the account's data by itself after 30 days.",
	}})
	suspend.Until, suspend.Destructive = "30 days, then the server deletes the account's data", true
	const localOnly = "Local accounts only."
	return []Skill{
		suspend,
		reverse(toAccount{UnsuspendAccount, SuspendAccount, "Unsuspend an account", "Lift the suspension of an account.", "unsuspend", "2.9.1", []string{
			"After the data is deleted it restores an empty account.",
			"The server refuses it for an account that its home server suspended.",
		}}),
		punish(toAccount{SilenceAccount, UnsilenceAccount, "Limit an account", "Limit an account: hidden from people who do not follow it.", "silence", "2.9.1", nil}),
		reverse(toAccount{UnsilenceAccount, SilenceAccount, "Undo the limit of an account", "Lift the limit of an account.", "unsilence", "2.9.1", nil}),
		punish(toAccount{DisableAccount, EnableAccount, "Disable login", "Disable the login to an account.", "disable", "2.9.1", []string{localOnly}}),
		reverse(toAccount{EnableAccount, DisableAccount, "Enable login", "Enable the login to an account again.", "enable", "2.9.1", []string{localOnly}}),
		punish(toAccount{MarkAccountSensitive, UnmarkSensitive, "Mark an account's media as sensitive", "Mark all media of an account as sensitive.", "sensitive", "3.3", nil}),
		reverse(toAccount{UnmarkSensitive, MarkAccountSensitive, "Stop marking an account's media as sensitive", "Stop marking an account's media as sensitive.", "unsensitive", "3.3", nil}),
		deleteStatus(),
	}
}

// punish describes an account action; each of them leaves a strike, and its server call is not idempotent.
func punish(a toAccount) Skill {
	s := reverse(a)
	s.Params = append(s.Params, noticeParams()...)
	s.Endpoint = "POST /api/v1/admin/accounts/:id/action (type=" + a.verb + ")"
	s.Limits = append([]string{
		"The bot's role must rank above the account's.",
		"Repeating it adds another strike, so bylaw reads the account first.",
		"It resolves every open report against the account, which needs admin:read:reports and manage_reports as well.",
	}, a.limits...)
	return s
}

// noticeParams are the parameters of a measure other than the account.
func noticeParams() []Param {
	return []Param{
		{Name: "message", Type: Text, Doc: "the message to the person"},
		{Name: "notify", Type: Flag, Doc: "notify the person, by mail and in the app; local accounts only"},
		{Name: "report", Type: ID, Doc: "the report that the measure answers"},
	}
}

// reverse describes a call that lifts a measure.
func reverse(a toAccount) Skill {
	return Skill{
		Name: a.name, Category: AccountModeration, Kind: State, Title: a.title, Summary: a.summary, Params: []Param{account()},
		Reversible: true, Inverse: a.inverse, Confirmation: true, Authority: "moderation",
		Endpoint: "POST /api/v1/admin/accounts/:id/" + a.verb, Scope: "admin:read:accounts, admin:write:accounts", Permission: "manage_users", Since: a.since,
		Limits: a.limits, Built: true,
	}
}

func deleteStatus() Skill {
	return Skill{
		Name: DeleteStatus, Category: AccountModeration, Kind: Act, Built: true, Title: "Delete a post", Summary: "Delete a post.",
		Params: []Param{
			{Name: "status", Type: ID, Required: true, Doc: "the post"},
			{Name: "message", Type: Text, Max: 1000, Doc: "what moderators are to write to the person"},
		},
		Destructive: true, Confirmation: true, Authority: "moderation",
		Endpoint: "DELETE /api/v1/statuses/:id, POST /api/v1/reports", Scope: "read:statuses, write:statuses, write:reports, admin:read:reports", Since: "4.0",
		Limits: []string{
			"The API deletes only the bot's own posts.",
			"For a post of another account it files a report with the post attached, which needs manage_reports, and a moderator deletes the post from the report's page.",
			"That the server does not show a post proves nothing: its author may block the bot. It counts as gone once a moderator has closed the report.",
		},
	}
}

func account() Param {
	return Param{Name: "account", Type: Account, Required: true, Doc: "the account's handle, or its pseudonym ref:<hex>"}
}
