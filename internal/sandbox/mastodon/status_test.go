package mastodon_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

const statuses = "/api/v1/statuses"

func statusBody(text string) string {
	encoded, err := json.Marshal(map[string]string{"status": text})
	if err != nil {
		return err.Error()
	}
	return string(encoded)
}

func (c *client) post(body string, headers ...string) string {
	c.t.Helper()
	return fmt.Sprint(c.want(200, "POST", statuses, body, headers...).body["id"])
}

func TestALengthIsCountedInGraphemesWithAddressesAt23(t *testing.T) {
	long := "https://example.org/" + strings.Repeat("a", 600)
	for name, c := range map[string]struct {
		text   string
		status int
	}{
		"500 letters":                     {strings.Repeat("a", 500), 200},
		"501 letters":                     {strings.Repeat("a", 501), 422},
		"500 families":                    {strings.Repeat("👨‍👩‍👧", 500), 200},
		"500 letters with marks":          {strings.Repeat("é", 500), 200},
		"a long address and 476 letters":  {long + " " + strings.Repeat("a", 476), 200},
		"a long address and 477 letters":  {long + " " + strings.Repeat("a", 477), 422},
		"a short address counts 23":       {"http://a.de " + strings.Repeat("a", 477), 422},
		"an address ends before the stop": {long + ". " + strings.Repeat("a", 475), 200},
		"a mention without its domain":    {"@someone@" + strings.Repeat("a", 100) + ".example " + strings.Repeat("a", 491), 200},
		"nothing":                         {" \n ", 422},
		"spaces around 500 letters":       {"  " + strings.Repeat("a", 500) + "\n", 200},
	} {
		t.Run(name, func(t *testing.T) {
			newClient(t, mastodon.Options{}).want(c.status, "POST", statuses, statusBody(c.text))
		})
	}
	newClient(t, mastodon.Options{Characters: 1000}).want(200, "POST", statuses, statusBody(strings.Repeat("a", 1000)))
}

func TestATextIsTrimmedAndLocalHandlesAreShortened(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	id := c.post(statusBody("\n Thanks, @Bruno@social.example and @nobody@there.example! "))
	if got := c.want(200, "GET", statuses+"/"+id+"/source", "").body["text"]; got != "Thanks, @bruno and @nobody@there.example!" {
		t.Errorf("stored as %q", got)
	}
	refused := c.want(422, "POST", statuses, `{"status":"Hello @bruno","allowed_mentions":[]}`)
	if accounts, _ := refused.body["unexpected_accounts"].([]any); len(accounts) != 1 {
		t.Errorf("unexpected: %v", refused.body)
	}
	c.want(200, "POST", statuses, `{"status":"Hello nobody","allowed_mentions":[]}`)
}

func TestVisibilityHasADefaultAndLimits(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	c.server.Edit(func(s *mastodon.State) { s.Accounts[0].Privacy = "unlisted" })
	if got := c.want(200, "POST", statuses, `{"status":"x"}`).body; got["visibility"] != "unlisted" || got["language"] != "en" {
		t.Errorf("by default %v", got)
	}
	c.want(422, "POST", statuses, `{"status":"x","visibility":"secret"}`)
	private := c.post(`{"status":"x","visibility":"private","language":"de"}`)
	c.want(200, "GET", statuses+"/"+private, "")
	c.as(mastodon.MemberToken).want(404, "GET", statuses+"/"+private, "")
	c.as("").want(404, "GET", statuses+"/"+private+"/context", "")
	c.server.Edit(func(s *mastodon.State) { s.Accounts[0].Silenced = true })
	if got := c.want(200, "POST", statuses, `{"status":"x","visibility":"public","language":"klingon!"}`).body; got["visibility"] != "unlisted" || got["language"] != "en" {
		t.Errorf("limited: %v", got)
	}
}

func TestAnIdempotencyKeyCountsForAnHourWhateverTheBody(t *testing.T) {
	c := newClient(t, mastodon.Options{Version: "4.7.1"})
	first := c.post(statusBody("one"), "Idempotency-Key", "k")
	if again := c.post(statusBody("two"), "Idempotency-Key", "k"); again != first {
		t.Errorf("again made %s of %s", again, first)
	}
	if other := c.as(mastodon.MemberToken).post(statusBody("mine"), "Idempotency-Key", "k"); other == first {
		t.Error("another account got the bot's post")
	}
	c.want(422, "POST", statuses, statusBody(""), "Idempotency-Key", "failed")
	c.post(statusBody("three"), "Idempotency-Key", "failed")
	c.want(200, "DELETE", statuses+"/"+first, "")
	c.want(404, "POST", statuses, statusBody("one"), "Idempotency-Key", "k")
	c.at = c.at.Add(time.Hour)
	if later := c.post(statusBody("one"), "Idempotency-Key", "k"); later == first {
		t.Error("the key counts for longer than an hour")
	}
}

func TestAnEditReplacesEverything(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	id := c.post(`{"status":"one","spoiler_text":"warning","sensitive":true,"language":"de"}`)
	c.want(422, "PUT", statuses+"/"+id, `{"sensitive":true}`)
	c.at = c.at.Add(time.Minute)
	edited := c.want(200, "PUT", statuses+"/"+id, statusBody("two")).body
	if edited["spoiler_text"] != "" || edited["sensitive"] != false || edited["language"] != "de" || edited["edited_at"] != "2026-11-21T12:01:00.000Z" {
		t.Errorf("edited: %v", edited)
	}
	c.want(200, "PUT", statuses+"/"+id, statusBody("two"))
	if history := c.want(200, "GET", statuses+"/"+id+"/history", "").list; len(history) != 2 || history[0]["content"] != "<p>one</p>" || history[1]["content"] != "<p>two</p>" {
		t.Errorf("history: %v", history)
	}
	c.as(mastodon.MemberToken).want(404, "PUT", statuses+"/"+id, statusBody("mine"))
	c.as(mastodon.MemberToken).want(404, "DELETE", statuses+"/"+id, "")
}

func TestAThreadIsReadInItsOrder(t *testing.T) {
	c := newClient(t, mastodon.Options{Empty: true})
	reply := func(to, text string) string {
		return c.post(fmt.Sprintf(`{"status":%q,"in_reply_to_id":%q}`, text, to))
	}
	root := c.post(statusBody("root"))
	first := reply(root, "first")
	second := reply(root, "second")
	under := reply(first, "under first")
	thread := c.want(200, "GET", statuses+"/"+root+"/context", "").body
	if got := contents(thread["descendants"]); got != "first, under first, second" {
		t.Errorf("descendants: %s", got)
	}
	if got := contents(c.want(200, "GET", statuses+"/"+under+"/context", "").body["ancestors"]); got != "root, first" {
		t.Errorf("ancestors: %s", got)
	}
	c.want(404, "POST", statuses, `{"status":"x","in_reply_to_id":"7"}`)
	several := c.want(200, "GET", statuses+"?id[]="+root+"&id[]=7&id[]="+second, "").list
	if len(several) != 2 {
		t.Errorf("several: %v", several)
	}
	c.want(200, "DELETE", statuses+"/"+first, "")
	if left := c.want(200, "GET", statuses+"/"+under, "").body; left["in_reply_to_id"] != nil {
		t.Errorf("a reply to nothing: %v", left["in_reply_to_id"])
	}
}

func contents(list any) string {
	var texts []string
	entries, _ := list.([]any)
	for _, entry := range entries {
		status, _ := entry.(map[string]any)
		texts = append(texts, strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(status["content"]), "<p>"), "</p>"))
	}
	return strings.Join(texts, ", ")
}

func TestPinsAreLimitedAndNotRepeated(t *testing.T) {
	c := newClient(t, mastodon.Options{Empty: true, Pins: 2})
	var ids []string
	for n := range 3 {
		ids = append(ids, c.post(statusBody(fmt.Sprint(n))))
	}
	direct := c.post(`{"status":"psst","visibility":"direct"}`)
	foreign := c.as(mastodon.MemberToken).post(statusBody("not the bot's"))
	pin := func(status int, id, verb string) answer { return c.want(status, "POST", statuses+"/"+id+"/"+verb, "") }
	if got := pin(200, ids[1], "pin").body["pinned"]; got != true {
		t.Errorf("pinned = %v", got)
	}
	pin(422, ids[1], "pin")
	pin(422, direct, "pin")
	pin(422, foreign, "pin")
	pin(404, "7", "pin")
	pin(200, ids[0], "pin")
	pin(422, ids[2], "pin")
	self := fmt.Sprint(c.want(200, "GET", "/api/v1/accounts/verify_credentials", "").body["id"])
	var order []string
	for _, entry := range c.want(200, "GET", "/api/v1/accounts/"+self+"/statuses?pinned=true", "").list {
		order = append(order, fmt.Sprint(entry["id"]))
	}
	if diff := cmp.Diff([]string{ids[0], ids[1]}, order); diff != "" {
		t.Errorf("the newest pin is not first:\n%s", diff)
	}
	pin(200, ids[1], "unpin")
	pin(200, ids[1], "unpin")
	pin(200, ids[2], "pin")
	c.want(200, "DELETE", statuses+"/"+ids[2], "")
	pin(200, ids[1], "pin")
}
