package mastodon_test

import (
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// young makes the member's account new.
func young(s *mastodon.State) {
	s.Accounts[2].CreatedAt = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
}

func TestFactsNotifications(t *testing.T) {
	const (
		say, quietly = "member POST statuses status=@bylaw+yes", "member POST statuses status=@bylaw+yes&visibility=direct"
		ask, all     = "bot[read] GET notifications", "bot[read] GET notifications?include_filtered=true"
	)
	holds(t, "spec/requests/api/v1/notifications_spec.rb", []fact{
		{says: "a mention", given: say, ask: ask, status: 200, shows: "#=1; 0.type=mention; 0.account.id={bruno}; 0.status.id={1}; 0.created_at=2026-11-21T12:01:00.000Z; !0.filtered"},
		{says: "the newest comes first", given: say + "; " + say, ask: ask, status: 200, shows: "#=2; 0.status.id={2}"},
		{says: "of a type", given: say, ask: ask + "?types[]=favourite", status: 200, shows: "#=0"},
		{says: "without a type", given: say, ask: ask + "?exclude_types[]=mention", status: 200, shows: "#=0"},
		{says: "of an account", given: say, ask: ask + "?account_id={goran}", status: 200, shows: "#=0"},
		{says: "a page links to both sides", given: say + "; " + say, ask: ask + "?limit=1&types[]=mention", status: 200, shows: "#=1; Header: Link~limit=1; Header: Link~types; Header: Link~max_id; Header: Link~min_id"},
		{says: "without the scope", ask: "bot[read:statuses] GET notifications", status: 403},
		{says: "not signed in", ask: "anonymous GET notifications", status: 401},
		{says: "an application's token", ask: "app GET notifications", status: 422},
		{says: "a post that was deleted takes its notification along", given: say + "; member DELETE statuses/{1}", ask: ask, status: 200, shows: "#=0"},
		{says: "who is mentioned by an edit only", given: "member POST statuses status=hm; member PUT statuses/{1} status=@bylaw", ask: ask, status: 200, shows: "#=1"},
		{says: "an edit mentions no one twice", given: say + "; member PUT statuses/{1} status=@bylaw+no", ask: ask, status: 200, shows: "#=1; 0.status.content~no</p>"},
		{says: "a mention of oneself is none", given: "POST statuses status=@bylaw", ask: ask, status: 200, shows: "#=0"},
	})
	holds(t, "app/services/notify_service.rb", []fact{
		{says: "a private mention is filtered", given: quietly, ask: ask, status: 200, shows: "#=0"},
		{says: "and can be asked for", given: quietly, ask: all, status: 200, shows: "#=1; 0.filtered=true; 0.status.visibility=direct"},
		{says: "an answer to a private mention is not", given: "POST statuses status=@bruno&visibility=direct; " + quietly + "&in_reply_to_id={1}", ask: ask, status: 200, shows: "#=1"},
		{says: "an answer to a public post is", given: "POST statuses status=hi; " + quietly + "&in_reply_to_id={1}", ask: ask, status: 200, shows: "#=0"},
		{says: "staff is never filtered", given: "moderator POST statuses status=@bylaw&visibility=direct", ask: ask, status: 200, shows: "#=1"},
		{says: "a limited account is filtered", given: say, edit: func(s *mastodon.State) { s.Accounts[2].Silenced = true }, ask: ask, status: 200, shows: "#=0"},
		{says: "a policy drops", given: "bot[write] PATCH /api/v2/notifications/policy for_private_mentions=drop; " + quietly, ask: all, status: 200, shows: "#=0"},
		{says: "a policy accepts", given: "bot[write] PATCH /api/v2/notifications/policy for_private_mentions=accept; " + quietly, ask: ask, status: 200, shows: "#=1"},
		{says: "a policy about new accounts", given: "bot[write] PATCH /api/v2/notifications/policy for_new_accounts=drop; " + say, edit: young, ask: all, status: 200, shows: "#=0"},
		{says: "who is blocked is not heard", given: "bot[write] POST accounts/{bruno}/block; " + say, ask: all, status: 200, shows: "#=0"},
		{says: "nor who is muted", given: "bot[write] POST accounts/{bruno}/mute; " + say, ask: all, status: 200, shows: "#=0"},
		{says: "nor who is suspended now", given: say + "; POST admin/accounts/{bruno}/action type=suspend", ask: all, status: 200, shows: "#=0"},
	})
	holds(t, "spec/requests/api/v2/notifications/policies_spec.rb", []fact{
		{says: "the policy", given: quietly, ask: "bot[read] GET /api/v2/notifications/policy", status: 200, shows: "for_private_mentions=filter; for_limited_accounts=filter; for_not_following=accept; for_not_followers=accept; for_new_accounts=accept; summary.pending_requests_count=1; summary.pending_notifications_count=1"},
		{says: "without the scope", ask: "bot[read:statuses] GET /api/v2/notifications/policy", status: 403},
		{says: "changed without the scope", ask: "bot[read] PATCH /api/v2/notifications/policy for_new_accounts=drop", status: 403},
		{says: "another word", ask: "bot[write] PATCH /api/v2/notifications/policy for_new_accounts=hide", status: 422},
	})
}

func TestFactsFavouritesAndMutes(t *testing.T) {
	const favour = "bot[write] POST statuses/{post bruno}/favourite"
	holds(t, "spec/requests/api/v1/statuses/favourites_spec.rb", []fact{
		{says: "a favourite", ask: favour, status: 200, shows: "id={post bruno}; favourited=true; favourites_count=1"},
		{says: "twice is once", given: favour, ask: favour, status: 200, shows: "favourites_count=1"},
		{says: "others see it", given: favour, ask: "member GET statuses/{post bruno}", status: 200, shows: "favourited=false; favourites_count=1"},
		{says: "the author is told", given: favour, ask: "member GET notifications", status: 200, shows: "#=1; 0.type=favourite; 0.account.id={bylaw}"},
		{says: "taken back", given: favour, ask: "bot[write] POST statuses/{post bruno}/unfavourite", status: 200, shows: "favourited=false; favourites_count=0"},
		{says: "taken back without one", ask: "bot[write] POST statuses/{post bruno}/unfavourite", status: 200, shows: "favourited=false"},
		{says: "without the scope", ask: "bot[write:statuses] POST statuses/{post bruno}/favourite", status: 403},
		{says: "of a hidden post", ask: "bot[write] POST statuses/{post emre}/favourite", status: 404},
		{says: "of a hidden post without a token", ask: "anonymous POST statuses/{post emre}/favourite", status: 404},
		{says: "not signed in", ask: "anonymous POST statuses/{post bruno}/favourite", status: 401},
		{says: "of whom the bot blocks", given: "bot[write] POST accounts/{bruno}/block", ask: favour, status: 403},
	})
	const mute = "bot[write] POST accounts/{bruno}/mute"
	holds(t, "spec/requests/api/v1/mutes_spec.rb", []fact{
		{says: "a mute", ask: mute, status: 200, shows: "id={bruno}; muting=true; muting_notifications=true"},
		{says: "the list", given: mute, ask: "bot[read] GET mutes", status: 200, shows: "#=1; 0.id={bruno}; 0.mute_expires_at=null"},
		{says: "no longer", given: mute + "; bot[write] POST accounts/{bruno}/unmute", ask: "bot[read] GET mutes", status: 200, shows: "#=0"},
		{says: "without the scope", ask: "bot[read:blocks] GET mutes", status: 403},
		{says: "mentions are links to accounts", given: "member POST statuses status=@bylaw+yes", ask: "GET statuses/{1}", status: 200, shows: `content~<a href="https://social.example/@bylaw" class="u-url mention">@<span>bylaw</span></a></span> yes`},
	})
}
