package mastodon_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestFactsEdits(t *testing.T) {
	const one = "POST statuses status=one&spoiler_text=Careful&language=de"
	const plain = "POST statuses status=one"
	holds(t, "spec/requests/api/v1/statuses_spec.rb", []fact{
		{says: "an edit", given: plain + "; +1m", ask: "PUT statuses/{1} status=I+am+updated", status: 200, shows: "id={1}; content=<p>I am updated</p>; edited_at=2026-11-21T12:02:00.000Z"},
		{says: "who may quote alone is an edit", given: plain + "; +1m", ask: "PUT statuses/{1} status=one&quote_approval_policy=followers", status: 200, shows: "quote_approval.automatic.0=followers; edited_at=2026-11-21T12:02:00.000Z"},
		{says: "who may quote stays where nothing is said", given: plain + "&quote_approval_policy=nobody", ask: "PUT statuses/{1} status=two", status: 200, shows: "quote_approval.automatic.#=0"},
		{says: "a deletion answers with the text", given: plain, ask: "DELETE statuses/{1}", status: 200, shows: "id={1}; text=one; !content"},
		{says: "what was deleted is gone", given: plain + "; DELETE statuses/{1}", ask: "GET statuses/{1}", status: 404, shows: isHidden},
		{says: "a deletion with its media", given: plain, ask: "DELETE statuses/{1}?delete_media=true", status: 200},
	})
	holds(t, "app/services/update_status_service.rb", []fact{
		{says: "the same again is no edit", given: plain + "; +1m", ask: "PUT statuses/{1} status=one", status: 200, shows: "edited_at=null"},
		{says: "nor the same policy", given: plain + "; +1m", ask: "PUT statuses/{1} status=one&quote_approval_policy=public", status: 200, shows: "edited_at=null"},
		{says: "white space around it is", given: plain + "; +1m", ask: "PUT statuses/{1} status=one+", status: 200, shows: "edited_at=2026-11-21T12:02:00.000Z; content=<p>one</p>"},
		{says: "a mention written in full is", given: "POST statuses status=@bruno; +1m", ask: "PUT statuses/{1} status=@bruno@social.example", status: 200, shows: "edited_at=2026-11-21T12:02:00.000Z"},
		{says: "a warning that is not sent goes", given: one, ask: "PUT statuses/{1} status=two", status: 200, shows: "spoiler_text=; sensitive=false"},
		{says: "the language stays", given: one, ask: "PUT statuses/{1} status=two", status: 200, shows: "language=de"},
		{says: "a mark that is not sent goes", given: plain + "&sensitive=true", ask: "PUT statuses/{1} status=one", status: 200, shows: "sensitive=false"},
		{says: "a warning marks it", given: plain, ask: "PUT statuses/{1} status=one&spoiler_text=Careful", status: 200, shows: "sensitive=true; spoiler_text=Careful"},
		{says: "without a text there is no post", given: plain, ask: "PUT statuses/{1} sensitive=true", status: 422, shows: "error=Validation failed: Text can't be blank"},
		{says: "but a warning in its place", given: plain, ask: "PUT statuses/{1} spoiler_text=Careful", status: 200, shows: "content=<p>Careful</p>; spoiler_text="},
		{says: "which leaves the old warning", given: one, ask: "PUT statuses/{1} spoiler_text=Really", status: 200, shows: "content=<p>Really</p>; spoiler_text=Careful; sensitive=false"},
		{says: "the visibility stays", given: plain + "&visibility=unlisted", ask: "PUT statuses/{1} status=two&visibility=public", status: 200, shows: "visibility=unlisted"},
		{says: "what is answered stays", given: plain + "; POST statuses status=two&in_reply_to_id={1}", ask: "PUT statuses/{2} status=three&in_reply_to_id=", status: 200, shows: "in_reply_to_id={1}"},
		{says: "a pin stays", given: plain + "; POST statuses/{1}/pin", ask: "PUT statuses/{1} status=two", status: 200, shows: "pinned=true"},
		{says: "an unknown policy", given: plain, ask: "PUT statuses/{1} status=two&quote_approval_policy=friends", status: 422},
		{says: "a text that is too long", given: plain, ask: "PUT statuses/{1} status=" + strings.Repeat("a", 501), status: 422},
		{says: "no other account's post", ask: "PUT statuses/{post bruno} status=x", status: 404, shows: notFound},
		{says: "no other account's is deleted", ask: "DELETE statuses/{post bruno}", status: 404, shows: notFound},
	})
	holds(t, "app/controllers/api/v1/statuses_controller.rb, app/services/remove_status_service.rb", []fact{
		{says: "a deletion takes the pin", given: plain + "; POST statuses/{1}/pin; DELETE statuses/{1}", ask: "GET accounts/{bylaw}/statuses?pinned=true", status: 200, shows: "#=0"},
		{says: "replies stay and reply to nothing", given: plain + "; POST statuses status=two&in_reply_to_id={1}; DELETE statuses/{1}", ask: "GET statuses/{2}", status: 200, shows: "in_reply_to_id=null"},
	})
	holds(t, "app/models/concerns/status/snapshot_concern.rb, app/serializers/rest/status_edit_serializer.rb", []fact{
		{says: "a post without edits has one version", given: one, ask: "GET statuses/{1}/history", status: 200, shows: "#=1; 0.content=<p>one</p>; 0.spoiler_text=Careful; 0.created_at=2026-11-21T12:01:00.000Z; 0.account.username=bylaw"},
		{says: "an edit adds one", given: one + "; +1m; PUT statuses/{1} status=two", ask: "GET statuses/{1}/history", status: 200, shows: "#=2; 0.content=<p>one</p>; 0.spoiler_text=Careful; 0.sensitive=true; 1.content=<p>two</p>; 1.spoiler_text=; 1.sensitive=false; 1.created_at=2026-11-21T12:02:00.000Z"},
		{says: "no edit adds none", given: plain + "; +1m; PUT statuses/{1} status=one", ask: "GET statuses/{1}/history", status: 200, shows: "#=1"},
		{says: "everyone reads it", given: plain, ask: "anonymous GET statuses/{1}/history", status: 200, shows: "#=1"},
	})
	holds(t, "spec/requests/api/v1/statuses/sources_spec.rb", []fact{
		{says: "a source is what was written", given: "POST statuses status=*one*%0A%0Atwo&spoiler_text=Careful", ask: "GET statuses/{1}/source", status: 200, shows: "id={1}; text=*one*\n\ntwo; spoiler_text=Careful; !content"},
		{says: "a source of what is hidden", ask: "GET statuses/{post emre}/source", status: 404, shows: isHidden},
	})
}

func TestFactsPins(t *testing.T) {
	const one, pin = "POST statuses status=one", "POST statuses/{1}/pin"
	five := mastodon.Options{Empty: true}
	posts := strings.Repeat("POST statuses status=x; ", 5)
	for n := range 5 {
		posts += fmt.Sprintf("POST statuses/{%d}/pin; ", n+1)
	}
	holds(t, "spec/requests/api/v1/statuses/pins_spec.rb", []fact{
		{says: "a public post", given: one, ask: pin, status: 200, shows: "id={1}; pinned=true"},
		{says: "a private post", given: one + "&visibility=private", ask: pin, status: 200, shows: "pinned=true"},
		{says: "an unlisted post", given: one + "&visibility=unlisted", ask: pin, status: 200, shows: "pinned=true"},
		{says: "a reply", given: one + "; POST statuses status=two&in_reply_to_id={1}", ask: "POST statuses/{2}/pin", status: 200},
		{says: "another account's", ask: "POST statuses/{post bruno}/pin", status: 422, shows: "error~Someone else's post cannot be pinned"},
		{says: "the sixth", given: posts + one, ask: "POST statuses/{11}/pin", status: 422, shows: "error~already pinned the maximum", in: five},
		{says: "what does not exist", ask: "POST statuses/-1/pin", status: 404},
		{says: "unpin", given: one + "; " + pin, ask: "POST statuses/{1}/unpin", status: 200, shows: "id={1}; pinned=false"},
		{says: "unpin what is not pinned", given: one, ask: "POST statuses/{1}/unpin", status: 200, shows: "pinned=false"},
		{says: "unpin what does not exist", ask: "POST statuses/-1/unpin", status: 404},
	})
	holds(t, "app/validators/status_pin_validator.rb, db/schema.rb", []fact{
		{says: "a direct post", given: one + "&visibility=direct", ask: pin, status: 422, shows: "error~only visible to mentioned users"},
		{says: "twice", given: one + "; " + pin, ask: pin, status: 422, shows: "error=Duplicate record"},
		{says: "twice where no place is left", given: posts + one, ask: "POST statuses/{1}/pin", status: 422, shows: "error~already pinned the maximum", in: five},
		{says: "a place becomes free", given: posts + one + "; POST statuses/{1}/unpin", ask: "POST statuses/{11}/pin", status: 200, in: five},
		{says: "unpinning another account's does nothing", ask: "POST statuses/{post bruno}/unpin", status: 200, shows: "!pinned"},
		{says: "a hidden post", ask: "POST statuses/{post emre}/pin", status: 404, shows: isHidden},
	})
	holds(t, "spec/requests/api/v1/accounts/statuses_spec.rb, app/models/concerns/account/associations.rb", []fact{
		{says: "the newest pin comes first", given: one + "; POST statuses status=two; POST statuses/{2}/pin; " + pin, ask: "GET accounts/{bylaw}/statuses?pinned=true", status: 200, shows: "#=2; 0.id={1}; 1.id={2}"},
		{says: "a list of pins has links", given: one + "; " + pin, ask: "GET accounts/{bylaw}/statuses?pinned=true", status: 200, shows: `Header: Link=<https://social.example/api/v1/accounts/{bylaw}/statuses?min_id={1}&pinned=true>;rel="prev"`},
		{says: "pages of pins", given: one + "; POST statuses status=two; " + pin + "; POST statuses/{2}/pin", ask: "GET accounts/{bylaw}/statuses?pinned=true&limit=1", status: 200, shows: `#=1; 0.id={2}; Header: Link~limit=1&max_id={2}&pinned=true>;rel="next"`},
		{says: "false is no", given: one + "; " + pin + "; POST statuses status=two", ask: "GET accounts/{bylaw}/statuses?pinned=false", status: 200, shows: "#=2"},
		{says: "others see the public ones", given: one + "; " + pin + "; POST statuses status=two&visibility=private; POST statuses/{3}/pin", ask: "member GET accounts/{bylaw}/statuses?pinned=true", status: 200, shows: "#=1; 0.id={1}"},
	})
}

func TestFactsQuotes(t *testing.T) {
	const one = "POST statuses status=one"
	const put = "PUT statuses/{1}/interaction_policy "
	old := mastodon.Options{Version: "4.4.22"}
	own := func(policy string) func(*mastodon.State) {
		return func(s *mastodon.State) { s.Accounts[0].Quotes = policy }
	}
	holds(t, "spec/requests/api/v1/statuses_spec.rb", []fact{
		{says: "everybody quotes where nothing is said", ask: one, status: 200, shows: "quote_approval.automatic.0=public; quote_approval.manual.#=0; quote_approval.current_user=automatic"},
		{says: "the own default: followers", ask: one, status: 200, shows: "quote_approval.automatic.0=followers; quote_approval.current_user=automatic", edit: own("followers")},
		{says: "the own default: nobody", ask: one, status: 200, shows: "quote_approval.automatic.#=0; quote_approval.current_user=automatic", edit: own("nobody")},
		{says: "followers", ask: one + "&quote_approval_policy=followers", status: 200, shows: "quote_approval.automatic.#=1; quote_approval.automatic.0=followers"},
		{says: "over the own default", ask: one + "&quote_approval_policy=public", status: 200, shows: "quote_approval.automatic.0=public", edit: own("nobody")},
	})
	holds(t, "spec/requests/api/v1/statuses/interaction_policies_spec.rb", []fact{
		{says: "a policy changes", given: one, ask: put + "quote_approval_policy=followers", status: 200, shows: "quote_approval.automatic.0=followers; quote_approval.manual.#=0; quote_approval.current_user=automatic"},
		{says: "without an edit", given: one + "; +1m", ask: put + "quote_approval_policy=followers", status: 200, shows: "edited_at=null"},
		{says: "and is kept", given: one + "; " + put + "quote_approval_policy=nobody", ask: "GET statuses/{1}", status: 200, shows: "quote_approval.automatic.#=0"},
		{says: "the same again", given: one + "&quote_approval_policy=nobody", ask: put + "quote_approval_policy=nobody", status: 200, shows: "quote_approval.automatic.#=0; quote_approval.current_user=automatic"},
		{says: "a private post stays as it is", given: one + "&visibility=private", ask: put + "quote_approval_policy=public", status: 200, shows: "quote_approval.automatic.#=0; quote_approval.current_user=automatic"},
	})
	holds(t, "app/controllers/concerns/api/interaction_policies_concern.rb", []fact{
		{says: "an unknown policy of a post", ask: one + "&quote_approval_policy=friends", status: 422},
		{says: "an unknown policy", given: one, ask: put + "quote_approval_policy=friends", status: 422},
		{says: "nothing is the own default", given: one + "&quote_approval_policy=nobody", ask: put, status: 200, shows: "quote_approval.automatic.0=public"},
		{says: "an empty word too", ask: one + "&quote_approval_policy=", status: 200, shows: "quote_approval.automatic.0=public"},
	})
	holds(t, "app/models/concerns/status/interaction_policy_concern.rb", []fact{
		{says: "a private post is quoted by its author alone", ask: one + "&visibility=private&quote_approval_policy=public", status: 200, shows: "quote_approval.automatic.#=0; quote_approval.current_user=automatic"},
		{says: "a direct post: nobody", ask: one + "&visibility=direct", status: 200, shows: "quote_approval.automatic.#=0; quote_approval.current_user=denied"},
		{says: "anonymous readers quote nothing", given: one, ask: "anonymous GET statuses/{1}", status: 200, shows: "quote_approval.automatic.0=public; quote_approval.current_user=denied"},
		{says: "members quote public posts", given: one, ask: "member GET statuses/{1}", status: 200, shows: "quote_approval.current_user=automatic"},
		{says: "not those of followers", given: one + "&quote_approval_policy=followers", ask: "member GET statuses/{1}", status: 200, shows: "quote_approval.current_user=denied"},
		{says: "nor where the policy is nobody", given: one + "&quote_approval_policy=nobody", ask: "member GET statuses/{1}", status: 200, shows: "quote_approval.current_user=denied"},
		{says: "before 4.5 there are no quotes", ask: one + "&quote_approval_policy=nobody", status: 200, shows: "!quote_approval; !quote", in: old},
		{says: "and no policies", given: one, ask: put + "quote_approval_policy=nobody", status: 404, in: old},
	})
}
