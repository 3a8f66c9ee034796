package wire

import (
	"cmp"
	"errors"
	"fmt"
	"os"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// Repo is a repository of git.
type Repo = git.Repo

// NewRepository looks at the folder of a new governance repository; nil is one that is no repository of git yet. It must be the root
// of its repository: GitHub looks for workflows there alone.
func (w *Wire) NewRepository() (*Repo, error) {
	if _, err := os.Stat(w.Repository()); errors.Is(err, os.ErrNotExist) {
		return nil, nil //nolint:nilnil // no repository is an answer
	}
	repo, err := git.Open(w.Repository())
	switch {
	case errors.Is(err, git.ErrNotRepository):
		return nil, nil //nolint:nilnil // no repository is an answer
	case err == nil && !sameFolder(repo.Root(), w.Repository()):
		return nil, diag.WithHint(fmt.Errorf("this folder lies inside the repository %q", repo.Root()),
			"a community has a repository of its own: go to another folder, or run \"git init\" here first")
	}
	return repo, err
}

// FirstCommit commits files, in a new repository where there is none.
func (w *Wire) FirstCommit(repo *Repo, branch string, paths []string) (*Repo, string, error) {
	var err error
	if repo == nil {
		if repo, err = git.Begin(w.Repository(), branch); err != nil {
			return nil, "", err
		}
	}
	name, email := repo.Author()
	who := git.Signature{Name: cmp.Or(w.Env("GIT_AUTHOR_NAME"), name), Email: cmp.Or(w.Env("GIT_AUTHOR_EMAIL"), email), Time: w.Now()}
	if who.Name == "" || who.Email == "" {
		return repo, "", diag.WithHint(errors.New("the files are written, and not committed: git does not know who you are"),
			"run \"git config --global user.name NAME\" and \"git config --global user.email ADDRESS\", then commit them")
	}
	commit, err := repo.CommitFiles(paths, who, "Begin the governance repository")
	return repo, commit, err
}

// Directory is the forge as far as accounts are looked up there.
func (w *Wire) Directory(repository string) (*github.Client, error) {
	token := secret.New(w.Env("GITHUB_TOKEN"))
	if token.Empty() {
		return nil, diag.WithHint(ErrNoForge, "set it to a token that may read the members of the organisation, or name them with --members")
	}
	return github.Open(w.forge(repository, token))
}
