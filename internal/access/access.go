// Package access says what each job of bylaw needs on a server: the least OAuth scopes of its token, and the permissions of the
// role behind it, for what a constitution grants. Login asks for them, and what a server granted is compared with them.
package access

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Purpose is the job that a token is for, by the name of the command that uses it.
type Purpose string

// The purposes of tokens.
const (
	Plan  Purpose = "plan"  // reads what is live
	Apply Purpose = "apply" // changes the server and publishes the constitution
	Inbox Purpose = "inbox" // reads and answers mentions, with an account of its own
	Watch Purpose = "watch" // reads accounts and reports, and files reports
)

// Purposes gives all purposes, in the order in which they are documented.
func Purposes() []Purpose { return []Purpose{Plan, Apply, Inbox, Watch} }

// Granting reports whether what a purpose needs follows from the constitution.
func (p Purpose) Granting() bool { return p == Plan || p == Apply }

// Need is what a job takes.
type Need struct {
	Scopes      []string // of the token: "read:accounts", "admin:write:reports"
	Permissions []string // of the account's role, by the names that the catalogue has for them
}

// Granted gives the skills that a constitution grants, in the order of the catalogue.
func Granted(c constitution.Constitution) []skill.Skill {
	named := map[string]bool{}
	for _, p := range c.Provisions {
		for _, power := range p.Governs {
			for _, name := range power.Skills {
				named[name] = true
			}
		}
	}
	return slices.DeleteFunc(skill.All(), func(s skill.Skill) bool { return !named[string(s.Name)] })
}

// Of gives the least that a job needs for the skills that are granted. Inbox and watch need the same under every constitution.
func Of(p Purpose, granted []skill.Skill) Need {
	var scopes []string
	switch p {
	case Plan:
		scopes = slices.DeleteFunc(scopesOf(granted), func(scope string) bool { return !reads(scope) })
	case Apply:
		publish, _ := skill.Find(skill.PublishConstitution)
		scopes = scopesOf(append(slices.Clone(granted), publish))
	case Inbox:
		scopes = []string{"profile", "read:blocks", "read:mutes", "read:notifications", "read:statuses", "write:favourites", "write:statuses"}
	case Watch:
		scopes = []string{"admin:read:accounts", "admin:read:reports", "read:accounts", "read:statuses", "write:reports"}
	}
	if p.Granting() { // the bot is asked for its own account, and what is pinned there is read
		scopes = append(scopes, "read:accounts", "read:statuses")
	}
	need := Need{Scopes: ordered(scopes)}
	need.Permissions = permissionsOf(need.Scopes)
	if p == Apply {
		need.Permissions = ordered(append(need.Permissions, ownPermissions(granted)...))
	}
	return need
}

// scopesOf gives the scopes that the catalogue names for skills. An account of another server that the community's has never
// seen is found by a search.
func scopesOf(skills []skill.Skill) []string {
	var scopes []string
	for _, s := range skills {
		scopes = append(scopes, strings.FieldsFunc(s.Scope, func(r rune) bool { return r == ',' || r == ' ' })...)
		if s.Category == skill.AccountModeration && s.Params[0].Type == skill.Account {
			scopes = append(scopes, "read:search")
		}
	}
	return scopes
}

func ownPermissions(skills []skill.Skill) []string {
	var names []string
	for _, s := range skills {
		if s.Permission != "" {
			names = append(names, s.Permission)
		}
	}
	return names
}

func reads(scope string) bool {
	return strings.HasPrefix(scope, "read") || strings.HasPrefix(scope, "admin:read")
}

// permissionsOf gives the permissions without which endpoints of moderators refuse a token with these scopes.
func permissionsOf(scopes []string) []string {
	var names []string
	for _, scope := range scopes {
		parts := strings.Split(scope, ":")
		switch {
		case parts[0] != "admin":
			continue
		case len(parts) < 3: // what has no scope of its own: hashtags and trends
			names = append(names, "manage_taxonomies")
			continue
		}
		names = append(names, map[string]string{
			"accounts": "manage_users", "reports": "manage_reports", "domain_blocks": "manage_federation", "domain_allows": "manage_federation",
			"ip_blocks": "manage_blocks", "email_domain_blocks": "manage_blocks", "canonical_email_blocks": "manage_blocks",
		}[parts[2]])
	}
	return ordered(names)
}

// ordered sorts and drops what occurs twice; scopes of moderators come last.
func ordered(names []string) []string {
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
	})
	return slices.Compact(names)
}

func rank(scope string) int {
	if strings.HasPrefix(scope, "admin") {
		return 1
	}
	return 0
}

// Uncovered gives the scopes that were asked for and that none of the granted ones covers. A broader scope, such as write or
// admin:read, covers what is below it.
func Uncovered(asked, granted []string) []string {
	return slices.DeleteFunc(slices.Clone(asked), func(scope string) bool {
		return slices.ContainsFunc(granted, func(broad string) bool { return broad == scope || strings.HasPrefix(scope, broad+":") })
	})
}

// administrator is the permission that includes all others.
const administrator uint64 = 0x1

// bits gives the permissions of a role by their names. app/models/user_role.rb of mastodon/mastodon.
func bits(name string) uint64 {
	return map[string]uint64{
		"manage_reports": 0x10, "manage_federation": 0x20, "manage_blocks": 0x80, "manage_taxonomies": 0x100, "manage_users": 0x400, "delete_user_data": 0x80000,
	}[name]
}

// Missing gives the permissions that a role does not have.
func Missing(permissions []string, role uint64) []string {
	return slices.DeleteFunc(slices.Clone(permissions), func(name string) bool {
		return role&administrator != 0 || role&bits(name) != 0
	})
}

// Administers reports whether a role may do everything, which no job of bylaw needs.
func Administers(role uint64) bool { return role&administrator != 0 }

// Bits adds up the permissions, as a role's "permissions" states them.
func Bits(permissions []string) uint64 {
	var sum uint64
	for _, name := range permissions {
		sum |= bits(name)
	}
	return sum
}
