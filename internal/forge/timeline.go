package forge

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// timelineItem is one thing that happened: of all kinds only reviews and comments are read. Their fields are those of the lists that
// they are also in, but for the words of a review's state, which are in lower case here.
type timelineItem struct {
	github.PullRequestReview
	Event   string            `json:"event"`
	HTMLURL *string           `json:"html_url"`
	Created *github.Timestamp `json:"created_at"`
	Updated *github.Timestamp `json:"updated_at"`
}

// Talk reads the submitted reviews and the comments of a pull request from its time line, each oldest first: one request
// where a hundred things have happened at most.
func (c *Client) Talk(ctx context.Context, number int) ([]facts.Review, []facts.Comment, error) {
	place := int64(0)
	unique := func(*timelineItem) int64 { place++; return place }
	found, err := list(ctx, c, c.path("/issues/%d/timeline?per_page=100", number), unique, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("time line of #%d: %w", number, err)
	}
	reviews, comments := []facts.Review{}, []facts.Comment{}
	seen := map[int64]bool{}
	for _, item := range found {
		switch {
		case seen[item.GetID()]:
		case item.Event == "reviewed":
			one := review(&item.PullRequestReview)
			one.State = strings.ToUpper(one.State)
			reviews = append(reviews, one)
		case item.Event == "commented":
			comments = append(comments, comment(&github.IssueComment{
				ID: item.ID, HTMLURL: item.HTMLURL, User: item.User, Body: item.Body, CreatedAt: item.Created, UpdatedAt: item.Updated,
			}))
		}
		if item.GetID() != 0 {
			seen[item.GetID()] = true
		}
	}
	return slices.DeleteFunc(reviews, func(r facts.Review) bool { return r.State == "PENDING" }), comments, nil
}

// Comment reads one comment by its id. ErrNotFound means that it was deleted.
func (c *Client) Comment(ctx context.Context, id int64) (facts.Comment, error) {
	found, _, err := c.github.Issues.GetComment(ctx, c.owner, c.name, id)
	if err != nil {
		return facts.Comment{}, fmt.Errorf("comment %d: %w", id, err)
	}
	return comment(found), nil
}

// Self is the account of the token. ErrForbidden means that it belongs to no person: the token of a workflow may not ask.
func (c *Client) Self(ctx context.Context) (facts.Person, error) {
	found, _, err := c.github.Users.Get(ctx, "")
	if err != nil {
		return facts.Person{}, fmt.Errorf("the token's account: %w", err)
	}
	return person(found), nil
}
