package matrix_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// secrets are the secrets of the operator in the runs of the matrix.
func secrets() map[string]string {
	return map[string]string{
		skill.ClientID: sandbox.ClientID, skill.ClientSecret: sandbox.ClientSecret,
		"BYLAW_SECRET_MAIL": "newton@post.example", "BYLAW_SECRET_WORD": "correct horse",
	}
}

const adminAccount, adminReport = " /api/v1/admin/accounts/*", " /api/v1/admin/reports/*"

// newModerationFixture is for the many calls of moderation, of which the fixed part of the matrix tries fewer.
func newModerationFixture(s *env, endpoints []endpoint) *fixture {
	f := newFixtureOf(s, endpoints)
	f.stride = 7
	return f
}

// Measures against people leave strikes and mails, and no fault may leave two.
func TestAfterAnyFaultAtAMeasureTheNextRunEndsAsAnUndisturbedOne(t *testing.T) {
	t.Parallel()
	s := newEnv(t)
	for _, name := range []string{"ava", "ben", "cem", "dov", "eli", "fay", "gil", "hal"} {
		s.newcomer(sandbox.Account{Username: name})
	}
	s.newcomer(sandbox.Account{Username: "troll", Domain: "bad.example"})
	entry := func(name, state string) string {
		return fmt.Sprintf("  - {account: \"@%s\", state: [%s], message: \"Please read article 3.\", notify: true}\n", name, state)
	}
	tryFaultsOn(newModerationFixture(s, []endpoint{{
		file:   "instance/accounts.yaml",
		before: "accounts:\n" + entry("ava", "suspended") + entry("ben", "silenced") + entry("cem", "disabled") + entry("dov", "sensitive"),
		after: "accounts:\n" + entry("eli", "suspended") + entry("fay", "silenced") + entry("gil", "disabled") + entry("hal", "sensitive") +
			entry("troll@bad.example", "suspended, silenced"),
		writes: []string{
			"POST" + adminAccount + "/action", "POST" + adminAccount + "/unsuspend", "POST" + adminAccount + "/unsilence",
			"POST" + adminAccount + "/enable", "POST" + adminAccount + "/unsensitive",
		},
	}}), "with measures against people")
}

// newcomer adds an account to the server.
func (s *env) newcomer(a sandbox.Account) (id int64) {
	s.server.Edit(func(state *sandbox.State) {
		a.ID, a.CreatedAt = state.NextID(s.Now()), s.Now()
		if a.Domain == "" {
			a.Email = a.Username + "@mail.example"
		}
		state.Accounts = append(state.Accounts, &a)
		id = a.ID
	})
	return id
}

// A one-off action may not be executed twice: no sign-up is approved, no account is made and no report is closed again. The
// server does not show whether an account's data is deleted, so a person has to look where that answer is lost for good.
func TestAfterAnyFaultAtAnActionTheNextRunEndsAsAnUndisturbedOne(t *testing.T) {
	t.Parallel()
	s := newEnv(t)
	f := newModerationFixture(s, actionEndpoints(s))
	f.later = 15 * 24 * time.Hour // data goes 14 days after a suspension
	f.unproven = &unproven{id: "delete_account_data:action-2", file: "actions/action-2.yaml", write: "DELETE" + adminAccount}
	tryFaultsOn(f, "with one-off actions")
}

func actionEndpoints(s *env) []endpoint {
	for _, name := range []string{"newcomer", "hopeful"} {
		s.newcomer(sandbox.Account{Username: name, Pending: true})
	}
	s.newcomer(sandbox.Account{Username: "troll"})
	var ids []any
	s.server.Edit(func(state *sandbox.State) {
		bot, member := state.Accounts[0].ID, state.Accounts[2].ID
		for n := range 4 {
			r := &sandbox.Report{ID: state.NextID(s.Now()), Account: member, Target: member, Category: "other", CreatedAt: s.Now()}
			if n == 1 {
				r.AssignedTo = bot
			}
			if n == 3 {
				r.ActionTakenBy, r.ActionTakenAt = member, s.Now()
			}
			state.Reports = append(state.Reports, r)
			ids = append(ids, r.ID)
		}
		for _, author := range []int64{bot, member} {
			post := &sandbox.Status{ID: state.NextID(s.Now()), Account: author, Text: "To be deleted.", Visibility: "public", CreatedAt: s.Now()}
			state.Statuses = append(state.Statuses, post)
			ids = append(ids, post.ID)
		}
	})
	actions := strings.Split(fmt.Sprintf(`approve_account account "@newcomer"
reject_account account "@hopeful"
delete_account_data account "@troll"
assign_report report "%d"
unassign_report report "%d"
resolve_report report "%d"
reopen_report report "%d"
delete_status status "%d"
delete_status status "%d"`, ids...), "\n")
	endpoints := []endpoint{{
		file:   "instance/accounts.yaml",
		before: "accounts:\n  - {account: \"@troll\", state: [suspended], message: Enough.}\n",
		after:  "accounts:\n  - {account: \"@troll\", state: [suspended], message: Enough.}\n",
		writes: []string{
			"POST" + adminAccount + "/approve", "POST" + adminAccount + "/reject", "DELETE" + adminAccount, "POST" + adminReport + "/assign_to_self",
			"POST" + adminReport + "/unassign", "POST" + adminReport + "/resolve", "POST" + adminReport + "/reopen", "DELETE /api/v1/statuses/*",
		},
	}, {
		file:   "actions/create.yaml",
		after:  "skill: create_account\nparams: {username: newton, email_from: \"env:BYLAW_SECRET_MAIL\", password_from: \"env:BYLAW_SECRET_WORD\"}\n",
		writes: []string{"POST /api/v1/accounts", "POST /oauth/token"},
	}}
	for n, action := range actions {
		words := strings.Fields(action)
		endpoints = append(endpoints, endpoint{
			file:  fmt.Sprintf("actions/action-%d.yaml", n),
			after: fmt.Sprintf("skill: %s\nparams: {%s: %s}\n", words[0], words[1], words[2]),
		})
	}
	endpoints[len(endpoints)-1].writes = []string{"POST /api/v1/reports"}
	return endpoints
}

// Networks, mail domains and allowed servers; and the bot's profile.
func TestAfterAnyFaultAtARegisterTheNextRunEndsAsAnUndisturbedOne(t *testing.T) {
	t.Parallel()
	s := newEnv(t)
	s.server.Edit(func(state *sandbox.State) { state.Limited = true })
	const ips, mails, allows = " /api/v1/admin/ip_blocks", " /api/v1/admin/email_domain_blocks", " /api/v1/admin/domain_allows"
	tryFaultsOn(newModerationFixture(s, []endpoint{
		{
			file: "instance/access.yaml",
			before: "ip_blocks:\n  - {ip: 203.0.113.0/24, severity: sign_up_block}\n  - {ip: 198.51.100.0/24, severity: no_access}\n" +
				"email_domain_blocks:\n  - {domain: changed.example}\n  - {domain: lifted.example}\n",
			after: "ip_blocks:\n  - {ip: 203.0.113.0/24, severity: no_access}\n  - {ip: 2001:db8::/32, severity: sign_up_block}\n" +
				"email_domain_blocks:\n  - {domain: changed.example, allow_with_approval: true}\n  - {domain: new.example}\n",
			writes: []string{"POST" + ips, "PUT" + ips + "/*", "DELETE" + ips + "/*", "POST" + mails, "DELETE" + mails + "/*"},
		},
		{
			file:   "instance/federation.yaml",
			before: "domain_allows:\n  - {domain: friend.example}\n  - {domain: lifted.example}\n",
			after:  "domain_allows:\n  - {domain: friend.example}\n  - {domain: new.example}\n",
			writes: []string{"POST" + allows, "DELETE" + allows + "/*"},
		},
		{
			file:   "instance/profile.yaml",
			before: "profile:\n  display_name: Bylaw\n",
			after:  "profile:\n  display_name: Bylaw of all\n  fields:\n    - {name: Run by, value: all of us}\n",
			writes: []string{"PATCH /api/v1/accounts/update_credentials"},
		},
	}), "with registers and the profile")
}
