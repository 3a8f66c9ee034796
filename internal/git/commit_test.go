package git_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// history makes main with two commits and a branch "proposal" that leaves it at the first.
func history(t *testing.T) (repo *git.Repo, first, second, proposed string) {
	t.Helper()
	repo = initRepo(t)
	first = write(t, repo, "governance/bylaw.yaml", "version: 1\n")
	switchTo(t, repo, "proposal")
	proposed = write(t, repo, "governance/roster.yaml", "seats: []\n")
	switchTo(t, repo, "main")
	second = write(t, repo, "README.md", "x\n")
	return repo, first, second, proposed
}

func switchTo(t *testing.T, repo *git.Repo, branch string) {
	t.Helper()
	if err := repo.Switch(branch); err != nil {
		t.Fatal(err)
	}
}

func hashes(commits []git.Commit) []string {
	var list []string
	for _, c := range commits {
		list = append(list, c.Hash)
	}
	return list
}

func TestMergeBaseIsWhereBranchesPart(t *testing.T) {
	repo, first, second, proposed := history(t)
	for _, pair := range [][2]string{{"main", "proposal"}, {"proposal", "main"}, {second, proposed}} {
		base, err := repo.MergeBase(pair[0], pair[1])
		if err != nil || base != first {
			t.Errorf("merge base of %v: got %q, %v, want %q", pair, base, err, first)
		}
	}
}

func TestABranchNamedLikeACommitDoesNotHideIt(t *testing.T) {
	repo, first, _, proposed := history(t)
	switchTo(t, repo, "proposal")
	switchTo(t, repo, first)
	write(t, repo, "governance/evil.yaml", "x: 1\n")
	got, err := repo.Commit(first)
	if err != nil || got.Hash != first {
		t.Errorf("got %q, %v, want %q (the branch started at %q)", got.Hash, err, first, proposed)
	}
}

func TestFirstParentsGoBackToACommitOrTheRoot(t *testing.T) {
	repo, first, second, proposed := history(t)
	tests := []struct {
		rev, until string
		want       []string
	}{
		{"main", "", []string{second, first}},
		{"main", first, []string{second}},
		{"main", second, nil},
		{"proposal", "", []string{proposed, first}},
	}
	for _, test := range tests {
		got, err := repo.FirstParents(test.rev, test.until)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, hashes(got)); diff != "" {
			t.Errorf("%s back to %q (-want +got):\n%s", test.rev, test.until, diff)
		}
	}
	if _, err := repo.FirstParents("main", proposed); err == nil {
		t.Error("a commit off the chain was found on it")
	}
}

func TestBetweenGivesWhatOnlyTheHeadHas(t *testing.T) {
	repo, first, second, proposed := history(t)
	for _, test := range []struct {
		base, head string
		want       []string
	}{
		{"main", "proposal", []string{proposed}}, {"proposal", "main", []string{second}}, {"main", first, nil},
	} {
		got, err := repo.Between(test.base, test.head)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, hashes(got)); diff != "" {
			t.Errorf("%s..%s (-want +got):\n%s", test.base, test.head, diff)
		}
	}
}

func TestCrossedHistoryHasNoMergeBaseToGuess(t *testing.T) {
	repo, _, second, proposed := history(t)
	bare := publish(t, repo, "main", "proposal")
	forge, err := github.New(github.Options{Now: now, Owner: "coop", Repo: "governance", Dir: bare})
	if err != nil {
		t.Fatal(err)
	}
	for _, branch := range [][2]string{{"back", second}, {"forth", proposed}} {
		if err := forge.Push("coop", bare, branch[0], branch[1], false); err == nil {
			t.Fatal("an account that was not added could push")
		}
	}
	forge.Join(github.Account{ID: 1, Login: "coop"})
	if err := forge.Push("coop", bare, "back", second, false); err != nil {
		t.Fatal(err)
	}
	merge := func(head, base string) {
		n, err := forge.Propose("coop", github.Proposal{Title: "Cross", Head: head, Base: base})
		if err == nil {
			_, err = forge.Merge("coop", n, "", "merge")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := forge.Push("coop", bare, "forth", proposed, false); err != nil {
		t.Fatal(err)
	}
	merge("proposal", "back")
	merge("main", "forth")
	crossed, err := git.Open(bare)
	if err != nil {
		t.Fatal(err)
	}
	if base, err := crossed.MergeBase("back", "forth"); !errors.Is(err, git.ErrAmbiguous) || diag.HintOf(err) == "" {
		t.Errorf("got %q, %v", base, err)
	}
}

func publish(t *testing.T, repo *git.Repo, branches ...string) (bare string) {
	t.Helper()
	bare = filepath.Join(t.TempDir(), "bare.git")
	if _, err := git.Create(bare); err != nil {
		t.Fatal(err)
	}
	for _, branch := range branches {
		if err := repo.Publish(branch, bare); err != nil {
			t.Fatal(err)
		}
	}
	return bare
}

func TestPublishMovesOnlyForward(t *testing.T) {
	repo, _, second, _ := history(t)
	bare := publish(t, repo, "main")
	there, err := git.Open(bare)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := there.Commit("main"); err != nil || got.Hash != second {
		t.Errorf("got %q, %v", got.Hash, err)
	}
	third := write(t, repo, "README.md", "y\n")
	if err := repo.Publish("main", bare); err != nil {
		t.Fatal(err)
	}
	if got, err := there.Commit("main"); err != nil || got.Hash != third {
		t.Errorf("got %q, %v", got.Hash, err)
	}
	other := initRepo(t)
	write(t, other, "governance/bylaw.yaml", "version: 2\n")
	if err := other.Publish("main", bare); err == nil {
		t.Error("another history replaced the branch")
	}
}

func TestFetchBringsAProposalHeadFromServerAndPath(t *testing.T) {
	repo, _, _, proposed := history(t)
	bare := publish(t, repo, "main", "proposal")
	forge, err := github.New(github.Options{Now: now, Owner: "coop", Repo: "governance", Dir: bare})
	if err != nil {
		t.Fatal(err)
	}
	forge.Join(github.Account{ID: 1, Login: "ada", Permission: "write"})
	if _, err := forge.Propose("ada", github.Proposal{Title: "Roster", Head: "proposal", Base: "main"}); err != nil {
		t.Fatal(err)
	}
	for name, remote := range map[string]git.Remote{"server": serveForge(t, forge), "path": {URL: bare}} {
		t.Run(name, func(t *testing.T) {
			clone, err := git.Create(filepath.Join(t.TempDir(), "clone.git"))
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				err := clone.Fetch(t.Context(), remote, map[string]string{"refs/pull/1/head": "refs/bylaw/1", "refs/heads/main": "refs/heads/main"})
				if err != nil {
					t.Fatal(err)
				}
			}
			got, err := clone.Commit("refs/bylaw/1")
			if err != nil || got.Hash != proposed {
				t.Errorf("got %q, %v, want %q", got.Hash, err, proposed)
			}
		})
	}
}
