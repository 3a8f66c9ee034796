package forge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// PostStatus sets a status on a commit; ID, Creator and Created are the server's to give.
func (c *Client) PostStatus(ctx context.Context, commit string, s facts.CommitStatus) (facts.CommitStatus, error) {
	made, _, err := c.github.Repositories.CreateStatus(ctx, c.owner, c.name, commit, &github.RepoStatus{
		State: &s.State, Context: &s.Context, Description: &s.Description, TargetURL: optional(s.TargetURL),
	})
	if err != nil {
		return facts.CommitStatus{}, fmt.Errorf("set status %q of %q: %w", s.Context, commit, err)
	}
	return status(made), nil
}

// PostComment writes a new comment under a pull request.
func (c *Client) PostComment(ctx context.Context, number int, body string) (facts.Comment, error) {
	made, _, err := c.github.Issues.CreateComment(ctx, c.owner, c.name, number, &github.IssueComment{Body: &body})
	if err != nil {
		return facts.Comment{}, fmt.Errorf("comment on #%d: %w", number, err)
	}
	return comment(made), nil
}

// EditComment replaces the text of a comment.
func (c *Client) EditComment(ctx context.Context, id int64, body string) (facts.Comment, error) {
	edited, _, err := c.github.Issues.EditComment(ctx, c.owner, c.name, id, &github.IssueComment{Body: &body})
	if err != nil {
		return facts.Comment{}, fmt.Errorf("edit comment %d: %w", id, err)
	}
	return comment(edited), nil
}

// Draft is a pull request to be opened.
type Draft struct {
	Title string
	Body  string
	Head  string // a branch, or "user:branch" of a fork
	Base  string
}

// OpenPull opens a pull request. ErrInvalid means that there is one already for these branches, or nothing to propose.
func (c *Client) OpenPull(ctx context.Context, d Draft) (facts.Pull, error) {
	made, _, err := c.github.PullRequests.Create(ctx, c.owner, c.name, &github.NewPullRequest{
		Title: &d.Title, Body: &d.Body, Head: &d.Head, Base: &d.Base,
	})
	if err != nil {
		return facts.Pull{}, fmt.Errorf("propose branch %q: %w", d.Head, err)
	}
	return pull(made), nil
}

// ClosePull closes a pull request without merging it.
func (c *Client) ClosePull(ctx context.Context, number int) (facts.Pull, error) {
	closed := "closed"
	edited, _, err := c.github.PullRequests.Edit(ctx, c.owner, c.name, number, &github.PullRequest{State: &closed})
	if err != nil {
		return facts.Pull{}, fmt.Errorf("close #%d: %w", number, err)
	}
	return pull(edited), nil
}

// Merge merges a pull request if head is still its head, by a method: merge, squash or rebase. It gives the commit that
// the target branch is at then. While the target moves, as when several merge in a row, a client that waits tries again for
// some seconds. ErrHeadMoved and ErrBaseMoved mean that another look is needed, ErrNotMergeable that a person must act: a
// conflict, a rule of the branch, or workflow files.
func (c *Client) Merge(ctx context.Context, number int, head, method string) (string, error) {
	for wait := hiccup; ; wait *= 2 {
		commit, err := c.merge(ctx, number, head, method)
		if c.budget == nil || wait > mergeWait || !errors.Is(err, ErrBaseMoved) {
			return commit, err
		}
		what := fmt.Sprintf("%s, where the target of #%d is moving", c.github.BaseURL.Host, number)
		if err := c.budget.SleepUntil(ctx, c.budget.Now().Add(wait), what); err != nil {
			return "", err
		}
	}
}

func (c *Client) merge(ctx context.Context, number int, head, method string) (string, error) {
	merged, _, err := c.github.PullRequests.Merge(ctx, c.owner, c.name, number, "", &github.PullRequestOptions{
		SHA: head, MergeMethod: method,
	})
	if err == nil && !merged.GetMerged() {
		err = fmt.Errorf("%w: %s", ErrNotMergeable, merged.GetMessage())
	}
	if err != nil {
		return "", fmt.Errorf("merge #%d: %w", number, whyNot(err))
	}
	return merged.GetSHA(), nil
}

// whyNot distinguishes the reasons for a refused merge. The passing race and the lasting conflict share one status.
func whyNot(err error) error {
	answer, ok := errors.AsType[*Error](err)
	switch {
	case !ok:
		return err
	case answer.Status == http.StatusConflict:
		return fmt.Errorf("%w: %w", ErrHeadMoved, err)
	case answer.Status == http.StatusMethodNotAllowed && strings.Contains(strings.ToLower(answer.Message), "base branch was modified"):
		return fmt.Errorf("%w: %w", ErrBaseMoved, err)
	case answer.Status == http.StatusMethodNotAllowed:
		return fmt.Errorf("%w: %w", ErrNotMergeable, err)
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
	_, _, err = c.github.Repositories.Dispatch(ctx, c.owner, c.name, github.DispatchRequestOptions{EventType: event, ClientPayload: &raw})
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
