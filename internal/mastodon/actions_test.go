package mastodon_test

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func actOn(name skill.Name, target string) plan.Change {
	return plan.Change{
		ID: plan.ID(name, "once"), Action: plan.Do, Skill: name, Target: target, Params: map[string]any{}, Reason: "decided",
	}
}

// report gives the nth report of the seed, from 0.
func (w *world) report(n int) (r sandbox.Report) {
	w.server.Edit(func(s *sandbox.State) { r = *s.Reports[n] })
	return r
}

func (w *world) person(t *testing.T, name string) *sandbox.Account {
	t.Helper()
	var found *sandbox.Account
	w.server.Edit(func(s *sandbox.State) {
		for _, a := range s.Accounts {
			if a.Username == name {
				found = a
			}
		}
	})
	return found
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// readOne gives the item of one target, or nil.
func (w *world) readOne(t *testing.T, resource, target string) map[string]any {
	t.Helper()
	items, err := w.instance.Read(t.Context(), resource, []string{target})
	must(t, err)
	if len(items) == 0 {
		return nil
	}
	return items[0].Params
}

func TestClosingAReportTwiceLeavesWhoClosedItAndWhen(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	closing := actOn(skill.ResolveReport, id(w.report(1).ID))
	must(t, w.instance.Execute(t.Context(), closing))
	first := w.report(1).ActionTakenAt
	w.at = w.at.Add(24 * time.Hour)
	must(t, w.reopen(t).Execute(t.Context(), closing))
	if got := w.report(1).ActionTakenAt; !got.Equal(first) || first.IsZero() {
		t.Errorf("closed at %s, then at %s", first, got)
	}
	if n := w.server.Count("POST", "/api/v1/admin/reports/*/resolve"); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestEveryReportVerbHasItsInverse(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	target, subject := id(w.report(1).ID), id(w.report(1).Target)
	for _, step := range []struct {
		name skill.Name
		want map[string]any
	}{
		{skill.AssignReport, map[string]any{"about": subject, "category": "violation", "rules": []any{}, "resolved": false, "resolved_by": "no one known", "assigned_to": "@bylaw", "ours": true}},
		{skill.UnassignReport, map[string]any{"about": subject, "category": "violation", "rules": []any{}, "resolved": false, "resolved_by": "no one known", "assigned_to": "", "ours": false}},
		{skill.ResolveReport, map[string]any{"about": subject, "category": "violation", "rules": []any{}, "resolved": true, "resolved_by": "@bylaw", "assigned_to": "", "ours": false}},
		{skill.ReopenReport, map[string]any{"about": subject, "category": "violation", "rules": []any{}, "resolved": false, "resolved_by": "no one known", "assigned_to": "", "ours": false}},
	} {
		must(t, w.instance.Execute(t.Context(), actOn(step.name, target)))
		if diff := cmp.Diff(step.want, w.readOne(t, plan.ReportResource, target)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, diff)
		}
		happened, known, err := w.instance.Happened(t.Context(), actOn(step.name, target))
		if !happened || !known || err != nil {
			t.Errorf("%s happened: %t, %t, %v", step.name, happened, known, err)
		}
	}
}

// An applicant who is let in or turned down in the meantime is no reason to stop, and no reason to do harm.
func TestApplicantsAreAdmittedOnce(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	must(t, w.instance.Execute(t.Context(), actOn(skill.ApproveAccount, "@newcomer@social.example")))
	must(t, w.instance.Execute(t.Context(), actOn(skill.ApproveAccount, "@newcomer")))
	if n := w.server.Count("POST", "/api/v1/admin/accounts/*/approve"); n != 1 || w.person(t, "newcomer").Pending {
		t.Errorf("%d calls, %+v", n, w.person(t, "newcomer"))
	}
	must(t, w.instance.Execute(t.Context(), actOn(skill.RejectAccount, "@cheap_pills")))
	if w.person(t, "cheap_pills") != nil {
		t.Error("the applicant is still there")
	}
	gone := w.reopen(t).Execute(t.Context(), actOn(skill.RejectAccount, "@cheap_pills"))
	wantMessage(t, gone, `the server has no account "@cheap_pills"`)
	member := w.instance.Execute(t.Context(), actOn(skill.RejectAccount, "@bruno"))
	wantMessage(t, member, `reject_account "@bruno": the account does not wait for approval`)
	if !errors.Is(gone, plan.ErrChange) || !errors.Is(member, plan.ErrChange) {
		t.Errorf("other changes are stopped: %v, %v", gone, member)
	}
}

func TestAnAnswerThatIsLostIsLookedForAndNotRepeated(t *testing.T) {
	for name, c := range map[string]struct {
		change plan.Change
		fault  sandbox.Fault
	}{
		"approve": {actOn(skill.ApproveAccount, "@newcomer"), sandbox.Fault{Method: "POST", Path: "/api/v1/admin/accounts/*/approve"}},
		"reject":  {actOn(skill.RejectAccount, "@newcomer"), sandbox.Fault{Method: "POST", Path: "/api/v1/admin/accounts/*/reject"}},
		"sign up": {signUp("newton"), sandbox.Fault{Method: "POST", Path: "/api/v1/accounts"}},
		"resolve": {actOn(skill.ResolveReport, "R"), sandbox.Fault{Method: "POST", Path: "/api/v1/admin/reports/*/resolve"}},
		"report":  {actOn(skill.DeleteStatus, "P"), sandbox.Fault{Method: "POST", Path: "/api/v1/reports"}},
	} {
		for _, kind := range []sandbox.Kind{sandbox.ResetBefore, sandbox.ResetAfter, sandbox.Truncated, sandbox.StatusAfter, sandbox.StatusBefore, sandbox.Broken} {
			t.Run(name+" "+string(kind), func(t *testing.T) {
				w := newWorld(t, sandbox.Options{})
				w.instance = w.withSecrets(t)
				change := c.change
				switch change.Target {
				case "R":
					change.Target = id(w.report(1).ID)
				case "P":
					change.Target = w.postOf(t, "bruno")
				}
				fault := c.fault
				fault.Kind, fault.Status = kind, 503
				w.server.Fail(fault)
				must(t, w.instance.Execute(t.Context(), change))
				calls := w.server.Count(fault.Method, fault.Path)
				if once := kind == sandbox.ResetAfter || kind == sandbox.Truncated || kind == sandbox.StatusAfter; once && calls != 1 {
					t.Errorf("%d calls for something that was done", calls)
				}
				if w.server.PendingFaults() > 0 {
					t.Error("the fault did not happen")
				}
			})
		}
	}
}

func TestSuccessWithNothingSavedIsNoSuccess(t *testing.T) {
	for name, c := range map[string]struct {
		change plan.Change
		path   string
	}{
		"approve": {actOn(skill.ApproveAccount, "@newcomer"), "/api/v1/admin/accounts/*/approve"},
		"reject":  {actOn(skill.RejectAccount, "@newcomer"), "/api/v1/admin/accounts/*/reject"},
		"sign up": {signUp("newton"), "/api/v1/accounts"},
		"resolve": {actOn(skill.ResolveReport, "R"), "/api/v1/admin/reports/*/resolve"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			w.instance = w.withSecrets(t)
			if c.change.Target == "R" {
				c.change.Target = id(w.report(1).ID)
			}
			for range 2 {
				w.server.Fail(sandbox.Fault{Method: "POST", Path: c.path, Kind: sandbox.Vanish})
			}
			err := w.instance.Execute(t.Context(), c.change)
			if err == nil || !strings.Contains(err.Error(), "no effect") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Trap 11: deleting data has more conditions than that the account is suspended, and needs a permission of its own.
func TestDataOfAnAccountIsDeletedOnlyAsTheServerAllows(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	erase := func(target string) error {
		return w.instance.Execute(t.Context(), actOn(skill.DeleteAccountData, target))
	}
	wantMessage(t, erase("@grumbler"), `delete_account_data "@grumbler": the account is not suspended`)
	grumbler := w.person(t, "grumbler")
	w.server.Edit(func(*sandbox.State) { grumbler.Suspended, grumbler.SuspendedAt = true, w.at })
	must(t, erase("@grumbler"))
	if w.person(t, "grumbler").PurgedAt.IsZero() {
		t.Error("nothing was deleted")
	}
	wantMessage(t, erase("@grumbler"), "the data may be gone already")
	if got := w.readOne(t, plan.PersonResource, "@seller@spam-farm.example"); got["by_domain"] != true || got["suspended"] != true {
		t.Errorf("through a domain block: %v", got)
	}
	w.server.Edit(func(s *sandbox.State) { s.Accounts[0].Role.Permissions = sandbox.ManageUsers })
	err := w.reopen(t).Execute(t.Context(), actOn(skill.DeleteAccountData, "@grumbler"))
	wantMessage(t, err, "the bot's role does not have the permission delete_user_data")
}

// The server gives no sign when it has deleted: once it did, it refuses, and that alone is the answer to a lost one.
func TestALostAnswerToADeletionIsNoSecondDeletion(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	grumbler := w.person(t, "grumbler")
	w.server.Edit(func(*sandbox.State) { grumbler.Suspended, grumbler.SuspendedAt = true, w.at })
	w.server.Fail(sandbox.Fault{Method: http.MethodDelete, Path: "/api/v1/admin/accounts/*", Kind: sandbox.ResetAfter})
	must(t, w.instance.Execute(t.Context(), actOn(skill.DeleteAccountData, "@grumbler")))
	if w.person(t, "grumbler").PurgedAt.IsZero() {
		t.Error("nothing was deleted")
	}
	if happened, known, err := w.instance.Happened(t.Context(), actOn(skill.DeleteAccountData, "@grumbler")); happened || known || err != nil {
		t.Errorf("a later run takes an account without posts for an answer: %t, %t, %v", happened, known, err)
	}
}

// postOf gives the id of the first post of an account.
func (w *world) postOf(t *testing.T, name string) (found string) {
	t.Helper()
	author := w.person(t, name).ID
	w.server.Edit(func(s *sandbox.State) {
		for _, status := range s.Statuses {
			if status.Account == author && found == "" {
				found = id(status.ID)
			}
		}
	})
	return found
}

func (w *world) withSecrets(t *testing.T) *mastodon.Instance {
	t.Helper()
	return w.secretly(t, map[string]string{
		"BYLAW_SECRET_CLIENT_ID": sandbox.ClientID, "BYLAW_SECRET_CLIENT_SECRET": sandbox.ClientSecret,
		"BYLAW_SECRET_MAIL": "newton@post.example", "BYLAW_SECRET_WORD": "correct horse",
		"MASTODON_ACCESS_TOKEN": sandbox.BotToken,
	})
}

func (w *world) secretly(t *testing.T, secrets map[string]string) *mastodon.Instance {
	t.Helper()
	return mustOpen(t, mastodon.Options{
		URL: "https://social.example", Token: secret.New(sandbox.BotToken), Version: "1.2.3", Contact: "https://bylaw.example",
		Next: w.server.Transport(), Now: w.now, Sleep: w.sleep, Secrets: func(name string) string { return secrets[name] },
	})
}

// What the failed look says, such as that the report is gone, is not the answer of the call: that was lost.
func TestALostAnswerWhoseLookFailsIsNoRefusal(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	change := actOn(skill.ResolveReport, id(w.report(1).ID))
	w.server.Fail(sandbox.Fault{Method: "POST", Path: "/api/v1/admin/reports/*/resolve", Kind: sandbox.ResetAfter})
	w.server.Fail(sandbox.Fault{Method: "GET", Path: "/api/v1/admin/reports/*", Nth: 2, Kind: sandbox.StatusBefore, Status: 404})
	err := w.instance.Execute(t.Context(), change)
	wantMessage(t, err, "whether it was done is not known")
	if errors.Is(err, plan.ErrChange) || errors.Is(err, plan.ErrNotSent) || errors.Is(err, plan.ErrNotTried) {
		t.Errorf("the action would be recorded as failed, and tried again: %v", err)
	}
}

func TestAReportIsClassifiedAndReadBack(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	target := id(w.report(1).ID)
	change := actOn(skill.ClassifyReport, target)
	for _, step := range []struct {
		params map[string]any
		rules  []any
	}{
		{map[string]any{"category": "violation", "rules": []any{"1", "2"}}, []any{"1", "2"}},
		{map[string]any{"category": "violation"}, []any{"1", "2"}}, // what is not named stays
		{map[string]any{"category": "spam"}, []any{}},              // no violation, no rules
	} {
		change.Params = step.params
		must(t, w.reopen(t).Execute(t.Context(), change))
		live := w.readOne(t, plan.ReportResource, target)
		if diff := cmp.Diff(step.rules, live[plan.Rules]); diff != "" || live[plan.Category] != step.params["category"] {
			t.Errorf("%v: category %v, rules (-want +got):\n%s", step.params, live[plan.Category], diff)
		}
		writes := len(w.server.Requests())
		must(t, w.reopen(t).Execute(t.Context(), change))
		for _, r := range w.server.Requests()[writes:] {
			if r.Writes() {
				t.Errorf("%v: sent again", step.params)
			}
		}
	}
	change.Params = map[string]any{"category": "violation", "rules": []any{"99"}}
	if err := w.instance.Execute(t.Context(), change); !errors.Is(err, plan.ErrChange) {
		t.Errorf("a rule that does not exist: %v", err)
	}
}
