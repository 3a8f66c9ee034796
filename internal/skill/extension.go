package skill

import "slices"

// WarnAccount is an extension of ours: a measure that leaves no state.
const WarnAccount Name = "warn_account"

// Extensions gives the skills that the specification does not have. The caller may change what it gets.
func Extensions() []Skill {
	return []Skill{{
		Name: WarnAccount, Category: AccountModeration, Kind: Act, Title: "Warn an account", Summary: "Send a warning to the owner of an account, which is recorded as a strike.",
		Params: []Param{
			account(),
			{Name: "message", Type: Text, Required: true, Doc: "the message to the person"},
			{Name: "notify", Type: Flag, Doc: "notify the person, by mail and in the app; true unless it is false"},
			{Name: "report", Type: ID, Doc: "the report that the warning answers, which it closes"},
		},
		Confirmation: true, Authority: "moderation", Built: true,
		Endpoint: "POST /api/v1/admin/accounts/:id/action (type=none)", Scope: "admin:read:accounts, admin:write:accounts", Permission: "manage_users", Since: "2.9.1",
		Limits: []string{
			"Local accounts only: no other server passes a warning on.",
			"One that answers a report needs admin:read:reports and manage_reports as well.",
			"The API does not show strikes, so a warning whose answer is lost is not tried again; one that answers a report is proved by the report.",
		},
	}}
}

// All gives the skills of the specification and the extensions.
func All() []Skill { return slices.Concat(Catalogue(), Extensions()) }
