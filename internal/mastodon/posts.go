package mastodon

import (
	"context"
	"net/http"
	"net/url"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

const statusesPath = "/api/v1/statuses"

// post is a post as far as deleting it needs.
type post struct {
	ID      string `json:"id"`
	Account struct {
		ID string `json:"id"`
	} `json:"account"`
}

// fetchPost reads one post; ok is false where the server shows the bot none of that id.
func (i *Instance) fetchPost(ctx context.Context, id string) (p post, ok bool, err error) {
	_, err = i.call(ctx, http.MethodGet, statusesPath+"/"+url.PathEscape(id), nil, nil, &p)
	switch {
	case statusOf(err) == http.StatusNotFound || statusOf(err) == http.StatusGone:
		return post{}, false, nil
	case err == nil && (p.ID != id || p.Account.ID == ""):
		err = &AnswerError{http.MethodGet, statusesPath, "the answer is about another post than was asked for"}
	}
	return p, err == nil, err
}

// readPost says whose a post is: its words and its author stay out of every plan. Of the bot's own the text is read, so
// that the constitution is not deleted by its number.
func (i *Instance) readPost(ctx context.Context, id string) (map[string]any, error) {
	p, shown, err := i.fetchPost(ctx, id)
	if err != nil {
		return nil, err
	}
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	if p.Account.ID != self.ID {
		return i.readPostOfAnother(ctx, id, p, shown)
	}
	var source struct {
		Text string `json:"text"`
	}
	if _, err := i.call(ctx, http.MethodGet, statusesPath+"/"+url.PathEscape(id)+"/source", nil, nil, &source); err != nil {
		return nil, err
	}
	return map[string]any{plan.Ours: true, plan.Constitution: digestIn(source.Text) != ""}, nil
}

// readPostOfAnother looks for the bot's report about a post, and, where the server does not show it to the bot, whether it
// does to others: an author who blocks the bot hides their posts from it alone.
func (i *Instance) readPostOfAnother(ctx context.Context, id string, p post, shown bool) (map[string]any, error) {
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	filed, err := i.filedReport(ctx, self, id, p.Account.ID)
	if err != nil || shown {
		return map[string]any{plan.Ours: false, plan.FiledReport: filed.ID}, err
	}
	public, err := i.showsOthers(ctx, id)
	// A measure of the bot against the author closes every report, whatever became of the post.
	byHand := filed.Closed && filed.ClosedBy != nil && filed.ClosedBy.ID != self.ID
	return map[string]any{plan.Unseen: true, plan.Public: public, plan.FiledReport: filed.ID, plan.Resolved: byHand}, err
}

// showsOthers asks for a post without a token. A server that shows nothing so answers 401.
func (i *Instance) showsOthers(ctx context.Context, id string) (bool, error) {
	_, shown, err := i.withToken(secret.Secret{}).fetchPost(ctx, id)
	if status := statusOf(err); status == http.StatusUnauthorized || status == http.StatusForbidden {
		return false, nil
	}
	return shown, err
}

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
