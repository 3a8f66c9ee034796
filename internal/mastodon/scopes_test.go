package mastodon_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// bits gives the powers of a role by the names that the catalogue has for them.
var bits = map[string]uint64{
	"": 0, "manage_reports": sandbox.ManageReports, "manage_federation": sandbox.ManageFederation, "manage_blocks": sandbox.ManageBlocks,
	"manage_users": sandbox.ManageUsers, "delete_user_data": sandbox.DeleteUserData,
}

// The scopes and the permission that the catalogue names are enough to read for a skill, to do it, and to look at it again.
func TestEachSkillDoesWithTheScopesThatTheCatalogueNames(t *testing.T) {
	put := func(name skill.Name, target string, params map[string]any) plan.Change {
		return plan.Change{ID: plan.ID(name, target), Action: plan.Create, Skill: name, Target: target, Params: params}
	}
	lift := func(name skill.Name, target string) plan.Change {
		return plan.Change{ID: plan.ID(name, target), Action: plan.Remove, Skill: name, Target: target, Params: map[string]any{}}
	}
	nothing := map[string]any{}
	for _, c := range []struct {
		change plan.Change
		read   string // the resource
		also   uint64 // what the limits of the skill name in addition to its permission
	}{
		{put(skill.SuspendAccount, "@dana", nothing), skill.Accounts, 0},
		{lift(skill.UnsuspendAccount, "@dana"), skill.Accounts, 0},
		{put(skill.SilenceAccount, "@dana", nothing), skill.Accounts, 0},
		{lift(skill.UnsilenceAccount, "@dana"), skill.Accounts, 0},
		{put(skill.DisableAccount, "@dana", nothing), skill.Accounts, 0},
		{lift(skill.EnableAccount, "@dana"), skill.Accounts, 0},
		{put(skill.MarkAccountSensitive, "@dana", nothing), skill.Accounts, 0},
		{lift(skill.UnmarkSensitive, "@dana"), skill.Accounts, 0},
		{actOn(skill.DeleteStatus, "POST"), plan.PostResource, sandbox.ManageReports},
		{actOn(skill.ApproveAccount, "@newcomer"), plan.PersonResource, 0},
		{actOn(skill.RejectAccount, "@newcomer"), plan.PersonResource, 0},
		{actOn(skill.DeleteAccountData, "@grumbler"), plan.PersonResource, sandbox.ManageUsers},
		{signUp("newton"), plan.PersonResource, sandbox.ManageUsers},
		{actOn(skill.AssignReport, "REPORT"), plan.ReportResource, 0},
		{actOn(skill.UnassignReport, "REPORT"), plan.ReportResource, 0},
		{actOn(skill.ResolveReport, "REPORT"), plan.ReportResource, 0},
		{actOn(skill.ReopenReport, "REPORT"), plan.ReportResource, 0},
		{block("new.example", skill.Suspend), "domain_blocks", 0},
		{unblock("spam-farm.example"), "domain_blocks", 0},
		{put(skill.AllowDomain, "friend.example", nothing), "domain_allows", 0},
		{lift(skill.DisallowDomain, "friend.example"), "domain_allows", 0},
		{put(skill.BlockIP, "192.0.2.0/24", map[string]any{"severity": skill.SignUpBlock, "comment": "", plan.ExpiresAt: ""}), "ip_blocks", 0},
		{lift(skill.UnblockIP, "198.51.100.0/24"), "ip_blocks", 0},
		{put(skill.BlockEmailDomain, "mail.example", map[string]any{"allow_with_approval": false}), "email_domain_blocks", 0},
		{lift(skill.UnblockEmailDomain, "mail.example"), "email_domain_blocks", 0},
		{plan.Change{ID: "update_profile", Action: plan.Update, Skill: skill.UpdateProfile, Target: "profile", Params: map[string]any{"display_name": "Bylaw"}}, "profile", 0},
		{warning("@dana", ""), plan.PersonResource, 0},
	} {
		t.Run(string(c.change.Skill), func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			change := c.change
			change.Target = strings.NewReplacer("POST", w.postOf(t, "bruno"), "REPORT", id(w.report(1).ID)).Replace(change.Target)
			grumbler := w.person(t, "grumbler")
			s, _ := skill.Find(change.Skill)
			w.server.Edit(func(state *sandbox.State) {
				state.Limited = strings.HasSuffix(string(change.Skill), "allow_domain")
				grumbler.Suspended, grumbler.SuspendedAt = true, w.at
				state.Accounts[0].Role.Permissions = bits[s.Permission] | c.also
				state.Tokens[0].Scopes = append(strings.FieldsFunc(s.Scope, func(r rune) bool { return r == ',' || r == ' ' }), "read:accounts", "read:statuses")
			})
			w.instance = w.withSecrets(t)
			w.use(t, w.instance, c.read, change)
		})
	}
}

// use reads for a change as a plan does, makes it, and looks at it again.
func (w *world) use(t *testing.T, instance *mastodon.Instance, resource string, change plan.Change) {
	t.Helper()
	if _, _, err := instance.Current(t.Context()); err != nil {
		t.Errorf("the board: %v", err)
	}
	items, err := instance.Read(t.Context(), resource, []string{change.Target})
	must(t, err)
	for _, item := range items {
		if why := item.Params[plan.Unread]; why != nil {
			t.Errorf("read: %v", why)
		}
	}
	must(t, instance.Execute(t.Context(), change))
	_, _, err = instance.Happened(t.Context(), change)
	must(t, err)
}
