package access_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/access"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// granting is a constitution that grants skills, in two provisions.
func granting(names ...skill.Name) constitution.Constitution {
	var c constitution.Constitution
	for _, name := range names {
		c.Provisions = append(c.Provisions, provision.Provision{Governs: []provision.Power{{Skills: []string{string(name)}}, {Subjects: []string{"roster"}}}})
	}
	return c
}

func TestLeastScopes(t *testing.T) {
	const own, publish = "read:accounts read:statuses", "read:accounts read:statuses write:accounts write:statuses"
	for _, c := range []struct {
		name        string
		purpose     access.Purpose
		granted     []skill.Name
		scopes      string
		permissions string
	}{
		{"plan of nothing", access.Plan, nil, own, ""},
		{"apply of nothing publishes", access.Apply, nil, publish, ""},
		{"plan of blocks reads them", access.Plan, []skill.Name{skill.BlockDomain}, own + " admin:read:domain_blocks", "manage_federation"},
		{"apply of blocks", access.Apply, []skill.Name{skill.BlockDomain, skill.UnblockDomain}, publish + " admin:read:domain_blocks admin:write:domain_blocks", "manage_federation"},
		{"plan of accounts searches", access.Plan, []skill.Name{skill.SuspendAccount}, "read:accounts read:search read:statuses admin:read:accounts", "manage_users"},
		{"apply of reports", access.Apply, []skill.Name{skill.ResolveReport}, publish + " admin:read:reports admin:write:reports", "manage_reports"},
		{"apply of deletions files reports", access.Apply, []skill.Name{skill.DeleteStatus}, "read:accounts read:statuses write:accounts write:reports write:statuses admin:read:reports", "manage_reports"},
		{"apply of purges", access.Apply, []skill.Name{skill.DeleteAccountData}, publish + " admin:read:accounts admin:write:accounts", "delete_user_data manage_users"},
		{"apply of the profile", access.Apply, []skill.Name{skill.UpdateProfile}, publish, ""},
		{"apply of rules, which a person does", access.Apply, []skill.Name{skill.UpdateInstanceRules}, publish, ""},
		{"apply of security", access.Apply, []skill.Name{skill.BlockIP, skill.BlockEmailDomain}, publish + " admin:read:email_domain_blocks admin:read:ip_blocks admin:write:email_domain_blocks admin:write:ip_blocks", "manage_blocks"},
		{"inbox is no moderator", access.Inbox, []skill.Name{skill.BlockDomain}, "profile read:blocks read:mutes read:notifications read:statuses write:favourites write:statuses", ""},
		{"watch reads and reports", access.Watch, []skill.Name{skill.BlockDomain}, "read:accounts read:statuses write:reports admin:read:accounts admin:read:reports", "manage_reports manage_users"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := access.Of(c.purpose, access.Granted(granting(c.granted...)))
			want := access.Need{Scopes: strings.Fields(c.scopes), Permissions: strings.Fields(c.permissions)}
			if diff := cmp.Diff(words(want), words(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// words makes lists comparable, of which an empty one may be nil.
func words(n access.Need) [2]string {
	return [2]string{strings.Join(n.Scopes, " "), strings.Join(n.Permissions, " ")}
}

// Whatever is granted: plan only reads, no scope is broader than a skill's where there is a narrower one, and everything that plan needs apply has as well.
func TestScopesOfAnySkill(t *testing.T) {
	for _, s := range skill.All() {
		granted := access.Granted(granting(s.Name))
		if len(granted) != 1 || granted[0].Name != s.Name {
			t.Fatalf("%s: granted %v", s.Name, granted)
		}
		plan, apply := access.Of(access.Plan, granted), access.Of(access.Apply, granted)
		if more := access.Uncovered(plan.Scopes, apply.Scopes); len(more) > 0 {
			t.Errorf("%s: plan has %v and apply has not", s.Name, more)
		}
		for _, scope := range plan.Scopes {
			if strings.Contains(scope, "write") {
				t.Errorf("%s: plan writes with %s", s.Name, scope)
			}
		}
		for _, scope := range apply.Scopes {
			whole := scope == "admin:read" || scope == "admin:write"
			if !strings.Contains(scope, ":") || whole && s.Category != skill.Taxonomies {
				t.Errorf("%s: %s is broad", s.Name, scope)
			}
		}
		if s.Permission != "" && !slices.Contains(apply.Permissions, s.Permission) {
			t.Errorf("%s: apply needs %s", s.Name, s.Permission)
		}
	}
}

func TestUncovered(t *testing.T) {
	asked := []string{"read:accounts", "write:statuses", "admin:read:accounts", "admin:write:reports"}
	for granted, want := range map[string]string{
		"read:accounts write:statuses admin:read:accounts admin:write:reports": "",
		"read write admin:read admin:write":                                    "",
		"read write admin":                                                     "",
		"read write":                                                           "admin:read:accounts admin:write:reports",
		"read:account write:statuses admin:read:accounts admin:write:report": "read:accounts admin:write:reports",
		"": "read:accounts write:statuses admin:read:accounts admin:write:reports",
	} {
		if got := strings.Join(access.Uncovered(asked, strings.Fields(granted)), " "); got != want {
			t.Errorf("%q covers all but %q, want %q", granted, got, want)
		}
	}
}

func TestMissingPermissions(t *testing.T) {
	need := []string{"delete_user_data", "manage_users"}
	for role, want := range map[uint64]string{0: "delete_user_data manage_users", 0x400: "delete_user_data", 0x80400: "", 0x1: "", 0x10: "delete_user_data manage_users"} {
		if got := strings.Join(access.Missing(need, role), " "); got != want {
			t.Errorf("%#x misses %q, want %q", role, got, want)
		}
	}
	if got := access.Bits(need); got != 0x80400 {
		t.Errorf("%#x", got)
	}
}

// Mastodon has no scope for hashtags alone, and what shows them needs the permission as well.
func TestHashtagsNeedTheBroadScopesAndTheirPermission(t *testing.T) {
	update, _ := skill.Find(skill.UpdateHashtag)
	for purpose, scope := range map[access.Purpose]string{access.Plan: "admin:read", access.Apply: "admin:write"} {
		need := access.Of(purpose, []skill.Skill{update})
		if !slices.Contains(need.Scopes, scope) || !slices.Equal(need.Permissions, []string{"manage_taxonomies"}) {
			t.Errorf("%s: %+v", purpose, need)
		}
		if missing := access.Missing(need.Permissions, 0x80); len(missing) != 1 {
			t.Errorf("%s: %v is missing in a role without it", purpose, missing)
		}
	}
}
