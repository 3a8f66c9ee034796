package skill

// EmailHashes is the resource of mail addresses that cannot sign up, each known by its hash alone.
const EmailHashes = "canonical_email_blocks"

func emailHashes() []Skill {
	hash := Param{Name: "canonical_email_hash", Type: EmailHash, Required: true, Doc: "the SHA-256 of the canonical address, never the address"}
	const scope, permission, authority = "admin:read:canonical_email_blocks, admin:write:canonical_email_blocks", "manage_blocks", "security"
	return []Skill{
		{
			Name: BlockEmailHash, Category: Security, Kind: State, Built: true, Title: "Block an e-mail address", Summary: "Refuse sign-ups with one mail address and its variants, known by their hash.",
			Params: []Param{hash}, Reversible: true, Inverse: UnblockEmailHash, Confirmation: true, Authority: authority,
			Endpoint: "POST /api/v1/admin/canonical_email_blocks", Scope: scope, Permission: permission, Since: "4.0",
			Limits: []string{
				"The hash has no key: a guess of the address can be confirmed with it by all who read the repository.",
				"The server adds a row when a moderator suspends an account of its own, and takes it away when the suspension is lifted; rows that are not declared are neither shown nor changed.",
			},
		},
		{
			Name: UnblockEmailHash, Category: Security, Kind: State, Built: true, Title: "Unblock an e-mail address", Summary: "Allow sign-ups with a mail address again.",
			Params: []Param{hash}, Reversible: true, Inverse: BlockEmailHash, Confirmation: true, Authority: authority,
			Endpoint: "DELETE /api/v1/admin/canonical_email_blocks/:id", Scope: scope, Permission: permission, Since: "4.0",
		},
	}
}
