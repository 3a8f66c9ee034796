package mastodon_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestFactsReportLists(t *testing.T) {
	const list = "GET admin/reports"
	old := mastodon.Options{Version: "4.5.15"}
	holds(t, "spec/requests/api/v1/admin/reports_spec.rb", []fact{
		{says: "without reports the list is empty", ask: list, status: 200, shows: "#=0", in: empty},
		{says: "open ones where nothing is asked", ask: list, status: 200, shows: "#=3; 0.action_taken=false"},
		{says: "a report is shown in full", ask: list, status: 200, shows: "2.id={report 1}; 2.category=violation; 2.comment=Insults under every post of mine.; 2.forwarded=false; 2.account.username=freya; 2.target_account.username=troll; 2.assigned_account=null; 2.action_taken_by_account=null; 2.statuses.#=0; 2.rules.#=0; 2.created_at=2025-04-05T09:30:00.000Z"},
		{says: "resolved ones", ask: list + "?resolved=true", status: 200, shows: "#=1; 0.id={report 0}; 0.action_taken=true; 0.action_taken_by_account.username=ada"},
		{says: "both", ask: list + "?resolved=true&unresolved=true", status: 200, shows: "#=4"},
		{says: "of who complained", ask: list + "?account_id={hana}", status: 200, shows: "#=1; 0.id={report 2}"},
		{says: "about whom", ask: list + "?target_account_id={troll@bad.example}", status: 200, shows: "#=2"},
		{says: "a limit gives so many", ask: list + "?limit=1", status: 200, shows: "#=1"},
		{says: "one report", ask: list + "/{report 1}", status: 200, shows: "id={report 1}; target_account.username=troll"},
		{says: "minus one is not found", ask: list + "/-1", status: 404, shows: notFound},
	})
	holds(t, "app/models/report_filter.rb", []fact{
		{says: "unresolved alone", ask: list + "?unresolved=true", status: 200, shows: "#=3"},
		{says: "not resolved is open", ask: list + "?resolved=false", status: 200, shows: "#=3"},
		{says: "0 is no", ask: list + "?resolved=0", status: 200, shows: "#=3"},
		{says: "an empty word is no", ask: list + "?resolved=", status: 200, shows: "#=3"},
		{says: "not resolved before 4.6 is resolved", ask: list + "?resolved=false", status: 200, shows: "#=1; 0.action_taken=true", in: old},
		{says: "unresolved before 4.6 is not read", ask: list + "?resolved=true&unresolved=true", status: 200, shows: "#=1", in: old},
		{says: "filters add up", ask: list + "?resolved=true&target_account_id={troll@bad.example}", status: 200, shows: "#=0"},
		{says: "links keep filters", ask: list + "?target_account_id={troll@bad.example}&limit=1", status: 200, shows: "Header: Link~limit=1&max_id={report 2}&target_account_id={troll@bad.example}"},
		{says: "of other domains cannot be asked", ask: list + "?by_target_domain=bad.example", status: 200, shows: "#=3"},
	})
}

func TestFactsReportVerbs(t *testing.T) {
	const report = "admin/reports/{report 1}"
	holds(t, "spec/requests/api/v1/admin/reports_spec.rb", []fact{
		{says: "a category changes", ask: "PUT " + report + " category=spam", status: 200, shows: "id={report 1}; category=spam; action_taken=false"},
		{says: "resolve", ask: "POST " + report + "/resolve", status: 200, shows: "action_taken=true; action_taken_at=2026-11-21T12:01:00.000Z; action_taken_by_account.username=bylaw"},
		{says: "reopen", given: "POST " + report + "/resolve", ask: "POST " + report + "/reopen", status: 200, shows: "action_taken=false; action_taken_at=null; action_taken_by_account=null"},
		{says: "take", ask: "POST " + report + "/assign_to_self", status: 200, shows: "assigned_account.username=bylaw"},
		{says: "give back", given: "POST " + report + "/assign_to_self", ask: "POST " + report + "/unassign", status: 200, shows: "assigned_account=null"},
	})
	holds(t, "app/controllers/api/v1/admin/reports_controller.rb", []fact{
		{says: "resolving again rewrites who and when", given: "moderator POST " + report + "/resolve; +1h", ask: "POST " + report + "/resolve", status: 200, shows: "action_taken_at=2026-11-21T13:01:00.000Z; action_taken_by_account.username=bylaw"},
		{says: "reopening what is open", ask: "POST " + report + "/reopen", status: 200, shows: "action_taken=false"},
		{says: "taking it from a moderator", given: "moderator POST " + report + "/assign_to_self", ask: "POST " + report + "/assign_to_self", status: 200, shows: "assigned_account.username=bylaw"},
		{says: "giving back what another account took", given: "moderator POST " + report + "/assign_to_self", ask: "POST " + report + "/unassign", status: 200, shows: "assigned_account=null"},
		{says: "reopening keeps who took it", given: "POST " + report + "/assign_to_self; POST " + report + "/resolve", ask: "POST " + report + "/reopen", status: 200, shows: "assigned_account.username=bylaw"},
		{says: "a verb that does not exist", source: "config/routes/api.rb", ask: "POST " + report + "/delete", status: 404},
	})
	holds(t, "app/models/report.rb", []fact{
		{says: "rules of a violation", ask: "PUT " + report + " category=violation&rule_ids[]=1&rule_ids[]=2", status: 200, shows: "category=violation; rules.#=2; rules.0.text=Be kind."},
		{says: "rules of anything else", ask: "PUT " + report + " category=spam&rule_ids[]=1", status: 422},
		{says: "rules that do not exist", ask: "PUT " + report + " category=violation&rule_ids[]=99", status: 422},
		{says: "a category that does not exist", ask: "PUT " + report + " category=boring", status: 500},
		{says: "legal is one", ask: "PUT " + report + " category=legal", status: 200, shows: "category=legal"},
	})
}

func TestFactsFiling(t *testing.T) {
	const file, troll = "POST reports ", "account_id={troll@bad.example}"
	const post = "&status_ids[]={post troll@bad.example}"
	holds(t, "spec/requests/api/v1/reports_spec.rb", []fact{
		{says: "a report", ask: file + troll + "&comment=reasons&category=other", status: 200, shows: "id; category=other; comment=reasons; action_taken=false; action_taken_at=null; forwarded=false; status_ids.#=0; rule_ids=null; collection_ids.#=0; target_account.username=troll; created_at=2026-11-21T12:01:00.000Z"},
		{says: "is there for moderators", given: file + troll, ask: "GET admin/reports/{1}", status: 200, shows: "account.username=bylaw"},
		{says: "by a member", ask: "member " + file + "account_id={goran}&category=spam", status: 200, shows: "category=spam"},
		{says: "of a rule", ask: file + troll + "&category=violation&rule_ids[]=1", status: 200, shows: "category=violation; rule_ids.0=1"},
		{says: "of a post", ask: file + troll + post, status: 200, shows: "status_ids.0={post troll@bad.example}"},
		{says: "with its post for moderators", given: file + troll + post, ask: "GET admin/reports/{1}", status: 200, shows: "statuses.#=1; statuses.0.id={post troll@bad.example}"},
		{says: "of another account's post", ask: file + "account_id={goran}" + post, status: 404, shows: notFound},
	})
	holds(t, "app/services/report_service.rb", []fact{
		{says: "other where nothing is said", ask: file + troll, status: 200, shows: "category=other; comment="},
		{says: "a violation where a rule is named", ask: file + troll + "&category=spam&rule_ids[]=1", status: 200, shows: "category=violation"},
		{says: "of a rule that does not exist", source: "app/models/report.rb", ask: file + troll + "&rule_ids[]=99", status: 422},
		{says: "of a category that does not exist", source: "app/models/report.rb", ask: file + troll + "&category=boring", status: 500},
		{says: "without an account", ask: "POST reports comment=x", status: 404, shows: notFound},
		{says: "about who does not exist", ask: file + "account_id=7", status: 404, shows: notFound},
		{says: "about who is suspended", given: suspendGoran, ask: file + "account_id={goran}", status: 404, shows: notFound},
		{says: "about who was suspended with the server", ask: file + "account_id={seller@spam-farm.example}", status: 404},
		{says: "about a post that does not exist", ask: file + troll + "&status_ids[]=7", status: 404},
		{says: "about one post that exists and one that does not", ask: file + troll + post + "&status_ids[]=7", status: 404},
		{says: "about a post that the caller cannot see", ask: file + "account_id={emre}&status_ids[]={post emre}", status: 404},
		{says: "by who is blocked", given: "member POST accounts/{bylaw}/block", ask: file + "account_id={bruno}", status: 200},
		{says: "but not of a post", given: "member POST accounts/{bylaw}/block", ask: file + "account_id={bruno}&status_ids[]={post bruno}", status: 404},
		{says: "forwarded to another server", ask: file + troll + "&forward=true", status: 200, shows: "forwarded=true"},
		{says: "never about a local account", ask: file + "account_id={goran}&forward=true", status: 200, shows: "forwarded=false"},
		{says: "as often as one likes", given: file + troll, ask: file + troll, status: 200},
		{says: "with a comment of 1000 characters", source: "app/models/report.rb", ask: file + troll + "&comment=" + strings.Repeat("ä", 1000), status: 200},
		{says: "and no more", source: "app/models/report.rb", ask: file + troll + "&comment=" + strings.Repeat("a", 1001), status: 422, shows: "error~Comment is too long"},
	})
}
