package mastodon_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestFactsPosting(t *testing.T) {
	const post = "POST statuses "
	limited := func(s *mastodon.State) { s.Accounts[0].Silenced = true }
	holds(t, "spec/requests/api/v1/statuses_spec.rb", []fact{
		{says: "a post", ask: post + "status=Hello+world", status: 200, shows: "content=<p>Hello world</p>; visibility=public; language=en; sensitive=false; spoiler_text=; in_reply_to_id=null; edited_at=null; pinned=false; favourited=false; account.username=bylaw; application.name=bylaw; created_at=2026-11-21T12:01:00.000Z"},
		{says: "a post shows the limit of posts", ask: post + "status=Hello", status: 200, shows: "Header: X-RateLimit-Limit=300; Header: X-RateLimit-Remaining=299"},
		{says: "so does one that is refused", ask: post, status: 422, shows: "Header: X-RateLimit-Limit=300"},
		{says: "a mention that was not expected", ask: post + "status=@bruno+hm,+@goran&allowed_mentions[]={bruno}", status: 422, shows: "unexpected_accounts.#=1; unexpected_accounts.0.id={goran}; unexpected_accounts.0.acct=goran; error=Post would be sent to unexpected accounts"},
		{says: "a reply to nothing", ask: post + "status=Hello&in_reply_to_id=0", status: 404, shows: "error~does not appear to exist"},
		{says: "several posts by their ids", ask: "GET statuses?id[]={post bruno}&id[]={post ada}&id[]=123123", status: 200, shows: "#=2; 0.id={post ada}; 1.id={post bruno}"},
		{says: "a private post of another account", ask: "anonymous GET statuses/{post emre}", status: 404, shows: isHidden},
		{says: "a public one", ask: "anonymous GET statuses/{post bruno}", status: 200, shows: "id={post bruno}; !pinned; !favourited; !application"},
	})
	holds(t, "app/services/post_status_service.rb", []fact{
		{says: "an empty list allows no mention", ask: post + `{"status":"@bruno","allowed_mentions":[]}`, status: 422, shows: "unexpected_accounts.#=1"},
		{says: "and takes a text without any", ask: post + `{"status":"bruno","allowed_mentions":[]}`, status: 200},
		{says: "a warning in the place of a missing text", ask: post + "spoiler_text=Careful", status: 200, shows: "content=<p>Careful</p>; spoiler_text=; sensitive=true"},
		{says: "a warning makes a post sensitive", ask: post + "status=x&spoiler_text=Careful", status: 200, shows: "spoiler_text=Careful; sensitive=true"},
		{says: "a limited account does not post to the public", ask: post + "status=x&visibility=public", status: 200, shows: "visibility=unlisted", edit: limited},
		{says: "but as private as before", ask: post + "status=x&visibility=private", status: 200, shows: "visibility=private", edit: limited},
		{says: "the own default of visibility", ask: post + "status=x", status: 200, shows: "visibility=unlisted", edit: func(s *mastodon.State) { s.Accounts[0].Privacy = "unlisted" }},
		{says: "the own default of marks", ask: post + "status=x", status: 200, shows: "sensitive=true", edit: func(s *mastodon.State) { s.Accounts[0].Marked = true }},
		{says: "an unknown visibility", ask: post + "status=x&visibility=secret", status: 422, shows: "error=Validation failed: Visibility is not included in the list"},
		{says: "nothing at all", ask: post + "status=+", status: 422, shows: "error=Validation failed: Text can't be blank"},
		{says: "a text is trimmed", given: post + "status=++a%0Ab+%0A", ask: "GET statuses/{1}/source", status: 200, shows: "text=a\nb"},
		{says: "a language", ask: post + "status=x&language=de", status: 200, shows: "language=de"},
		{says: "a region is left out of most", ask: post + "status=x&language=de-AT", status: 200, shows: "language=de"},
		{says: "and stays in some", ask: post + "status=x&language=zh-TW", status: 200, shows: "language=zh-TW"},
		{says: "an unknown language is the own one", ask: post + "status=x&language=xx", status: 200, shows: "language=en"},
		{says: "a reply", given: post + "status=one", ask: post + "status=two&in_reply_to_id={1}", status: 200, shows: "in_reply_to_id={1}; in_reply_to_account_id={bylaw}"},
		{says: "a reply to who is suspended", given: suspendGoran, ask: post + "status=two&in_reply_to_id={post goran}", status: 404},
		{says: "a reply to what is hidden", ask: post + "status=two&in_reply_to_id={post emre}", status: 404},
		{says: "a direct post cannot be pinned", ask: post + "status=x&visibility=direct", status: 200, shows: "visibility=direct; !pinned"},
	})
	holds(t, "app/services/process_mentions_service.rb", []fact{
		{says: "a handle of this server is shortened", given: post + "status=@Bruno@social.example", ask: "GET statuses/{1}/source", status: 200, shows: "text=@bruno"},
		{says: "an account that is mentioned", ask: post + "status=hi+@bruno", status: 200, shows: "mentions.#=1; mentions.0.id={bruno}; mentions.0.acct=bruno"},
		{says: "twice is once", ask: post + "status=@bruno+@bruno", status: 200, shows: "mentions.#=1"},
		{says: "no one whom the server does not know", ask: post + "status=@nobody", status: 200, shows: "mentions.#=0"},
		{says: "no applicant", ask: post + "status=@newcomer", status: 200, shows: "mentions.#=0"},
		{says: "no one who is suspended", given: suspendGoran, ask: post + "status=@goran", status: 200, shows: "mentions.#=0"},
		{says: "no one whom the author blocks", given: "bot[write] POST accounts/{bruno}/block", ask: post + "status=@bruno", status: 200, shows: "mentions.#=0"},
		{says: "no mail address", ask: post + "status=a@bruno", status: 200, shows: "mentions.#=0"},
		{says: "who is mentioned sees a direct post", given: post + "status=@bruno&visibility=direct", ask: "member GET statuses/{1}", status: 200},
		{says: "who is not does not", given: post + "status=@goran&visibility=direct", ask: "member GET statuses/{1}", status: 404},
	})
}

// TestFactsLength: the limit counts what a reader sees.
func TestFactsLength(t *testing.T) {
	long := "https://example.org/" + strings.Repeat("a", 600)
	for name, c := range map[string]struct {
		text, warning string
		status        int
	}{
		"500":                           {strings.Repeat("a", 500), "", 200},
		"501":                           {strings.Repeat("a", 501), "", 422},
		"500 families":                  {strings.Repeat("👨‍👩‍👧", 500), "", 200},
		"with a warning":                {strings.Repeat("a", 490), strings.Repeat("b", 10), 200},
		"with too long a warning":       {strings.Repeat("a", 490), strings.Repeat("b", 11), 422},
		"an address counts 23":          {long + " " + strings.Repeat("a", 476), "", 200},
		"not 22":                        {long + " " + strings.Repeat("a", 477), "", 422},
		"also when it is short":         {"http://a.de " + strings.Repeat("a", 477), "", 422},
		"an address glued to a word":    {"a" + long, "", 422},
		"an ending that does not exist": {"https://social.example/" + strings.Repeat("a", 600), "", 422},
		"an address of 4096":            {"https://example.org/" + strings.Repeat("a", 4076), "", 200},
		"an address of 4097":            {"https://example.org/" + strings.Repeat("a", 4077), "", 422},
		"an address in a warning":       {"a", long, 422},
		"a handle without its server":   {"@a@" + strings.Repeat("b", 100) + ".example " + strings.Repeat("a", 497), "", 200},
		"a server of more than 253":     {"@a@" + strings.Repeat("b", 500) + ".example", "", 422},
		"spaces around it do not count": {"  " + strings.Repeat("a", 500) + "\n", "", 200},
	} {
		t.Run(name, func(t *testing.T) {
			w := newFactWorld(t, fact{})
			answer := w.send(fmt.Sprintf(`POST statuses {"status":%q,"spoiler_text":%q}`, c.text, c.warning))
			if answer.Code != c.status { // spec/validators/status_length_validator_spec.rb
				t.Errorf("%d, want %d: %.200s", answer.Code, c.status, answer.Body)
			}
		})
	}
}

// TestFactsKeys: a key makes a post once, and some releases break over its repetition.
func TestFactsKeys(t *testing.T) {
	const post, again = "POST statuses status=one #key", "POST statuses status=two #key"
	var facts []fact
	for version, works := range map[string]bool{
		"4.4.22": true, "4.5.15": true, "4.6.0": false, "4.6.5": false, "4.7.0-alpha.2": false, "4.7.0": false, "4.7.1": true, "4.8.0": true,
	} {
		f := fact{says: version + ": a repetition", given: post, ask: again, status: 500, in: mastodon.Options{Version: version}}
		if works {
			f.status, f.shows = 200, "id={1}; content=<p>one</p>"
		}
		facts = append(facts, f)
	}
	holds(t, "mastodon/mastodon#40399", facts)
	young := mastodon.Options{Version: "4.7.1"}
	holds(t, "app/services/post_status_service.rb", []fact{
		{says: "a repetition makes no second post", given: post + "; ?" + again, ask: "GET accounts/{bylaw}/statuses", status: 200, shows: "#=1"},
		{says: "a key counts for an hour", given: post + "; +1h", ask: again, status: 200, shows: "content=<p>two</p>"},
		{says: "and not for less", given: post + "; +59m", ask: again, status: 200, shows: "content=<p>one</p>", in: young},
		{says: "of each account its own", given: post, ask: "member " + again, status: 200, shows: "content=<p>two</p>"},
		{says: "a post that was deleted is not found", given: post + "; DELETE statuses/{1}", ask: again, status: 404, shows: notFound},
		{says: "a refused post uses no key", given: "?POST statuses status= #key", ask: again, status: 200, shows: "content=<p>two</p>"},
		{says: "the post that is answered is looked up first", given: post, ask: "POST statuses status=two&in_reply_to_id=7 #key", status: 404, in: young},
	})
}
