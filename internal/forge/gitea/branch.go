package gitea

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
)

// CommitPulls gives the pull request whose merge a commit is. With the other commits that a merge brought the server connects
// none.
func (c *Client) CommitPulls(ctx context.Context, commit string) ([]facts.Pull, error) {
	found, err := get[pullAnswer](ctx, c, c.Path("/commits/%s/pull", url.PathEscape(commit)))
	if errors.Is(err, forge.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("proposals of commit %q: %w", commit, err)
	}
	return []facts.Pull{pull(found)}, nil
}

// MergedPulls lists the merged pull requests against a branch that changed at a moment or after it, the latest change first. A
// merge that a person pushed by hand is none: the server leaves the pull request open.
func (c *Client) MergedPulls(ctx context.Context, base string, since time.Time) ([]facts.Pull, error) {
	found, err := upTo(ctx, c, c.Path("/pulls?state=closed&sort=recentupdate&"), func(p *pullAnswer) int64 { return p.ID },
		func(p *pullAnswer) bool { return !utc(p.Updated).Before(since) })
	if err != nil {
		return nil, fmt.Errorf("merged proposals: %w", err)
	}
	return slices.DeleteFunc(forge.Convert(found, pull), func(p facts.Pull) bool {
		return p.Merged.IsZero() || p.BaseRef != base || p.Updated.Before(since)
	}), nil
}

// feedRow is a row of the feed of a repository. A row that is there proves a push; one that is not proves nothing, for people can
// hide theirs, and deleted accounts take them along.
type feedRow struct {
	ID      int64      `json:"id"`
	Op      string     `json:"op_type"`
	User    *user      `json:"act_user"`
	Ref     string     `json:"ref_name"`
	Content string     `json:"content"`
	Created *time.Time `json:"created"`
}

// push reads a row as an update of a ref; ok is false where it is none, or does not say from where to where.
func (r *feedRow) push(ref string) (p facts.Push, ok bool) {
	if r.Op != "commit_repo" || r.Ref != ref {
		return p, false
	}
	var content struct {
		CompareURL string `json:"CompareURL"`
	}
	if json.Unmarshal([]byte(r.Content), &content) != nil {
		return p, false
	}
	before, after, ok := strings.Cut(content.CompareURL[strings.LastIndex(content.CompareURL, "/")+1:], "...")
	return facts.Push{ID: r.ID, Ref: ref, Before: before, After: after, Kind: "push", Actor: person(r.User), At: utc(r.Created)}, ok
}

// Activity lists the updates of a branch of the repository, newest first, back to the first that is older than since, and no
// further than they follow each other without a gap: behind a gap there may be updates that the server does not show. It is
// facts.ErrNotFound where the newest that is shown is not how the branch came to its present commit.
func (c *Client) Activity(ctx context.Context, ref string, since time.Time) ([]facts.Push, error) {
	tip, err := c.ref(ctx, strings.TrimPrefix(ref, "refs/"))
	if err != nil {
		return nil, fmt.Errorf("activity: %w", err)
	}
	rows, err := upTo(ctx, c, c.Path("/activities/feeds?"), func(r *feedRow) int64 { return r.ID },
		func(r *feedRow) bool { return !utc(r.Created).Before(since) })
	if err != nil {
		return nil, fmt.Errorf("activity of %q: %w", ref, err)
	}
	var pushes []facts.Push
	for _, row := range rows {
		if p, ok := row.push(ref); ok {
			pushes = append(pushes, p)
		}
	}
	chain := chained(pushes, tip, since)
	if len(chain) == 0 {
		return nil, fmt.Errorf("activity of %q: %w", ref, facts.ErrNotFound)
	}
	return chain, nil
}

// chained follows updates back from a commit, each the newest that led to where the next began.
func chained(pushes []facts.Push, tip string, since time.Time) (chain []facts.Push) {
	slices.SortStableFunc(pushes, func(a, b facts.Push) int { return cmp.Compare(b.At.Unix(), a.At.Unix()) })
	for {
		i := slices.IndexFunc(pushes, func(p facts.Push) bool { return p.After == tip })
		if i < 0 {
			return chain
		}
		p := pushes[i]
		chain, tip = append(chain, p), p.Before
		if p.At.Before(since) {
			return chain
		}
		pushes = slices.DeleteFunc(slices.Delete(pushes, i, i+1), func(other facts.Push) bool { return other.At.After(p.At) })
	}
}

type statusAnswer struct {
	ID          int64      `json:"id"` // counts for each commit
	Context     string     `json:"context"`
	Status      string     `json:"status"`
	Description string     `json:"description"`
	TargetURL   string     `json:"target_url"`
	Creator     *user      `json:"creator"` // nil: the token of a job set it
	Created     *time.Time `json:"created_at"`
}

func status(s *statusAnswer) facts.CommitStatus {
	return facts.CommitStatus{
		ID: s.ID, Context: s.Context, State: s.Status, Description: s.Description, TargetURL: s.TargetURL,
		Creator: person(s.Creator), Created: utc(s.Created),
	}
}

// Statuses lists the statuses of a commit in all contexts, oldest first. Any writer can set one in any context: only its creator
// says whose it is.
func (c *Client) Statuses(ctx context.Context, commit string) ([]facts.CommitStatus, error) {
	found, err := numbered(ctx, c, c.Path("/statuses/%s?", url.PathEscape(commit)), func(s *statusAnswer) int64 { return s.ID })
	if err != nil {
		return nil, fmt.Errorf("statuses of %q: %w", commit, err)
	}
	slices.SortFunc(found, func(a, b *statusAnswer) int { return cmp.Compare(a.ID, b.ID) })
	return forge.Convert(found, status), nil
}
