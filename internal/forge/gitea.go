package forge

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// giteaPath ends the address of every API of Gitea and of Forgejo, and of none of GitHub's.
const giteaPath = "/api/v1/"

// OfGitea reports whether the client talks to a Gitea or a Forgejo, by the address of the API that their runners give to
// workflows. It asks nothing.
func (c *Client) OfGitea() bool { return strings.HasSuffix(c.github.BaseURL.Path, giteaPath) }

// AtGitea is OfGitea of the address alone, for where there is no token to make a client with.
func AtGitea(api string) bool { return strings.HasSuffix(strings.TrimSuffix(api, "/")+"/", giteaPath) }

// Gitea reads what a Gitea or a Forgejo shows of proposals, as far as it does. It keeps no log of what a branch pointed
// to, knows no Apps, and does not connect a commit with the proposal that brought it.
type Gitea struct{ *Client }

// Software is the name and the version of the server, such as "Gitea 1.22.6".
func (g Gitea) Software(ctx context.Context) (string, error) {
	request, err := g.github.NewRequest(http.MethodGet, "version", nil)
	if err != nil {
		return "", err
	}
	var answer struct {
		Version string `json:"version"`
	}
	if _, err := g.github.Do(ctx, request, &answer); err != nil {
		return "", fmt.Errorf("version of the server: %w", err)
	}
	// Forgejo names the Gitea that it is compatible with after a plus.
	if version, _, forked := strings.Cut(answer.Version, "+gitea-"); forked {
		return "Forgejo " + version, nil
	}
	return "Gitea " + answer.Version, nil
}

// OpenPulls lists the open pull requests against a branch, by number. The server cannot be asked for one branch alone.
func (g Gitea) OpenPulls(ctx context.Context, base string) ([]facts.Pull, error) {
	found, err := numbered(ctx, g.Client, g.path("/pulls?state=open"), (*github.PullRequest).GetID)
	if err != nil {
		return nil, fmt.Errorf("open proposals: %w", err)
	}
	pulls := slices.DeleteFunc(convert(found, pull), func(p facts.Pull) bool { return p.BaseRef != base })
	slices.SortFunc(pulls, func(a, b facts.Pull) int { return cmp.Compare(a.Number, b.Number) })
	return pulls, nil
}

// giteaReview is a review as the server lists it: its state stays when it is dismissed, and by whom is not shown.
type giteaReview struct {
	github.PullRequestReview
	Dismissed bool             `json:"dismissed"`
	Updated   github.Timestamp `json:"updated_at"`
}

// Reviews lists the submitted reviews of a pull request, oldest first, in the words of GitHub. A dismissed one is
// DISMISSED: since the server does not say who did it, its vote is unknown.
func (g Gitea) Reviews(ctx context.Context, number int) ([]facts.Review, error) {
	found, err := g.reviews(ctx, number)
	if err != nil {
		return nil, err
	}
	words := map[string]string{"APPROVED": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}
	reviews := []facts.Review{}
	for _, each := range found {
		one := review(&each.PullRequestReview)
		if one.State = words[one.State]; one.State == "" {
			continue // a draft of a review, or a request for one
		}
		if each.Dismissed {
			one.State = "DISMISSED"
		}
		reviews = append(reviews, one)
	}
	slices.SortFunc(reviews, func(a, b facts.Review) int {
		return cmp.Or(a.SubmittedAt.Time.Compare(b.SubmittedAt.Time), cmp.Compare(a.ID, b.ID))
	})
	return reviews, nil
}

func (g Gitea) reviews(ctx context.Context, number int) ([]*giteaReview, error) {
	id := func(r *giteaReview) int64 { return r.GetID() }
	found, err := numbered(ctx, g.Client, g.path("/pulls/%d/reviews?", number), id)
	if err != nil {
		return nil, fmt.Errorf("reviews of #%d: %w", number, err)
	}
	return found, nil
}

// ReviewEdits gives by review when it was last changed, and no comments.
func (g Gitea) ReviewEdits(ctx context.Context, number int) (map[int64]time.Time, []facts.Comment, error) {
	found, err := g.reviews(ctx, number)
	edits := map[int64]time.Time{}
	for _, each := range found {
		if !each.Updated.IsZero() {
			edits[each.GetID()] = each.Updated.UTC()
		}
	}
	return edits, nil, err
}

// CommitPulls gives none: the server does not say.
func (g Gitea) CommitPulls(context.Context, string) ([]facts.Pull, error) { return nil, nil }

// MergedPulls gives none: without a log of the branch nothing proves when a merge was made.
func (g Gitea) MergedPulls(context.Context, string, time.Time) ([]facts.Pull, error) { return nil, nil }

// Events gives none: the server has no list of them, and without a log of branches they would date nothing.
func (g Gitea) Events(context.Context, int) ([]facts.Event, error) { return nil, nil }

// Statuses gives none: anyone with write access can set one in any name, so that none of them can open a vote.
func (g Gitea) Statuses(context.Context, string) ([]facts.CommitStatus, error) { return nil, nil }

// Activity is facts.ErrNotFound: there is no such log.
func (g Gitea) Activity(_ context.Context, _, ref string, _ time.Time) ([]facts.Push, error) {
	return nil, fmt.Errorf("activity of %q: %w", ref, facts.ErrNotFound)
}

// numbered reads a list page by page until one holds nothing new: these servers often name no next page, and give fewer
// items a page than they are asked for.
func numbered[T any](ctx context.Context, c *Client, path string, id func(*T) int64) ([]*T, error) {
	var all []*T
	seen := map[int64]bool{}
	for page := 1; page <= c.pages; page++ {
		address, err := url.Parse(path)
		if err != nil {
			return nil, err
		}
		query := address.Query()
		query.Set("page", fmt.Sprint(page))
		query.Set("limit", "50")
		address.RawQuery = query.Encode()
		items, _, err := fetchPage[T](ctx, c, address.String())
		if err != nil {
			return nil, err
		}
		before := len(all)
		for _, item := range items {
			if !seen[id(item)] {
				all = append(all, item)
			}
			seen[id(item)] = true
		}
		if len(all) == before {
			return all, nil
		}
	}
	return nil, fmt.Errorf("%w: %d pages of %s", ErrTooLong, c.pages, strings.SplitN(path, "?", 2)[0])
}
