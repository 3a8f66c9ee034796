package mastodon_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

const (
	onePost = "POST statuses status=one"
	memberA = 2 // the place of the member among the accounts of the seed
)

// personEndpoints ask for a person's token.
func personEndpoints() []endpoint {
	const statuses = "v1/statuses_controller.rb"
	return []endpoint{
		{"GET accounts/verify_credentials", "read:accounts", "", "v1/accounts/credentials_controller.rb"},
		{"PATCH accounts/update_credentials bot=true", "write:accounts", "", "v1/accounts/credentials_controller.rb"},
		{"POST statuses status=hello", "write:statuses", "", statuses},
		{"PUT statuses/{1} status=hello", "write:statuses", onePost, statuses},
		{"DELETE statuses/{1}", "write:statuses", onePost, statuses},
		{"POST statuses/{1}/pin", "write:accounts", onePost, "v1/statuses/pins_controller.rb"},
		{"POST statuses/{1}/unpin", "write:accounts", onePost, "v1/statuses/pins_controller.rb"},
		{"POST reports account_id={troll@bad.example}", "write:reports", "", "v1/reports_controller.rb"},
		{"GET blocks", "read:blocks", "", "v1/blocks_controller.rb"},
		{"GET mutes", "read:mutes", "", "v1/mutes_controller.rb"},
		{"POST accounts/{bruno}/mute", "write:mutes", "", "v1/accounts_controller.rb"},
		{"GET notifications", "read:notifications", "", "v1/notifications_controller.rb"},
		{"GET /api/v2/notifications/policy", "read:notifications", "", "v2/notifications/policies_controller.rb"},
		{"POST statuses/{post bruno}/favourite", "write:favourites", "", "v1/statuses/favourites_controller.rb"},
		{"POST accounts/{bruno}/block", "write:blocks", "", "v1/accounts_controller.rb"},
		{"POST accounts/{bruno}/unblock", "write:blocks", "", "v1/accounts_controller.rb"},
		{"GET accounts/relationships?id[]={bruno}", "read:follows", "", "v1/accounts/relationships_controller.rb"},
	}
}

func TestFactsAccessOfPeople(t *testing.T) {
	for _, e := range personEndpoints() {
		who := "bot[" + e.scope + "]"
		facts := []fact{
			e.is(e.call+": without a token", "anonymous", e.call, 401, isInvalid),
			e.is(e.call+": with an unknown one", "unknown", e.call, 401, isInvalid),
			e.is(e.call+": with a revoked one", "revoked", e.call, 401, wasRevoked),
			e.is(e.call+": without the scope", "bot[profile,push,read:lists,write:lists,admin:read,admin:write]", e.call, 403, outside),
			e.is(e.call+": an application is no person", "app["+e.scope+"]", e.call, 422, needsAUser),
		}
		if e.scope == "read:accounts" {
			facts[3].ask = "bot[write,read:lists] " + e.call
		}
		for _, scope := range e.narrowed() {
			facts = append(facts, e.is(e.call+": "+scope+" is enough", "bot["+scope+"]", e.call, 200, ""))
		}
		for says, edit := range map[string]struct {
			change func(*mastodon.Account)
			shows  string
		}{
			"suspended":   {func(a *mastodon.Account) { a.Suspended = true }, isDisabled},
			"disabled":    {func(a *mastodon.Account) { a.Disabled = true }, isDisabled},
			"unconfirmed": {func(a *mastodon.Account) { a.Unconfirmed = true }, "error=Your login is missing a confirmed e-mail address"},
			"pending":     {func(a *mastodon.Account) { a.Pending = true }, "error=Your login is currently pending approval"},
		} {
			if e.given != "" {
				continue // the post could not be made either
			}
			f := e.is(e.call+": who is "+says, who, e.call, 403, edit.shows)
			f.edit = func(s *mastodon.State) { edit.change(s.Accounts[0]) }
			facts = append(facts, f)
		}
		holds(t, "app/controllers/api/base_controller.rb, app/controllers/api/"+e.source, facts)
	}
}

// readingEndpoints may be read without a token; with a token the scope is needed.
func readingEndpoints() []endpoint {
	return []endpoint{
		{"GET statuses/{post bruno}", "read:statuses", "", "v1/statuses_controller.rb"},
		{"GET statuses?id[]={post bruno}", "read:statuses", "", "v1/statuses_controller.rb"},
		{"GET statuses/{post bruno}/context", "read:statuses", "", "v1/statuses/contexts_controller.rb"},
		{"GET statuses/{post bruno}/history", "read:statuses", "", "v1/statuses/histories_controller.rb"},
		{"GET accounts/{bruno}", "read:accounts", "", "v1/accounts_controller.rb"},
		{"GET accounts/lookup?acct=bruno", "read:accounts", "", "v1/accounts/lookup_controller.rb"},
		{"GET accounts/{bruno}/statuses", "read:statuses", "", "v1/accounts/statuses_controller.rb"},
		{"GET /api/v2/search?q=bruno", "read:search", "", "v2/search_controller.rb"},
	}
}

func TestFactsAccessOfReaders(t *testing.T) {
	for _, e := range readingEndpoints() {
		facts := []fact{
			e.is(e.call+": everyone may", "anonymous", e.call, 200, ""),
			e.is(e.call+": an unknown token is none", "unknown", e.call, 200, ""),
			e.is(e.call+": a revoked token", "revoked", e.call, 401, wasRevoked),
			e.is(e.call+": a token needs the scope", "bot[write,read:lists,admin:read]", e.call, 403, outside),
			e.is(e.call+": an application's is enough", "app["+e.scope+"]", e.call, 200, ""),
		}
		for _, scope := range e.narrowed() {
			facts = append(facts, e.is(e.call+": "+scope+" is enough", "bot["+scope+"]", e.call, 200, ""))
		}
		suspended := e.is(e.call+": not who is suspended", "member["+e.scope+"]", e.call, 403, isDisabled)
		suspended.edit = func(s *mastodon.State) { s.Accounts[memberA].Suspended = true }
		disabled := e.is(e.call+": but whose login is disabled", "bot["+e.scope+"]", e.call, 200, "")
		disabled.edit = func(s *mastodon.State) { s.Accounts[0].Disabled = true }
		limited := e.is(e.call+": limited federation has no anonymous reader", "anonymous", e.call, 401, needsAUser)
		limited.edit = func(s *mastodon.State) { s.Limited = true }
		application := e.is(e.call+": nor an application that reads", "app["+e.scope+"]", e.call, 401, needsAUser)
		application.edit = limited.edit
		signedIn := e.is(e.call+": and people who read", "bot["+e.scope+"]", e.call, 200, "")
		signedIn.edit = limited.edit
		holds(t, "app/controllers/api/base_controller.rb, app/controllers/api/"+e.source, append(facts, suspended, disabled, limited, application, signedIn))
	}
}

// TestFactsOrder: below a post the post is looked up even before the token, and elsewhere after it.
func TestFactsOrder(t *testing.T) {
	var facts []fact
	for call, source := range map[string]string{
		"GET statuses/7/source": "sources", "GET statuses/7/history": "histories", "POST statuses/7/pin": "pins", "POST statuses/7/unpin": "pins",
		"PUT statuses/7/interaction_policy quote_approval_policy=nobody": "interaction_policies",
	} {
		source = "app/controllers/api/v1/statuses/" + source + "_controller.rb"
		facts = append(facts,
			fact{says: call + " without a token", source: source, ask: "anonymous " + call, status: 404, shows: isHidden},
			fact{says: call + " without the scope", source: source, ask: "bot[push] " + call, status: 404, shows: isHidden},
		)
	}
	for call, source := range map[string]string{
		"GET statuses/7": "statuses_controller.rb", "GET statuses/7/context": "statuses/contexts_controller.rb", "PUT statuses/7 status=x": "statuses_controller.rb",
		"DELETE statuses/7": "statuses_controller.rb", "GET accounts/7": "accounts_controller.rb", "GET accounts/lookup?acct=x": "accounts/lookup_controller.rb",
		"GET accounts/7/statuses": "accounts/statuses_controller.rb", "POST accounts/7/block": "accounts_controller.rb",
		"POST reports account_id=7": "reports_controller.rb",
	} {
		source = "app/controllers/api/v1/" + source
		facts = append(facts,
			fact{says: call + ": the scope comes first", source: source, ask: "bot[push] " + call, status: 403, shows: outside},
			fact{says: call + ": then it is not found", source: source, ask: "bot[read,write] " + call, status: 404},
		)
	}
	holds(t, "", facts)
}

const isHidden = "error=Not Found"

// TestFactsOfBearers: some endpoints take an application's token.
func TestFactsOfBearers(t *testing.T) {
	const source = "GET statuses/{post bruno}/source"
	const policy = "PUT statuses/{1}/interaction_policy quote_approval_policy=nobody"
	holds(t, "app/controllers/api/v1/statuses/sources_controller.rb", []fact{
		{says: "a source needs a token", ask: "anonymous " + source, status: 401, shows: isInvalid},
		{says: "a source needs the scope", ask: "bot[write] " + source, status: 403, shows: outside},
		{says: "a source is for applications too", ask: "app[read:statuses] " + source, status: 200, shows: "text=Good morning from the canal.; spoiler_text="},
		{says: "a source of others is shown", ask: "bot[read] " + source, status: 200, shows: "id={post bruno}; !content"},
	})
	holds(t, "spec/requests/api/v1/statuses/interaction_policies_spec.rb", []fact{
		{says: "a policy needs a token", given: onePost, ask: "anonymous " + policy, status: 401, shows: isInvalid},
		{says: "a policy needs the scope", given: onePost, ask: "bot[read] " + policy, status: 403, shows: outside},
		{says: "a policy is for its author", given: onePost, ask: "member " + policy, status: 403, shows: notAllowed},
		{says: "no policy for applications", given: onePost, ask: "app[write] " + policy, status: 403, shows: notAllowed},
	})
	holds(t, "spec/requests/api/v1/apps/credentials_spec.rb", []fact{
		{says: "an application looks at itself", ask: "app GET apps/verify_credentials", status: 200, shows: "name=app; id; website=null; scopes.0=read; redirect_uris.0; redirect_uri; vapid_key"},
		{says: "whatever the scope", ask: "bot[push] GET apps/verify_credentials", status: 200, shows: "scopes.0=push"},
		{says: "not without a token", ask: "anonymous GET apps/verify_credentials", status: 401, shows: isInvalid},
		{says: "not with an unknown one", ask: "unknown GET apps/verify_credentials", status: 401, shows: isInvalid},
		{says: "not with a revoked one", ask: "revoked GET apps/verify_credentials", status: 401, shows: wasRevoked},
	})
	holds(t, "spec/requests/api/v1/announcements_spec.rb", []fact{
		{says: "announcements are for people", ask: "anonymous GET announcements", status: 422, shows: needsAUser},
		{says: "not for applications", ask: "app GET announcements", status: 422, shows: needsAUser},
		{says: "with any scope", ask: "bot[push] GET announcements", status: 200, shows: "#=1; 0.content~The general meeting; 0.read=false; 0.all_day=false"},
	})
}
