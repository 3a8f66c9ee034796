package mastodon_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestFactsActions(t *testing.T) {
	const act, goran, strikes = "POST admin/accounts/{goran}/action ", "GET admin/accounts/{goran}", "GET admin/reports?target_account_id={troll@bad.example}"
	const troll = "POST admin/accounts/{troll@bad.example}/action "
	onlyUsers := func(s *mastodon.State) { s.Accounts[0].Role.Permissions = mastodon.ManageUsers }
	holds(t, "spec/requests/api/v1/admin/account_actions_spec.rb", []fact{
		{says: "an action answers with nothing", ask: act + "type=none", status: 200, shows: "!id"},
		{says: "disable", given: act + "type=disable", ask: goran, status: 200, shows: "disabled=true"},
		{says: "sensitive", given: act + "type=sensitive", ask: goran, status: 200, shows: "sensitized=true"},
		{says: "silence", given: act + "type=silence", ask: goran, status: 200, shows: "silenced=true"},
		{says: "suspend", given: act + "type=suspend", ask: goran, status: 200, shows: "suspended=true"},
		{says: "none", given: act + "type=none", ask: goran, status: 200, shows: "suspended=false; silenced=false; sensitized=false; disabled=false"},
		{says: "no type", ask: act, status: 422, shows: "error~Validation failed: Type"},
		{says: "an unknown type", ask: act + "type=invalid", status: 422, shows: "error~Type is not included in the list"},
	})
	holds(t, "app/models/admin/account_action.rb", []fact{
		{says: "an unknown type comes before an unknown report", ask: act + "type=invalid&report_id=7", status: 422},
		{says: "an unknown report", ask: act + "type=silence&report_id=7", status: 404, shows: notFound},
		{says: "undoes everything", given: "?" + act + "type=silence&report_id=7", ask: goran, status: 200, shows: "silenced=false"},
		{says: "an unknown preset", ask: act + "type=none&warning_preset_id=1", status: 404, shows: notFound},
		{says: "an empty report is none", ask: act + "type=none&report_id=", status: 200},
		{says: "a remote account cannot be disabled", ask: troll + "type=disable", status: 500},
		{says: "but warned", ask: troll + "type=none", status: 200},
		{says: "punishing twice is possible", given: act + "type=silence", ask: act + "type=silence", status: 200},
		{says: "a punishment resolves every open report about the account", given: troll + "type=silence", ask: strikes, status: 200, shows: "#=0"},
		{says: "as sensitive does", given: troll + "type=sensitive", ask: strikes, status: 200, shows: "#=0"},
		{says: "in the name of who punishes", given: troll + "type=silence", ask: "GET admin/reports/{report 1}", status: 200, shows: "action_taken=true; action_taken_by_account.username=bylaw; action_taken_at=2026-11-21T12:01:00.000Z"},
		{says: "a warning resolves none", given: troll + "type=none", ask: strikes, status: 200, shows: "#=2"},
		{says: "but the report that it names", given: troll + "type=none&report_id={report 1}", ask: strikes, status: 200, shows: "#=1; 0.id={report 2}"},
		{says: "also one about another account", given: act + "type=none&report_id={report 1}", ask: "GET admin/reports/{report 1}", status: 200, shows: "action_taken=true"},
		{says: "also one that is resolved", given: act + "type=none&report_id={report 0}", ask: "GET admin/reports/{report 0}", status: 200, shows: "action_taken_by_account.username=bylaw"},
		{says: "a punishment does not resolve one about another account", given: act + "type=silence&report_id={report 1}", ask: "GET admin/reports/{report 1}", status: 200, shows: "action_taken=false"},
		{says: "resolving needs the permission for reports", ask: troll + "type=silence", status: 403, shows: notAllowed, edit: onlyUsers},
		{says: "and without it nothing happens", given: "?" + troll + "type=silence", ask: "GET admin/accounts/{troll@bad.example}", status: 200, shows: "silenced=false", edit: onlyUsers},
		{says: "without open reports it is not needed", ask: act + "type=silence", status: 200, edit: func(s *mastodon.State) { onlyUsers(s); s.Reports = nil }},
		{says: "nor for a warning without a report", ask: troll + "type=none", status: 200, edit: onlyUsers},
		{says: "for one with a report it is", ask: troll + "type=none&report_id={report 1}", status: 403, edit: onlyUsers},
	})
	holds(t, "app/policies/account_policy.rb, app/models/user_role.rb", []fact{
		{says: "no one of a higher rank", ask: "POST admin/accounts/{olga}/action type=silence", status: 403, shows: notAllowed},
		{says: "no one of the same rank", ask: "moderator POST admin/accounts/{chidi}/action type=silence", status: 403, shows: notAllowed},
		{says: "not oneself", ask: "POST admin/accounts/{bylaw}/action type=suspend", status: 403, shows: notAllowed},
		{says: "who has a lower rank", ask: "POST admin/accounts/{chidi}/action type=silence", status: 200},
		{says: "who has no rank", ask: "moderator POST admin/accounts/{dana}/action type=sensitive", status: 200},
		{says: "who is remote", ask: "moderator POST admin/accounts/{friend@friendly.example}/action type=suspend", status: 200},
		{says: "a warning respects no rank", ask: "POST admin/accounts/{olga}/action type=none", status: 200},
		{says: "neither does lifting", ask: "moderator POST admin/accounts/{olga}/unsilence", status: 200},
		{says: "disabling respects it", ask: "POST admin/accounts/{olga}/action type=disable", status: 403, shows: notAllowed},
	})
}

// TestFactsStrikes: what an action leaves behind, which no API shows.
func TestFactsStrikes(t *testing.T) {
	for name, c := range map[string]struct {
		ask, who string
		mailed   bool
		report   bool
	}{
		"a mail is sent where nothing is said":    {"type=none&text=Please+read+3.4.", "goran", true, false},
		"also where true is said":                 {"type=none&text=Please+read+3.4.&send_email_notification=true", "goran", true, false},
		"not where false is said":                 {"type=none&text=Please+read+3.4.&send_email_notification=false", "goran", false, false},
		"nor where an empty word is":              {"type=none&text=Please+read+3.4.&send_email_notification=", "goran", false, false},
		"nor to a remote account":                 {"type=none&text=Please+read+3.4.", "troll@bad.example", false, false},
		"a strike keeps the report that it names": {"type=none&text=Please+read+3.4.&report_id={report 1}", "goran", true, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newFactWorld(t, fact{})
			w.before("POST admin/accounts/{" + c.who + "}/action " + c.ask)
			w.server.Edit(func(s *mastodon.State) {
				strike := s.Strikes[0] // app/models/admin/base_action.rb
				if len(s.Strikes) != 1 || strike.Mailed != c.mailed || strike.Text != "Please read 3.4." || (strike.Report == s.Reports[1].ID) != c.report {
					t.Errorf("%+v", strike)
				}
			})
		})
	}
}

func TestFactsLifting(t *testing.T) {
	const account = "POST admin/accounts/{goran}/"
	holds(t, "spec/requests/api/v1/admin/accounts_spec.rb", []fact{
		{says: "unsuspend", given: suspendGoran, ask: account + "unsuspend", status: 200, shows: "id={goran}; suspended=false"},
		{says: "who is not suspended", ask: account + "unsuspend", status: 403, shows: notAllowed},
		{says: "twice", given: suspendGoran + "; " + account + "unsuspend", ask: account + "unsuspend", status: 403, shows: notAllowed},
		{says: "unsilence", given: account + "action type=silence", ask: account + "unsilence", status: 200, shows: "silenced=false"},
		{says: "unsilence twice", ask: account + "unsilence", status: 200, shows: "silenced=false"},
		{says: "unsensitive", given: account + "action type=sensitive", ask: account + "unsensitive", status: 200, shows: "sensitized=false"},
		{says: "unsensitive twice", ask: account + "unsensitive", status: 200, shows: "sensitized=false"},
		{says: "enable", given: account + "action type=disable", ask: account + "enable", status: 200, shows: "disabled=false"},
		{says: "enable twice", ask: account + "enable", status: 200, shows: "disabled=false"},
		{says: "approve", ask: "POST admin/accounts/{newcomer}/approve", status: 200, shows: "approved=true; username=newcomer"},
		{says: "approve twice", given: "POST admin/accounts/{newcomer}/approve", ask: "POST admin/accounts/{newcomer}/approve", status: 403, shows: notAllowed},
		{says: "reject", ask: "POST admin/accounts/{newcomer}/reject", status: 200, shows: "!id"},
		{says: "who was rejected is gone", given: "GET admin/accounts/{newcomer}; POST admin/accounts/{newcomer}/reject", ask: "GET admin/accounts/{1}", status: 404, shows: notFound},
		{says: "reject twice", given: "GET admin/accounts/{newcomer}; POST admin/accounts/{newcomer}/reject", ask: "POST admin/accounts/{1}/reject", status: 404},
		{says: "who is approved cannot be rejected", ask: account + "reject", status: 403, shows: notAllowed},
		{says: "data of who is not suspended", ask: "DELETE admin/accounts/{goran}", status: 403, shows: notAllowed},
		{says: "data of who is suspended", given: suspendGoran, ask: "DELETE admin/accounts/{goran}", status: 200, shows: "!id"},
	})
	holds(t, "app/controllers/api/v1/admin/accounts_controller.rb", []fact{
		{says: "no remote login is enabled", ask: "POST admin/accounts/{troll@bad.example}/enable", status: 403, shows: "error=Forbidden"},
		{says: "no remote account is approved", ask: "POST admin/accounts/{troll@bad.example}/approve", status: 403, shows: "error=Forbidden"},
		{says: "none is rejected", ask: "POST admin/accounts/{troll@bad.example}/reject", status: 403, shows: "error=Forbidden"},
		{says: "whatever the role", ask: "member[admin:write] POST admin/accounts/{troll@bad.example}/enable", status: 403, shows: "error=Forbidden"},
		{says: "a remote limit is lifted", given: "POST admin/accounts/{troll@bad.example}/action type=silence", ask: "POST admin/accounts/{troll@bad.example}/unsilence", status: 200, shows: "silenced=false"},
		{says: "who was suspended at home stays so", source: "app/policies/account_policy.rb", ask: "POST admin/accounts/{gone@friendly.example}/unsuspend", status: 403, shows: notAllowed},
		{says: "unless suspended here as well", source: "app/policies/account_policy.rb", given: "POST admin/accounts/{gone@friendly.example}/action type=suspend", ask: "POST admin/accounts/{gone@friendly.example}/unsuspend", status: 200, shows: "suspended=false"},
		{says: "a handle that was rejected is free", given: "POST admin/accounts/{newcomer}/reject", ask: "app POST accounts username=newcomer&email=newcomer@mail.example&password=correct+horse&agreement=true", status: 200},
	})
}

// TestFactsPurge: 30 days after a suspension, or when moderators say so, the data goes.
func TestFactsPurge(t *testing.T) {
	const purged, account = suspendGoran + "; DELETE admin/accounts/{goran}", "GET admin/accounts/{goran}"
	const later, lifted = suspendGoran + "; +31d", "; POST admin/accounts/{goran}/unsuspend"
	old, young := mastodon.Options{Version: "4.6.5"}, mastodon.Options{Version: "4.7.0"}
	reported := "POST reports account_id={goran}&status_ids[]={post goran}; "
	holds(t, "app/services/delete_account_service.rb", []fact{
		{says: "the login is disabled", given: purged, ask: account, status: 200, shows: "disabled=true; suspended=true"},
		{says: "a limit goes", given: "POST admin/accounts/{goran}/action type=silence; " + purged, ask: account, status: 200, shows: "silenced=false"},
		{says: "a mark as sensitive stays", given: "POST admin/accounts/{goran}/action type=sensitive; " + purged, ask: account, status: 200, shows: "sensitized=true"},
		{says: "the profile is empty", given: purged + lifted, ask: "GET accounts/{goran}", status: 200, shows: "display_name=; statuses_count=0; !suspended", in: old},
		{says: "the posts are gone", given: purged + lifted, ask: "GET accounts/{goran}/statuses", status: 200, shows: "#=0", in: old},
		{says: "a login stays disabled when the suspension is lifted", given: purged + lifted, ask: account, status: 200, shows: "suspended=false; disabled=true"},
		{says: "data goes once", given: purged, ask: "DELETE admin/accounts/{goran}", status: 403, shows: notAllowed},
		{says: "unless the account is suspended again", given: purged + "; " + suspendGoran, ask: "DELETE admin/accounts/{goran}", status: 200},
		{says: "the mail address stays taken", given: purged, ask: "app POST accounts username=other&email=goran@mail.example&password=correct+horse&agreement=true", status: 422, shows: "details.email.0.error=ERR_TAKEN"},
		{says: "so does the name", given: purged, ask: "app POST accounts username=goran&email=new@mail.example&password=correct+horse&agreement=true", status: 422, shows: "details.username.0.error=ERR_TAKEN"},
		{says: "an applicant goes altogether", given: "GET admin/accounts/{newcomer}; POST admin/accounts/{newcomer}/action type=suspend; DELETE admin/accounts/{1}", ask: "GET admin/accounts/{1}", status: 404},
		{says: "what an open report is about stays as evidence", given: reported + suspendGoran + "; POST admin/reports/{1}/reopen; DELETE admin/accounts/{goran}", ask: "GET admin/reports/{1}", status: 200, shows: "statuses.#=1"},
		{says: "what a resolved one is about does not", given: reported + suspendGoran + "; DELETE admin/accounts/{goran}", ask: "GET admin/reports/{1}", status: 200, shows: "statuses.#=0"},
		{says: "a remote account too", given: "POST admin/accounts/{troll@bad.example}/action type=suspend; DELETE admin/accounts/{troll@bad.example}", ask: "GET admin/accounts/{troll@bad.example}", status: 200, shows: "suspended=true; disabled=null"},
	})
	holds(t, "app/workers/scheduler/suspended_user_cleanup_scheduler.rb, app/models/account_deletion_request.rb", []fact{
		{says: "on the 30th day the data is there", given: suspendGoran + "; +30d" + lifted, ask: "GET accounts/{goran}", status: 200, shows: "display_name=Goran"},
		{says: "after it the data is gone", given: later + lifted, ask: "GET accounts/{goran}", status: 200, shows: "display_name=", in: old},
		{says: "posts too", given: later + lifted, ask: "GET accounts/{goran}/statuses", status: 200, shows: "#=0", in: old},
		{says: "and the login is disabled", given: later, ask: account, status: 200, shows: "disabled=true"},
		{says: "nothing is left to delete", given: later, ask: "DELETE admin/accounts/{goran}", status: 403},
		{says: "suspending again starts the time again", given: suspendGoran + "; +20d; " + suspendGoran + "; +20d" + lifted, ask: "GET accounts/{goran}", status: 200, shows: "display_name=Goran"},
		{says: "who was let go before keeps the data", given: suspendGoran + "; +20d" + lifted + "; +20d", ask: "GET accounts/{goran}", status: 200, shows: "display_name=Goran"},
	})
	holds(t, "app/services/delete_account_service.rb and app/controllers/api/v1/accounts_controller.rb of 4.7", []fact{
		{says: "4.7: a deleted account is gone for good", given: purged + lifted, ask: "GET accounts/{goran}", status: 404, shows: notFound, in: young},
		{says: "4.7: although lifting is answered with success", given: purged, ask: "POST admin/accounts/{goran}/unsuspend", status: 200, shows: "suspended=false", in: young},
		{says: "4.7: moderators find it", given: purged + lifted, ask: account, status: 200, shows: "suspended=false; account.suspended=true", in: young},
		{says: "4.7: no one looks it up", given: purged + lifted, ask: "GET accounts/lookup?acct=goran", status: 404, in: young},
		{says: "4.7: its posts have no list", given: purged + lifted, ask: "GET accounts/{goran}/statuses", status: 404, in: young},
		{says: "4.7: after 30 days as well", given: later + lifted, ask: "GET accounts/{goran}", status: 404, in: young},
	})
}
