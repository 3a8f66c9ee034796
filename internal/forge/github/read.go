package github

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	gogithub "github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
)

// Pull reads one pull request.
func (c *Client) Pull(ctx context.Context, number int) (facts.Pull, error) {
	found, err := judged(c.library().PullRequests.Get(ctx, c.Owner, c.Name, number))
	if err != nil {
		return facts.Pull{}, fmt.Errorf("proposal #%d: %w", number, err)
	}
	return pull(found), nil
}

// OpenPulls lists the open pull requests against a branch, drafts too, by number.
func (c *Client) OpenPulls(ctx context.Context, base string) ([]facts.Pull, error) {
	query := "/pulls?state=open&sort=created&direction=asc&per_page=100&base=" + url.QueryEscape(base)
	found, err := list(ctx, c, c.Path("%s", query), (*gogithub.PullRequest).GetID, nil)
	if err != nil {
		return nil, fmt.Errorf("open proposals: %w", err)
	}
	pulls := forge.Convert(found, pull)
	slices.SortFunc(pulls, func(a, b facts.Pull) int { return cmp.Compare(a.Number, b.Number) })
	return pulls, nil
}

// CommitPulls lists the pull requests that the server connects with a commit. For a commit of the default branch that
// is the one that brought it; for a commit that only a fork has, none.
func (c *Client) CommitPulls(ctx context.Context, commit string) ([]facts.Pull, error) {
	found, err := list(ctx, c, c.Path("/commits/%s/pulls?per_page=100", url.PathEscape(commit)), (*gogithub.PullRequest).GetID, nil)
	if err != nil {
		return nil, fmt.Errorf("proposals of commit %q: %w", commit, err)
	}
	return forge.Convert(found, pull), nil
}

// MergedPulls lists the merged pull requests against a branch that changed at a moment or after it, the latest change first.
func (c *Client) MergedPulls(ctx context.Context, base string, since time.Time) ([]facts.Pull, error) {
	query := "/pulls?state=closed&sort=updated&direction=desc&per_page=100&base=" + url.QueryEscape(base)
	found, err := list(ctx, c, c.Path("%s", query), (*gogithub.PullRequest).GetID,
		func(p *gogithub.PullRequest) bool { return !p.GetUpdatedAt().Before(since) })
	if err != nil {
		return nil, fmt.Errorf("merged proposals: %w", err)
	}
	return slices.DeleteFunc(forge.Convert(found, pull), func(p facts.Pull) bool { return p.Merged.IsZero() || p.Updated.Before(since) }), nil
}

// Reviews lists the submitted reviews of a pull request, oldest first. Dismissals and edits stand elsewhere, see Events
// and ReviewEdits. Drafts of reviews, which only their author sees, are left out.
func (c *Client) Reviews(ctx context.Context, number int) ([]facts.Review, error) {
	found, err := list(ctx, c, c.Path("/pulls/%d/reviews?per_page=100", number), (*gogithub.PullRequestReview).GetID, nil)
	if err != nil {
		return nil, fmt.Errorf("reviews of #%d: %w", number, err)
	}
	reviews := slices.DeleteFunc(forge.Convert(found, review), func(r facts.Review) bool { return r.State == "PENDING" })
	slices.SortFunc(reviews, func(a, b facts.Review) int {
		return cmp.Or(a.SubmittedAt.Time.Compare(b.SubmittedAt.Time), cmp.Compare(a.ID, b.ID))
	})
	return reviews, nil
}

// Events lists the state changes of a pull request, oldest first. They are the issue events: the time line is missing changes
// of the target branch.
func (c *Client) Events(ctx context.Context, number int) ([]facts.Event, error) {
	found, err := list(ctx, c, c.Path("/issues/%d/events?per_page=100", number), (*gogithub.IssueEvent).GetID, nil)
	if err != nil {
		return nil, fmt.Errorf("events of #%d: %w", number, err)
	}
	events := forge.Convert(found, event)
	slices.SortFunc(events, func(a, b facts.Event) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return events, nil
}

// Statuses lists the statuses of a commit in all contexts, oldest first.
func (c *Client) Statuses(ctx context.Context, commit string) ([]facts.CommitStatus, error) {
	found, err := list(ctx, c, c.Path("/commits/%s/statuses?per_page=100", url.PathEscape(commit)), (*gogithub.RepoStatus).GetID, nil)
	if err != nil {
		return nil, fmt.Errorf("statuses of %q: %w", commit, err)
	}
	statuses := forge.Convert(found, status)
	slices.SortFunc(statuses, func(a, b facts.CommitStatus) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return statuses, nil
}

// Comments lists the comments of a pull request, oldest first.
func (c *Client) Comments(ctx context.Context, number int) ([]facts.Comment, error) {
	found, err := list(ctx, c, c.Path("/issues/%d/comments?per_page=100", number), (*gogithub.IssueComment).GetID, nil)
	if err != nil {
		return nil, fmt.Errorf("comments of #%d: %w", number, err)
	}
	return forge.Convert(found, comment), nil
}

// Pushes lists the updates of the branch that a pull request comes from, newest first, since it was opened. A fork that is gone has
// none.
func (c *Client) Pushes(ctx context.Context, p facts.Pull) ([]facts.Push, error) {
	if p.HeadRepo == "" {
		return nil, nil
	}
	return c.activity(ctx, c.Of(p.HeadRepo), "refs/heads/"+p.HeadRef, p.Created)
}

// Activity lists the updates of a ref of the repository, newest first, back to the first that is older than since; that one is
// included, because it states what the ref was then. ErrNotFound means that the server keeps no such log, or not for this token.
func (c *Client) Activity(ctx context.Context, ref string, since time.Time) ([]facts.Push, error) {
	return c.activity(ctx, c.API, ref, since)
}

func (c *Client) activity(ctx context.Context, of *forge.API, ref string, since time.Time) ([]facts.Push, error) {
	path := of.Path("/activity?per_page=100&direction=desc&ref=%s", url.QueryEscape(ref))
	found, err := list(ctx, c, path, func(a *activity) int64 { return a.ID },
		func(a *activity) bool { return !a.Timestamp.Before(since) })
	if err != nil {
		return nil, fmt.Errorf("activity of %q: %w", ref, err)
	}
	pushes := forge.Convert(found, push)
	for i, each := range pushes {
		if each.At.Before(since) {
			return pushes[:i+1], nil
		}
	}
	return pushes, nil
}

// User reads the present login and type of an account by its id. forge.ErrNotFound means that it was deleted.
func (c *Client) User(ctx context.Context, id int64) (facts.Person, error) {
	found, err := judged(c.library().Users.GetByID(ctx, id))
	if err != nil {
		return facts.Person{}, fmt.Errorf("account %d: %w", id, err)
	}
	return person(found), nil
}

// UserByLogin reads the account that has a login now.
func (c *Client) UserByLogin(ctx context.Context, login string) (facts.Person, error) {
	if err := forge.CheckLogin(login); err != nil {
		return facts.Person{}, err
	}
	found, err := judged(c.library().Users.Get(ctx, login))
	if err != nil {
		return facts.Person{}, fmt.Errorf("account %q: %w", login, err)
	}
	return person(found), nil
}

// TeamMembers lists the accounts of a team, those of the teams below it included. It takes a token that may read the members of
// the organisation.
func (c *Client) TeamMembers(ctx context.Context, org, team string) ([]facts.Person, error) {
	path := fmt.Sprintf("orgs/%s/teams/%s/members?per_page=100", url.PathEscape(org), url.PathEscape(team))
	found, err := list(ctx, c, path, (*gogithub.User).GetID, nil)
	if err != nil {
		return nil, fmt.Errorf("team %s/%s: %w", org, team, err)
	}
	return forge.Convert(found, person), nil
}

// Repository is what the server says of the repository itself.
type Repository struct {
	ID      int64  // stays when the repository is renamed or moved
	Name    string // "owner/name" at present
	Default string // the default branch
	Private bool
	Push    bool // whether the token's account may push; an open server says nothing of it to a stranger
}

// Repository reads the client's repository.
func (c *Client) Repository(ctx context.Context) (Repository, error) {
	found, err := judged(c.library().Repositories.Get(ctx, c.Owner, c.Name))
	if err != nil {
		return Repository{}, fmt.Errorf("repository %s/%s: %w", c.Owner, c.Name, err)
	}
	return Repository{
		ID: found.GetID(), Name: found.GetFullName(), Default: found.GetDefaultBranch(), Private: found.GetPrivate(),
		Push: found.GetPermissions()["push"],
	}, nil
}
