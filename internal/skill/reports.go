package skill

func reports() []Skill {
	return []Skill{
		onReport(AssignReport, UnassignReport, "assign_to_self", "Assign reports to the bot", "Assign a report to the bot.",
			"Only to the token's own account; it takes the report from whoever had it."),
		onReport(UnassignReport, AssignReport, "unassign", "Unassign reports", "Take a report from whoever it is assigned to."),
		onReport(ResolveReport, ReopenReport, "resolve", "Close reports", "Close a report.",
			"Repeating it rewrites who closed it and when, so bylaw reads the report first."),
		onReport(ReopenReport, ResolveReport, "reopen", "Open reports again", "Open a closed report again."),
	}
}

// onReport describes a call on one report; all of them are declared as acts, because a report has no desired state.
func onReport(name, inverse Name, verb, title, summary string, limits ...string) Skill {
	return Skill{
		Name: name, Category: Reports, Kind: Act, Built: true, Title: title, Summary: summary,
		Params:     []Param{{Name: "report", Type: ID, Required: true, Doc: "the report"}},
		Reversible: true, Inverse: inverse, Authority: "reports",
		Endpoint: "POST /api/v1/admin/reports/:id/" + verb, Scope: "admin:read:reports, admin:write:reports", Permission: "manage_reports", Since: "2.9.1",
		Limits: limits,
	}
}
