package mastodon_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// endpoint is one call as it succeeds, and what it asks for.
type endpoint struct {
	call   string // as fact.ask, without who asks
	scope  string // the narrowest that is enough
	given  string
	source string // its controller below app/controllers/api
}

// narrowed gives the ways to write a scope that are enough: itself, and the broader one.
func (e endpoint) narrowed() []string {
	at := strings.LastIndex(e.scope, ":")
	if at < 0 || e.scope[:at] == "admin" {
		return []string{e.scope}
	}
	return []string{e.scope, e.scope[:at]}
}

// missing is the call about something that does not exist; "" where it is about nothing.
func (e endpoint) missing() string {
	at, end := strings.Index(e.call, "{"), strings.Index(e.call, "}")
	if at < 0 {
		return ""
	}
	return e.call[:at] + "7" + e.call[end+1:]
}

// is makes a fact about the endpoint.
func (e endpoint) is(says, who, call string, status int, shows string) fact {
	return fact{says: says, given: e.given, ask: strings.TrimSpace(who + " " + call), status: status, shows: shows}
}

const (
	suspendGoran = "POST admin/accounts/{goran}/action type=suspend"
	notAllowed   = "error=This action is not allowed"
	outside      = "error=This action is outside the authorized scopes"
	wasRevoked   = "error=The access token was revoked"
	isInvalid    = "error=The access token is invalid"
	isDisabled   = "error=Your login is currently disabled"
	notFound     = "error=Record not found"
	needsAUser   = "error=This method requires an authenticated user"
)

func moderatorEndpoints() []endpoint {
	const accounts, account = "v1/admin/accounts_controller.rb", "admin/accounts/"
	const blocks, allows, ips = "v1/admin/domain_blocks_controller.rb", "v1/admin/domain_allows_controller.rb", "v1/admin/ip_blocks_controller.rb"
	const mails, reports = "v1/admin/email_domain_blocks_controller.rb", "v1/admin/reports_controller.rb"
	const allowed = "POST admin/domain_allows domain=friendly.example"
	return []endpoint{
		{"GET admin/domain_blocks", "admin:read:domain_blocks", "", blocks},
		{"GET admin/domain_blocks/{block 0}", "admin:read:domain_blocks", "", blocks},
		{"POST admin/domain_blocks domain=new.example", "admin:write:domain_blocks", "", blocks},
		{"PUT admin/domain_blocks/{block 0} severity=noop", "admin:write:domain_blocks", "", blocks},
		{"DELETE admin/domain_blocks/{block 0}", "admin:write:domain_blocks", "", blocks},
		{"GET admin/domain_allows", "admin:read:domain_allows", "", allows},
		{"GET admin/domain_allows/{1}", "admin:read:domain_allows", allowed, allows},
		{"POST admin/domain_allows domain=new.example", "admin:write:domain_allows", "", allows},
		{"DELETE admin/domain_allows/{1}", "admin:write:domain_allows", allowed, allows},
		{"GET admin/ip_blocks", "admin:read:ip_blocks", "", ips},
		{"GET admin/ip_blocks/{ip 0}", "admin:read:ip_blocks", "", ips},
		{"POST admin/ip_blocks ip=192.0.2.7&severity=no_access", "admin:write:ip_blocks", "", ips},
		{"PUT admin/ip_blocks/{ip 0} comment=x", "admin:write:ip_blocks", "", ips},
		{"DELETE admin/ip_blocks/{ip 0}", "admin:write:ip_blocks", "", ips},
		{"GET admin/email_domain_blocks", "admin:read:email_domain_blocks", "", mails},
		{"GET admin/email_domain_blocks/{mail 0}", "admin:read:email_domain_blocks", "", mails},
		{"POST admin/email_domain_blocks domain=new.example", "admin:write:email_domain_blocks", "", mails},
		{"DELETE admin/email_domain_blocks/{mail 0}", "admin:write:email_domain_blocks", "", mails},
		{"GET /api/v2/admin/accounts", "admin:read:accounts", "", "v2/admin/accounts_controller.rb"},
		{"GET admin/accounts", "admin:read:accounts", "", accounts},
		{"GET " + account + "{goran}", "admin:read:accounts", "", accounts},
		{"POST " + account + "{goran}/action type=none", "admin:write:accounts", "", "v1/admin/account_actions_controller.rb"},
		{"POST " + account + "{goran}/unsuspend", "admin:write:accounts", suspendGoran, accounts},
		{"POST " + account + "{goran}/unsilence", "admin:write:accounts", "", accounts},
		{"POST " + account + "{goran}/unsensitive", "admin:write:accounts", "", accounts},
		{"POST " + account + "{goran}/enable", "admin:write:accounts", "", accounts},
		{"POST " + account + "{newcomer}/approve", "admin:write:accounts", "", accounts},
		{"POST " + account + "{newcomer}/reject", "admin:write:accounts", "", accounts},
		{"DELETE " + account + "{goran}", "admin:write:accounts", suspendGoran, accounts},
		{"GET admin/reports", "admin:read:reports", "", reports},
		{"GET admin/reports/{report 1}", "admin:read:reports", "", reports},
		{"PUT admin/reports/{report 1} category=spam", "admin:write:reports", "", reports},
		{"POST admin/reports/{report 1}/assign_to_self", "admin:write:reports", "", reports},
		{"POST admin/reports/{report 1}/unassign", "admin:write:reports", "", reports},
		{"POST admin/reports/{report 1}/resolve", "admin:write:reports", "", reports},
		{"POST admin/reports/{report 1}/reopen", "admin:write:reports", "", reports},
		{`POST admin/measures {"keys":["x"],"start_at":"2026-01-01","end_at":"2026-01-02"}`, "admin:read", "", "v1/admin/measures_controller.rb"},
	}
}

// TestFactsAccessOfModerators: endpoints of moderators look at the token only where there is one, look the ledger up, and ask
// for the role last.
func TestFactsAccessOfModerators(t *testing.T) {
	for _, e := range moderatorEndpoints() {
		about, _, _ := strings.Cut(e.call, " {\"")
		facts := []fact{
			e.is(about+": without a token there is no role", "anonymous", e.call, 403, notAllowed),
			e.is(about+": nor with an unknown one", "unknown", e.call, 403, notAllowed),
			e.is(about+": nor with an application's", "app["+e.scope+"]", e.call, 403, notAllowed),
			e.is(about+": a revoked token", "revoked", e.call, 401, wasRevoked),
			e.is(about+": a token without the scope", "bot[read,write,admin:read:canonical_email_blocks]", e.call, 403, outside),
			e.is(about+": a member has no permission", "member["+e.scope+"]", e.call, 403, notAllowed),
		}
		for _, scope := range e.narrowed() {
			facts = append(facts, e.is(about+": the scope "+scope+" is enough", "bot["+scope+"]", e.call, 200, ""))
		}
		if missing := e.missing(); missing != "" && !strings.HasPrefix(e.call, "POST admin/measures") {
			facts = append(facts,
				e.is(about+": what does not exist", "", missing, 404, notFound),
				e.is(about+": is not there before the role is asked", "member["+e.scope+"]", missing, 404, notFound),
				e.is(about+": and after the scope", "bot[read]", missing, 403, outside),
			)
		}
		holds(t, "app/controllers/api/"+e.source, facts)
	}
}

// TestFactsRolesOfModerators: a moderator has no permission for servers, networks and data, an administrator without the
// bit has all.
func TestFactsRolesOfModerators(t *testing.T) {
	var facts []fact
	for _, e := range moderatorEndpoints() {
		status := 200
		for _, word := range []string{"domain_", "ip_blocks", "DELETE admin/accounts", "measures"} {
			if strings.Contains(e.call, word) {
				status = 403
			}
		}
		facts = append(facts, fact{
			says: e.call + " by a moderator", source: "app/policies, db/seeds/03_roles.rb", given: e.given, ask: "moderator " + e.call, status: status,
		}, fact{
			says: e.call + " by an owner", source: "app/models/user_role.rb", given: e.given, ask: "member[admin:read,admin:write] " + e.call, status: 200,
			edit: func(s *mastodon.State) {
				s.Accounts[2].Role = &mastodon.Role{ID: 9, Position: 900, Permissions: mastodon.Administrator}
			},
		})
	}
	holds(t, "", facts)
}
