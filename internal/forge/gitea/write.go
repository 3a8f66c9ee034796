package gitea

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
)

// text is the body of a comment, and of an edit of a text.
type text struct {
	Body string `json:"body"`
}

// PostStatus sets a status on a commit; ID, Creator and Created are the server's to give.
func (c *Client) PostStatus(ctx context.Context, commit string, s facts.CommitStatus) (facts.CommitStatus, error) {
	made, err := send[statusAnswer](ctx, c, http.MethodPost, c.Path("/statuses/%s", url.PathEscape(commit)), map[string]string{
		"state": s.State, "context": s.Context, "description": s.Description, "target_url": s.TargetURL,
	})
	if err != nil {
		return facts.CommitStatus{}, fmt.Errorf("set status %q of %q: %w", s.Context, commit, err)
	}
	return status(made), nil
}

// Comment reads one comment by its id. forge.ErrNotFound means that it was deleted, or is none.
func (c *Client) Comment(ctx context.Context, id int64) (facts.Comment, error) {
	var found *commentAnswer
	err := c.call(ctx, http.MethodGet, c.Path("/issues/comments/%d", id), nil, &found)
	if errors.Is(err, errEmpty) {
		err = forge.ErrNotFound
	}
	if err != nil {
		return facts.Comment{}, fmt.Errorf("comment %d: %w", id, err)
	}
	return comment(found), nil
}

// PostComment writes a new comment under a pull request or an issue.
func (c *Client) PostComment(ctx context.Context, number int, body string) (facts.Comment, error) {
	made, err := send[commentAnswer](ctx, c, http.MethodPost, c.Path("/issues/%d/comments", number), text{body})
	if err != nil {
		return facts.Comment{}, fmt.Errorf("comment on #%d: %w", number, err)
	}
	return comment(made), nil
}

// EditComment replaces the text of a comment.
func (c *Client) EditComment(ctx context.Context, id int64, body string) (facts.Comment, error) {
	edited, err := send[commentAnswer](ctx, c, http.MethodPatch, c.Path("/issues/comments/%d", id), text{body})
	if err != nil {
		return facts.Comment{}, fmt.Errorf("edit comment %d: %w", id, err)
	}
	return comment(edited), nil
}

// OpenPull opens a pull request for a branch. forge.ErrInvalid means that there is one already for these branches, or nothing to
// propose.
func (c *Client) OpenPull(ctx context.Context, title, body, head, base string) (facts.Pull, error) {
	made, err := send[pullAnswer](ctx, c, http.MethodPost, c.Path("/pulls"), map[string]string{
		"title": title, "body": body, "head": head, "base": base,
	})
	if statusOf(err) == http.StatusConflict {
		err = fmt.Errorf("%w: %w", forge.ErrInvalid, err)
	}
	if err != nil {
		return facts.Pull{}, fmt.Errorf("propose branch %q: %w", head, err)
	}
	return pull(made), nil
}

// ClosePull closes a pull request without merging it.
func (c *Client) ClosePull(ctx context.Context, number int) (facts.Pull, error) {
	edited, err := send[pullAnswer](ctx, c, http.MethodPatch, c.Path("/pulls/%d", number), map[string]string{"state": "closed"})
	if err != nil {
		return facts.Pull{}, fmt.Errorf("close #%d: %w", number, err)
	}
	return pull(edited), nil
}

// Merge merges a pull request if head is still its head, by a method: merge, squash or rebase. It gives the commit of the merge.
// forge.ErrHeadMoved and forge.ErrBaseMoved mean that another look is needed, forge.ErrNotMergeable that a person must act: a
// conflict, a required status, or a draft.
func (c *Client) Merge(ctx context.Context, number int, head, method string) (string, error) {
	commit, err := c.WhileMoving(ctx, number, func() (string, error) { return c.merge(ctx, number, head, method) })
	if err != nil {
		return "", fmt.Errorf("merge #%d: %w", number, err)
	}
	return commit, nil
}

func (c *Client) merge(ctx context.Context, number int, head, method string) (string, error) {
	path := c.Path("/pulls/%d/merge", number)
	if err := c.call(ctx, http.MethodPost, path, map[string]string{"Do": method, "head_commit_id": head}, nil); err != nil {
		return "", c.whyNot(ctx, number, err)
	}
	// The answer is empty: what was merged is what the pull request says now.
	merged, err := c.Pull(ctx, number)
	if err == nil && merged.Merge == "" {
		err = fmt.Errorf("the server answers success, and the proposal is not merged: %w", forge.ErrNoAnswer)
	}
	return merged.Merge, err
}

// whyNot distinguishes the reasons for a refused merge. One answer is given for a conflict, and while the server works out whether
// there is one: then it says soon that the pull request can be merged.
func (c *Client) whyNot(ctx context.Context, number int, err error) error {
	answer, ok := errors.AsType[*forge.Error](err)
	switch {
	case !ok:
		return err
	case answer.Status == http.StatusConflict:
		return fmt.Errorf("%w: %w", forge.ErrHeadMoved, err)
	case answer.Status != http.StatusMethodNotAllowed:
		return err
	case strings.HasPrefix(answer.Message, "User not allowed"):
		return fmt.Errorf("%w: %w", forge.ErrForbidden, err)
	case !strings.HasPrefix(answer.Message, "Please try again later"):
		return fmt.Errorf("%w: %w", forge.ErrNotMergeable, err)
	}
	now, look := get[pullAnswer](ctx, c, c.Path("/pulls/%d", number))
	switch {
	case look != nil:
		return errors.Join(err, look)
	case now.Mergeable:
		return fmt.Errorf("%w: %w", forge.ErrBaseMoved, err)
	}
	return fmt.Errorf("%w: %w", forge.ErrNotMergeable, err)
}

// statusOf is the HTTP status of an answer that is no success, 0 for other errors.
func statusOf(err error) int {
	if answer, ok := errors.AsType[*forge.Error](err); ok {
		return answer.Status
	}
	return 0
}
