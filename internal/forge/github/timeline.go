package github

import (
	"context"
	"fmt"
	"slices"
	"strings"

	gogithub "github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// timelineItem is one thing that happened: of all kinds only reviews and comments are read. Their fields are those of the lists that
// they are also in, but for the words of a review's state, which are in lower case here.
type timelineItem struct {
	gogithub.PullRequestReview
	Event   string              `json:"event"`
	HTMLURL *string             `json:"html_url"`
	Created *gogithub.Timestamp `json:"created_at"`
	Updated *gogithub.Timestamp `json:"updated_at"` // of a comment; of a review it proves no edit
}

// Talk reads the submitted reviews and the comments of a pull request from its time line, each oldest first: one request
// where a hundred things have happened at most.
func (c *Client) Talk(ctx context.Context, number int) ([]facts.Review, []facts.Comment, error) {
	found, err := c.timeline(ctx, number)
	if err != nil {
		return nil, nil, err
	}
	reviews := []facts.Review{}
	for _, item := range found {
		if item.Event == "reviewed" {
			one := review(&item.PullRequestReview)
			one.State = strings.ToUpper(one.State)
			reviews = append(reviews, one)
		}
	}
	return slices.DeleteFunc(reviews, func(r facts.Review) bool { return r.State == "PENDING" }), commentsIn(found), nil
}

// timeline reads the time line. An item that moved to a later page while reading comes once; items without an id of their
// own, such as commits, are none the less different items.
func (c *Client) timeline(ctx context.Context, number int) ([]*timelineItem, error) {
	place := int64(0)
	unique := func(*timelineItem) int64 { place++; return place }
	found, err := list(ctx, c, c.Path("/issues/%d/timeline?per_page=100", number), unique, nil)
	if err != nil {
		return nil, fmt.Errorf("time line of #%d: %w", number, err)
	}
	seen := map[int64]bool{}
	return slices.DeleteFunc(found, func(item *timelineItem) bool {
		twice := item.GetID() != 0 && seen[item.GetID()]
		seen[item.GetID()] = true
		return twice
	}), nil
}

func commentsIn(items []*timelineItem) []facts.Comment {
	comments := []facts.Comment{}
	for _, item := range items {
		if item.Event == "commented" {
			comments = append(comments, comment(&gogithub.IssueComment{
				ID: item.ID, HTMLURL: item.HTMLURL, User: item.User, Body: item.Body, CreatedAt: item.Created, UpdatedAt: item.Updated,
			}))
		}
	}
	return comments
}

// Comment reads one comment by its id. forge.ErrNotFound means that it was deleted.
func (c *Client) Comment(ctx context.Context, id int64) (facts.Comment, error) {
	found, err := judged(c.library().Issues.GetComment(ctx, c.Owner, c.Name, id))
	if err != nil {
		return facts.Comment{}, fmt.Errorf("comment %d: %w", id, err)
	}
	return comment(found), nil
}

// Self is the account of the token, which is asked for once. forge.ErrForbidden means that it belongs to no person: the token of a
// workflow may not ask.
func (c *Client) Self(ctx context.Context) (facts.Person, error) {
	c.self.mu.Lock()
	defer c.self.mu.Unlock()
	if c.self.person.ID != 0 {
		return c.self.person, nil
	}
	found, err := judged(c.library().Users.Get(ctx, ""))
	if err != nil {
		return facts.Person{}, fmt.Errorf("the token's account: %w", err)
	}
	c.self.person = person(found)
	return c.self.person, nil
}
