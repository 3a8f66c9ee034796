package mastodon

import (
	"context"
	"net/http"
	"net/url"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// commentMax is how long the comment of a report may be, in characters.
const commentMax = 1000

// postHandled says whether the bot did what it can about a post: it deleted its own, or attached another's to a
// report. That the server does not show a post proves nothing unless it is the bot's own, which the plan says.
func (i *Instance) postHandled(ctx context.Context, change plan.Change) (bool, error) {
	p, shown, err := i.fetchPost(ctx, change.Target)
	if err != nil || !shown && change.After[plan.Ours] == true {
		return err == nil, err
	}
	self, err := i.Whoami(ctx)
	if err != nil || shown && p.Account.ID == self.ID {
		return false, err
	}
	filed, err := i.filedReport(ctx, self, change.Target, p.Account.ID)
	return filed.ID != "", err
}

// deletePost deletes a post of the bot's own. For a post of another account, which no call deletes, it files a report with
// the post attached: a moderator deletes it from there.
func (i *Instance) deletePost(ctx context.Context, change plan.Change) error {
	p, shown, err := i.fetchPost(ctx, change.Target)
	if err != nil {
		return err
	}
	if !shown {
		return &StateError{change.Skill, change.Target, "the server does not show it to the bot: it may be gone, or by an author who is suspended or blocks the bot"}
	}
	self, err := i.Whoami(ctx)
	if err != nil {
		return err
	}
	write := func() error { return i.fileReport(ctx, change, p) }
	done := func() (bool, error) { return i.postHandled(ctx, change) }
	if p.Account.ID == self.ID {
		write = func() error {
			_, err := i.call(ctx, http.MethodDelete, statusesPath+"/"+url.PathEscape(p.ID), nil, nil, nil)
			return err
		}
		done = func() (bool, error) {
			_, shown, err := i.fetchPost(ctx, p.ID)
			return err == nil && !shown, err
		}
	}
	return i.settle(ctx, func() error {
		if err := write(); err != nil {
			return err
		}
		return i.confirm(change, done)
	}, done)
}

// commentStart begins the comment of a report about a post. A post that a moderator deleted is soon no longer attached to it.
func commentStart(post string) string { return "Decided: delete post " + post }

// fileReport files one report with the post attached.
func (i *Instance) fileReport(ctx context.Context, change plan.Change, p post) error {
	comment := []rune(commentStart(p.ID) + " (" + plan.StemOf(change.ID) + "). " + change.Reason)
	body := map[string]any{
		"account_id": p.Account.ID, "status_ids": []string{p.ID}, "category": "other", "forward": false,
		"comment": string(comment[:min(len(comment), commentMax)]),
	}
	_, err := i.call(ctx, http.MethodPost, "/api/v1/reports", nil, body, nil)
	if statusOf(err) == http.StatusNotFound {
		return &StateError{skill.DeleteStatus, change.Target, "the server takes no report about its author, who may be suspended"}
	}
	return err
}
