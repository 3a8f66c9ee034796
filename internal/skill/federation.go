package skill

// The words for the severity of a domain block, from the mildest.
const (
	Noop    = "noop"    // nothing, except what the reject flags say
	Silence = "silence" // limited: hidden from public timelines, no notifications unless followed
	Suspend = "suspend" // no federation; accounts' data and follows are deleted
)

func federation() []Skill {
	domain := Param{Name: "domain", Type: Domain, Required: true, Doc: "the server; its subdomains are covered"}
	exact := Param{Name: "domain", Type: Domain, Required: true, Doc: "the server; its subdomains are not covered"}
	const allows = "admin:read:domain_allows, admin:write:domain_allows"
	const scope, permission, authority = "admin:read:domain_blocks, admin:write:domain_blocks", "manage_federation", "federation"
	return []Skill{
		{
			Name: BlockDomain, Category: Federation, Kind: State, Built: true,
			Title: "Limit or suspend a server", Summary: "Limit or suspend another server, or change its block.",
			Params: []Param{
				domain,
				{Name: "severity", Type: Word, Required: true, Words: []string{Noop, Silence, Suspend}, Doc: "how far the block goes"},
				{Name: "reject_media", Type: Flag, Doc: "do not store its media"},
				{Name: "reject_reports", Type: Flag, Doc: "ignore its reports"},
				{Name: "obfuscate", Type: Flag, Doc: "mask the name in the server's public list"},
				{Name: "public_comment", Type: Text, Doc: "shown in the server's public list"},
				{Name: "private_comment", Type: Text, Doc: "shown to moderators; everybody can read it in this repository"},
			},
			Reversible: true, Inverse: UnblockDomain, Destructive: true, Confirmation: true, Authority: authority,
			Endpoint: "POST /api/v1/admin/domain_blocks, PUT /api/v1/admin/domain_blocks/:id", Scope: scope, Permission: permission, Since: "4.0",
			Limits: []string{
				"The server enforces a new block in the background.",
				"The block can be lifted at any time; follows and data that a suspension cut off do not come back.",
				"The server refuses a subdomain's block that is milder than its parent's once the parent exists, so the longest name is created first.",
				"The server accepts a bare top-level domain and its own name; bylaw refuses both.",
			},
		},
		{
			Name: UnblockDomain, Category: Federation, Kind: State, Built: true,
			Title: "Unblock a server", Summary: "Lift the block of another server.",
			Params: []Param{domain}, Reversible: true, Inverse: BlockDomain, Confirmation: true, Authority: authority,
			Endpoint: "DELETE /api/v1/admin/domain_blocks/:id", Scope: scope, Permission: permission, Since: "4.0",
			Limits: []string{"Follows and data that a suspension cut off do not come back."},
		},
		{
			Name: AllowDomain, Category: Federation, Kind: State, Built: true, Title: "Allow federation with a server", Summary: "Allow federation with a server where only allowed servers federate.",
			Params: []Param{exact}, Reversible: true, Inverse: DisallowDomain, Confirmation: true, Authority: authority,
			Endpoint: "POST /api/v1/admin/domain_allows", Scope: allows, Permission: permission, Since: "4.0",
			Limits: []string{"It has an effect only in limited federation mode; elsewhere the plan refuses it."},
		},
		{
			Name: DisallowDomain, Category: Federation, Kind: State, Built: true, Title: "Disallow federation with a server", Summary: "Remove a server from the list of allowed servers.",
			Params: []Param{exact}, Reversible: true, Inverse: AllowDomain, Destructive: true, Confirmation: true, Authority: authority,
			Endpoint: "DELETE /api/v1/admin/domain_allows/:id", Scope: allows, Permission: permission, Since: "4.0",
			Limits: []string{
				"In limited federation mode the server suspends and purges every known account of the domain.",
				"The name can be allowed again at any time; accounts and follows do not come back.",
			},
		},
	}
}
