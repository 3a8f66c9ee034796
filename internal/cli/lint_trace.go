package cli

import (
	"context"
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/lint"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

// decider answers lint's simulated votes with the embedded policies.
func decider(j *opa.Judge) lint.Decider {
	return func(ctx context.Context, c votecase.Case) (decision.Outcome, error) {
		v, err := j.DecideCase(ctx, c)
		return v.Outcome, err
	}
}

// inForce loads the constitution to compare with: that of the commit named, or else of the protected branch where the folder is
// the root of a repository that has it. It is nil where there is none, and where it has mistakes of its own: the text on
// disk may be what mends them. The same tree is not read again.
func (a *app) inForce(ref string, own facts.Tree, law charter.Charter) (*charter.Charter, error) {
	repo, err := git.Open(a.repository())
	switch {
	case ref == "" && (err != nil || !sameFolder(repo.Root(), a.repository())):
		return nil, nil //nolint:nilerr // a folder without git has no law in force, and no one asked for one
	case err != nil:
		return nil, err
	}
	tree, err := baseTree(repo, ref, law.Settings.Forge.Branch)
	if err != nil || tree == nil {
		return nil, err
	}
	if tree.Equal(own) {
		return &law, nil
	}
	base, found := charter.Load(tree)
	if err := found.Err(); err != nil {
		if ref != "" {
			return nil, err
		}
		return nil, nil // a base with mistakes is nothing to compare with: lint is about the text on disk
	}
	return &base, nil
}

// baseTree reads the governed tree of a commit, or of the protected branch as far as it is known here.
func baseTree(repo *git.Repo, ref, branch string) (facts.Tree, error) {
	if ref != "" {
		tree, _, err := repo.Tree(ref)
		return tree, err
	}
	for _, rev := range []string{"refs/remotes/origin/" + branch, "refs/heads/" + branch} {
		if tree, _, err := repo.Tree(rev); branch != "" && err == nil {
			return tree, nil
		}
	}
	return nil, nil
}

// guardFiles gives the paths of the community's own policies.
func guardFiles(tree facts.Tree) []string {
	var files []string
	for _, p := range tree.Paths() {
		if strings.HasPrefix(p, path.Join(charter.Folder, "policies")+"/") && strings.HasSuffix(p, ".rego") && !strings.HasSuffix(p, "_test.rego") {
			files = append(files, p)
		}
	}
	return files
}
