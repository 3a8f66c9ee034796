package mastodon

import (
	"context"
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/parallel"
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

// runAction makes the change of a one-off action, after a look at what it is about: most of these calls cannot be repeated without harm.
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
	case skill.AssignReport, skill.UnassignReport, skill.ResolveReport, skill.ReopenReport, skill.ClassifyReport:
		return i.changeReport(ctx, change)
	case skill.DeleteStatus:
		return i.deletePost(ctx, change)
	default:
		return fmt.Errorf("skill %q cannot be executed on a server by this version", change.Skill)
	}
}

// actionHappened reports whether the server shows that a one-off action was done, by whomever. Known is false where it has nothing to
// show it by; that an account to be turned down or emptied is not there proves nothing without a recorded intent.
func (i *Instance) actionHappened(ctx context.Context, change plan.Change) (happened, known bool, err error) {
	switch change.Skill {
	case skill.AssignReport, skill.UnassignReport, skill.ResolveReport, skill.ReopenReport, skill.ClassifyReport:
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

// confirm reads back what an answer does not say.
func (i *Instance) confirm(change plan.Change, done func() (bool, error)) error {
	ok, err := done()
	if err == nil && !ok {
		err = &MismatchError{change.Target, string(change.Skill), "done", "not done"}
	}
	return err
}

func holds(bits uint64, permission string) bool {
	for _, name := range granted(bits) {
		if name == permission {
			return true
		}
	}
	return false
}

// readSubjects gives what one-off actions are about; what the server does not have is left out. A target that the token may not read
// says so, and keeps no other from being read.
func (i *Instance) readSubjects(ctx context.Context, resource string, targets []string) ([]plan.Item, error) {
	read := map[string]func(context.Context, string) (map[string]any, error){
		plan.BotResource: i.readBot, plan.PersonResource: i.readPerson, plan.ReportResource: i.readReport, plan.PostResource: i.readPost,
	}[resource]
	all, err := parallel.Map(ctx, targets, func(ctx context.Context, target string) (map[string]any, error) {
		params, err := read(ctx, target)
		if errors.Is(err, plan.ErrUnreadable) && resource != plan.BotResource {
			return map[string]any{plan.Unread: err.Error()}, nil
		}
		return params, err
	})
	if err != nil {
		return nil, err
	}
	var items []plan.Item
	for n, params := range all {
		if params != nil {
			items = append(items, plan.Item{Resource: resource, Target: targets[n], Params: params})
		}
	}
	return items, nil
}

// granted gives the names of the permissions that the catalogue knows and that a role's bits hold.
func granted(bits uint64) []any {
	const administrator = 0x1
	var names []any
	for _, p := range []struct {
		name string
		bit  uint64
	}{
		{"manage_reports", 0x10}, {"manage_federation", 0x20}, {"manage_blocks", 0x80}, {"manage_users", 0x400}, {"delete_user_data", 0x80000},
	} {
		if bits&(p.bit|administrator) != 0 {
			names = append(names, p.name)
		}
	}
	return names
}

func (i *Instance) readBot(ctx context.Context, _ string) (map[string]any, error) {
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	server, err := i.FetchServer(ctx)
	if err != nil {
		return nil, err
	}
	bot := map[string]any{
		plan.Permissions: granted(self.Permissions), plan.SignUps: server.SignUps.Enabled,
		plan.AppToken: i.secret(skill.ClientID) != "" && i.secret(skill.ClientSecret) != "",
	}
	if barrier := server.SignUps.barrier(); barrier != "" {
		bot[plan.Barrier] = barrier
	}
	return bot, nil
}

// barrier says what keeps the bot from signing people up where sign-ups are open. That single sign-on is the only way in, a
// server does not say.
func (s SignUps) barrier() string {
	switch {
	case s.Elsewhere:
		return "the server sends people to another site to sign up"
	case s.MinAge > 0:
		return "the server asks for their date of birth"
	}
	return ""
}
