package skill

// The words for the severity of an IP block, from the mildest.
const (
	SignUpApproval = "sign_up_requires_approval" // a sign-up from there needs the approval of a moderator
	SignUpBlock    = "sign_up_block"             // no one can sign up from there
	NoAccess       = "no_access"                 // nothing at all from there is answered
)

func security() []Skill {
	network := Param{Name: "ip", Type: Network, Required: true, Doc: "an address or a network"}
	domain := Param{Name: "domain", Type: Domain, Required: true, Doc: "of the mail addresses; its subdomains and mail hosts are covered"}
	const ipScope, mailScope, permission, authority = "admin:read:ip_blocks, admin:write:ip_blocks", "admin:read:email_domain_blocks, admin:write:email_domain_blocks", "manage_blocks", "security"
	return []Skill{
		{
			Name: BlockIP, Category: Security, Kind: State, Built: true, Title: "Block an IP network", Summary: "Restrict what can be done from an IP network.",
			Params: []Param{
				network,
				{
					Name: "severity", Type: Word, Required: true, Doc: "how far the block goes",
					Words: []string{SignUpApproval, SignUpBlock, NoAccess},
				},
				{Name: "comment", Type: Text, Doc: "shown to moderators; everybody can read it in this repository"},
			},
			Reversible: true, Inverse: UnblockIP, Confirmation: true, Authority: authority,
			Endpoint: "POST /api/v1/admin/ip_blocks, PUT /api/v1/admin/ip_blocks/:id", Scope: ipScope, Permission: permission, Since: "4.0",
			Limits: []string{
				"Its end is an absolute time: until is sent as the seconds that are left, and the server lifts the block itself.",
				"no_access blocks every request from the network, also those of bylaw itself and of proxies.",
				"Up to 4.6 the server answers an invalid change with success and saves nothing, so bylaw reads it back.",
			},
		},
		{
			Name: UnblockIP, Category: Security, Kind: State, Built: true, Title: "Unblock an IP network", Summary: "Lift the block of an IP network.",
			Params: []Param{network}, Reversible: true, Inverse: BlockIP, Confirmation: true, Authority: authority,
			Endpoint: "DELETE /api/v1/admin/ip_blocks/:id", Scope: ipScope, Permission: permission, Since: "4.0",
		},
		{
			Name: BlockEmailDomain, Category: Security, Kind: State, Built: true, Title: "Block an e-mail domain", Summary: "Refuse sign-ups with mail addresses of a domain.",
			Params: []Param{
				domain,
				{Name: "allow_with_approval", Type: Flag, Doc: "let people register if a moderator approves; since 4.3"},
			},
			Reversible: true, Inverse: UnblockEmailDomain, Confirmation: true, Authority: authority,
			Endpoint: "POST /api/v1/admin/email_domain_blocks", Scope: mailScope, Permission: permission, Since: "4.0",
			Limits: []string{
				"It cannot be changed, only removed and created again; between the two it is not in force, and rows for its mail hosts are lost.",
				"Rows for mail hosts that the web interface added look like any other, so what is not declared is left unchanged.",
			},
		},
		{
			Name: UnblockEmailDomain, Category: Security, Kind: State, Built: true, Title: "Unblock an e-mail domain", Summary: "Allow sign-ups with mail addresses of a domain again.",
			Params: []Param{domain}, Reversible: true, Inverse: BlockEmailDomain, Confirmation: true, Authority: authority,
			Endpoint: "DELETE /api/v1/admin/email_domain_blocks/:id", Scope: mailScope, Permission: permission, Since: "4.0",
			Limits: []string{"It removes the blocks of the domain's mail hosts as well."},
		},
	}
}
