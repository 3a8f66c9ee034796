package gitea

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
)

// Issues lists the issues that changed at a moment or after it, newest first; pull requests are left out. State is open,
// closed or all.
func (c *Client) Issues(ctx context.Context, state string, since time.Time) ([]facts.Issue, error) {
	query := url.Values{"type": {"issues"}, "state": {state}}
	if !since.IsZero() {
		query.Set("since", since.UTC().Format(time.RFC3339))
	}
	found, err := numbered(ctx, c, c.Path("/issues?%s&", query.Encode()), func(i *issueAnswer) int64 { return int64(i.Number) })
	if err != nil {
		return nil, fmt.Errorf("issues: %w", err)
	}
	return forge.Convert(found, issue), nil
}

// PostIssue opens an issue.
func (c *Client) PostIssue(ctx context.Context, title, body string) (facts.Issue, error) {
	made, err := send[issueAnswer](ctx, c, http.MethodPost, c.Path("/issues"), map[string]string{"title": title, "body": body})
	if err != nil {
		return facts.Issue{}, fmt.Errorf("open an issue: %w", err)
	}
	return issue(made), nil
}

// EditIssue replaces the text of an issue. No one is notified.
func (c *Client) EditIssue(ctx context.Context, number int, body string) (facts.Issue, error) {
	edited, err := send[issueAnswer](ctx, c, http.MethodPatch, c.Path("/issues/%d", number), text{body})
	if err != nil {
		return facts.Issue{}, fmt.Errorf("edit issue #%d: %w", number, err)
	}
	return issue(edited), nil
}

// CloseIssue closes an issue.
func (c *Client) CloseIssue(ctx context.Context, number int) (facts.Issue, error) {
	edited, err := send[issueAnswer](ctx, c, http.MethodPatch, c.Path("/issues/%d", number), map[string]string{"state": "closed"})
	if err != nil {
		return facts.Issue{}, fmt.Errorf("close issue #%d: %w", number, err)
	}
	return issue(edited), nil
}
