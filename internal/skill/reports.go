package skill

func reports() []Skill {
	return []Skill{
		onReport(AssignReport, UnassignReport, "assign_to_self", "Assign a report to the bot", "Assign a report to the bot.",
			"Only to the token's own account; a report that was assigned to another account is reassigned."),
		onReport(UnassignReport, AssignReport, "unassign", "Unassign a report", "Unassign a report from its moderator."),
		onReport(ResolveReport, ReopenReport, "resolve", "Resolve a report", "Mark a report as resolved.",
			"Repeating it changes who resolved it and when, so bylaw reads the report first."),
		onReport(ReopenReport, ResolveReport, "reopen", "Reopen a report", "Mark a resolved report as unresolved."),
	}
}

// onReport describes a call on one report; all of them are one-off actions, because a report has no desired state.
func onReport(name, inverse Name, verb, title, summary string, limits ...string) Skill {
	return Skill{
		Name: name, Category: Reports, Kind: Act, Built: true, Title: title, Summary: summary,
		Params:     []Param{{Name: "report", Type: ID, Required: true, Doc: "the report"}},
		Reversible: true, Inverse: inverse, Authority: "reports",
		Endpoint: "POST /api/v1/admin/reports/:id/" + verb, Scope: "admin:read:reports, admin:write:reports", Permission: "manage_reports", Since: "2.9.1",
		Limits: limits,
	}
}
