package mastodon_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestFactsDomainAllows(t *testing.T) {
	const allow = "POST admin/domain_allows domain=foo.bar.example"
	const friends = "POST admin/domain_allows domain=friendly.example"
	limited := func(s *mastodon.State) { s.Limited = true }
	holds(t, "spec/requests/api/v1/admin/domain_allows_spec.rb", []fact{
		{says: "without allows the list is empty", ask: "GET admin/domain_allows", status: 200, shows: "#=0"},
		{says: "a list shows the allows", given: allow + "; " + friends, ask: "GET admin/domain_allows", status: 200, shows: "#=2; 0.domain=friendly.example; 1.id={1}; 1.created_at=2026-11-21T12:01:00.000Z"},
		{says: "a limit gives so many", given: allow + "; " + friends, ask: "GET admin/domain_allows?limit=1", status: 200, shows: "#=1"},
		{says: "one allow is shown", given: allow, ask: "GET admin/domain_allows/{1}", status: 200, shows: "domain=foo.bar.example"},
		{says: "minus one is not found", ask: "GET admin/domain_allows/-1", status: 404, shows: notFound},
		{says: "an allow is created", ask: allow, status: 200, shows: "domain=foo.bar.example; id"},
		{says: "a name with a space is no domain", ask: "POST admin/domain_allows domain=foo+bar", status: 422, shows: "error~Validation failed"},
		{says: "without a domain there is no allow", ask: "POST admin/domain_allows", status: 422, shows: "error~Validation failed"},
		{says: "an allowed domain comes back", given: allow, ask: allow, status: 200, shows: "id={1}"},
		{says: "a deletion answers with nothing", given: allow, ask: "DELETE admin/domain_allows/{1}", status: 200, shows: "!id"},
		{says: "what was deleted is gone", given: allow + "; DELETE admin/domain_allows/{1}", ask: "GET admin/domain_allows", status: 200, shows: "#=0"},
		{says: "what is gone cannot be deleted", ask: "DELETE admin/domain_allows/-1", status: 404, shows: notFound},
	})
	holds(t, "app/controllers/api/v1/admin/domain_allows_controller.rb", []fact{
		{says: "another spelling is looked up in vain and then collides", given: allow, ask: "POST admin/domain_allows domain=Foo.Bar.example", status: 422, shows: "error~Domain has already been taken"},
		{says: "an allow cannot be changed", given: allow, ask: "PUT admin/domain_allows/{1} domain=x.example", status: 404},
	})
	holds(t, "app/services/unallow_domain_service.rb, app/services/after_unallow_domain_service.rb", []fact{
		{says: "where all may federate a disallow does nothing", given: friends + "; DELETE admin/domain_allows/{1}", ask: "GET admin/accounts/{friend@friendly.example}", status: 200, shows: "suspended=false"},
		{says: "in limited federation it deletes the accounts", given: friends, ask: "DELETE admin/domain_allows/{1}", status: 200, edit: limited},
		{says: "which moderators do not find either", given: friends + "; GET admin/accounts/{friend@friendly.example}; DELETE admin/domain_allows/{1}", ask: "GET admin/accounts/{2}", status: 404, shows: notFound, edit: limited},
		{says: "nor does any other account", given: friends + "; GET accounts/{friend@friendly.example}; DELETE admin/domain_allows/{1}", ask: "GET accounts/{2}", status: 404, shows: notFound, edit: limited},
		{says: "their posts are gone", given: friends + "; GET statuses/{post friend@friendly.example}; DELETE admin/domain_allows/{1}", ask: "GET statuses/{2}", status: 404, shows: isHidden, edit: limited},
		{says: "accounts of other domains stay", given: friends + "; DELETE admin/domain_allows/{1}", ask: "GET admin/accounts/{troll@bad.example}", status: 200, edit: limited},
		{says: "and of subdomains", given: "POST admin/domain_allows domain=example; DELETE admin/domain_allows/{1}", ask: "GET admin/accounts/{troll@bad.example}", status: 200, edit: limited},
	})
	holds(t, "app/helpers/domain_control_helper.rb, app/services/resolve_account_service.rb", []fact{
		{says: "who is not allowed is not looked up", ask: "GET accounts/lookup?acct=friend@friendly.example", status: 404, edit: limited},
		{says: "who is allowed is", given: friends, ask: "GET accounts/lookup?acct=friend@friendly.example", status: 200, edit: limited},
		{says: "own people are", ask: "GET accounts/lookup?acct=bruno", status: 200, edit: limited},
	})
}

func TestFactsIPBlocks(t *testing.T) {
	const one = "POST admin/ip_blocks ip=192.0.2.0/24&severity=no_access&comment=Spam&expires_in=172800"
	holds(t, "spec/requests/api/v1/admin/ip_blocks_spec.rb", []fact{
		{says: "without blocks the list is empty", ask: "GET admin/ip_blocks", status: 200, shows: "#=0", in: empty},
		{says: "a list shows the blocks", ask: "GET admin/ip_blocks", status: 200, shows: "#=1; 0.ip=198.51.100.0/24; 0.severity=sign_up_requires_approval; 0.comment=spam wave; 0.expires_at=null; 0.created_at=2023-07-02T09:30:00.000Z"},
		{says: "a limit gives so many", given: one, ask: "GET admin/ip_blocks?limit=1", status: 200, shows: "#=1"},
		{says: "one block is shown", given: one, ask: "GET admin/ip_blocks/{1}", status: 200, shows: "ip=192.0.2.0/24; severity=no_access; expires_at=2026-11-23T12:01:00.000Z"},
		{says: "minus one is not found", ask: "GET admin/ip_blocks/-1", status: 404, shows: notFound},
		{says: "an address becomes a network", ask: "POST admin/ip_blocks ip=151.0.32.55&severity=no_access&comment=Spam", status: 200, shows: "ip=151.0.32.55/32; severity=no_access; comment=Spam"},
		{says: "an empty address is none", ask: "POST admin/ip_blocks ip=&severity=no_access", status: 422, shows: "error~Validation failed"},
		{says: "an empty severity is none", ask: "POST admin/ip_blocks ip=173.65.23.1&severity=", status: 422, shows: "error~Severity"},
		{says: "a network is blocked once", given: one, ask: one, status: 422, shows: "error~Ip has already been taken; !existing_ip_block"},
		{says: "a wrong address", ask: "POST admin/ip_blocks ip=520.13.54.120&severity=no_access", status: 422},
		{says: "a wrong severity", ask: "POST admin/ip_blocks ip=151.0.32.55&severity=invalid", status: 422, shows: "error~Severity is not included in the list"},
		{says: "a change answers with the block", ask: "PUT admin/ip_blocks/{ip 0} severity=sign_up_block&comment=Other", status: 200, shows: "ip=198.51.100.0/24; severity=sign_up_block; comment=Other"},
		{says: "a change is kept", given: "PUT admin/ip_blocks/{ip 0} severity=sign_up_block", ask: "GET admin/ip_blocks/{ip 0}", status: 200, shows: "severity=sign_up_block; comment=spam wave"},
		{says: "what does not exist cannot be changed", ask: "PUT admin/ip_blocks/-1 comment=x", status: 404, shows: notFound},
		{says: "a deletion answers with nothing", ask: "DELETE admin/ip_blocks/{ip 0}", status: 200, shows: "!id"},
		{says: "what was deleted is gone", given: one + "; DELETE admin/ip_blocks/{1}", ask: "GET admin/ip_blocks/{1}", status: 404, shows: notFound},
		{says: "what is gone cannot be deleted", ask: "DELETE admin/ip_blocks/-1", status: 404, shows: notFound},
	})
	holds(t, "app/models/ip_block.rb", []fact{
		{says: "without an address it blocks 0.0.0.0", ask: "POST admin/ip_blocks severity=no_access", status: 200, shows: "ip=0.0.0.0/32; comment="},
		{says: "without a severity there is no block", ask: "POST admin/ip_blocks ip=192.0.2.7", status: 422},
		{says: "an address inside a network is masked", ask: "POST admin/ip_blocks ip=192.168.0.1/24&severity=no_access", status: 200, shows: "ip=192.168.0.0/24"},
		{says: "and then it is the same", given: one, ask: "POST admin/ip_blocks ip=192.0.2.77/24&severity=sign_up_block", status: 422},
		{says: "an IPv6 address is shortened", ask: "POST admin/ip_blocks ip=2001:0db8:0000::0001&severity=no_access", status: 200, shows: "ip=2001:db8::1/128"},
		{says: "networks may overlap", given: one, ask: "POST admin/ip_blocks ip=192.0.2.0/25&severity=sign_up_block", status: 200},
		{says: "who is blocked gets no JSON", given: "POST admin/ip_blocks ip=127.0.0.0/8&severity=no_access", ask: "GET /api/v2/instance", status: 403, shows: "Header: Content-Type~text/plain"},
		{says: "a block of sign-ups keeps no one out", given: "POST admin/ip_blocks ip=127.0.0.1&severity=sign_up_block", ask: "GET /api/v2/instance", status: 200},
		{says: "but sign-ups", given: "POST admin/ip_blocks ip=127.0.0.1&severity=sign_up_block", ask: "app POST accounts username=newton", status: 403, shows: "error=Forbidden"},
	})
	holds(t, "app/models/concerns/expireable.rb", []fact{
		{says: "an empty end takes the end away", given: one, ask: "PUT admin/ip_blocks/{1} expires_in=", status: 200, shows: "expires_at=null"},
		{says: "an end counts from now", given: one + "; +1h", ask: "PUT admin/ip_blocks/{1} expires_in=60", status: 200, shows: "expires_at=2026-11-21T13:02:00.000Z"},
		{says: "an end that is not sent stays", given: one + "; +1h", ask: "PUT admin/ip_blocks/{1} comment=x", status: 200, shows: "expires_at=2026-11-23T12:01:00.000Z"},
		{says: "what is no number ends now", ask: "PUT admin/ip_blocks/{ip 0} expires_in=soon", status: 200, shows: "expires_at=2026-11-21T12:01:00.000Z"},
		{says: "a block outlives its end until the night", source: "app/workers/scheduler/ip_cleanup_scheduler.rb", given: "POST admin/ip_blocks ip=203.0.113.1&severity=sign_up_block&expires_in=60; +1h", ask: "GET admin/ip_blocks/{1}", status: 200},
		{says: "and is gone after it", source: "app/workers/scheduler/ip_cleanup_scheduler.rb", given: "POST admin/ip_blocks ip=203.0.113.1&severity=sign_up_block&expires_in=60; +1d", ask: "GET admin/ip_blocks/{1}", status: 404},
	})
	wrong := func(version string, status int, parameter, shows string) fact {
		return fact{
			says: version + ": a change to " + parameter, ask: "PUT admin/ip_blocks/{ip 0} " + parameter, status: status, shows: shows,
			in: mastodon.Options{Version: version},
		}
	}
	holds(t, "app/controllers/api/v1/admin/ip_blocks_controller.rb", []fact{
		wrong("4.6.5", 200, "severity=banish", "severity=banish"), wrong("4.7.0", 422, "severity=banish", "error~Severity"),
		wrong("4.6.5", 500, "ip=here", ""), wrong("4.7.0", 422, "ip=here", "error~Ip"),
		{says: "a wrong change is not kept", given: "PUT admin/ip_blocks/{ip 0} severity=banish", ask: "GET admin/ip_blocks/{ip 0}", status: 200, shows: "severity=sign_up_requires_approval"},
		{says: "a change to a network that is blocked", given: one, ask: "PUT admin/ip_blocks/{ip 0} ip=192.0.2.0/24", status: 200, shows: "ip=192.0.2.0/24"},
		{says: "is not kept either", given: one + "; PUT admin/ip_blocks/{ip 0} ip=192.0.2.0/24", ask: "GET admin/ip_blocks/{ip 0}", status: 200, shows: "ip=198.51.100.0/24"},
		{says: "an address may change", given: "PUT admin/ip_blocks/{ip 0} ip=203.0.113.9", ask: "GET admin/ip_blocks/{ip 0}", status: 200, shows: "ip=203.0.113.9/32"},
	})
}

func TestFactsEmailDomainBlocks(t *testing.T) {
	const one = "POST admin/email_domain_blocks domain=example.com"
	holds(t, "spec/requests/api/v1/admin/email_domain_blocks_spec.rb", []fact{
		{says: "without blocks the list is empty", ask: "GET admin/email_domain_blocks", status: 200, shows: "#=0", in: empty},
		{says: "a list shows the blocks", ask: "GET admin/email_domain_blocks", status: 200, shows: "#=3; 1.domain=tempmail.example; 1.allow_with_approval=true; 2.domain=throwaway.example; 2.created_at=2023-05-02T09:30:00.000Z"},
		{says: "a limit gives so many", ask: "GET admin/email_domain_blocks?limit=2", status: 200, shows: "#=2"},
		{says: "since_id gives what came later", ask: "GET admin/email_domain_blocks?since_id={mail 1}", status: 200, shows: "#=1; 0.id={mail 2}"},
		{says: "max_id gives what came before", ask: "GET admin/email_domain_blocks?max_id={mail 2}", status: 200, shows: "#=2; 0.id={mail 1}; 1.id={mail 0}"},
		{says: "one block is shown", ask: "GET admin/email_domain_blocks/{mail 0}", status: 200, shows: "domain=throwaway.example"},
		{says: "minus one is not found", ask: "GET admin/email_domain_blocks/-1", status: 404, shows: notFound},
		{says: "a block is created", ask: one, status: 200, shows: "domain=example.com; allow_with_approval=false; id"},
		{says: "an empty domain is none", ask: "POST admin/email_domain_blocks domain=", status: 422, shows: "error~Validation failed"},
		{says: "no domain is none", ask: "POST admin/email_domain_blocks", status: 422},
		{says: "a wrong character", ask: `POST admin/email_domain_blocks {"domain":"do\\uD800.com"}`, status: 422},
		{says: "a domain is blocked once", given: one, ask: one, status: 422, shows: "error~Domain has already been taken"},
		{says: "a deletion answers with nothing", ask: "DELETE admin/email_domain_blocks/{mail 1}", status: 200, shows: "!id"},
		{says: "what was deleted is gone", given: one + "; DELETE admin/email_domain_blocks/{1}", ask: "GET admin/email_domain_blocks/{1}", status: 404, shows: notFound},
		{says: "what is gone cannot be deleted", ask: "DELETE admin/email_domain_blocks/-1", status: 404, shows: notFound},
	})
	holds(t, "app/models/email_domain_block.rb", []fact{
		{says: "a history has seven days", ask: "GET admin/email_domain_blocks/{mail 0}", status: 200, shows: "history.#=7; history.0.day=1795219200; history.0.accounts=0; history.0.uses=0"},
		{says: "a flag is kept", ask: one + "&allow_with_approval=true", status: 200, shows: "allow_with_approval=true"},
		{says: "the rows of its hosts go with a domain", given: "DELETE admin/email_domain_blocks/{mail 0}", ask: "GET admin/email_domain_blocks", status: 200, shows: "#=1; 0.domain=tempmail.example"},
		{says: "a host can go alone", given: "DELETE admin/email_domain_blocks/{mail 2}", ask: "GET admin/email_domain_blocks", status: 200, shows: "#=2"},
		{says: "a parent of a host is not shown", ask: "GET admin/email_domain_blocks/{mail 2}", status: 200, shows: "domain=mx.throwaway.example; !parent_id"},
		{says: "there is no change", source: "config/routes/api.rb", ask: "PUT admin/email_domain_blocks/{mail 0} allow_with_approval=true", status: 404},
	})
}

func TestFactsCanonicalEmailBlocks(t *testing.T) {
	const path = "admin/canonical_email_blocks"
	// of adalove@mail.example
	const hash = "235ed3a3981746ec7d792286305e3b1784188d1c963764c6e9cf1504e11f4b5d"
	one := "POST " + path + " email=Ada.Love%2Blists@Mail.example"
	holds(t, "spec/requests/api/v1/admin/canonical_email_blocks_spec.rb", []fact{
		{says: "without blocks the list is empty", ask: "GET " + path, status: 200, shows: "#=0"},
		{says: "an address becomes its hash", ask: one, status: 200, shows: "canonical_email_hash=" + hash + "; !email"},
		{says: "a hash is taken as it is", ask: "POST " + path + " canonical_email_hash=" + hash, status: 200, shows: "canonical_email_hash=" + hash},
		{says: "an address wins over a hash", ask: one + "&canonical_email_hash=abc", status: 200, shows: "canonical_email_hash=" + hash},
		{says: "neither is a mistake", ask: "POST " + path, status: 422, shows: "error~Validation failed"},
		{says: "an address is blocked once", given: one, ask: "POST " + path + " canonical_email_hash=" + hash, status: 422, shows: "error~has already been taken"},
		{says: "a list shows the blocks", given: one, ask: "GET " + path, status: 200, shows: "#=1; 0.canonical_email_hash=" + hash},
		{says: "one is shown", given: one, ask: "GET " + path + "/{1}", status: 200, shows: "canonical_email_hash=" + hash},
		{says: "minus one is not found", ask: "GET " + path + "/-1", status: 404, shows: notFound},
		{says: "an address can be tried", given: one, ask: "POST " + path + "/test email=adalove@mail.example", status: 200, shows: "#=1; 0.canonical_email_hash=" + hash},
		{says: "one that is not blocked", given: one, ask: "POST " + path + "/test email=ada@mail.example", status: 200, shows: "#=0"},
		{says: "no address cannot be tried", ask: "POST " + path + "/test", status: 400},
		{says: "a deletion answers with nothing", given: one, ask: "DELETE " + path + "/{1}", status: 200, shows: "!id"},
		{says: "what is gone cannot be deleted", ask: "DELETE " + path + "/-1", status: 404, shows: notFound},
		{says: "a moderator without the permission", ask: "moderator GET " + path, status: 403, shows: "error=This action is not allowed"},
		{says: "a token without the scope", ask: "member POST " + path + " canonical_email_hash=" + hash, status: 403, shows: "error=This action is outside the authorized scopes"},
	})
	const suspended = "POST admin/accounts/{grumbler}/action type=suspend"
	holds(t, "app/models/account.rb", []fact{
		{says: "a suspension of our own blocks the address", given: suspended, ask: "POST " + path + "/test email=grumbler@mail.example", status: 200, shows: "#=1"},
		{says: "and its end lifts the block", given: suspended + "; POST admin/accounts/{grumbler}/unsuspend", ask: "GET " + path, status: 200, shows: "#=0"},
		{says: "a suspension elsewhere blocks none", given: "POST admin/accounts/{troll@bad.example}/action type=suspend", ask: "GET " + path, status: 200, shows: "#=0"},
	})
}

func TestFactsTags(t *testing.T) {
	const path = "admin/tags"
	holds(t, "spec/requests/api/v1/admin/tags_spec.rb", []fact{
		{says: "a list shows the newest first", ask: "GET " + path + "?limit=2", status: 200, shows: "#=2; 0.name=repaircafe; 1.name=getrich; 1.usable=true; 1.listable=true; 1.trendable=false; 1.requires_review=true"},
		{says: "one is shown", ask: "GET " + path + "/{tag 0}", status: 200, shows: "id={tag 0}; name=birds; trendable=true; requires_review=false"},
		{says: "minus one is not found", ask: "GET " + path + "/-1", status: 404, shows: notFound},
		{says: "flags change", ask: "PUT " + path + "/{tag 2} usable=false&listable=false", status: 200, shows: "usable=false; listable=false; trendable=false; requires_review=false"},
		{says: "what is not sent stays", ask: "PUT " + path + "/{tag 0} usable=false", status: 200, shows: "usable=false; trendable=true"},
		{says: "any change is a review", ask: "PUT " + path + "/{tag 2}", status: 200, shows: "requires_review=false"},
		{says: "a name keeps its letters", ask: "PUT " + path + "/{tag 0} display_name=Birds", status: 200},
		{says: "and no others", ask: "PUT " + path + "/{tag 0} display_name=Fish", status: 422},
		{says: "a role without the permission", ask: "moderator GET " + path, status: 403, shows: "error=This action is not allowed"},
		{says: "a token without the scope", ask: "member GET " + path, status: 403, shows: "error=This action is outside the authorized scopes"},
	})
	holds(t, "app/controllers/api/v1/tags_controller.rb", []fact{
		{says: "everybody finds one by its name", ask: "GET tags/Birds", status: 200, shows: "id={tag 0}; name=birds; !usable"},
		{says: "one that no post has used has no id", ask: "GET tags/unused", status: 200, shows: "id=; name=unused"},
		{says: "digits alone are none", ask: "GET tags/2026", status: 404},
		{says: "before 4.4 none has an id", ask: "GET tags/birds", status: 200, shows: "!id", in: mastodon.Options{Version: "4.3.23"}},
	})
}
