package mastodon

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// readPerson gives what a one-off action needs to know of an account. The server does not say what suspended a remote account; where
// its domain is suspended, that counts.
func (i *Instance) readPerson(ctx context.Context, target string) (map[string]any, error) {
	found, err := i.fetchAccount(ctx, target, "")
	if _, absent := errors.AsType[*AbsentError](err); absent {
		return nil, nil
	}
	if _, hidden := errors.AsType[*HiddenError](err); hidden {
		return map[string]any{plan.Hidden: true}, nil
	}
	if err != nil {
		return nil, err
	}
	byDomain := false
	if found.Suspended && !found.local() {
		if byDomain, err = i.domainSuspended(ctx, string(*found.Domain)); err != nil {
			return nil, err
		}
	}
	person := map[string]any{
		plan.Local: found.local(), plan.Pending: found.Approved != nil && !*found.Approved,
		plan.Suspended: found.Suspended, plan.ByDomain: byDomain,
	}
	if !isPseudonym(target) {
		person[plan.Account] = found.ID
	}
	return person, nil
}

// domainSuspended reports whether the block in effect for a domain, its own or that of the nearest parent, suspends.
func (i *Instance) domainSuspended(ctx context.Context, domain string) (bool, error) {
	blocks, err := i.readBlocks(ctx)
	if err != nil {
		return false, err
	}
	severities := map[string]string{}
	for _, b := range blocks {
		severities[string(b.Domain)] = b.Severity
	}
	_, severity := rule(severities, strings.ToLower(domain))
	return severity == skill.Suspend, nil
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
