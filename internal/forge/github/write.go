package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	gogithub "github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
)

// PostStatus sets a status on a commit; ID, Creator and Created are the server's to give.
func (c *Client) PostStatus(ctx context.Context, commit string, s facts.CommitStatus) (facts.CommitStatus, error) {
	made, err := judged(c.library().Repositories.CreateStatus(ctx, c.Owner, c.Name, commit, &gogithub.RepoStatus{
		State: &s.State, Context: &s.Context, Description: &s.Description, TargetURL: optional(s.TargetURL),
	}))
	if err != nil {
		return facts.CommitStatus{}, fmt.Errorf("set status %q of %q: %w", s.Context, commit, err)
	}
	return status(made), nil
}

// PostComment writes a new comment under a pull request.
func (c *Client) PostComment(ctx context.Context, number int, body string) (facts.Comment, error) {
	made, err := judged(c.library().Issues.CreateComment(ctx, c.Owner, c.Name, number, &gogithub.IssueComment{Body: &body}))
	if err != nil {
		return facts.Comment{}, fmt.Errorf("comment on #%d: %w", number, err)
	}
	return comment(made), nil
}

// EditComment replaces the text of a comment.
func (c *Client) EditComment(ctx context.Context, id int64, body string) (facts.Comment, error) {
	edited, err := judged(c.library().Issues.EditComment(ctx, c.Owner, c.Name, id, &gogithub.IssueComment{Body: &body}))
	if err != nil {
		return facts.Comment{}, fmt.Errorf("edit comment %d: %w", id, err)
	}
	return comment(edited), nil
}

// OpenPull opens a pull request for head: a branch, or "user:branch" of a fork. forge.ErrInvalid means that there is one already for these branches, or nothing to propose.
func (c *Client) OpenPull(ctx context.Context, title, body, head, base string) (facts.Pull, error) {
	made, err := judged(c.library().PullRequests.Create(ctx, c.Owner, c.Name, &gogithub.NewPullRequest{
		Title: &title, Body: &body, Head: &head, Base: &base,
	}))
	if err != nil {
		return facts.Pull{}, fmt.Errorf("propose branch %q: %w", head, err)
	}
	return pull(made), nil
}

// ClosePull closes a pull request without merging it.
func (c *Client) ClosePull(ctx context.Context, number int) (facts.Pull, error) {
	closed := "closed"
	edited, err := judged(c.library().PullRequests.Edit(ctx, c.Owner, c.Name, number, &gogithub.PullRequest{State: &closed}))
	if err != nil {
		return facts.Pull{}, fmt.Errorf("close #%d: %w", number, err)
	}
	return pull(edited), nil
}

// Merge merges a pull request if head is still its head, by a method: merge, squash or rebase. It gives the commit that
// the target branch is at then. ErrHeadMoved and ErrBaseMoved mean that another look is needed, ErrNotMergeable that a person
// must act: a conflict, a rule of the branch, or workflow files.
func (c *Client) Merge(ctx context.Context, number int, head, method string) (string, error) {
	return c.WhileMoving(ctx, number, func() (string, error) { return c.merge(ctx, number, head, method) })
}

func (c *Client) merge(ctx context.Context, number int, head, method string) (string, error) {
	merged, err := judged(c.library().PullRequests.Merge(ctx, c.Owner, c.Name, number, "", &gogithub.PullRequestOptions{
		SHA: head, MergeMethod: method,
	}))
	if err == nil && !merged.GetMerged() {
		err = fmt.Errorf("%w: %s", forge.ErrNotMergeable, merged.GetMessage())
	}
	if err != nil {
		return "", fmt.Errorf("merge #%d: %w", number, whyNot(err))
	}
	return merged.GetSHA(), nil
}

// whyNot distinguishes the reasons for a refused merge. The passing race and the lasting conflict share one status.
func whyNot(err error) error {
	answer, ok := errors.AsType[*forge.Error](err)
	switch {
	case !ok:
		return err
	case answer.Status == http.StatusConflict:
		return fmt.Errorf("%w: %w", forge.ErrHeadMoved, err)
	case answer.Status == http.StatusMethodNotAllowed && strings.Contains(strings.ToLower(answer.Message), "base branch was modified"):
		return fmt.Errorf("%w: %w", forge.ErrBaseMoved, err)
	case answer.Status == http.StatusMethodNotAllowed:
		return fmt.Errorf("%w: %w", forge.ErrNotMergeable, err)
	}
	return err
}

// Dispatch triggers the workflows that listen for a repository_dispatch of that type. Payload must encode to a JSON object
// with at most ten keys.
func (c *Client) Dispatch(ctx context.Context, event string, payload any) error {
	encoded, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("dispatch %q: %w", event, err)
	}
	raw := json.RawMessage(encoded)
	_, err = judged(c.library().Repositories.Dispatch(ctx, c.Owner, c.Name, gogithub.DispatchRequestOptions{EventType: event, ClientPayload: &raw}))
	// The documented answer is 204 with no body, but go-github wants a repository in it.
	if err != nil {
		return fmt.Errorf("dispatch %q: %w", event, err)
	}
	return nil
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
