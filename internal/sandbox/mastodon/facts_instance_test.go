package mastodon_test

import (
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestFactsInstance(t *testing.T) {
	const v2, v1 = "anonymous GET /api/v2/instance", "anonymous GET /api/v1/instance"
	signUps := func(settings mastodon.SignUps) func(*mastodon.State) {
		return func(s *mastodon.State) { s.SignUps = settings }
	}
	limited := func(s *mastodon.State) { s.Limited = true }
	facts := []fact{
		{says: "what the server is", ask: v2, status: 200, shows: "domain=social.example; version=4.6.5; api_versions.mastodon=11; source_url; configuration.limited_federation=false; languages.0=en; rules.#=3; usage.users.active_month=18"},
		{says: "limits of posts", ask: v2, status: 200, shows: "configuration.statuses.max_characters=500; configuration.statuses.characters_reserved_per_url=23; configuration.statuses.max_media_attachments=4"},
		{says: "limits of accounts", ask: v2, status: 200, shows: "configuration.accounts.max_pinned_statuses=5; configuration.accounts.max_profile_fields=4; configuration.accounts.profile_field_name_limit=255; configuration.accounts.profile_field_value_limit=255; configuration.accounts.max_display_name_length=40; configuration.accounts.max_note_length=500"},
		{says: "who may sign up", ask: v2, status: 200, shows: "registrations.enabled=true; registrations.approval_required=true; registrations.reason_required=false; registrations.min_age=null; registrations.message=null; registrations.url=null"},
		{says: "no one", ask: v2, status: 200, shows: "registrations.enabled=false; registrations.approval_required=false", edit: signUps(mastodon.SignUps{SignUpsClosed: true})},
		{says: "everybody", ask: v2, status: 200, shows: "registrations.enabled=true; registrations.approval_required=false; registrations.reason_required=false", edit: signUps(mastodon.SignUps{SignUpsOpen: true, ReasonRequired: true})},
		{says: "who says why", ask: v2, status: 200, shows: "registrations.reason_required=true", edit: signUps(mastodon.SignUps{ReasonRequired: true})},
		{says: "who is old enough", ask: v2, status: 200, shows: "registrations.min_age=16", edit: signUps(mastodon.SignUps{MinAge: 16})},
		{says: "who goes elsewhere", ask: v2, status: 200, shows: "registrations.url=https://join.example", edit: signUps(mastodon.SignUps{SignUpElsewhere: "https://join.example"})},
		{says: "limited federation says so, and nothing of its people", ask: v2, status: 200, shows: "configuration.limited_federation=true; usage.users.active_month=0", edit: limited},
		{says: "who is suspended reads it too", ask: "member GET /api/v2/instance", status: 200, edit: func(s *mastodon.State) { s.Accounts[memberA].Suspended = true }},
		{says: "a revoked token reads it", ask: "revoked GET /api/v2/instance", status: 200},
	}
	for version, want := range map[string]string{
		"4.3.0": "2", "4.4.22": "6", "4.5.15": "7", "4.6.0": "10", "4.6.1": "11", "4.6.5": "11", "4.7.0-alpha.2": "11", "4.7.0": "11",
	} {
		facts = append(facts, fact{says: "what " + version + " can", ask: v2, status: 200, shows: "version=" + version + "; api_versions.mastodon=" + want, in: mastodon.Options{Version: version}})
	}
	for version, shows := range map[string]string{"4.5.15": "!configuration.accounts.max_note_length; !configuration.accounts.max_display_name_length", "4.6.0": "configuration.accounts.max_note_length=500"} {
		facts = append(facts, fact{says: version + " states limits of profiles", ask: v2, status: 200, shows: shows, in: mastodon.Options{Version: version}})
	}
	holds(t, "app/serializers/rest/instance_serializer.rb, spec/requests/api/v2/instance_spec.rb", facts)
	holds(t, "app/serializers/rest/v1/instance_serializer.rb", []fact{
		{says: "what the server was", ask: v1, status: 200, shows: "uri=social.example; version=4.6.5; registrations=true; approval_required=true; invites_enabled=true; configuration.statuses.max_characters=500; stats.user_count=18; rules.#=3; !api_versions; !configuration.accounts.max_pinned_statuses; !configuration.limited_federation"},
		{says: "no one signs up", ask: v1, status: 200, shows: "registrations=false; approval_required=false", edit: signUps(mastodon.SignUps{SignUpsClosed: true})},
		{says: "limited federation shows it too", ask: v1, status: 200, edit: limited},
	})
	holds(t, "spec/requests/api/v1/instances/rules_spec.rb, app/controllers/api/v1/instances/base_controller.rb", []fact{
		{says: "rules in their order", ask: "anonymous GET instance/rules", status: 200, shows: "#=3; 0.id=1; 0.text=Be kind.; 0.hint="},
		{says: "rules in limited federation are for people", ask: "anonymous GET instance/rules", status: 401, shows: needsAUser, edit: limited},
		{says: "who get them", ask: "GET instance/rules", status: 200, edit: limited},
		{says: "rules cannot be written", source: "config/routes/api.rb", ask: "POST instance/rules text=x", status: 404},
	})
	site := func(change mastodon.Site) func(*mastodon.State) { return func(s *mastodon.State) { s.Site = change } }
	holds(t, "app/serializers/rest/instance_serializer.rb, app/controllers/api/v1/instances, app/serializers/rest/terms_of_service_serializer.rb", []fact{
		{says: "whom people can write to", ask: v2, status: 200, shows: "contact.email=contact@social.example; contact.account.acct=ada; description=A community that governs itself."},
		{says: "no one", ask: v2, status: 200, shows: "contact.email=; contact.account=null; description=", edit: site(mastodon.Site{})},
		{says: "a description is HTML", ask: "anonymous GET instance/extended_description", status: 200, shows: "content~<em>co-operative</em>"},
		{says: "one that was never written is empty", ask: "GET instance/extended_description", status: 200, shows: "content=", edit: site(mastodon.Site{})},
		{says: "terms are HTML", ask: "anonymous GET instance/terms_of_service", status: 200, shows: "content~<li>You own; effective=true; succeeded_by=null"},
		{says: "there are none", ask: "GET instance/terms_of_service", status: 404, edit: site(mastodon.Site{})},
		{says: "there were none before 4.4", ask: "GET instance/terms_of_service", status: 404, in: mastodon.Options{Version: "4.3.9"}},
	})
	holds(t, "app/controllers/well_known/nodeinfo_controller.rb", []fact{
		{says: "where the description is", ask: "anonymous GET /.well-known/nodeinfo", status: 200, shows: "links.0.rel=http://nodeinfo.diaspora.software/ns/schema/2.0; links.0.href=https://social.example/nodeinfo/2.0"},
		{says: "which software it is", ask: "anonymous GET /nodeinfo/2.0", status: 200, shows: "software.name=mastodon; software.version=4.6.5; openRegistrations=true"},
		{says: "and whether people may sign up", ask: "anonymous GET /nodeinfo/2.0", status: 200, shows: "openRegistrations=false", edit: signUps(mastodon.SignUps{SignUpsClosed: true})},
	})
	at := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	holds(t, "app/models/announcement.rb", []fact{
		{says: "what is not published is not shown", ask: "GET announcements", status: 200, shows: "#=1", edit: func(s *mastodon.State) {
			s.Announcements = append(s.Announcements, &mastodon.Announcement{ID: s.LastID + 1, Text: "soon"})
		}},
		{says: "what is over is not shown", ask: "GET announcements", status: 200, shows: "#=0", edit: func(s *mastodon.State) { s.Announcements[0].StartsAt, s.Announcements[0].EndsAt = at(1), at(20) }},
		{says: "what is not over is", ask: "GET announcements", status: 200, shows: "#=1; 0.ends_at=2026-11-30T00:00:00.000Z", edit: func(s *mastodon.State) { s.Announcements[0].StartsAt, s.Announcements[0].EndsAt = at(1), at(30) }},
	})
}

func TestFactsSearch(t *testing.T) {
	const search = "GET /api/v2/search?"
	holds(t, "spec/requests/api/v2/search_spec.rb", []fact{
		{says: "without a question", ask: "anonymous GET /api/v2/search", status: 400, shows: "error~param is missing"},
		{says: "an empty one", ask: search + "q=", status: 400},
		{says: "without a token", ask: "anonymous " + search + "q=bruno", status: 200, shows: "accounts.#=1; statuses.#=0; hashtags.#=0; collections.#=0"},
		{says: "nothing is fetched without a token", ask: "anonymous " + search + "q=test1&resolve=1", status: 401, shows: "error~resolve remote resources"},
		{says: "and there are no pages", ask: "anonymous " + search + "q=test1&offset=1", status: 401, shows: "error~pagination is not supported"},
		{says: "with one there are", ask: search + "q=chi&type=accounts&offset=1", status: 200, shows: "accounts.#=1"},
		{says: "an offset below nothing", ask: search + "q=test1&offset=-100&type=accounts", status: 400, shows: "error~must be positive"},
		{says: "a limit below nothing", ask: search + "q=test1&limit=-100&type=accounts", status: 400},
		{says: "names by the beginnings of their words", ask: search + "q=pills&type=accounts", status: 200, shows: "accounts.#=0"},
		{says: "an underscore begins a word", ask: search + "q=low&type=accounts", status: 200, shows: "accounts.#=1; accounts.0.username=bob_low", edit: func(s *mastodon.State) { s.Accounts[3].Username = "bob_low" }},
		{says: "display names", ask: search + "q=megaphone", status: 200, shows: "accounts.#=1"},
		{says: "another type has no accounts", ask: search + "q=bruno&type=hashtags", status: 200, shows: "accounts.#=0"},
		{says: "a limit gives so many", ask: search + "q=chi&limit=1", status: 200, shows: "accounts.#=1"},
	})
	holds(t, "app/services/account_search_service.rb, app/models/concerns/account/search.rb", []fact{
		{says: "a whole handle", ask: search + "q=@troll@bad.example", status: 200, shows: "accounts.#=1; accounts.0.acct=troll@bad.example"},
		{says: "a handle that was never seen", ask: search + "q=@unseen@elsewhere.example", status: 200, shows: "accounts.#=0"},
		{says: "is fetched where that is asked", ask: search + "q=@unseen@elsewhere.example&resolve=true", status: 200, shows: "accounts.#=1; accounts.0.acct=unseen@elsewhere.example"},
		{says: "and known from then on", given: search + "q=@unseen@elsewhere.example&resolve=true", ask: "GET accounts/lookup?acct=unseen@elsewhere.example", status: 200},
		{says: "one that does not exist is not", ask: search + "q=@nobody@elsewhere.example&resolve=true", status: 200, shows: "accounts.#=0"},
		{says: "who is suspended is found by the handle", given: "POST admin/accounts/{troll@bad.example}/action type=suspend", ask: search + "q=@troll@bad.example", status: 200, shows: "accounts.#=1; accounts.0.suspended=true"},
		{says: "and not by the name", given: suspendGoran, ask: search + "q=goran", status: 200, shows: "accounts.#=0"},
		{says: "applicants are not found", ask: search + "q=newcomer", status: 200, shows: "accounts.#=0"},
	})
}

func TestFactsMeasures(t *testing.T) {
	const ask = `POST admin/measures {"keys":["instance_follows","instance_followers"],"instance_follows":{"domain":"loud.example"},"instance_followers":{"domain":"loud.example"},"start_at":"2026-01-01","end_at":"2026-07-01"}`
	holds(t, "spec/requests/api/v1/admin/measures_spec.rb, app/lib/admin/metrics/measure.rb", []fact{
		{says: "follows between two servers", ask: ask, status: 200, shows: "#=2; 0.key=instance_follows; 0.total=2; 0.unit=null; 1.key=instance_followers; 1.total=9"},
		{says: "a suspension ends them", source: "app/services/delete_account_service.rb", given: "PUT admin/domain_blocks/{block 1} severity=suspend", ask: ask, status: 200, shows: "0.total=0; 1.total=0"},
		{says: "a limit does not", given: "PUT admin/domain_blocks/{block 1} reject_media=true", ask: ask, status: 200, shows: "0.total=2"},
		{says: "without keys", ask: `POST admin/measures {"start_at":"2026-01-01","end_at":"2026-07-01"}`, status: 400},
		{says: "without a beginning", ask: `POST admin/measures {"keys":["x"],"end_at":"2026-07-01"}`, status: 400},
		{says: "without an end", ask: `POST admin/measures {"keys":["x"],"start_at":"2026-07-01"}`, status: 400},
		{says: "a day that does not exist", ask: `POST admin/measures {"keys":["x"],"start_at":"2026-02-31","end_at":"2026-07-01"}`, status: 422, shows: "error=Invalid date supplied"},
		{says: "a key without its parameters", ask: `POST admin/measures {"keys":["instance_follows"],"start_at":"2026-01-01","end_at":"2026-07-01"}`, status: 400},
		{says: "an unknown key is left out", ask: `POST admin/measures {"keys":["x"],"start_at":"2026-01-01","end_at":"2026-07-01"}`, status: 200, shows: "#=0"},
		{says: "parameters come before the role", ask: "member[admin:read] POST admin/measures x=y", status: 400},
		{says: "a granular scope is not enough", ask: "bot[admin:read:domain_blocks] " + ask, status: 403, shows: outside},
	})
}
