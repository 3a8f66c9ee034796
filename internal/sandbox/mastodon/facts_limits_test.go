package mastodon_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// TestFactsLimitHeaders: every answer of the API states a limit, whatever its status.
func TestFactsLimitHeaders(t *testing.T) {
	const limit = "Header: X-RateLimit-Limit=300; Header: X-RateLimit-Remaining=299; Header: X-RateLimit-Reset=2026-11-21T12:05:00.000000Z"
	var facts []fact
	for ask, status := range map[string]int{
		"GET /api/v2/instance": 200, "anonymous GET /api/v1/instance": 200, "GET admin/domain_blocks": 200, "DELETE admin/domain_blocks/{block 0}": 200,
		"member GET admin/reports": 403, "anonymous GET accounts/verify_credentials": 401, "GET statuses/7": 404, "POST admin/domain_blocks domain=x_y": 422,
		"GET /api/v2/admin/accounts?origin=x": 400, "reader GET accounts/lookup?acct=bruno": 200, "POST admin/domain_allows domain=a.example": 200,
	} {
		facts = append(facts, fact{says: fmt.Sprint(status, " ", ask), ask: ask, status: status, shows: limit})
	}
	holds(t, "app/controllers/concerns/api/rate_limit_headers.rb, config/initializers/rack_attack.rb", facts)
	holds(t, "config/initializers/rack_attack.rb", []fact{
		{says: "sign-ups have a limit of their own", ask: "app " + newton, status: 200, shows: "Header: X-RateLimit-Limit=5; Header: X-RateLimit-Remaining=4; Header: X-RateLimit-Reset=2026-11-21T12:30:00.000000Z"},
		{says: "deletions too", given: "POST statuses status=x", ask: "DELETE statuses/{1}", status: 200, shows: "Header: X-RateLimit-Limit=30; Header: X-RateLimit-Remaining=29; Header: X-RateLimit-Reset=2026-11-21T12:30:00.000000Z"},
		{says: "posts too, over three hours", source: "app/lib/rate_limiter.rb", ask: "POST statuses status=x", status: 200, shows: "Header: X-RateLimit-Limit=300; Header: X-RateLimit-Remaining=299; Header: X-RateLimit-Reset=2026-11-21T15:00:00.000000Z"},
		{says: "posts that are refused do not count", source: "app/models/concerns/rate_limitable.rb", given: "?POST statuses status=", ask: "POST statuses status=x", status: 200, shows: "Header: X-RateLimit-Remaining=298"},
		{says: "edits count as posts", source: "app/models/status_edit.rb", given: "POST statuses status=x; member GET accounts/verify_credentials", ask: "PUT statuses/{1} status=y", status: 200, shows: "Header: X-RateLimit-Remaining=298"},
		{says: "each token has its own limit", given: "GET announcements; GET announcements", ask: "member GET announcements", status: 200, shows: "Header: X-RateLimit-Remaining=299"},
		{says: "nodeinfo has none", ask: "GET /nodeinfo/2.0", status: 200, shows: "Header: X-RateLimit-Limit="},
		{says: "a second in the next window", given: "GET announcements; +4m", ask: "GET announcements", status: 200, shows: "Header: X-RateLimit-Remaining=299; Header: X-RateLimit-Reset=2026-11-21T12:10:00.000000Z"},
	})
}

// TestFactsLimits: what goes beyond a limit is refused until its window ends.
func TestFactsLimits(t *testing.T) {
	for name, c := range map[string]struct {
		ask       string
		most      int
		after     string
		elsewhere string // what is still answered
	}{
		"a token":         {"GET announcements", 300, "+5m", "member GET announcements"},
		"without a token": {"anonymous GET /api/v2/instance", 300, "+5m", "GET announcements"},
		"pages":           {"GET admin/domain_blocks?max_id=9", 300, "+15m", "member GET announcements"},
		"sign-ups":        {"app POST accounts username=x", 5, "+30m", "app GET accounts/{bruno}"},
		"deletions":       {"DELETE statuses/7", 30, "+30m", "GET announcements"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newFactWorld(t, fact{in: mastodon.Options{RateLimits: true}})
			for n := range c.most {
				if answer := w.send(c.ask); answer.Code == 429 {
					t.Fatalf("refused after %d", n)
				}
			}
			refused := w.send(c.ask)
			if refused.Code != 429 || refused.Header().Get("X-RateLimit-Remaining") != "0" || refused.Header().Get("Retry-After") != "" || !strings.Contains(refused.Body.String(), "Too many requests") {
				t.Errorf("%d %v %s", refused.Code, refused.Header(), refused.Body)
			}
			if answer := w.send(c.elsewhere); answer.Code != 200 {
				t.Errorf("%s: %d %s", c.elsewhere, answer.Code, answer.Body)
			}
			w.before(c.after)
			if answer := w.send(c.ask); answer.Code == 429 {
				t.Errorf("%s later: %s", c.after, answer.Body)
			}
		})
	}
}

// TestFactsPostsPerAccount: 300 posts in three hours, whatever the token. app/lib/rate_limiter.rb.
func TestFactsPostsPerAccount(t *testing.T) {
	w := newFactWorld(t, fact{in: mastodon.Options{RateLimits: true}})
	for n := range 300 {
		if n%100 == 99 {
			w.before("+5m")
		}
		w.before(fmt.Sprintf("bot[write:statuses] POST statuses status=%d", n))
	}
	refused := w.send("POST statuses status=x")
	if refused.Code != 429 || refused.Header().Get("X-RateLimit-Limit") != "300" || refused.Header().Get("X-RateLimit-Reset") != "2026-11-21T15:00:00.000000Z" {
		t.Errorf("%d %v", refused.Code, refused.Header())
	}
	w.before("member POST statuses status=x")
	w.before("+3h")
	w.before("POST statuses status=x")
}

// TestLimitsAreNotUsedUpWhereNothingIsRefused: a thousand requests never come near a limit.
func TestLimitsAreNotUsedUpWhereNothingIsRefused(t *testing.T) {
	w := newFactWorld(t, fact{})
	for n := range 1000 {
		answer := w.send("GET announcements")
		if left := answer.Header().Get("X-RateLimit-Remaining"); answer.Code != 200 || len(left) != 3 {
			t.Fatalf("%d: %d with %s left", n, answer.Code, left)
		}
	}
}
