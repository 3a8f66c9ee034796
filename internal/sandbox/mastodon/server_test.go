package mastodon_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// client calls a fake server as one of its tokens.
type client struct {
	t      *testing.T
	server *mastodon.Server
	token  string
	at     time.Time
}

// newClient starts a server on a clock that the client moves, as the bot.
func newClient(t *testing.T, o mastodon.Options) *client {
	t.Helper()
	c := &client{t: t, token: mastodon.BotToken, at: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	o.Now = func() time.Time { return c.at }
	c.server = mastodon.New(o)
	return c
}

func (c *client) as(token string) *client {
	other := *c
	other.token = token
	return &other
}

// answer is what came back; Body is nil where it is no object.
type answer struct {
	status int
	header http.Header
	body   map[string]any
	list   []map[string]any
	raw    string
}

// call sends a JSON body, or none where it is empty; further pairs are headers.
func (c *client) call(method, path, body string, headers ...string) answer {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, "https://social.example"+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	for n := 0; n < len(headers); n += 2 {
		request.Header.Set(headers[n], headers[n+1])
	}
	response, err := c.server.Transport().RoundTrip(request)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	a := answer{status: response.StatusCode, header: response.Header, raw: string(raw)}
	if json.Unmarshal(raw, &a.body) != nil && json.Unmarshal(raw, &a.list) != nil && response.Header.Get("Content-Type") == "application/json; charset=utf-8" {
		c.t.Fatalf("%s %s: %s", method, path, raw)
	}
	return a
}

// want calls and expects a status.
func (c *client) want(status int, method, path, body string, headers ...string) answer {
	c.t.Helper()
	a := c.call(method, path, body, headers...)
	if a.status != status {
		c.t.Errorf("%s %s %s: %d, want %d: %s", method, path, body, a.status, status, a.raw)
	}
	return a
}

func TestUnknownRoutesFailLoudly(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	a := c.want(404, "GET", "/api/v1/timelines/home", "")
	c.want(404, "PATCH", "/api/v1/statuses", "")
	c.want(200, "POST", "/api/v1/statuses", `{"status":"x","scheduled_at":"2030-01-01"}`)
	want := []string{"GET /api/v1/timelines/home", "PATCH /api/v1/statuses", "POST /api/v1/statuses with scheduled_at"}
	if diff := cmp.Diff(want, c.server.Unknown()); diff != "" || a.body["error"] != "the embedded server has no route GET /api/v1/timelines/home" {
		t.Errorf("%v\n%s", a.body, diff)
	}
}

func TestTokensScopesAndRolesAreChecked(t *testing.T) {
	const list, post = "/api/v1/admin/domain_blocks", "/api/v1/statuses"
	c := newClient(t, mastodon.Options{})
	c.server.Edit(func(s *mastodon.State) {
		s.Tokens = append(s.Tokens,
			&mastodon.Token{Secret: "revoked", Account: s.Accounts[0].ID, Scopes: []string{"write", "admin:read"}, Revoked: true},
			&mastodon.Token{Secret: "app", Scopes: []string{"write"}},
			&mastodon.Token{Secret: "granular", Account: s.Accounts[0].ID, Scopes: []string{"admin:read:domain_blocks"}},
			&mastodon.Token{Secret: "other", Account: s.Accounts[0].ID, Scopes: []string{"admin:read:domain_allows", "read", "write"}},
		)
	})
	for _, step := range []struct {
		token        string
		status       int
		method, path string
	}{
		{"", 403, "GET", list}, {"wrong", 403, "GET", list}, {"revoked", 401, "GET", list}, {"granular", 200, "GET", list}, {"other", 403, "GET", list},
		{mastodon.BotToken, 200, "GET", list}, {mastodon.ReadToken, 200, "GET", list}, {mastodon.ReadToken, 403, "POST", list},
		{mastodon.ModeratorToken, 403, "GET", list}, {mastodon.MemberToken, 403, "GET", list},
		{"", 401, "POST", post}, {"revoked", 401, "POST", post}, {"granular", 403, "POST", post}, {"app", 422, "POST", post},
		{"", 401, "GET", "/api/v1/apps/verify_credentials"}, {"app", 200, "GET", "/api/v1/apps/verify_credentials"},
		{"", 200, "GET", "/api/v2/instance"}, {"", 200, "GET", "/api/v1/instance"}, {"", 200, "GET", "/nodeinfo/2.0"}, {"", 200, "GET", "/.well-known/nodeinfo"},
	} {
		c.as(step.token).want(step.status, step.method, step.path, "{}")
	}
	c.server.Edit(func(s *mastodon.State) { s.Accounts[0].Disabled = true })
	c.want(403, "POST", post, `{"status":"x"}`)
}

func TestTheBotSeesItsRoleAndScopes(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	self := c.want(200, "GET", "/api/v1/accounts/verify_credentials", "")
	role, _ := self.body["role"].(map[string]any)
	if role["permissions"] != "591288" || self.body["acct"] != "bylaw" {
		t.Errorf("%v", self.body)
	}
	member := c.as(mastodon.MemberToken).want(200, "GET", "/api/v1/accounts/verify_credentials", "")
	if role, _ := member.body["role"].(map[string]any); role["permissions"] != "65536" || role["id"] != "-99" {
		t.Errorf("%v", member.body["role"])
	}
	for handle, status := range map[string]int{
		"bruno": 200, "@BRUNO": 200, "bruno@social.example": 200, "stranger@elsewhere.example": 200, "nobody": 404, "bruno@elsewhere.example": 404, "": 404,
	} {
		c.want(status, "GET", "/api/v1/accounts/lookup?acct="+handle, "")
	}
	c.want(200, "POST", "/api/v1/admin/domain_blocks", `{"domain":"elsewhere.example","severity":"suspend"}`)
	c.want(404, "GET", "/api/v1/accounts/lookup?acct=stranger@elsewhere.example", "")
}

func TestRateLimitsAreFixedWindowsThatHeadersDescribe(t *testing.T) {
	c := newClient(t, mastodon.Options{RateLimits: true})
	c.at = c.at.Add(time.Minute)
	first := c.want(200, "GET", "/api/v2/instance", "").header
	if first.Get("X-RateLimit-Limit") != "300" || first.Get("X-RateLimit-Remaining") != "299" || first.Get("X-RateLimit-Reset") != "2026-11-21T12:05:00.000000Z" {
		t.Errorf("headers %v", first)
	}
	for range 299 {
		c.want(200, "GET", "/api/v2/instance", "")
	}
	if refused := c.want(429, "GET", "/api/v2/instance", "").header; refused.Get("X-RateLimit-Remaining") != "0" || refused.Get("Retry-After") != "" {
		t.Errorf("headers %v", refused)
	}
	c.as(mastodon.ModeratorToken).want(200, "GET", "/api/v2/instance", "")
	c.at = c.at.Add(4 * time.Minute)
	c.want(200, "GET", "/api/v2/instance", "")
	post := c.want(200, "POST", "/api/v1/statuses", `{"status":"x"}`)
	for n := range 31 {
		status := 404
		if n == 30 {
			status = 429
		}
		c.want(status, "DELETE", "/api/v1/statuses/1", "")
	}
	if c.call("GET", "/api/v1/statuses/"+fmt.Sprint(post.body["id"]), "").status != 200 {
		t.Error("deletes ran out, and reading too")
	}
}

func TestEveryEncodingOfAFormWorks(t *testing.T) {
	c := newClient(t, mastodon.Options{Empty: true})
	multipart := "--b\r\nContent-Disposition: form-data; name=\"domain\"\r\n\r\nc.example\r\n--b\r\nContent-Disposition: form-data; name=\"severity\"\r\n\r\nnoop\r\n--b--\r\n"
	for kind, body := range map[string]string{
		"application/json":                  `{"domain":"a.example","severity":"noop","reject_media":true,"public_comment":null}`,
		"application/x-www-form-urlencoded": "domain=b.example&severity=noop&reject_media=1&public_comment=",
		"multipart/form-data; boundary=b":   multipart,
	} {
		a := c.want(200, "POST", "/api/v1/admin/domain_blocks", body, "Content-Type", kind)
		if a.body["severity"] != "noop" {
			t.Errorf("%s: %v", kind, a.body)
		}
	}
	c.want(400, "POST", "/api/v1/statuses", `{"status":`)
	c.want(413, "POST", "/api/v1/statuses", `{"status":"`+strings.Repeat("x", 1<<20)+`"}`)
	c.want(413, "POST", "/api/v1/statuses", "status="+strings.Repeat("x", 1<<20), "Content-Type", "application/x-www-form-urlencoded")
	c.want(400, "POST", "/api/v1/statuses", multipart+strings.Repeat("x", 2<<20), "Content-Type", "multipart/form-data; boundary=c")
}

func TestFaultsBreakRealConnectionsToo(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	listening := httptest.NewServer(c.server)
	defer listening.Close()
	fetch := func() error {
		request, err := http.NewRequestWithContext(t.Context(), "POST", listening.URL+"/api/v1/statuses", strings.NewReader("status=x"))
		if err != nil {
			return err
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Authorization", "Bearer "+mastodon.BotToken)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		_, err = io.ReadAll(response.Body)
		return err
	}
	for _, kind := range []mastodon.Kind{mastodon.ResetBefore, mastodon.ResetAfter, mastodon.Truncated} {
		c.server.Fail(mastodon.Fault{Path: "/api/v1/statuses", Kind: kind})
		if fetch() == nil {
			t.Errorf("%s: no error", kind)
		}
	}
	if err := fetch(); err != nil {
		t.Error(err)
	}
}

func TestThePageShowsWhatPeopleAskFor(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	if empty := c.want(200, "GET", "/", "").raw; !strings.Contains(empty, "Nothing is pinned yet") || !strings.Contains(empty, "spam-farm.example") {
		t.Error("the page of the seed has no blocks, or the note that nothing is pinned")
	}
	root := fmt.Sprint(c.want(200, "POST", "/api/v1/statuses", `{"status":"<script>alert(1)</script>"}`).body["id"])
	c.want(200, "POST", "/api/v1/statuses", `{"status":"Article 1.","in_reply_to_id":"`+root+`"}`)
	c.want(200, "POST", "/api/v1/statuses/"+root+"/pin", "")
	page := c.as("").want(200, "GET", "/", "")
	for _, part := range []string{"Example Social Co-operative", "@bylaw", "&lt;script&gt;alert(1)", "Article 1.", "pinned: ", "prefers-color-scheme: dark"} {
		if !strings.Contains(page.raw, part) {
			t.Errorf("the page does not show %q", part)
		}
	}
	if strings.Contains(page.raw, "<script") || page.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Error("the page runs what a post says")
	}
}
