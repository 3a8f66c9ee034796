package forge

import (
	"context"
	"fmt"
	"regexp"

	"github.com/google/go-github/v66/github"
)

// fullHash is the name of a commit.
var fullHash = regexp.MustCompile(`^[0-9a-f]{40}([0-9a-f]{24})?$`)

// CommitHash is the full hash of the commit that a tag, a branch or the beginning of a hash names.
func (c *Client) CommitHash(ctx context.Context, ref string) (string, error) {
	found, _, err := c.github.Repositories.GetCommit(ctx, c.owner, c.name, ref, &github.ListOptions{PerPage: 1})
	if err != nil {
		return "", fmt.Errorf("commit %q of %s/%s: %w", ref, c.owner, c.name, err)
	}
	if !fullHash.MatchString(found.GetSHA()) {
		return "", fmt.Errorf("commit %q of %s/%s: %w", ref, c.owner, c.name, ErrNoAnswer)
	}
	return found.GetSHA(), nil
}
