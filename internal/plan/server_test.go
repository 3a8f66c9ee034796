package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

func speaking(resource string, items ...plan.Item) plan.State {
	return plan.State{Managed: []string{resource}, Items: items}
}

func on(server plan.ServerLimits, items ...plan.Item) []plan.Item {
	return append(items, plan.ServerItem(server))
}

func wantSaid(t *testing.T, p plan.Plan, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, said(p)); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
}

func TestAllowsAreRefusedWhereTheyHaveNoEffect(t *testing.T) {
	allow := plan.Item{Resource: "domain_allows", Target: "friend.example", Params: map[string]any{}}
	none, wanted := speaking("domain_allows"), speaking("domain_allows", allow)
	open, limited := plan.ServerLimits{OpenFederation: true}, plan.ServerLimits{}
	refused := "refused allow_domain:friend.example: the server federates with every server, where an allow has no effect (limited federation mode is off)"
	wantSaid(t, plan.Between(none, wanted, speaking("domain_allows", on(open)...), plan.Options{At: at}), refused)
	wantSaid(t, plan.Between(wanted, wanted, speaking("domain_allows", on(open)...), plan.Options{At: at}))
	wantSaid(t, plan.Between(none, wanted, speaking("domain_allows", on(limited)...), plan.Options{At: at}), "create allow_domain:friend.example decision")
	away := plan.Between(wanted, none, speaking("domain_allows", on(limited, allow)...), plan.Options{At: at})
	wantSaid(t, away, "remove disallow_domain:friend.example decision")
	if len(away.Notes) != 1 || !strings.Contains(away.Notes[0], "friend.example") {
		t.Errorf("notes: %q", away.Notes)
	}
}

func TestAProfileThatTheServerWouldRefuseIsRefusedInThePlan(t *testing.T) {
	limits := plan.ServerLimits{DisplayName: 30, Note: 100, Fields: 2, FieldName: 10, FieldValue: 20}
	field := func(name, value string) any { return map[string]any{"name": name, "value": value} }
	for name, c := range map[string]struct {
		params map[string]any
		want   string
	}{
		"a name that fits":           {map[string]any{"display_name": strings.Repeat("ü", 30)}, ""},
		"a long name":                {map[string]any{"display_name": strings.Repeat("ü", 31)}, "display_name has 31 characters, and the server takes 30"},
		"a URL counts 23":            {map[string]any{"note": "https://example.org/" + strings.Repeat("x", 200)}, ""},
		"letters that look like one": {map[string]any{"note": strings.Repeat("👩‍👧", 100)}, ""},
		"a long note":                {map[string]any{"note": strings.Repeat("x", 101)}, "note has 101 characters, and the server takes 100"},
		"too many fields":            {map[string]any{"fields": []any{field("a", "b"), field("c", "d"), field("e", "f")}}, "there are 3 fields, and the server takes 2"},
		"a long field":               {map[string]any{"fields": []any{field("a", strings.Repeat("x", 21))}}, "the value of a field has 21 characters, and the server cuts it after 20"},
		"a long name of a field":     {map[string]any{"fields": []any{field("abcdefghijk", "x")}}, "the name of a field has 11 characters, and the server cuts it after 10"},
	} {
		t.Run(name, func(t *testing.T) {
			item := plan.Item{Resource: "profile", Target: "profile", Params: c.params}
			is := plan.Item{Resource: "profile", Target: "profile", Params: map[string]any{"display_name": "Bylaw"}}
			p := plan.Between(speaking("profile", is), speaking("profile", item), speaking("profile", on(limits, is)...), plan.Options{At: at})
			want := "update update_profile:profile decision"
			if c.want != "" {
				want = "refused update_profile:profile: " + c.want
			}
			wantSaid(t, p, want)
		})
	}
}

func TestTrap9TheEndOfAnIPBlockLeavesNoDifferenceBehind(t *testing.T) {
	ip := func(until, expires string) plan.Item {
		item := plan.Item{Resource: "ip_blocks", Target: "203.0.113.0/24", Params: map[string]any{"severity": "no_access"}, Until: until}
		if expires != "declared" {
			item.Params[plan.ExpiresAt] = expires
		}
		return item
	}
	const december, january = "2026-12-02T00:00:00Z", "2027-01-02T00:00:00Z"
	for name, c := range map[string]struct {
		was, wanted, live plan.Item
		want              []string
	}{
		"the server counts from when it is asked": {ip(december, "declared"), ip(december, "declared"), ip("", "2026-12-02T00:00:03Z"), nil},
		"a later end is a change":                 {ip(december, "declared"), ip(january, "declared"), ip("", december), []string{"update block_ip:203.0.113.0/24 decision"}},
		"no end any more is a change":             {ip(december, "declared"), ip("", "declared"), ip("", december), []string{"update block_ip:203.0.113.0/24 decision"}},
		"another end by hand is drift":            {ip(december, "declared"), ip(december, "declared"), ip("", january), []string{"drift 203.0.113.0/24"}},
		"no end on either side is no difference":  {ip("", "declared"), ip("", "declared"), ip("", ""), nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := plan.Between(speaking("ip_blocks", c.was), speaking("ip_blocks", c.wanted), speaking("ip_blocks", c.live), plan.Options{At: at})
			wantSaid(t, p, c.want...)
		})
	}
	if _, changed := ip(december, "declared").Params[plan.ExpiresAt]; changed {
		t.Error("planning writes into what it is given")
	}
}

func TestWhatADowngradeDoesNotBringBackIsSaid(t *testing.T) {
	was := []plan.Item{block("a.example", "suspend"), block("b.example", "suspend"), block("c.example", "silence")}
	p := plan.Between(state(was...), state(block("a.example", "silence"), block("c.example", "noop")), state(was...), plan.Options{At: at})
	if len(p.Notes) != 1 || !strings.HasPrefix(p.Notes[0], "lifting the suspension of") || strings.Contains(p.Notes[0], "c.example") ||
		!strings.Contains(p.Notes[0], "a.example") || !strings.Contains(p.Notes[0], "b.example") {
		t.Errorf("notes: %q", p.Notes)
	}
}
