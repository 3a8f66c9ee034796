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

// postDealtWith tells whether a post is gone, or, where it is somebody else's, attached to a report of the bot.
func (i *Instance) postDealtWith(ctx context.Context, change plan.Change) (bool, error) {
	p, stands, err := i.fetchPost(ctx, change.Target)
	if err != nil || !stands {
		return err == nil, err
	}
	self, err := i.Whoami(ctx)
	if err != nil || p.Account.ID == self.ID {
		return false, err
	}
	filed, err := i.filedReport(ctx, self, p)
	return filed != "", err
}

// deletePost deletes a post of the bot's own. For a post of somebody else, which no call deletes, it files a report with
// the post attached: a moderator deletes it from there.
func (i *Instance) deletePost(ctx context.Context, change plan.Change) error {
	p, stands, err := i.fetchPost(ctx, change.Target)
	if err != nil || !stands {
		return err
	}
	self, err := i.Whoami(ctx)
	if err != nil {
		return err
	}
	write := func() error {
		_, err := i.call(ctx, http.MethodDelete, statusesPath+"/"+url.PathEscape(p.ID), nil, nil, nil)
		return err
	}
	if p.Account.ID != self.ID {
		write = func() error { return i.fileReport(ctx, change, p) }
	}
	done := func() (bool, error) { return i.postDealtWith(ctx, change) }
	return i.settle(ctx, func() error {
		if err := write(); err != nil {
			return err
		}
		return i.confirm(change, done)
	}, done)
}

// fileReport files one report with the post attached.
func (i *Instance) fileReport(ctx context.Context, change plan.Change, p post) error {
	comment := []rune("Decided: delete this post (" + plan.StemOf(change.ID) + "). " + change.Reason)
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
