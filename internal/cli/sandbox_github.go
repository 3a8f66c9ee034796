package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/bylaw-dev/bylaw/internal/gitrepo"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
	box "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// sandboxGitHub serves the community's repository on an embedded GitHub, beside an embedded Mastodon that is its instance.
func (a *app) sandboxGitHub(ctx context.Context, address string) error {
	tree, err := gitrepo.WorkTree(a.repository())
	if err != nil {
		return err
	}
	c, err := community.Open(ctx, community.Options{
		Tree: tree, Dir: filepath.Join(a.rehearsalFolder(), "github"), Now: a.Now, Address: address,
	})
	if err != nil {
		return err
	}
	defer c.Close()
	if err := a.ignoreRehearsal(); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, `the embedded Mastodon is at %[1]s
the embedded GitHub has %[2]s at %[3]s
a clone to propose from is in %[4]s

In another terminal, to act as the workflows do:

  cd %[4]q
  export GITHUB_API_URL=%[3]s GITHUB_REPOSITORY=%[2]s GITHUB_TOKEN='%[5]s'
  export MASTODON_URL=%[1]s MASTODON_ACCESS_TOKEN=%[6]s

"git pull" brings what was merged and recorded, as it must before each plan, apply, log and verify.

A member acts with the token token-LOGIN, and votes on proposal 1 like this:

  curl -H 'Authorization: Bearer token-LOGIN' -d '{"event":"APPROVE"}' %[3]s/repos/%[2]s/pulls/1/reviews

When "bylaw check --proposal 1" says that it has passed, a member merges it:

  curl -X PUT -H 'Authorization: Bearer token-LOGIN' -d '{"merge_method":"merge"}' %[3]s/repos/%[2]s/pulls/1/merge

Nobody has founded the community yet: "bylaw apply --found" does. All is forgotten at the end; press Ctrl-C to stop.
`, c.MastodonURL, render.Outside(c.Repository), c.GitHubURL, c.Clone, c.Tokens[community.WorkflowBot], box.BotToken)
	<-ctx.Done()
	return nil
}
