package mastodon_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// read gives the item of one target as a new run reads it.
func (s subject) read(t *testing.T, resource, target string) (plan.Item, bool) {
	t.Helper()
	items, err := s.open(t).Read(t.Context(), resource, []string{target})
	if err != nil {
		t.Fatalf("read %s: %v", resource, err)
	}
	at := slices.IndexFunc(items, func(item plan.Item) bool { return item.Target == target })
	if at < 0 {
		return plan.Item{}, false
	}
	return items[at], true
}

// listed gives a parameter that is a list.
func listed(item plan.Item, key string) []any {
	list, _ := item.Params[key].([]any)
	return list
}

// missing says that a case cannot run here, and what the server would need.
func missing(t *testing.T, what string) { t.Logf("not tried: the server has no %s", what) }

// entryCase is an entry of a register that comes, changes where it can, and goes.
type entryCase struct {
	resource, target string
	put, remove      skill.Name
	params, changed  map[string]any // changed is nil where nothing can change
}

func entryCases() []entryCase {
	return []entryCase{
		{
			"ip_blocks", "2001:db8:b71a::/48", skill.BlockIP, skill.UnblockIP,
			map[string]any{"severity": "sign_up_block", "comment": "conformance"}, map[string]any{"severity": "sign_up_requires_approval", "comment": "conformance, changed"},
		},
		{
			"email_domain_blocks", "mail.bylaw-conformance.example", skill.BlockEmailDomain, skill.UnblockEmailDomain,
			map[string]any{"allow_with_approval": false}, map[string]any{"allow_with_approval": true},
		},
		{"canonical_email_blocks", "235ed3a3981746ec7d792286305e3b1784188d1c963764c6e9cf1504e11f4b5d", skill.BlockEmailHash, skill.UnblockEmailHash, map[string]any{}, nil},
		{"domain_allows", "friend.bylaw-conformance.example", skill.AllowDomain, skill.DisallowDomain, map[string]any{}, nil},
	}
}

func conformRegisters(t *testing.T, s subject) {
	for _, c := range entryCases() {
		t.Run(c.resource, func(t *testing.T) {
			if why := s.unsupported(t, c.put); why != "" {
				missing(t, why)
				return
			}
			gone := plan.Change{Action: plan.Remove, Skill: c.remove, Target: c.target}
			execute(t, s, gone)
			defer execute(t, s, gone)
			for _, params := range []map[string]any{c.params, c.params, c.changed} {
				change := plan.Change{Action: plan.Create, Skill: c.put, Target: c.target, Params: params}
				if params == nil {
					continue
				}
				execute(t, s, change)
				item, found := s.read(t, c.resource, c.target)
				for key, want := range params {
					if diff := cmp.Diff(want, item.Params[key]); diff != "" || !found {
						t.Errorf("%s (-asked +read):\n%s", key, diff)
					}
				}
			}
			execute(t, s, gone)
			if left, found := s.read(t, c.resource, c.target); found {
				t.Errorf("still there: %+v", left)
			}
		})
	}
}

// unsupported says what of a skill the server does not have, by what it says of itself.
func (s subject) unsupported(t *testing.T, name skill.Name) string {
	t.Helper()
	server, err := s.open(t).FetchServer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if software, _ := skill.FindSoftware(server.Software); software.Unsupported(name, nil) != "" {
		return software.Unsupported(name, nil)
	}
	if name == skill.AllowDomain && server.Open && s.keep {
		return "limited federation"
	}
	return ""
}

// conformProfile changes the bot's profile and puts it back.
func conformProfile(t *testing.T, s subject) {
	before, _ := s.read(t, "profile", "profile")
	change := func(params map[string]any) {
		execute(t, s, plan.Change{Action: plan.Update, Skill: skill.UpdateProfile, Target: "profile", Params: params})
	}
	defer change(before.Params)
	want := map[string]any{
		"display_name": "Bylaw, tested", "note": "Two lines.\n\nhttps://bylaw.example", "fields": []any{map[string]any{"name": "a", "value": "b"}},
	}
	change(want)
	if after, _ := s.read(t, "profile", "profile"); cmp.Diff(want, after.Params) != "" {
		t.Errorf("profile (-asked +read):\n%s", cmp.Diff(want, after.Params))
	}
	change(map[string]any{"fields": []any{}})
	if after, _ := s.read(t, "profile", "profile"); len(listed(after, "fields")) != 0 || after.Params["note"] != want["note"] {
		t.Errorf("without fields: %+v", after.Params)
	}
}

// conformNotices reads what only people write.
func conformNotices(t *testing.T, s subject) {
	for _, resource := range []string{"rules", "announcements", plan.ServerResource} {
		if _, err := s.open(t).Read(t.Context(), resource, nil); err != nil {
			t.Errorf("%s: %v", resource, err)
		}
	}
}

// conformMeasures brings and lifts every measure on the account that is there for tests.
func conformMeasures(t *testing.T, s subject) {
	if s.person == "" {
		missing(t, "account for tests (BYLAW_CONFORMANCE_ACCOUNT names a local one, such as @somebody)")
		return
	}
	for _, m := range skill.Measures() {
		t.Run(m.State, func(t *testing.T) {
			if why := s.unsupported(t, m.Lift); why != "" {
				missing(t, why)
				return
			}
			put := plan.Change{Action: plan.Create, Skill: m.Put, Target: s.person, Params: map[string]any{"message": "conformance", "notify": false}}
			lift := plan.Change{Action: plan.Remove, Skill: m.Lift, Target: s.person, Params: map[string]any{}}
			defer execute(t, s, lift)
			execute(t, s, put)
			execute(t, s, put)
			if item, _ := s.read(t, skill.Accounts, s.person); !slices.Contains(listed(item, "state"), any(m.State)) {
				t.Errorf("%s did not come: %+v", m.State, item.Params)
			}
			execute(t, s, lift)
			execute(t, s, lift)
			if item, _ := s.read(t, skill.Accounts, s.person); slices.Contains(listed(item, "state"), any(m.State)) {
				t.Errorf("%s did not go: %+v", m.State, item.Params)
			}
		})
	}
}

// conformReports takes, gives back, closes and opens the report that is there for tests, and leaves it open and unassigned.
func conformReports(t *testing.T, s subject) {
	if s.report == "" {
		missing(t, "report for tests (BYLAW_CONFORMANCE_REPORT is the id of an open one that is not assigned)")
		return
	}
	for _, c := range []struct {
		skill skill.Name
		key   string
		want  bool
	}{
		{skill.AssignReport, plan.Ours, true}, {skill.UnassignReport, plan.Ours, false},
		{skill.ResolveReport, plan.Resolved, true}, {skill.ReopenReport, plan.Resolved, false},
	} {
		if why := s.unsupported(t, c.skill); why != "" {
			missing(t, why)
			continue
		}
		for range 2 {
			execute(t, s, actOn(c.skill, s.report))
			if item, _ := s.read(t, plan.ReportResource, s.report); item.Params[c.key] != c.want {
				t.Errorf("after %s: %+v", c.skill, item.Params)
			}
		}
	}
}

// conformFinal does what cannot be reverted, on a server that is discarded.
func conformFinal(t *testing.T, s subject) {
	if s.keep {
		missing(t, "accounts to admit, reject, create and empty: a real one keeps its people")
		return
	}
	const leaver = "@hana"
	execute(t, s, plan.Change{Action: plan.Create, Skill: skill.SuspendAccount, Target: leaver, Params: map[string]any{"message": "conformance"}})
	for _, change := range []plan.Change{
		actOn(skill.ApproveAccount, "@newcomer"), actOn(skill.RejectAccount, "@hopeful"), actOn(skill.DeleteAccountData, leaver), signUp("newton"),
	} {
		execute(t, s, change)
		if change.Skill == skill.DeleteAccountData {
			continue // the server never says that it is finished
		}
		happened, known, err := s.open(t).Happened(t.Context(), change)
		if err != nil || !happened || !known {
			t.Errorf("%s: happened %t, known %t, %v", change.Skill, happened, known, err)
		}
	}
	if _, found := s.read(t, plan.PersonResource, "@hopeful"); found {
		t.Error("who was rejected is still there")
	}
	if person, found := s.read(t, plan.PersonResource, "@newton"); !found || person.Params[plan.Pending] != true {
		t.Errorf("who was created is %+v", person.Params)
	}
}

// conformPosts deletes a post of the bot's own.
func conformPosts(t *testing.T, s subject) {
	posted, err := s.open(t).Post(t.Context(), constitution("cccc3333cccc", "A text to be deleted.", "Article 1."))
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range slices.Concat(posted.IDs, posted.IDs[:1]) {
		execute(t, s, deletionOfOurs(gone))
		if left, _ := s.read(t, plan.PostResource, gone); left.Params[plan.Unseen] != true || left.Params[plan.Public] != false {
			t.Errorf("still there: %+v", left)
		}
	}
}
