package mastodon_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestFactsReading(t *testing.T) {
	const goran, posts = "{post goran}", "GET accounts/{goran}/statuses"
	sensitized := "POST admin/accounts/{goran}/action type=sensitive"
	holds(t, "app/policies/status_policy.rb", []fact{
		{says: "no one sees a post of who is suspended", given: suspendGoran, ask: "GET statuses/" + goran, status: 404, shows: isHidden},
		{says: "not even its thread", given: suspendGoran, ask: "GET statuses/" + goran + "/context", status: 404, shows: isHidden},
		{says: "nor its history", given: suspendGoran, ask: "GET statuses/" + goran + "/history", status: 404, shows: isHidden},
		{says: "nor its source", given: suspendGoran, ask: "GET statuses/" + goran + "/source", status: 404, shows: isHidden},
		{says: "nor among others", given: suspendGoran, ask: "GET statuses?id[]=" + goran + "&id[]={post bruno}", status: 200, shows: "#=1"},
		{says: "lifting brings it back", given: suspendGoran + "; POST admin/accounts/{goran}/unsuspend", ask: "GET statuses/" + goran, status: 200},
		{says: "a post of who is limited is there", given: "POST admin/accounts/{goran}/action type=silence", ask: "GET statuses/" + goran, status: 200},
		{says: "a private post for its author", given: "POST statuses status=x&visibility=private", ask: "GET statuses/{1}", status: 200},
		{says: "and for no other account", given: "POST statuses status=x&visibility=private", ask: "moderator GET statuses/{1}", status: 404},
		{says: "but who is mentioned", given: "POST statuses status=@bruno&visibility=private", ask: "member GET statuses/{1}", status: 200},
		{says: "an unlisted post for everybody", given: "POST statuses status=x&visibility=unlisted", ask: "anonymous GET statuses/{1}", status: 200},
	})
	holds(t, "app/lib/account_statuses_filter.rb, app/controllers/api/v1/accounts/statuses_controller.rb", []fact{
		{says: "the list of who is suspended is empty", given: suspendGoran, ask: posts, status: 200, shows: "#=0"},
		{says: "also that of pins", given: suspendGoran, ask: posts + "?pinned=true", status: 200, shows: "#=0"},
		{says: "who is limited has one", given: "POST admin/accounts/{goran}/action type=silence", ask: posts, status: 200, shows: "#=1"},
		{says: "of an applicant it is empty and there", ask: "GET accounts/{newcomer}/statuses", status: 200, shows: "#=0"},
		{says: "a list without a token", given: "POST statuses status=a&visibility=unlisted; POST statuses status=b&visibility=private; POST statuses status=@bruno&visibility=direct", ask: "anonymous GET accounts/{bylaw}/statuses", status: 200, shows: "#=1; 0.visibility=unlisted"},
		{says: "for who is mentioned", given: "POST statuses status=a&visibility=unlisted; POST statuses status=b&visibility=private; POST statuses status=@bruno&visibility=direct", ask: "member GET accounts/{bylaw}/statuses", status: 200, shows: "#=2"},
		{says: "for its author", given: "POST statuses status=a&visibility=unlisted; POST statuses status=b&visibility=private; POST statuses status=@bruno&visibility=direct", ask: "GET accounts/{bylaw}/statuses", status: 200, shows: "#=3"},
		{says: "without replies to others", given: "POST statuses status=a; POST statuses status=b&in_reply_to_id={1}; POST statuses status=c&in_reply_to_id={post bruno}", ask: "GET accounts/{bylaw}/statuses?exclude_replies=true", status: 200, shows: "#=2; 0.id={2}; 1.id={1}"},
		{says: "media alone", ask: "GET accounts/{bruno}/statuses?only_media=true", status: 200, shows: "#=0"},
		{says: "links", ask: "GET accounts/{bruno}/statuses?limit=1", status: 200, shows: `Header: Link=<https://social.example/api/v1/accounts/{bruno}/statuses?limit=1&max_id={post bruno}>;rel="next", <https://social.example/api/v1/accounts/{bruno}/statuses?limit=1&min_id={post bruno}>;rel="prev"`},
	})
	holds(t, "app/lib/status_filter.rb", []fact{
		{says: "who is limited is left out among others", given: "POST admin/accounts/{goran}/action type=silence", ask: "GET statuses?id[]=" + goran + "&id[]={post bruno}", status: 200, shows: "#=1"},
		{says: "and in threads", given: "POST admin/accounts/{grumbler}/action type=silence", ask: "GET statuses/{post goran}/context", status: 200, shows: "descendants.#=0"},
		{says: "which show it otherwise", ask: "GET statuses/{post goran}/context", status: 200, shows: "descendants.#=1; descendants.0.account.username=grumbler"},
		{says: "the own posts are never left out", ask: "GET statuses/{1}/context", given: "POST statuses status=x; POST statuses status=y&in_reply_to_id={1}", status: 200, shows: "descendants.#=1", edit: func(s *mastodon.State) { s.Accounts[0].Silenced = true }},
	})
	holds(t, "app/serializers/rest/status_serializer.rb", []fact{
		{says: "all posts of a sensitive account are sensitive", given: sensitized, ask: "GET statuses/" + goran, status: 200, shows: "sensitive=true"},
		{says: "but for themselves", given: "POST admin/accounts/{bruno}/action type=sensitive", ask: "member GET statuses/{post bruno}", status: 200, shows: "sensitive=false"},
		{says: "replies are counted", ask: "GET statuses/" + goran, status: 200, shows: "replies_count=1; reblogs_count=0; favourites_count=0"},
		{says: "without a token nothing of the reader", ask: "anonymous GET statuses/" + goran, status: 200, shows: "!favourited; !bookmarked; !pinned; !filtered"},
	})
	var most, over []string
	for n := range 21 {
		over = append(over, fmt.Sprintf("id[]=%d", n+1))
	}
	most = append(most, over[:20]...)
	holds(t, "app/controllers/api/v1/statuses_controller.rb", []fact{
		{says: "20 posts at once", ask: "GET statuses?" + strings.Join(most, "&"), status: 200, shows: "#=20; 0.id=20", edit: manyBlocks(25)},
		{says: "21 are too many", ask: "GET statuses?" + strings.Join(over, "&"), status: 422, edit: manyBlocks(25)},
		{says: "the same post counts once", ask: "GET statuses?" + strings.Join(most, "&") + "&id[]=1", status: 200, shows: "#=20", edit: manyBlocks(25)},
		{says: "no ids are no posts", ask: "GET statuses", status: 200, shows: "#=0"},
	})
}

// longThread makes a thread of so many posts by the member.
func longThread(n int) func(*mastodon.State) {
	return func(s *mastodon.State) {
		manyBlocks(n)(s)
		for i, status := range s.Statuses {
			status.InReplyTo = int64(i)
		}
	}
}

func TestFactsThreads(t *testing.T) {
	const thread = "member POST statuses status=root; member POST statuses status=a&in_reply_to_id={1}; POST statuses status=b&in_reply_to_id={1}; member POST statuses status=c&in_reply_to_id={1}; member POST statuses status=d&in_reply_to_id={2}"
	holds(t, "spec/requests/api/v1/statuses/contexts_spec.rb", []fact{
		{says: "below a root", given: "POST statuses status=one; POST statuses status=two&in_reply_to_id={1}", ask: "anonymous GET statuses/{1}/context", status: 200, shows: "ancestors.#=0; descendants.#=1"},
		{says: "above and below", given: "POST statuses status=one; POST statuses status=two&in_reply_to_id={1}; POST statuses status=three&in_reply_to_id={2}", ask: "GET statuses/{2}/context", status: 200, shows: "ancestors.#=1; ancestors.0.id={1}; descendants.#=1; descendants.0.id={3}"},
	})
	holds(t, "app/models/concerns/status/threading_concern.rb", []fact{
		{says: "depth comes first, and own replies before those of others", given: thread, ask: "GET statuses/{1}/context", status: 200, shows: "descendants.#=4; descendants.0.id={2}; descendants.1.id={5}; descendants.2.id={4}; descendants.3.id={3}"},
		{says: "the oldest ancestor comes first", given: thread, ask: "GET statuses/{5}/context", status: 200, shows: "ancestors.#=2; ancestors.0.id={1}; ancestors.1.id={2}"},
		{says: "what is hidden is left out", given: "member POST statuses status=root; member POST statuses status=a&visibility=private&in_reply_to_id={1}", ask: "GET statuses/{1}/context", status: 200, shows: "descendants.#=0"},
	})
	holds(t, "app/controllers/api/v1/statuses/contexts_controller.rb", []fact{
		{says: "people see everything below", ask: "GET statuses/1/context", status: 200, shows: "descendants.#=99", edit: longThread(100)},
		{says: "and above", ask: "GET statuses/100/context", status: 200, shows: "ancestors.#=99; ancestors.0.id=1", edit: longThread(100)},
		{says: "without a token 20 levels below", ask: "anonymous GET statuses/1/context", status: 200, shows: "descendants.#=20", edit: longThread(100)},
		{says: "and 40 posts above", ask: "anonymous GET statuses/100/context", status: 200, shows: "ancestors.#=40; ancestors.39.id=99", edit: longThread(100)},
		{says: "an application is no person", ask: "app GET statuses/100/context", status: 200, shows: "ancestors.#=40", edit: longThread(100)},
		{says: "60 posts below at most", ask: "anonymous GET statuses/1/context", status: 200, shows: "descendants.#=60", edit: func(s *mastodon.State) {
			manyBlocks(100)(s)
			for _, status := range s.Statuses[1:] {
				status.InReplyTo = 1
			}
		}},
	})
}

func TestFactsUserBlocks(t *testing.T) {
	const blocked, mine = "member POST accounts/{bylaw}/block", "bot[write] POST accounts/{bruno}/block"
	holds(t, "app/controllers/api/v1/accounts_controller.rb, app/serializers/rest/relationship_serializer.rb", []fact{
		{says: "a block", ask: mine, status: 200, shows: "id={bruno}; blocking=true; blocked_by=false; following=false; muting=false; note="},
		{says: "twice", given: mine, ask: mine, status: 200, shows: "blocking=true"},
		{says: "of oneself does nothing", source: "app/services/block_service.rb", ask: "bot[write] POST accounts/{bylaw}/block", status: 200, shows: "blocking=false"},
		{says: "of an applicant", ask: "bot[write] POST accounts/{newcomer}/block", status: 404, shows: notFound},
		{says: "unblock", given: mine, ask: "bot[write] POST accounts/{bruno}/unblock", status: 200, shows: "blocking=false"},
		{says: "who is blocked is shown when asking", given: blocked, ask: "bot[read] GET accounts/relationships?id[]={bruno}", status: 200, shows: "#=1; 0.blocked_by=true; 0.blocking=false"},
		{says: "relationships to who is suspended are left out", given: suspendGoran, ask: "bot[read] GET accounts/relationships?id[]={goran}", status: 200, shows: "#=0"},
		{says: "unless asked for", given: suspendGoran, ask: "bot[read] GET accounts/relationships?id[]={goran}&with_suspended=true", status: 200, shows: "#=1"},
	})
	holds(t, "app/controllers/api/v1/blocks_controller.rb", []fact{
		{says: "without blocks the list is empty", ask: "bot[read] GET blocks", status: 200, shows: "#=0"},
		{says: "whom one blocks", given: mine, ask: "bot[read] GET blocks", status: 200, shows: "#=1; 0.id={bruno}"},
		{says: "not by whom one is blocked", given: blocked, ask: "bot[read] GET blocks", status: 200, shows: "#=0"},
		{says: "not who is suspended", given: "bot[write] POST accounts/{goran}/block; " + suspendGoran, ask: "bot[read] GET blocks", status: 200, shows: "#=0"},
		{says: "the scope follow is enough", given: mine, ask: "bot[follow] GET blocks", status: 200, shows: "#=1"},
		{says: "a limit gives so many", given: mine + "; bot[write] POST accounts/{goran}/block", ask: "bot[read] GET blocks?limit=1", status: 200, shows: "#=1; 0.id={goran}; Header: Link~max_id"},
	})
	holds(t, "app/policies/status_policy.rb, app/lib/account_statuses_filter.rb, app/lib/status_filter.rb", []fact{
		{says: "who is blocked sees no post", given: blocked, ask: "GET statuses/{post bruno}", status: 404, shows: isHidden},
		{says: "no source", given: blocked, ask: "GET statuses/{post bruno}/source", status: 404, shows: isHidden},
		{says: "none in the list", given: blocked, ask: "GET accounts/{bruno}/statuses", status: 200, shows: "#=0"},
		{says: "none among others", given: blocked, ask: "GET statuses?id[]={post bruno}", status: 200, shows: "#=0"},
		{says: "but without a token", given: blocked, ask: "anonymous GET statuses/{post bruno}", status: 200, shows: "id={post bruno}"},
		{says: "and the account", given: blocked, ask: "GET accounts/{bruno}", status: 200, shows: "id={bruno}"},
		{says: "moderators do too", given: blocked, ask: "moderator GET statuses/{post bruno}", status: 200},
		{says: "who is blocked cannot reply", given: blocked, ask: "POST statuses status=x&in_reply_to_id={post bruno}", status: 404},
		{says: "who blocks sees the post", given: mine, ask: "GET statuses/{post bruno}", status: 200},
		{says: "not among others", given: mine, ask: "GET statuses?id[]={post bruno}", status: 200, shows: "#=0"},
		{says: "but in the list", given: mine, ask: "GET accounts/{bruno}/statuses", status: 200, shows: "#=1"},
		{says: "in a thread neither is seen", given: "POST statuses status=x; member POST statuses status=y&in_reply_to_id={1}; " + mine, ask: "GET statuses/{1}/context", status: 200, shows: "descendants.#=0"},
		{says: "unblocking shows it again", given: blocked + "; member POST accounts/{bylaw}/unblock", ask: "GET statuses/{post bruno}", status: 200},
		{says: "a purge ends blocks", source: "app/services/delete_account_service.rb", given: "bot[write] POST accounts/{goran}/block; " + suspendGoran + "; DELETE admin/accounts/{goran}; POST admin/accounts/{goran}/unsuspend", ask: "bot[read] GET blocks", status: 200, shows: "#=0"},
	})
}
