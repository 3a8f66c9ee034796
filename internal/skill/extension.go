package skill

import "slices"

// The names of the extensions of ours.
const (
	WarnAccount    Name = "warn_account" // a measure that leaves no state
	ClassifyReport Name = "classify_report"

	BlockEmailHash   Name = "block_canonical_email"
	UnblockEmailHash Name = "unblock_canonical_email"

	UpdateHashtag Name = "update_hashtag"
	ResetHashtag  Name = "reset_hashtag"

	UpdateSite                Name = "update_site"
	UpdateRegistrations       Name = "update_registrations"
	UpdateExtendedDescription Name = "update_extended_description"
	PublishTerms              Name = "publish_terms_of_service"
)

// Extensions gives the skills that the specification does not have. The caller may change what it gets.
func Extensions() []Skill {
	return slices.Concat([]Skill{warnAccount(), classifyReport()}, emailHashes(), hashtags(), site())
}

func warnAccount() Skill {
	return Skill{
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
	}
}

// Violation is the category of a report that says which rules are broken.
const Violation = "violation"

func classifyReport() Skill {
	return Skill{
		Name: ClassifyReport, Category: Reports, Kind: Act, Title: "Classify a report", Summary: "Say which category a report belongs to, and which rules it is about.",
		Params: []Param{
			{Name: "report", Type: ID, Required: true, Doc: "the report"},
			{Name: "category", Type: Word, Required: true, Words: []string{"spam", "legal", Violation, "other"}, Doc: "what the report is about"},
			{Name: "rules", Type: List, Each: 30, Doc: "the ids of the rules that are broken, as /api/v1/instance/rules shows them; of a violation alone"},
		},
		Authority: "reports", Built: true,
		Endpoint: "PUT /api/v1/admin/reports/:id", Scope: "admin:read:reports, admin:write:reports", Permission: "manage_reports", Since: "3.5",
		Limits: []string{
			"A report of another category than violation has no rules: those that it had are taken off.",
			"The server does not say what the category was before, so no skill undoes it; another proposal classifies the report again.",
		},
	}
}

// All gives the skills of the specification and the extensions.
func All() []Skill { return slices.Concat(Catalogue(), Extensions()) }
