package skill

func accountManagement() []Skill {
	const scope, permission = "admin:read:accounts, admin:write:accounts", "manage_users"
	return []Skill{
		{
			Name: ApproveAccount, Category: AccountManagement, Kind: Act, Built: true, Title: "Approve a sign-up", Summary: "Approve the sign-up of an account that is pending.",
			Params: []Param{account()}, Authority: "account approval",
			Endpoint: "POST /api/v1/admin/accounts/:id/approve", Scope: scope, Permission: permission, Since: "2.9.1",
			Limits: []string{"Only local accounts that are pending."},
		},
		{
			Name: RejectAccount, Category: AccountManagement, Kind: Act, Built: true, Title: "Reject a sign-up", Summary: "Reject the sign-up of an account that is pending.",
			Params: []Param{account()}, Destructive: true, Confirmation: true, Authority: "account approval",
			Endpoint: "POST /api/v1/admin/accounts/:id/reject", Scope: scope, Permission: permission, Since: "2.9.1",
			Limits: []string{"Only accounts that are pending.", "The account is deleted, and its name is free again."},
		},
		{
			Name: DeleteAccountData, Category: AccountManagement, Kind: Act, Built: true, Title: "Delete the data of an account", Summary: "Delete the data of a suspended account permanently.",
			Params: []Param{account()}, Destructive: true, Confirmation: true, Authority: "the highest",
			Endpoint: "DELETE /api/v1/admin/accounts/:id", Scope: scope, Permission: "delete_user_data", Since: "3.3",
			Limits: []string{
				"Only accounts that have been suspended for at least 14 days, never in the proposal that suspends.",
				"Not for accounts that a domain block suspended.",
				"For an account of another server it reads the domain blocks, which needs admin:read:domain_blocks and manage_federation.",
				"The name and the mail address stay reserved.",
			},
		},
		createAccount(),
	}
}

func createAccount() Skill {
	return Skill{
		Name: CreateAccount, Category: AccountManagement, Kind: Act, Built: true, Title: "Create an account", Summary: "Create an account for a person.",
		Params: []Param{
			{Name: "username", Type: Username, Required: true, Max: 30, Doc: "letters, digits and underscores"},
			{Name: "email_from", Type: Secret, Required: true, Doc: "where the mail address is found"},
			{Name: "password_from", Type: Secret, Required: true, Doc: "where the first password is found"},
		},
		Confirmation: true, Authority: "account creation",
		Endpoint: "POST /api/v1/accounts", Scope: "write:accounts, admin:read:accounts", Since: "2.7",
		Limits: []string{
			"It needs a token of the application, not of the bot: BYLAW_SECRET_CLIENT_ID and BYLAW_SECRET_CLIENT_SECRET.",
			"Whether the name is taken the bot reads itself, for which its role needs manage_users.",
			"Where sign-ups are closed, are on another site or need a date of birth, or the application is not known, it is a task for a person.",
			"The person must confirm by mail within 7 days, and may need approval.",
			"Five accounts in 30 minutes from one address.",
			"An invitation is nearly always better: the terms are the person's to accept.",
		},
	}
}
