package mastodon_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

const adminPath = "/api/v1/admin/accounts/"

// account gives the state of an account in the server's own books.
func (c *client) account(username, domain string) mastodon.Account {
	c.t.Helper()
	var found mastodon.Account
	c.server.Edit(func(s *mastodon.State) {
		for _, a := range s.Accounts {
			if a.Username == username && a.Domain == domain {
				found = *a
			}
		}
	})
	if found.ID == 0 {
		c.t.Fatalf("no account %s@%s", username, domain)
	}
	return found
}

func (c *client) pathOf(username, domain, verb string) string {
	return adminPath + fmt.Sprint(c.account(username, domain).ID) + verb
}

func (c *client) strikes() (found []mastodon.Strike) {
	c.server.Edit(func(s *mastodon.State) {
		for _, strike := range s.Strikes {
			found = append(found, *strike)
		}
	})
	return found
}

func TestActingTwiceAddsAStrikeAMailAndTimeToASuspension(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	path := c.pathOf("grumbler", "", "/action")
	c.want(200, "POST", path, `{"type":"suspend","text":"Enough."}`)
	c.at = c.at.Add(24 * time.Hour)
	c.want(200, "POST", path, `{"type":"suspend","send_email_notification":false}`)
	strikes := c.strikes()
	if len(strikes) != 2 || !strikes[0].Mailed || strikes[1].Mailed || strikes[0].Text != "Enough." {
		t.Errorf("strikes %+v", strikes)
	}
	if a := c.account("grumbler", ""); !a.Suspended || !a.SuspendedAt.Equal(c.at) {
		t.Errorf("account %+v", a)
	}
}

func TestAnActionResolvesWhatIsOpenAgainstTheAccount(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	reports := "/api/v1/admin/reports?target_account_id=" + fmt.Sprint(c.account("troll", "bad.example").ID)
	open := c.want(200, "GET", reports, "").list
	if len(open) != 2 {
		t.Fatalf("%d open reports", len(open))
	}
	path := c.pathOf("troll", "bad.example", "/action")
	c.want(404, "POST", path, `{"type":"silence","report_id":"7"}`)
	c.want(200, "POST", path, fmt.Sprintf(`{"type":"none","report_id":%q}`, open[0]["id"]))
	if left := c.want(200, "GET", reports, "").list; len(left) != 1 {
		t.Errorf("a warning leaves %d open", len(left))
	}
	c.want(200, "POST", path, `{"type":"silence"}`)
	if left := c.want(200, "GET", reports, "").list; len(left) != 0 {
		t.Errorf("a limit leaves %d open", len(left))
	}
	if closed := c.want(200, "GET", reports+"&resolved=true", "").list; len(closed) != 2 || closed[0]["action_taken"] != true {
		t.Errorf("%d are resolved", len(closed))
	}
	c.want(200, "GET", "/api/v1/admin/reports/"+fmt.Sprint(open[0]["id"]), "")
	c.want(404, "GET", "/api/v1/admin/reports/7", "")
}

func TestARoleWithoutReportsCannotActWhereOneIsOpen(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	c.server.Edit(func(s *mastodon.State) { s.Accounts[0].Role.Permissions = mastodon.ManageUsers })
	c.want(403, "POST", c.pathOf("troll", "bad.example", "/action"), `{"type":"silence"}`)
	c.want(200, "POST", c.pathOf("friend", "friendly.example", "/action"), `{"type":"silence"}`)
}

func TestRankDecidesWhoMayActOnWhom(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	c.want(403, "POST", c.pathOf("olga", "", "/action"), `{"type":"silence"}`)
	c.want(403, "POST", c.pathOf("bylaw", "", "/action"), `{"type":"silence"}`)
	c.want(200, "POST", c.pathOf("olga", "", "/action"), `{"type":"none"}`)
	c.want(200, "POST", c.pathOf("olga", "", "/unsilence"), "")
	c.want(200, "POST", c.pathOf("chidi", "", "/action"), `{"type":"silence"}`)
	moderator := c.as(mastodon.ModeratorToken)
	moderator.want(403, "POST", c.pathOf("chidi", "", "/action"), `{"type":"silence"}`)
	moderator.want(200, "POST", c.pathOf("dana", "", "/action"), `{"type":"sensitive"}`)
	c.as(mastodon.MemberToken).want(403, "GET", c.pathOf("dana", "", ""), "")
}

func TestAccountCallsRefuseWhatTheRealServerRefuses(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	for _, call := range []struct {
		status               int
		name, domain         string
		verb, body, comments string
	}{
		{422, "dana", "", "/action", `{}`, "no type"},
		{422, "dana", "", "/action", `{"type":"delete"}`, "an unknown type"},
		{404, "dana", "", "/action", `{"type":"silence","report_id":"x"}`, "a report that is no id"},
		{200, "dana", "", "/action", `{"type":"silence","send_email_notification":""}`, "an empty flag is no"},
		{500, "friend", "friendly.example", "/action", `{"type":"disable"}`, "a remote account cannot be frozen"},
		{403, "friend", "friendly.example", "/enable", "", "nor unfrozen"},
		{200, "dana", "", "/enable", "", "enabling twice is nothing"},
		{403, "dana", "", "/unsuspend", "", "nothing to lift"},
		{403, "gone", "friendly.example", "/unsuspend", "", "suspended by its own server"},
		{200, "seller", "spam-farm.example", "/unsuspend", "", "though the block is kept"},
		{200, "dana", "", "/unsilence", "", ""},
		{200, "dana", "", "/unsensitive", "", ""},
	} {
		if got := c.call("POST", c.pathOf(call.name, call.domain, call.verb), call.body); got.status != call.status {
			t.Errorf("%s %s (%s): %d, want %d", call.name, call.verb, call.comments, got.status, call.status)
		}
	}
	for _, verb := range []string{"/action", "/enable", "/unsuspend", "/unsilence", "/unsensitive"} {
		c.want(http.StatusNotFound, "POST", adminPath+"7"+verb, `{"type":"none"}`)
	}
}

func TestListsOfAccountsAreFiltered(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	for query, want := range map[string]int{
		"/api/v2/admin/accounts?status=pending": 3, "/api/v2/admin/accounts?origin=remote&status=suspended": 2,
		"/api/v2/admin/accounts?origin=remote&status=silenced": 2, "/api/v2/admin/accounts?status=sensitized": 0,
		"/api/v2/admin/accounts?permissions=staff": 5, "/api/v2/admin/accounts?username=CH": 3, "/api/v2/admin/accounts?role_ids[]=1": 2,
		"/api/v2/admin/accounts?username=troll&by_domain=bad.example": 1, "/api/v2/admin/accounts?by_domain=example": 0,
		"/api/v2/admin/accounts?email=ada@mail": 1, "/api/v2/admin/accounts?limit=4": 4,
		"/api/v1/admin/accounts?pending=true": 3, "/api/v1/admin/accounts?pending=true&disabled=true": 1,
		"/api/v1/admin/accounts?remote=true": 5, "/api/v1/admin/accounts?sensitized=true": 18,
	} {
		if got := c.want(200, "GET", query, "").list; len(got) != want {
			t.Errorf("%s: %d, want %d", query, len(got), want)
		}
	}
	c.want(400, "GET", "/api/v2/admin/accounts?status=foo", "")
	c.want(400, "GET", "/api/v2/admin/accounts?origin=foo", "")
}

func TestWhatOnlyALocalAccountHasIsNullForARemoteOne(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	remote := c.want(200, "GET", c.pathOf("troll", "bad.example", ""), "").body
	for _, key := range []string{"email", "confirmed", "approved", "disabled", "role", "locale"} {
		if value, there := remote[key]; !there || value != nil {
			t.Errorf("%s = %v", key, value)
		}
	}
	local := c.want(200, "GET", c.pathOf("ada", "", ""), "").body
	role, _ := local["role"].(map[string]any)
	if _, shown := role["position"]; shown || role["name"] != "Moderator" || local["domain"] != nil || local["disabled"] != false {
		t.Errorf("local %v", local)
	}
}

func TestABlockTakesBackOnlyWhatItDid(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	block := c.want(200, "POST", "/api/v1/admin/domain_blocks", `{"domain":"bad.example","severity":"suspend"}`).body
	path := "/api/v1/admin/domain_blocks/" + fmt.Sprint(block["id"])
	if a := c.account("troll", "bad.example"); !a.Suspended || a.PurgedAt.IsZero() {
		t.Errorf("troll %+v", a)
	}
	c.want(200, "PUT", path, `{"severity":"silence"}`)
	if a := c.account("troll", "bad.example"); a.Suspended || !a.Silenced {
		t.Errorf("troll %+v", a)
	}
	c.at = c.at.Add(time.Minute)
	c.want(200, "POST", c.pathOf("troll", "bad.example", "/action"), `{"type":"silence"}`)
	c.want(200, "DELETE", path, "")
	if a := c.account("troll", "bad.example"); !a.Silenced {
		t.Error("the troll was limited by hand, and no longer is")
	}
	if a := c.account("shouter", "bad.example"); a.Silenced {
		t.Error("a limit outlived the deletion of the account's data")
	}
}

func TestSearchingFetchesAnAccountThatWasNeverSeen(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	found := func(query string) int {
		list, _ := c.want(200, "GET", "/api/v2/search?type=accounts&q="+query, "").body["accounts"].([]any)
		return len(list)
	}
	for _, step := range []struct {
		query string
		want  int
	}{
		{"@unseen@elsewhere.example", 0}, {"@unseen@elsewhere.example&resolve=true", 1}, {"@unseen@elsewhere.example", 1},
		{"@nobody@elsewhere.example&resolve=true", 0}, {"@seller@spam-farm.example&resolve=true", 0}, {"@ada", 1},
	} {
		if got := found(step.query); got != step.want {
			t.Errorf("%s: %d, want %d", step.query, got, step.want)
		}
	}
}
