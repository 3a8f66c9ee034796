package mastodon

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// StateError is a one-off action whose target is not, or no longer, in the state that it needs.
type StateError struct {
	Skill  skill.Name
	Target string
	Why    string // in words, without the target
}

// Error names the skill and the target.
func (e *StateError) Error() string { return fmt.Sprintf("%s %q: %s", e.Skill, e.Target, e.Why) }

// runAction makes the change of an act, after a look at what it is about: most of these calls cannot be repeated without harm.
// What the plan found to be so already is looked at alone.
func (i *Instance) runAction(ctx context.Context, change plan.Change) error {
	happened, known, err := i.actionHappened(ctx, change)
	switch {
	case err != nil:
		return i.hide(change.Target, err)
	case known && happened && (change.Before != nil || !aboutExistence(change.Skill)):
		return nil
	case change.Before != nil:
		return &StateError{change.Skill, change.Target, "it was so when the plan was made, and is not any more"}
	}
	return i.hide(change.Target, i.perform(ctx, change))
}

// aboutExistence selects the skills after which an account is there or gone: that alone does not say that it was our doing.
func aboutExistence(name skill.Name) bool {
	return name == skill.CreateAccount || name == skill.RejectAccount || name == skill.DeleteAccountData
}

func (i *Instance) perform(ctx context.Context, change plan.Change) error {
	switch change.Skill {
	case skill.ApproveAccount, skill.RejectAccount:
		return i.admit(ctx, change)
	case skill.DeleteAccountData:
		return i.purge(ctx, change)
	case skill.CreateAccount:
		return i.createAccount(ctx, change)
	case skill.AssignReport, skill.UnassignReport, skill.ResolveReport, skill.ReopenReport:
		return i.changeReport(ctx, change)
	case skill.DeleteStatus:
		return i.deletePost(ctx, change)
	default:
		return fmt.Errorf("skill %q cannot be executed on a server by this version", change.Skill)
	}
}

// actionHappened reports whether the server shows that an act was done, by whomever. Known is false where it has nothing to
// show it by; that an account to be turned down or emptied is not there proves nothing without a recorded intent.
func (i *Instance) actionHappened(ctx context.Context, change plan.Change) (happened, known bool, err error) {
	switch change.Skill {
	case skill.AssignReport, skill.UnassignReport, skill.ResolveReport, skill.ReopenReport:
		happened, err = i.reportIs(ctx, change)
		if _, gone := errors.AsType[*StateError](err); gone {
			return false, false, nil
		}
	case skill.DeleteStatus:
		happened, err = i.postHandled(ctx, change)
	case skill.DeleteAccountData:
		// An account whose data is gone looks like one that never wrote anything.
		happened, err = i.personIs(ctx, change)
		return happened, err == nil && happened, err
	default:
		happened, err = i.personIs(ctx, change)
	}
	return happened, err == nil, err
}

// personIs reports whether an account is as an action leaves it. Emptied accounts cannot be distinguished from others.
func (i *Instance) personIs(ctx context.Context, change plan.Change) (bool, error) {
	found, err := i.fetchAccount(ctx, change.Target, "")
	if _, absent := errors.AsType[*AbsentError](err); absent {
		return change.Skill == skill.RejectAccount || change.Skill == skill.DeleteAccountData, nil
	}
	if err != nil {
		return false, err
	}
	return change.Skill == skill.CreateAccount || change.Skill == skill.ApproveAccount && found.Approved != nil && *found.Approved, nil
}

// reportIs reports whether a report is as an action leaves it.
func (i *Instance) reportIs(ctx context.Context, change plan.Change) (bool, error) {
	r, ok, err := i.fetchReport(ctx, change.Target)
	switch {
	case err != nil:
		return false, err
	case !ok:
		return false, &StateError{change.Skill, change.Target, "the server has no such report"}
	}
	self, err := i.Whoami(ctx)
	return r.left(change.Skill, self.ID), err
}

// left reports whether a report is as a skill of the account given leaves it.
func (r report) left(name skill.Name, self string) bool {
	switch name {
	case skill.AssignReport:
		return r.Assigned != nil && r.Assigned.ID == self
	case skill.UnassignReport:
		return r.Assigned == nil
	case skill.ResolveReport:
		return r.Closed
	default:
		return !r.Closed
	}
}

// changeReport sends the verb of a skill once. Closing a report again would rewrite who closed it and when.
func (i *Instance) changeReport(ctx context.Context, change plan.Change) error {
	verb := map[skill.Name]string{
		skill.AssignReport: "assign_to_self", skill.UnassignReport: "unassign", skill.ResolveReport: "resolve", skill.ReopenReport: "reopen",
	}[change.Skill]
	self, err := i.Whoami(ctx)
	if err != nil {
		return err
	}
	return i.settle(ctx, func() error {
		var r report
		_, err := i.call(ctx, http.MethodPost, adminReportsPath+"/"+url.PathEscape(change.Target)+"/"+verb, nil, nil, &r)
		if statusOf(err) == http.StatusNotFound {
			return &StateError{change.Skill, change.Target, "the server has no such report"}
		}
		if err != nil {
			return err
		}
		if r.ID != change.Target || !r.left(change.Skill, self.ID) {
			return &MismatchError{change.Target, string(change.Skill), "done", "not done"}
		}
		return nil
	}, func() (bool, error) { return i.reportIs(ctx, change) })
}

// admit lets an applicant in or turns them down. The answer to the second is empty, so the account is looked for.
func (i *Instance) admit(ctx context.Context, change plan.Change) error {
	found, err := i.fetchAccount(ctx, change.Target, "")
	if err != nil {
		return err
	}
	if found.Approved == nil || *found.Approved {
		return &StateError{change.Skill, change.Target, "the account does not wait for approval"}
	}
	verb := "approve"
	if change.Skill == skill.RejectAccount {
		verb = "reject"
	}
	done := func() (bool, error) { return i.personIs(ctx, change) }
	return i.settle(ctx, func() error {
		_, err := i.call(ctx, http.MethodPost, accountsPath+"/"+url.PathEscape(found.ID)+"/"+verb, nil, nil, nil)
		if err != nil {
			return i.explainRefusal(ctx, change, err)
		}
		return i.confirm(change, done)
	}, done)
}

// confirm reads back what an answer does not say.
func (i *Instance) confirm(change plan.Change, done func() (bool, error)) error {
	ok, err := done()
	if err == nil && !ok {
		err = &MismatchError{change.Target, string(change.Skill), "done", "not done"}
	}
	return err
}

// purge deletes the data of a suspended account. The server works on after its answer, so there is nothing to read back;
// once the data is gone it refuses, which is as good.
func (i *Instance) purge(ctx context.Context, change plan.Change) error {
	found, err := i.fetchAccount(ctx, change.Target, "")
	if err != nil {
		return err
	}
	if !found.Suspended {
		return &StateError{change.Skill, change.Target, "the account is not suspended"}
	}
	again := false
	write := func() error {
		_, err := i.call(ctx, http.MethodDelete, accountsPath+"/"+url.PathEscape(found.ID), nil, nil, nil)
		if again && statusOf(err) == http.StatusForbidden && i.mayPurge(ctx) {
			return nil // the call whose answer was lost did it
		}
		again = lost(err)
		return i.explainRefusal(ctx, change, err)
	}
	return i.settle(ctx, write, func() (bool, error) { return i.personIs(ctx, change) })
}

// mayPurge reports whether a refusal cannot come from a lack of permission.
func (i *Instance) mayPurge(ctx context.Context) bool {
	self, err := i.Whoami(ctx)
	s, _ := skill.Find(skill.DeleteAccountData)
	return err == nil && holds(self.Permissions, s.Permission)
}

// explainRefusal says what a 403 means, which may be the state, the role or the token: the account is read again.
func (i *Instance) explainRefusal(ctx context.Context, change plan.Change, err error) error {
	if statusOf(err) != http.StatusForbidden {
		return err
	}
	found, look := i.fetchAccount(ctx, change.Target, "")
	self, who := i.Whoami(ctx)
	s, _ := skill.Find(change.Skill)
	switch {
	case look != nil || who != nil:
		return err
	case !holds(self.Permissions, s.Permission):
		return diag.WithHint(&StateError{change.Skill, change.Target, "the bot's role does not have the permission " + s.Permission}, "an administrator grants it at /admin/roles")
	case change.Skill != skill.DeleteAccountData && (found.Approved == nil || *found.Approved):
		return &StateError{change.Skill, change.Target, "the account does not wait for approval any more"}
	case change.Skill == skill.DeleteAccountData && !found.Suspended:
		return &StateError{change.Skill, change.Target, "the account is not suspended any more"}
	case change.Skill == skill.DeleteAccountData && found.Account.Statuses == 0:
		return diag.WithHint(&StateError{change.Skill, change.Target, "the server refuses, and shows no posts: the data may be gone already"},
			"the server deletes it by itself 30 days after a suspension; if so, remove the action")
	}
	return diag.WithHint(err, "the token may not have the scope %s, or the server keeps this account from the bot", s.Scope)
}

func holds(bits uint64, permission string) bool {
	for _, name := range granted(bits) {
		if name == permission {
			return true
		}
	}
	return false
}
