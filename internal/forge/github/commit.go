package github

import (
	"context"
	"fmt"
	"regexp"

	gogithub "github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/forge"
)

// fullHash is the name of a commit.
var fullHash = regexp.MustCompile(`^[0-9a-f]{40}([0-9a-f]{24})?$`)

// CommitHash is the full hash of the commit that a tag, a branch or the beginning of a hash names.
func (c *Client) CommitHash(ctx context.Context, ref string) (string, error) {
	found, err := judged(c.library().Repositories.GetCommit(ctx, c.Owner, c.Name, ref, &gogithub.ListOptions{PerPage: 1}))
	if err != nil {
		return "", fmt.Errorf("commit %q of %s/%s: %w", ref, c.Owner, c.Name, err)
	}
	if !fullHash.MatchString(found.GetSHA()) {
		return "", fmt.Errorf("commit %q of %s/%s: %w", ref, c.Owner, c.Name, forge.ErrNoAnswer)
	}
	return found.GetSHA(), nil
}
