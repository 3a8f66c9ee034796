package gitea

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
)

// Pull reads one pull request.
func (c *Client) Pull(ctx context.Context, number int) (facts.Pull, error) {
	found, err := get[pullAnswer](ctx, c, c.Path("/pulls/%d", number))
	if err != nil {
		return facts.Pull{}, fmt.Errorf("proposal #%d: %w", number, err)
	}
	return pull(found), nil
}

// OpenPulls lists the open pull requests against a branch, by number. The server cannot be asked for one branch alone.
func (c *Client) OpenPulls(ctx context.Context, base string) ([]facts.Pull, error) {
	found, err := numbered(ctx, c, c.Path("/pulls?state=open&"), func(p *pullAnswer) int64 { return p.ID })
	if err != nil {
		return nil, fmt.Errorf("open proposals: %w", err)
	}
	pulls := slices.DeleteFunc(forge.Convert(found, pull), func(p facts.Pull) bool { return p.BaseRef != base })
	slices.SortFunc(pulls, func(a, b facts.Pull) int { return cmp.Compare(a.Number, b.Number) })
	return pulls, nil
}

// Issue reads one issue. A pull request, which is numbered along with them, is forge.ErrNotFound.
func (c *Client) Issue(ctx context.Context, number int) (facts.Issue, error) {
	found, err := get[issueAnswer](ctx, c, c.Path("/issues/%d", number))
	if err == nil && found.Pull != nil {
		err = forge.ErrNotFound
	}
	if err != nil {
		return facts.Issue{}, fmt.Errorf("issue #%d: %w", number, err)
	}
	return issue(found), nil
}

// Comments lists the comments of a pull request, oldest first. The server gives all of them at once.
func (c *Client) Comments(ctx context.Context, number int) ([]facts.Comment, error) {
	found, err := list[commentAnswer](ctx, c, c.Path("/issues/%d/comments", number))
	if err != nil {
		return nil, fmt.Errorf("comments of #%d: %w", number, err)
	}
	return forge.Convert(found, comment), nil
}

// numbered reads a list page by page until one is empty: these servers often name no next page, and give fewer items a page
// than they are asked for. One that gives the same page again knows no pages. The path ends where a parameter may follow.
func numbered[T any](ctx context.Context, c *Client, path string, id func(*T) int64) ([]*T, error) {
	return upTo(ctx, c, path, id, nil)
}

// upTo is numbered, and reads no further page after an item that more says is the last; nil reads all.
func upTo[T any](ctx context.Context, c *Client, path string, id func(*T) int64, more func(*T) bool) ([]*T, error) {
	page := 0
	var last []int64
	return forge.List(path, c.Pages, id, func(path string) ([]*T, string, error) {
		page++
		items, err := list[T](ctx, c, fmt.Sprintf("%spage=%d&limit=50", path, page))
		ids := forge.Convert(items, id)
		if err != nil || len(items) == 0 || slices.Equal(ids, last) {
			return nil, "", err
		}
		last = ids
		if more != nil && slices.ContainsFunc(items, func(item *T) bool { return !more(item) }) {
			path = ""
		}
		return items, path, nil
	})
}

// list reads one page. An empty one is null at some of these servers' addresses.
func list[T any](ctx context.Context, c *Client, path string) (items []*T, err error) {
	if err := c.call(ctx, http.MethodGet, path, nil, &items); err != nil {
		return nil, err
	}
	if slices.Contains(items, nil) {
		return nil, fmt.Errorf("GET %s: null in place of an item: %w", path, forge.ErrNoAnswer)
	}
	return items, nil
}
