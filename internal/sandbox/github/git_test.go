package github_test

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// gitClient is the git program of this machine, with a home folder of its own and no other configuration.
type gitClient struct {
	*testing.T
	home string
}

// newGit skips a test by name on a machine without git. In CI that is a failure: the protocol would go untested.
func newGit(t *testing.T) *gitClient {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("git is not installed")
		}
		t.Skip("git is not installed")
	}
	return &gitClient{T: t, home: t.TempDir()}
}

// git runs one git command in a folder below home and gives what it printed.
func (g *gitClient) git(dir string, args ...string) string {
	g.Helper()
	out, err := g.try(dir, args...)
	if err != nil {
		g.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (g *gitClient) try(dir string, args ...string) (string, error) {
	command := exec.CommandContext(g.Context(), "git", args...)
	command.Dir = filepath.Join(g.home, dir)
	command.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + g.home, "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C",
		"GIT_AUTHOR_NAME=ada", "GIT_AUTHOR_EMAIL=ada@social.example", "GIT_COMMITTER_NAME=ada", "GIT_COMMITTER_EMAIL=ada@social.example",
	}
	out, err := command.CombinedOutput()
	return string(out), err
}

// commits adds empty commits to the branch that a clone is on.
func (g *gitClient) commits(dir string, n int) {
	g.Helper()
	for i := range n {
		g.git(dir, "commit", "--quiet", "--allow-empty", "--message", dir+" "+strconv.Itoa(i))
	}
}

// remote is the address of the community's repository for a member.
func (w *world) remote(login string) string {
	return strings.Replace(w.url, "http://", "http://"+login+":token-"+login+"@", 1) + "/coop/governance.git"
}

func TestGitClonesPullsAndPushes(t *testing.T) {
	w, g := newWorld(t), newGit(t)
	w.Join(github.Account{ID: 103, Login: "dana", Permission: "write"})
	g.git("", "clone", "--quiet", w.remote("ada"), "ada")
	g.commits("ada", 40)
	g.git("ada", "push", "--quiet", "origin", "main")
	g.git("", "clone", "--quiet", w.remote("dana"), "dana")

	// A pull of a clone with a long history asks in rounds, which must be answered one by one.
	g.commits("ada", 40)
	g.git("ada", "push", "--quiet", "origin", "main")
	g.git("dana", "pull", "--quiet", "--ff-only")
	want := strings.TrimSpace(g.git("ada", "rev-parse", "HEAD"))
	if got := strings.TrimSpace(g.git("dana", "rev-parse", "HEAD")); got != want {
		t.Errorf("after the pull dana has %s, want %s", got, want)
	}

	// Forty commits that the server does not have come first among what the clone has.
	g.commits("dana", 40)
	g.commits("ada", 1)
	g.git("ada", "push", "--quiet", "origin", "main")
	if out, err := g.try("dana", "push", "--quiet", "origin", "main"); err == nil || !strings.Contains(out, "fetch first") {
		t.Errorf("a push over commits of others: %v\n%s", err, out)
	}
	g.git("dana", "pull", "--quiet", "--rebase")
	g.git("dana", "push", "--quiet", "origin", "main", "main:side")
	if got := strings.TrimSpace(g.git("dana", "rev-list", "--count", "main")); got != "122" {
		t.Errorf("main has %s commits, want 122", got)
	}
	g.git("dana", "push", "--quiet", "origin", ":side")
	g.git("dana", "fsck", "--strict")
}

// A long push is announced by an empty request.
func TestGitPushesMoreThanItBuffers(t *testing.T) {
	w, g := newWorld(t), newGit(t)
	g.git("", "clone", "--quiet", w.remote("ada"), "ada")
	noise := make([]byte, 100_000)
	_, _ = rand.NewChaCha8([32]byte{}).Read(noise)
	w.must(os.WriteFile(filepath.Join(g.home, "ada", "noise"), noise, 0o600))
	g.git("ada", "add", ".")
	g.git("ada", "commit", "--quiet", "--message", "noise")
	g.git("ada", "-c", "http.postBuffer=100", "push", "--quiet", "origin", "main")
	g.git("ada", "fetch", "--quiet")
	if out := g.git("ada", "status", "--short", "--branch"); !strings.HasPrefix(out, "## main...origin/main\n") {
		t.Errorf("after the push: %s", out)
	}
}

// A workflow checks out one commit, and fetches more of the history when it needs it.
func TestGitClonesAsDeepAsItIsAsked(t *testing.T) {
	w, g := newWorld(t), newGit(t)
	g.git("", "clone", "--quiet", w.remote("ada"), "ada")
	g.commits("ada", 9)
	g.git("ada", "push", "--quiet", "origin", "main")
	g.git("", "clone", "--quiet", "--depth=1", w.remote("ada"), "shallow")
	count := func(want string) {
		t.Helper()
		g.git("shallow", "fsck", "--strict")
		if got := strings.TrimSpace(g.git("shallow", "rev-list", "--count", "origin/main")); got != want {
			t.Errorf("%s commits, want %s", got, want)
		}
	}
	count("1")
	g.commits("ada", 2)
	g.git("ada", "push", "--quiet", "origin", "main")
	g.git("shallow", "fetch", "--quiet")
	count("3")
	g.git("shallow", "fetch", "--quiet", "--depth=5")
	count("5")
	g.git("shallow", "fetch", "--quiet", "--unshallow")
	count("12")
	g.git("shallow", "merge", "--quiet", "origin/main")
	g.commits("shallow", 1)
	g.git("shallow", "push", "--quiet", "origin", "main")
}
