package mastodon_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestFactsAccountLists(t *testing.T) {
	const v1, v2 = "GET admin/accounts", "GET /api/v2/admin/accounts"
	holds(t, "spec/requests/api/v1/admin/accounts_spec.rb", []fact{
		{says: "active local staff", ask: v1 + "?active=true&local=true&staff=true", status: 200, shows: "#=5"},
		{says: "remote accounts of a domain", ask: v1 + "?by_domain=bad.example&remote=true", status: 200, shows: "#=2; 0.username=shouter; 0.domain=bad.example"},
		{says: "suspended ones are local", ask: v1 + "?suspended=true", status: 200, shows: "#=0"},
		{says: "suspended remote ones", ask: v1 + "?suspended=true&remote=true", status: 200, shows: "#=2"},
		{says: "disabled ones", ask: v1 + "?disabled=true", status: 200, shows: "#=1; 0.username=asleep"},
		{says: "pending ones", ask: v1 + "?pending=true", status: 200, shows: "#=3"},
		{says: "local and active ones where nothing is asked", ask: v1, status: 200, shows: "#=18; 0.domain=null"},
		{says: "a limit gives so many", ask: v1 + "?limit=2", status: 200, shows: "#=2"},
	})
	holds(t, "app/controllers/api/v1/admin/accounts_controller.rb", []fact{
		{says: "of several states the last in order wins", ask: v1 + "?pending=true&disabled=true", status: 200, shows: "#=1; 0.username=asleep"},
		{says: "and suspended over all", ask: v1 + "?suspended=true&silenced=true&remote=true", status: 200, shows: "#=2; 0.suspended=true"},
		{says: "sensitized is not read", given: "POST admin/accounts/{goran}/action type=sensitive", ask: v1 + "?sensitized=true", status: 200, shows: "#=18"},
		{says: "an empty word asks for nothing", ask: v1 + "?remote=&pending=&suspended=", status: 200, shows: "#=18"},
		{says: "false is a word like any", ask: v1 + "?remote=false", status: 200, shows: "#=5; 0.domain"},
		{says: "a domain alone finds no one among local ones", ask: v1 + "?by_domain=bad.example", status: 200, shows: "#=0"},
	})
	holds(t, "spec/requests/api/v2/admin/accounts_spec.rb", []fact{
		{says: "v2: active local staff", ask: v2 + "?status=active&origin=local&permissions=staff", status: 200, shows: "#=5"},
		{says: "v2: remote accounts of a domain", ask: v2 + "?by_domain=bad.example&origin=remote", status: 200, shows: "#=2"},
		{says: "v2: suspended ones of everywhere", given: suspendGoran, ask: v2 + "?status=suspended", status: 200, shows: "#=3"},
		{says: "v2: disabled ones", ask: v2 + "?status=disabled", status: 200, shows: "#=1; 0.username=asleep"},
		{says: "v2: disabled ones that are suspended as well are not", given: "POST admin/accounts/{asleep}/action type=suspend", ask: v2 + "?status=disabled", status: 200, shows: "#=0"},
		{says: "v2: pending ones", ask: v2 + "?status=pending", status: 200, shows: "#=3; 0.approved=false"},
		{says: "v2: links keep the limit and name the cursor", ask: v2 + "?limit=1", status: 200, shows: `#=1; Header: Link~<https://social.example/api/v2/admin/accounts?limit=1&max_id={megaphone@loud.example}>`},
	})
	holds(t, "app/models/account_filter.rb", []fact{
		{says: "v2: everybody where nothing is asked", ask: v2, status: 200, shows: "#=25; 0.username=megaphone"},
		{says: "v2: an unknown status", ask: v2 + "?status=foo", status: 400, shows: "error=Unknown status: foo"},
		{says: "v2: an unknown origin", ask: v2 + "?origin=foo", status: 400, shows: "error=Unknown origin: foo"},
		{says: "v2: is unknown before the role is asked", ask: "member[admin:read] " + v2 + "?origin=foo", status: 400},
		{says: "v2: and after the scope", ask: "bot[read] " + v2 + "?origin=foo", status: 403, shows: outside},
		{says: "v2: empty words ask for nothing", ask: v2 + "?origin=&status=&by_domain=&username=", status: 200, shows: "#=25"},
		{says: "v2: active is not suspended", ask: v2 + "?status=active", status: 200, shows: "#=23"},
		{says: "v2: silenced", ask: v2 + "?status=silenced", status: 200, shows: "#=2"},
		{says: "v2: sensitized", given: "POST admin/accounts/{goran}/action type=sensitive", ask: v2 + "?status=sensitized", status: 200, shows: "#=1; 0.username=goran"},
		{says: "v2: a name from its beginning, in any case", ask: v2 + "?username=CHI", status: 200, shows: "#=2"},
		{says: "v2: a name with an @ and spaces", ask: v2 + "?username=+@chidi", status: 200, shows: "#=1"},
		{says: "v2: not a name from its middle", ask: v2 + "?username=hidi", status: 200, shows: "#=0"},
		{says: "v2: a display name from its beginning", ask: v2 + "?display_name=a+s", status: 200, shows: "#=2"},
		{says: "v2: a mail address from its beginning", ask: v2 + "?email=ADA@mail", status: 200, shows: "#=1; 0.username=ada"},
		{says: "v2: a domain as it is stored", ask: v2 + "?by_domain=example", status: 200, shows: "#=0"},
		{says: "v2: a domain with spaces", ask: v2 + "?by_domain=+bad.example+", status: 200, shows: "#=2"},
		{says: "v2: roles", ask: v2 + "?role_ids[]=1", status: 200, shows: "#=2"},
		{says: "v2: several roles", ask: v2 + "?role_ids[]=1&role_ids[]=3", status: 200, shows: "#=3"},
		{says: "v2: staff is who deals with reports", ask: v2 + "?permissions=staff", status: 200, shows: "#=4", edit: func(s *mastodon.State) { s.Accounts[0].Role.Permissions = mastodon.ManageUsers }},
		{says: "v2: an address that no one has", ask: v2 + "?ip=192.0.2.9", status: 200, shows: "#=0"},
		{says: "v2: an address that is none", ask: v2 + "?ip=here", status: 200, shows: "#=0"},
		{says: "v2: several at once", ask: v2 + "?origin=remote&status=silenced&username=shou", status: 200, shows: "#=1"},
	})
}

func TestFactsAccountEntity(t *testing.T) {
	const goran, troll = "GET admin/accounts/{goran}", "GET admin/accounts/{troll@bad.example}"
	holds(t, "app/serializers/rest/admin/account_serializer.rb", []fact{
		{says: "of a local account everything is known", ask: goran, status: 200, shows: "id={goran}; username=goran; domain=null; email=goran@mail.example; confirmed=true; approved=true; disabled=false; suspended=false; silenced=false; sensitized=false; role.id=-99; role.permissions=65536; invite_request=null; account.acct=goran; created_at=2023-04-02T09:30:00.000Z"},
		{says: "of a remote account what only a local one has is null", ask: troll, status: 200, shows: "domain=bad.example; email=null; ip=null; confirmed=null; approved=null; disabled=null; locale=null; role=null; invite_request=null"},
		{says: "an applicant says why", ask: "GET admin/accounts/{hopeful}", status: 200, shows: "approved=false; invite_request=I run the bird group in town."},
		{says: "a role is shown without its rank", ask: "GET admin/accounts/{ada}", status: 200, shows: "role.id=1; role.name=Moderator; !role.position"},
		{says: "an owner may everything", ask: "GET admin/accounts/{olga}", status: 200, shows: "role.permissions=8388607"},
		{says: "minus one is not found", ask: "GET admin/accounts/-1", status: 404, shows: notFound},
	})
	holds(t, "app/serializers/rest/account_serializer.rb", []fact{
		{says: "an account was made at midnight", ask: "GET accounts/{bruno}", status: 200, shows: "created_at=2023-04-02T00:00:00.000Z; acct=bruno; display_name=Bruno; bot=false; locked=false; statuses_count=1; last_status_at=2024-04-02; !suspended; !limited; noindex=false"},
		{says: "a limited account says so", ask: "GET accounts/{megaphone@loud.example}", status: 200, shows: "limited=true; display_name=A megaphone; !noindex"},
		{says: "a suspended account shows nothing", given: suspendGoran, ask: "GET accounts/{goran}", status: 200, shows: "suspended=true; display_name=; note=; fields.#=0; username=goran"},
		{says: "also where its server is suspended", ask: "GET accounts/{seller@spam-farm.example}", status: 200, shows: "suspended=true; display_name="},
		{says: "moderators do not see more of it", given: suspendGoran, ask: goran, status: 200, shows: "suspended=true; account.display_name=; account.suspended=true"},
		{says: "a domain is shown in letters", ask: "GET accounts/lookup?acct=x@xn--bcher-kva.example", status: 200, shows: "acct=x@bücher.example", edit: bookshop},
		{says: "and found by letters", ask: "GET accounts/lookup?acct=x@bücher.example", status: 200, shows: "acct=x@bücher.example", edit: bookshop},
		{says: "moderators see punycode", ask: "GET admin/accounts/{x@xn--bcher-kva.example}", status: 200, shows: "domain=xn--bcher-kva.example; account.acct=x@bücher.example", edit: bookshop},
	})
	holds(t, "app/controllers/api/v1/accounts_controller.rb", []fact{
		{says: "an applicant is not there", ask: "GET accounts/{newcomer}", status: 404, shows: notFound},
		{says: "nor who did not confirm an address", ask: "GET accounts/{goran}", status: 404, edit: func(s *mastodon.State) { s.Accounts[11].Unconfirmed = true }},
		{says: "who was admitted is", given: "POST admin/accounts/{newcomer}/approve", ask: "GET accounts/{newcomer}", status: 200},
		{says: "the same for an application", ask: "app GET accounts/{newcomer}", status: 404},
	})
	holds(t, "app/controllers/api/v1/accounts/lookup_controller.rb", []fact{
		{says: "a handle is looked up", ask: "GET accounts/lookup?acct=bruno", status: 200, shows: "id={bruno}"},
		{says: "with an @ in front", ask: "GET accounts/lookup?acct=@bruno", status: 200, shows: "id={bruno}"},
		{says: "in any case", ask: "GET accounts/lookup?acct=BRUNO", status: 200, shows: "id={bruno}"},
		{says: "with the own server", ask: "GET accounts/lookup?acct=bruno@social.example", status: 200, shows: "id={bruno}"},
		{says: "with another server", ask: "GET accounts/lookup?acct=troll@bad.example", status: 200, shows: "acct=troll@bad.example"},
		{says: "with the wrong server", ask: "GET accounts/lookup?acct=bruno@bad.example", status: 404, shows: notFound},
		{says: "without a handle", ask: "GET accounts/lookup", status: 404, shows: notFound},
		{says: "a suspended account is found", given: suspendGoran, ask: "GET accounts/lookup?acct=goran", status: 200, shows: "suspended=true"},
		{says: "no one is fetched", ask: "GET accounts/lookup?acct=unseen@elsewhere.example", status: 404},
	})
}

// bookshop adds an account of a server whose name is not ASCII.
func bookshop(s *mastodon.State) {
	s.Accounts = append(s.Accounts, &mastodon.Account{ID: s.LastID + 1, Username: "x", Domain: "xn--bcher-kva.example"})
}
