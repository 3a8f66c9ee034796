package mastodon_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestMeasuresCountTheFollowsThatASuspensionCuts(t *testing.T) {
	const path = "/api/v1/admin/measures"
	c := newClient(t, mastodon.Options{})
	c.server.Edit(func(s *mastodon.State) {
		s.FollowCounts = []mastodon.FollowCount{
			{Domain: "far.example", Follows: 3, Followers: 4}, {Domain: "below.far.example", Follows: 10, Followers: 20},
			{Domain: "notfar.example", Follows: 100, Followers: 100},
		}
	})
	totals := func(keys, parameters string) (found []string) {
		a := c.want(200, "POST", path, `{"keys":[`+keys+`],"start_at":"2026-11-21","end_at":"2026-11-21"`+parameters+`}`)
		for _, one := range a.list {
			found = append(found, one["key"].(string)+" "+one["total"].(string)) //nolint:forcetypeassert // a test
		}
		return found
	}
	both := `"instance_follows","unknown","instance_followers"`
	whole := `,"instance_follows":{"domain":"far.example","include_subdomains":true},"instance_followers":{"domain":"far.example"}`
	if diff := cmp.Diff([]string{"instance_follows 13", "instance_followers 4"}, totals(both, whole)); diff != "" {
		t.Error(diff)
	}
	c.want(400, "POST", path, `{"keys":["instance_follows"],"start_at":"2026-11-21","end_at":"2026-11-21"}`)
	c.want(400, "POST", path, `{"keys":["instance_follows"]`+whole+`}`)
	c.as(mastodon.ModeratorToken).want(400, "POST", path, "{}")
	c.as(mastodon.ModeratorToken).want(403, "POST", path, `{"keys":["unknown"],"start_at":"2026-11-21","end_at":"2026-11-21"}`)
	c.as(mastodon.BotToken).want(200, "POST", "/api/v1/admin/domain_blocks", `{"domain":"far.example","severity":"suspend"}`)
	if diff := cmp.Diff([]string{"instance_follows 0", "instance_followers 0"}, totals(both, whole)); diff != "" {
		t.Error(diff)
	}
}
