package gitea

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

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

// Reviews lists the submitted reviews of a pull request, oldest first, in the words of GitHub. A dismissed one is
// DISMISSED: since the server does not say who did it, its vote is unknown.
func (c *Client) Reviews(ctx context.Context, number int) ([]facts.Review, error) {
	found, err := c.reviews(ctx, number)
	if err != nil {
		return nil, err
	}
	reviews := []facts.Review{}
	for _, each := range found {
		if one, submitted := review(each); submitted {
			reviews = append(reviews, one)
		}
	}
	slices.SortFunc(reviews, func(a, b facts.Review) int {
		return cmp.Or(a.SubmittedAt.Time.Compare(b.SubmittedAt.Time), cmp.Compare(a.ID, b.ID))
	})
	return reviews, nil
}

func (c *Client) reviews(ctx context.Context, number int) ([]*reviewAnswer, error) {
	found, err := numbered(ctx, c, c.Path("/pulls/%d/reviews?", number), func(r *reviewAnswer) int64 { return r.ID })
	if err != nil {
		return nil, fmt.Errorf("reviews of #%d: %w", number, err)
	}
	return found, nil
}

// ReviewEdits gives by review when it was last changed, and no comments.
func (c *Client) ReviewEdits(ctx context.Context, number int) (map[int64]time.Time, []facts.Comment, error) {
	found, err := c.reviews(ctx, number)
	edits := map[int64]time.Time{}
	for _, each := range found {
		if at := utc(each.Updated); !at.IsZero() {
			edits[each.ID] = at
		}
	}
	return edits, nil, err
}

// CommitPulls gives none: the server does not say.
func (c *Client) CommitPulls(context.Context, string) ([]facts.Pull, error) { return nil, nil }

// MergedPulls gives none: without a log of the branch nothing proves when a merge was made.
func (c *Client) MergedPulls(context.Context, string, time.Time) ([]facts.Pull, error) {
	return nil, nil
}

// Events gives none: without a log of branches they would date nothing.
func (c *Client) Events(context.Context, int) ([]facts.Event, error) { return nil, nil }

// Statuses gives none: anyone with write access can set one in any name, so that none of them can open a vote.
func (c *Client) Statuses(context.Context, string) ([]facts.CommitStatus, error) { return nil, nil }

// Activity is facts.ErrNotFound: there is no such log.
func (c *Client) Activity(_ context.Context, _, ref string, _ time.Time) ([]facts.Push, error) {
	return nil, fmt.Errorf("activity of %q: %w", ref, facts.ErrNotFound)
}

// numbered reads a list page by page until one is empty: these servers often name no next page, and give fewer items a page
// than they are asked for. One that gives the same page again knows no pages. The path ends where a parameter may follow.
func numbered[T any](ctx context.Context, c *Client, path string, id func(*T) int64) ([]*T, error) {
	page := 0
	var last []int64
	return forge.List(path, c.Pages, id, func(path string) ([]*T, string, error) {
		page++
		items, err := list[T](ctx, c, fmt.Sprintf("%spage=%d&limit=50", path, page))
		if err != nil {
			return nil, "", err
		}
		ids := forge.Convert(items, id)
		if len(items) == 0 || slices.Equal(ids, last) {
			return nil, "", nil
		}
		last = ids
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
