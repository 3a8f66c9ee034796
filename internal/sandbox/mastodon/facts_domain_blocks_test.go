package mastodon_test

import (
	"strings"
	"testing"
)

func TestFactsDomainBlocks(t *testing.T) {
	const silence, suspend = "POST admin/domain_blocks domain=bar.example&severity=silence", "POST admin/domain_blocks domain=bar.example&severity=suspend"
	holds(t, "spec/requests/api/v1/admin/domain_blocks_spec.rb", []fact{
		{says: "without blocks the list is empty", ask: "GET admin/domain_blocks", status: 200, shows: "#=0", in: empty},
		{says: "a list shows everything of a block", ask: "GET admin/domain_blocks", status: 200, shows: "#=3; 1.domain=loud.example; 1.severity=silence; 1.reject_media=false; 1.reject_reports=true; 1.public_comment=Harassment; 1.private_comment=Seen in three reports; 1.obfuscate=false; 1.created_at=2023-06-02T09:30:00.000Z; 1.digest"},
		{says: "a limit gives so many", ask: "GET admin/domain_blocks?limit=2", status: 200, shows: "#=2"},
		{says: "one block is shown", ask: "GET admin/domain_blocks/{block 0}", status: 200, shows: "id={block 0}; domain=spam-farm.example; severity=suspend"},
		{says: "the digest is the SHA-256 of the domain", ask: "GET admin/domain_blocks/{block 0}", status: 200, shows: "digest=dbd01489a0b9ec4b17a4f4ee511c75042a2b894f6cf0a721dd3df435e35d453b"},
		{says: "minus one is not found", ask: "GET admin/domain_blocks/-1", status: 404, shows: notFound},
		{says: "a word is not found", ask: "GET admin/domain_blocks/x", status: 404, shows: notFound},
		{says: "a block is created", ask: "POST admin/domain_blocks domain=foo.bar.example&severity=silence", status: 200, shows: "domain=foo.bar.example; severity=silence; id; created_at=2026-11-21T12:01:00.000Z"},
		{says: "a stricter block below a looser one is created", given: silence, ask: "POST admin/domain_blocks domain=foo.bar.example&severity=suspend", status: 200, shows: "severity=suspend"},
		{says: "a second block of the same domain comes back with the first", given: suspend, ask: suspend, status: 422, shows: "existing_domain_block.domain=bar.example; existing_domain_block.id={1}; existing_domain_block.severity=suspend; error=You have already imposed stricter limits on bar.example."},
		{says: "a looser block below a stricter one comes back with that", given: suspend, ask: "POST admin/domain_blocks domain=foo.bar.example&severity=silence", status: 422, shows: "existing_domain_block.domain=bar.example"},
		{says: "a name with a space is no domain", ask: "POST admin/domain_blocks domain=foo+bar&severity=silence", status: 422, shows: "error~Validation failed; !existing_domain_block"},
		{says: "an unknown severity is named", ask: "POST admin/domain_blocks domain=bar.example&severity=bar", status: 422, shows: "error=Validation failed: Severity is not included in the list"},
		{says: "a change answers with the block", ask: "PUT admin/domain_blocks/{block 1} domain=bar.example&severity=suspend", status: 200, shows: "id={block 1}; domain=loud.example; severity=suspend"},
		{says: "a change is kept", given: "PUT admin/domain_blocks/{block 1} severity=suspend", ask: "GET admin/domain_blocks/{block 1}", status: 200, shows: "severity=suspend"},
		{says: "a deletion answers with nothing", ask: "DELETE admin/domain_blocks/{block 1}", status: 200, shows: "!id"},
		{says: "what was deleted is gone", given: "DELETE admin/domain_blocks/{block 1}", ask: "GET admin/domain_blocks", status: 200, shows: "#=2"},
		{says: "what was deleted cannot be deleted again", given: suspend + "; DELETE admin/domain_blocks/{1}", ask: "DELETE admin/domain_blocks/{1}", status: 404, shows: notFound},
	})
	holds(t, "app/controllers/api/v1/admin/domain_blocks_controller.rb", []fact{
		{says: "a duplicate is found before a wrong severity", given: suspend, ask: "POST admin/domain_blocks domain=bar.example&severity=bar", status: 422, shows: "existing_domain_block.domain=bar.example"},
		{says: "a duplicate is found whatever its case", given: suspend, ask: "POST admin/domain_blocks domain=BAR.Example&severity=suspend", status: 422, shows: "existing_domain_block.domain=bar.example"},
		{says: "the nearest parent decides", given: suspend + "; POST admin/domain_blocks domain=foo.bar.example&severity=suspend", ask: "POST admin/domain_blocks domain=x.foo.bar.example&severity=noop", status: 422, shows: "existing_domain_block.domain=foo.bar.example"},
		{says: "a parent above its children is created", given: "POST admin/domain_blocks domain=foo.bar.example&severity=noop", ask: suspend, status: 200, shows: "domain=bar.example"},
		{says: "a domain that only ends alike has no parent", given: suspend, ask: "POST admin/domain_blocks domain=foobar.example&severity=noop", status: 200},
		{says: "a change leaves out nothing", ask: "PUT admin/domain_blocks/{block 1} obfuscate=true", status: 200, shows: "obfuscate=true; severity=silence; reject_reports=true; public_comment=Harassment"},
		{says: "a comment of null is null", ask: `PUT admin/domain_blocks/{block 1} {"public_comment":null}`, status: 200, shows: "public_comment=null"},
		{says: "an empty comment is empty", ask: `PUT admin/domain_blocks/{block 1} {"public_comment":""}`, status: 200, shows: "public_comment="},
		{says: "a change with an unknown severity is refused", ask: "PUT admin/domain_blocks/{block 1} severity=none", status: 422, shows: "error=Validation failed: Severity is not included in the list"},
		{says: "a refused change changes nothing", given: "?PUT admin/domain_blocks/{block 1} severity=none&public_comment=x", ask: "GET admin/domain_blocks/{block 1}", status: 200, shows: "public_comment=Harassment; severity=silence"},
		{says: "unknown parameters are ignored", ask: "POST admin/domain_blocks domain=bar.example&severity=noop&colour=red", status: 200, shows: "!colour"},
	})
	holds(t, "app/models/domain_block.rb", []fact{
		{says: "a block silences where nothing is said", ask: "POST admin/domain_blocks domain=bar.example", status: 200, shows: "severity=silence; reject_media=false; reject_reports=false; obfuscate=false; public_comment=null; private_comment=null"},
		{says: "without a domain there is no block", ask: "POST admin/domain_blocks severity=noop", status: 422, shows: "error=Validation failed: Domain can't be blank"},
		{says: "an empty severity is none", ask: "POST admin/domain_blocks domain=bar.example&severity=", status: 422, shows: "error~Severity is not included"},
		{says: "a boolean of null fails in the database", ask: "POST admin/domain_blocks domain=bar.example&obfuscate=", status: 500},
		{says: "f is false", ask: "POST admin/domain_blocks domain=bar.example&obfuscate=f", status: 200, shows: "obfuscate=false"},
		{says: "any other word is true", ask: "POST admin/domain_blocks domain=bar.example&obfuscate=nope", status: 200, shows: "obfuscate=true"},
		{says: "equal severities are allowed", given: silence, ask: "POST admin/domain_blocks domain=foo.bar.example&severity=silence", status: 200},
		{says: "noop below silence is looser", given: silence, ask: "POST admin/domain_blocks domain=foo.bar.example&severity=noop", status: 422},
		{says: "silence below suspend is looser", given: suspend, ask: "POST admin/domain_blocks domain=foo.bar.example&severity=silence", status: 422},
		{says: "dropping reject_media is looser", given: silence + "&reject_media=true", ask: "POST admin/domain_blocks domain=foo.bar.example&severity=silence", status: 422},
		{says: "dropping reject_reports is looser", given: silence + "&reject_reports=true", ask: "POST admin/domain_blocks domain=foo.bar.example&severity=silence&reject_media=true", status: 422},
		{says: "keeping both flags is not", given: silence + "&reject_reports=true&reject_media=true", ask: "POST admin/domain_blocks domain=foo.bar.example&severity=silence&reject_media=true&reject_reports=true", status: 200},
		{says: "suspension needs no flags", given: silence + "&reject_media=true", ask: "POST admin/domain_blocks domain=foo.bar.example&severity=suspend", status: 200},
		{says: "silence below noop is stricter", given: "POST admin/domain_blocks domain=bar.example&severity=noop", ask: "POST admin/domain_blocks domain=foo.bar.example&severity=silence", status: 200},
	})
}

// TestFactsDomainNames: names are brought into one form before they are compared and checked.
func TestFactsDomainNames(t *testing.T) {
	var facts []fact
	for written, want := range map[string]string{
		"+bar.example+": "bar.example", "bar.example/": "bar.example", "BAR.Example": "bar.example", "bücher.example": "xn--bcher-kva.example",
		"xn--bcher-kva.example": "xn--bcher-kva.example", "bar.example.": "bar.example", "com": "com", "-bar.example": "-bar.example", "127.0.0.1": "127.0.0.1",
		"social.example": "social.example", strings.Repeat("a", 63) + ".example": strings.Repeat("a", 63) + ".example",
	} {
		for _, resource := range []string{"domain_blocks", "domain_allows", "email_domain_blocks"} {
			facts = append(facts, fact{says: resource + " writes " + written, ask: "POST admin/" + resource + " domain=" + written, status: 200, shows: "domain=" + want})
		}
	}
	for _, written := range []string{
		"*.bar.example", "a_b.example", "bar.example:443", "https://bar.example", "bar..example", "foo bar", "a@bar.example", "bar.example/path",
		strings.Repeat("a", 64) + ".example", strings.Repeat("abc.", 63) + "example",
	} {
		for _, resource := range []string{"domain_blocks", "domain_allows", "email_domain_blocks"} {
			facts = append(facts, fact{says: resource + " refuses " + written, ask: "POST admin/" + resource + " domain=" + strings.ReplaceAll(written, " ", "+"), status: 422, shows: "error~Domain"})
		}
	}
	holds(t, "app/models/concerns/domain_normalizable.rb, app/validators/domain_validator.rb", facts)
}

// TestFactsDomainBlockEffects: what a block does to the accounts of a domain, and what lifting it takes back.
func TestFactsDomainBlockEffects(t *testing.T) {
	const bad, troll = "POST admin/domain_blocks domain=bad.example&severity=", "GET admin/accounts/{troll@bad.example}"
	holds(t, "app/services/block_domain_service.rb", []fact{
		{says: "silence limits all accounts", given: bad + "silence", ask: troll, status: 200, shows: "silenced=true; suspended=false"},
		{says: "suspend suspends all accounts", given: bad + "suspend", ask: troll, status: 200, shows: "suspended=true"},
		{says: "noop does nothing", given: bad + "noop", ask: troll, status: 200, shows: "suspended=false; silenced=false"},
		{says: "accounts of subdomains too", given: "POST admin/domain_blocks domain=example&severity=suspend", ask: troll, status: 200, shows: "suspended=true"},
		{says: "a suspension deletes the posts", given: bad + "suspend", ask: "GET statuses/{post troll@bad.example}", status: 404, shows: isHidden},
		{says: "for good", given: bad + "suspend; DELETE admin/domain_blocks/{1}", ask: "GET accounts/{troll@bad.example}/statuses", status: 200, shows: "#=0"},
		{says: "a suspension empties the profile", given: bad + "suspend; DELETE admin/domain_blocks/{1}", ask: "GET accounts/{troll@bad.example}", status: 200, shows: "display_name="},
		{says: "a suspension takes a limit made by hand", given: bad + "suspend", ask: "GET admin/accounts/{shouter@bad.example}", status: 200, shows: "silenced=false; suspended=true"},
		{says: "which does not come back", given: bad + "suspend; DELETE admin/domain_blocks/{1}", ask: "GET admin/accounts/{shouter@bad.example}", status: 200, shows: "silenced=false; suspended=false"},
		{says: "silence leaves a limit made by hand", given: bad + "silence; DELETE admin/domain_blocks/{1}", ask: "GET admin/accounts/{shouter@bad.example}", status: 200, shows: "silenced=true"},
		{says: "from suspend to silence", given: bad + "suspend; PUT admin/domain_blocks/{1} severity=silence", ask: troll, status: 200, shows: "suspended=false; silenced=true"},
		{says: "from silence to noop", given: bad + "silence; PUT admin/domain_blocks/{1} severity=noop", ask: troll, status: 200, shows: "silenced=false"},
		{says: "from silence to suspend", given: bad + "silence; PUT admin/domain_blocks/{1} severity=suspend", ask: troll, status: 200, shows: "suspended=true; silenced=false"},
		{says: "who was suspended by hand stays so", given: "POST admin/accounts/{troll@bad.example}/action type=suspend; +1m; " + bad + "suspend; DELETE admin/domain_blocks/{2}", ask: troll, status: 200, shows: "suspended=true"},
		{says: "data that a block deleted cannot be deleted again", given: bad + "suspend", ask: "DELETE admin/accounts/{troll@bad.example}", status: 403, shows: notAllowed},
		{says: "a moderator may unsuspend although the block is there", given: bad + "suspend", ask: "POST admin/accounts/{troll@bad.example}/unsuspend", status: 200, shows: "suspended=false"},
	})
	holds(t, "app/services/unblock_domain_service.rb", []fact{
		{says: "lifting a limit gives all back", given: bad + "silence; DELETE admin/domain_blocks/{1}", ask: troll, status: 200, shows: "silenced=false"},
		{says: "lifting a suspension too", given: bad + "suspend; DELETE admin/domain_blocks/{1}", ask: troll, status: 200, shows: "suspended=false"},
		{says: "what was done by hand since then stays", given: bad + "silence; +1m; POST admin/accounts/{troll@bad.example}/action type=silence; DELETE admin/domain_blocks/{1}", ask: troll, status: 200, shows: "silenced=true"},
	})
	holds(t, "app/services/resolve_account_service.rb", []fact{
		{says: "no one of a suspended server is looked up", given: bad + "suspend", ask: "GET accounts/lookup?acct=troll@bad.example", status: 404, shows: notFound},
		{says: "of a silenced one everybody is", given: bad + "silence", ask: "GET accounts/lookup?acct=troll@bad.example", status: 200, shows: "limited=true"},
		{says: "below a suspended server no account is", given: "POST admin/domain_blocks domain=example&severity=suspend", ask: "GET accounts/lookup?acct=troll@bad.example", status: 404},
		{says: "nor fetched by a search", given: "POST admin/domain_blocks domain=elsewhere.example&severity=suspend", ask: "GET /api/v2/search?q=@unseen@elsewhere.example&resolve=true", status: 200, shows: "accounts.#=0"},
	})
}

func TestFactsPublicDomainBlocks(t *testing.T) {
	holds(t, "app/controllers/api/v1/instances/domain_blocks_controller.rb, app/models/domain_block.rb", []fact{
		{says: "everybody sees what is limited, suspensions first", ask: "anonymous GET instance/domain_blocks", status: 200, shows: "#=2; 0.domain=spam-farm.example; 0.severity=suspend; 0.comment=Spam; 0.digest=dbd01489a0b9ec4b17a4f4ee511c75042a2b894f6cf0a721dd3df435e35d453b; 1.domain=loud.example; !0.id"},
		{says: "a name is masked where that is asked for", given: "PUT admin/domain_blocks/{block 1} obfuscate=true", ask: "anonymous GET instance/domain_blocks", status: 200, shows: "1.domain=loud.****ple; 1.severity=silence"},
	})
}
