package github

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	gogithub "github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
)

// Issues lists the issues that changed at a moment or after it, newest first; pull requests are left out. State is open,
// closed or all.
func (c *Client) Issues(ctx context.Context, state string, since time.Time) ([]facts.Issue, error) {
	query := url.Values{"state": {state}, "per_page": {"100"}}
	if !since.IsZero() {
		query.Set("since", since.UTC().Format(time.RFC3339))
	}
	found, err := list(ctx, c, c.Path("/issues?%s", query.Encode()), (*gogithub.Issue).GetID, nil)
	if err != nil {
		return nil, fmt.Errorf("issues: %w", err)
	}
	found = slices.DeleteFunc(found, (*gogithub.Issue).IsPullRequest)
	return forge.Convert(found, issue), nil
}

// Issue reads one issue. A pull request, which GitHub numbers along with them, is forge.ErrNotFound.
func (c *Client) Issue(ctx context.Context, number int) (facts.Issue, error) {
	found, err := judged(c.library().Issues.Get(ctx, c.Owner, c.Name, number))
	if err == nil && found.IsPullRequest() {
		err = forge.ErrNotFound
	}
	if err != nil {
		return facts.Issue{}, fmt.Errorf("issue #%d: %w", number, err)
	}
	return issue(found), nil
}

// PostIssue opens an issue.
func (c *Client) PostIssue(ctx context.Context, title, body string) (facts.Issue, error) {
	made, err := judged(c.library().Issues.Create(ctx, c.Owner, c.Name, &gogithub.IssueRequest{Title: &title, Body: &body}))
	if err != nil {
		return facts.Issue{}, fmt.Errorf("open an issue: %w", err)
	}
	return issue(made), nil
}

// EditIssue replaces the text of an issue. No one is notified.
func (c *Client) EditIssue(ctx context.Context, number int, body string) (facts.Issue, error) {
	edited, err := judged(c.library().Issues.Edit(ctx, c.Owner, c.Name, number, &gogithub.IssueRequest{Body: &body}))
	if err != nil {
		return facts.Issue{}, fmt.Errorf("edit issue #%d: %w", number, err)
	}
	return issue(edited), nil
}

// CloseIssue closes an issue as done.
func (c *Client) CloseIssue(ctx context.Context, number int) (facts.Issue, error) {
	closed := "closed"
	edited, err := judged(c.library().Issues.Edit(ctx, c.Owner, c.Name, number, &gogithub.IssueRequest{State: &closed}))
	if err != nil {
		return facts.Issue{}, fmt.Errorf("close issue #%d: %w", number, err)
	}
	return issue(edited), nil
}

func issue(i *gogithub.Issue) facts.Issue {
	return facts.Issue{
		Number: i.GetNumber(), URL: i.GetHTMLURL(), Title: i.GetTitle(), Body: i.GetBody(), Author: person(i.GetUser()),
		Open: i.GetState() == "open", Created: utc(i.GetCreatedAt()), Updated: utc(i.GetUpdatedAt()),
	}
}
