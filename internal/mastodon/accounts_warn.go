package mastodon

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// warn sends a warning once. It leaves nothing that can be read but a closed report, so nothing is tried again after a lost
// answer, unless the report shows that nothing was done.
func (i *Instance) warn(ctx context.Context, change plan.Change) error {
	a, err := i.fetchAccount(ctx, change.Target, "")
	if err != nil {
		return err
	}
	if !a.local() {
		return &StateError{change.Skill, change.Target, "a warning reaches only accounts of this server"}
	}
	if err := i.mayAnswer(ctx, change, a); err != nil {
		return err
	}
	body := map[string]any{"type": "none", "send_email_notification": change.Params["notify"] != false, "text": change.Params["message"]}
	if report, _ := change.Params["report"].(string); report != "" {
		body["report_id"] = report
	}
	_, err = i.call(ctx, http.MethodPost, accountsPath+"/"+a.ID+"/action", nil, body, nil)
	switch {
	case lost(err):
		return i.afterLostWarning(ctx, change, err)
	case statusOf(err) == http.StatusNotFound:
		return &StateError{change.Skill, change.Target, fmt.Sprintf("the server has no report %q, or the account is gone", change.Params["report"])}
	}
	return i.hide(change.Target, err)
}

// mayAnswer reads the report that an action is to answer: the server closes whichever report is named, and its mail to the
// person would quote another person's posts.
func (i *Instance) mayAnswer(ctx context.Context, change plan.Change, a account) error {
	id, _ := change.Params["report"].(string)
	if id == "" {
		return nil
	}
	r, there, err := i.fetchReport(ctx, id)
	switch {
	case errors.Is(err, plan.ErrUnreadable):
		return &StateError{change.Skill, change.Target, fmt.Sprintf("report %s cannot be checked: %s", id, err)}
	case err != nil:
		return i.hide(change.Target, err)
	case !there:
		return &StateError{change.Skill, change.Target, fmt.Sprintf("the server has no report %q", id)}
	case r.Target == nil || r.Target.ID != a.ID:
		return &StateError{change.Skill, change.Target, fmt.Sprintf("report %s is about another account", id)}
	}
	return nil
}

func (i *Instance) afterLostWarning(ctx context.Context, change plan.Change, lost error) error {
	lost = i.hide(change.Target, lost)
	happened, known, err := i.warned(ctx, change)
	switch {
	case err != nil || !known:
		return fmt.Errorf("%s %q: whether it was done is not known: %w", change.Skill, change.Target, lost)
	case !happened:
		return fmt.Errorf("%s %q: it was not done: %w", change.Skill, change.Target, lost)
	}
	return nil
}

// warned reports whether the report that a warning answers shows that it was sent. A report that another moderator closed, or no
// report at all, proves nothing.
func (i *Instance) warned(ctx context.Context, change plan.Change) (happened, known bool, err error) {
	id, _ := change.Params["report"].(string)
	if id == "" {
		return false, false, nil
	}
	r, ok, err := i.fetchReport(ctx, id)
	if err != nil || !ok {
		return false, false, err
	}
	self, err := i.Whoami(ctx)
	ours := r.ClosedBy != nil && r.ClosedBy.ID == self.ID
	return r.Closed && ours, err == nil && (!r.Closed || ours), err
}
