package mastodon_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// reportPath gives the path of the nth report of the seed, from 0.
func (c *client) reportPath(n int, verb string) string {
	var id int64
	c.server.Edit(func(s *mastodon.State) { id = s.Reports[n].ID })
	return fmt.Sprintf("/api/v1/admin/reports/%d%s", id, verb)
}

func TestReportVerbsMayBeRepeatedAndClosingRewritesItself(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	first := c.want(200, "POST", c.reportPath(1, "/resolve"), "").body["action_taken_at"]
	c.at = c.at.Add(time.Hour)
	second := c.want(200, "POST", c.reportPath(1, "/resolve"), "").body["action_taken_at"]
	if first == second || second == nil {
		t.Errorf("closed at %v, then at %v", first, second)
	}
	for range 2 {
		if got := c.want(200, "POST", c.reportPath(1, "/reopen"), "").body; got["action_taken"] != false || got["action_taken_by_account"] != nil {
			t.Errorf("opened again: %v", got["action_taken"])
		}
	}
	c.as(mastodon.ModeratorToken).want(200, "POST", c.reportPath(1, "/assign_to_self"), "")
	taken := c.want(200, "POST", c.reportPath(1, "/assign_to_self"), "").body["assigned_account"].(map[string]any)
	if taken["username"] != "bylaw" {
		t.Errorf("assigned to %v", taken["username"])
	}
	if got := c.want(200, "POST", c.reportPath(1, "/unassign"), "").body["assigned_account"]; got != nil {
		t.Errorf("assigned to %v", got)
	}
}

func TestReportVerbsNeedScopeAndPermission(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	for _, verb := range []string{"/assign_to_self", "/unassign", "/resolve", "/reopen"} {
		c.as("").want(403, "POST", c.reportPath(1, verb), "")
		c.as(mastodon.ReadToken).want(403, "POST", c.reportPath(1, verb), "")
		c.as(mastodon.MemberToken).want(403, "POST", c.reportPath(1, verb), "")
		c.want(404, "POST", "/api/v1/admin/reports/12"+verb, "")
	}
}

func TestAReportIsFiledAboutPostsOfItsTarget(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	target := c.account("bruno", "").ID
	var own, other int64
	c.server.Edit(func(s *mastodon.State) {
		for _, status := range s.Statuses {
			if status.Account == target {
				own = status.ID
			} else {
				other = status.ID
			}
		}
	})
	body := func(status int64, more string) string {
		return fmt.Sprintf(`{"account_id":"%d","status_ids":["%d"]%s}`, target, status, more)
	}
	c.want(404, "POST", "/api/v1/reports", body(other, ""))
	c.want(404, "POST", "/api/v1/reports", `{"account_id":"7"}`)
	c.want(500, "POST", "/api/v1/reports", body(own, `,"category":"boring"`))
	c.want(200, "POST", "/api/v1/reports", body(own, `,"category":"spam"`))
	found := c.want(200, "GET", fmt.Sprintf("/api/v1/admin/reports?target_account_id=%d", target), "").list
	attached := func() int {
		statuses, _ := found[0]["statuses"].([]any)
		return len(statuses)
	}
	if len(found) != 1 || attached() != 1 || found[0]["category"] != "spam" {
		t.Errorf("found %v", found)
	}
}

func TestOnlyApplicantsAreLetInOrTurnedDown(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	in := c.pathOf("newcomer", "", "/approve")
	if got := c.want(200, "POST", in, "").body["approved"]; got != true {
		t.Errorf("approved is %v", got)
	}
	c.want(403, "POST", in, "")
	out := c.pathOf("hopeful", "", "")
	c.want(200, "POST", out+"/reject", "")
	c.want(404, "POST", out+"/reject", "")
	c.want(404, "GET", out, "")
	c.want(403, "POST", c.pathOf("bruno", "", "/reject"), "")
	c.want(403, "POST", c.pathOf("stranger", "elsewhere.example", "/approve"), "")
}

func TestDataIsDeletedOnceAndOnlyOfSuspendedAccounts(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	path := c.pathOf("bruno", "", "")
	c.want(403, "DELETE", path, "")
	c.want(200, "POST", path+"/action", `{"type":"suspend"}`)
	c.as(mastodon.ModeratorToken).want(403, "DELETE", path, "")
	c.want(200, "DELETE", path, "")
	c.want(403, "DELETE", path, "")
	if a := c.account("bruno", ""); !a.Suspended || a.PurgedAt.IsZero() || !a.Disabled {
		t.Errorf("what is left: %+v", a)
	}
	c.want(403, "DELETE", c.pathOf("seller", "spam-farm.example", ""), "")
	applicant := c.pathOf("newcomer", "", "")
	c.want(200, "POST", applicant+"/action", `{"type":"suspend"}`)
	c.want(200, "DELETE", applicant, "")
	c.want(404, "GET", applicant, "")
}

const credentials = `"client_id":"sandbox-client","client_secret":"sandbox-secret"`

func TestAnApplicationGetsATokenOfItsOwn(t *testing.T) {
	c := newClient(t, mastodon.Options{}).as("")
	c.want(401, "POST", "/oauth/token", `{"grant_type":"client_credentials","client_id":"x","client_secret":"y"}`)
	c.want(400, "POST", "/oauth/token", `{"grant_type":"password",`+credentials+`}`)
	c.want(400, "POST", "/oauth/token", `{"grant_type":"client_credentials","scope":"admin:write",`+credentials+`}`)
	if got := c.want(200, "POST", "/oauth/token", `{"grant_type":"client_credentials",`+credentials+`}`).body; got["scope"] != "read" {
		t.Errorf("scope %v", got["scope"])
	}
}

func TestSigningUpNeedsAnApplicationAndEverythingAboutThePerson(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	const person = `{"username":"newton","email":"n@post.example","password":"correct horse","agreement":true,"locale":"en"}`
	c.want(403, "POST", "/api/v1/accounts", person)
	c.as("").want(401, "POST", "/api/v1/accounts", person)
	token := c.as("").want(200, "POST", "/oauth/token", `{"grant_type":"client_credentials","scope":"write:accounts",`+credentials+`}`).body["access_token"].(string)
	a := c.as(token)
	bad := a.want(422, "POST", "/api/v1/accounts", `{"username":"bruno","email":"post","password":"short","agreement":false}`)
	details := bad.body["details"].(map[string]any)
	for _, field := range []string{"username", "email", "password", "agreement"} {
		if details[field] == nil {
			t.Errorf("%s is not among %v", field, details)
		}
	}
	signed := a.want(200, "POST", "/api/v1/accounts", person).body
	if signed["id"] != nil || signed["access_token"] == "" {
		t.Errorf("the answer is %v", signed)
	}
	a.want(422, "POST", "/api/v1/accounts", person)
	if n := c.account("newton", ""); !n.Pending || !n.Unconfirmed {
		t.Errorf("account %+v", n)
	}
	c.server.Edit(func(s *mastodon.State) { s.SignUpsClosed = true })
	a.want(403, "POST", "/api/v1/accounts", `{"username":"leibniz","email":"l@post.example","password":"correct horse","agreement":true,"locale":"en"}`)
}
