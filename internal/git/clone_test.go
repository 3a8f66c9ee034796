package git_test

import (
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// origin is a served repository with a proposal whose head was once another commit.
type origin struct {
	*github.Server
	url       string
	dir       string
	main      string
	abandoned string // the first head, pushed away since
	head      string
	proposal  int
}

func newOrigin(t *testing.T) *origin {
	t.Helper()
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	o := &origin{dir: filepath.Join(t.TempDir(), "base.git")}
	work, err := git.Init(t.TempDir())
	must(t, err)
	write := func(text string) string {
		hash, err := work.Write(fstest.MapFS{"governance/x.md": {Data: []byte(text)}}, git.Signature{Name: "ada", Time: now}, text)
		must(t, err)
		return hash
	}
	o.main = write("one")
	_, err = git.Create(o.dir)
	must(t, err)
	must(t, work.Publish("main", o.dir))
	o.Server, err = github.New(github.Options{Now: func() time.Time { return now }, Owner: "coop", Repo: "governance", Dir: o.dir})
	must(t, err)
	o.Join(github.Account{ID: 101, Login: "ada", Permission: "write"})
	must(t, work.Switch("first"))
	o.abandoned = write("two")
	must(t, o.Push("ada", work.Root(), "proposal", o.abandoned, false))
	o.proposal, err = o.Propose("ada", github.Proposal{Title: "Change", Head: "proposal", Base: "main"})
	must(t, err)
	must(t, work.Switch("main"))
	must(t, work.Switch("second"))
	o.head = write("three")
	must(t, o.Push("ada", work.Root(), "proposal", o.head, true))
	server := httptest.NewServer(o.Server)
	t.Cleanup(server.Close)
	o.url = server.URL + "/coop/governance.git"
	return o
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *origin) clone(t *testing.T, url string) *git.Clone {
	t.Helper()
	empty, err := git.Create(filepath.Join(t.TempDir(), "clone.git"))
	must(t, err)
	return empty.Following(git.Remote{URL: url, Password: func() string { return "token-ada" }})
}

func TestACloneHasWhatItAskedForAndNothingElse(t *testing.T) {
	o := newOrigin(t)
	for name, url := range map[string]string{"over http": o.url, "by path": o.dir} {
		t.Run(name, func(t *testing.T) {
			c := o.clone(t, url)
			tip, err := c.Tip(t.Context(), "main")
			must(t, err)
			if tip != o.main {
				t.Errorf("tip %s, want %s", tip, o.main)
			}
			if _, err := c.Governed(t.Context(), o.head); err == nil {
				t.Error("the head was there before it was asked for")
			}
			must(t, c.Bring(t.Context(), o.proposal, []string{o.abandoned, "", strings.Repeat("7", 40)}))
			for _, commit := range []string{o.head, o.abandoned} {
				if _, err := c.Governed(t.Context(), commit); err != nil {
					t.Errorf("commit %.8s: %v", commit, err)
				}
			}
			if _, err := c.Governed(t.Context(), strings.Repeat("7", 40)); err == nil {
				t.Error("a commit that does not exist was brought")
			}
		})
	}
}

func TestAServerThatCannotBeAskedIsNoCommitThatIsGone(t *testing.T) {
	o := newOrigin(t)
	c := o.clone(t, o.url)
	must(t, c.Bring(t.Context(), o.proposal, nil))
	o.Script(github.Fault{Route: "POST /{owner}/{repository}/git-upload-pack", Status: 503})
	if err := c.Bring(t.Context(), o.proposal, []string{o.abandoned}); err == nil {
		t.Error("a server in trouble was taken for a commit that is gone")
	}
	if err := c.Bring(t.Context(), 99, nil); err == nil {
		t.Error("a proposal that does not exist was brought")
	}
}

func TestARepositoryThatFollowsNothingIsItsOwnOrigin(t *testing.T) {
	o := newOrigin(t)
	repo, err := git.Open(o.dir)
	must(t, err)
	c := repo.Following(git.Remote{})
	must(t, c.Bring(t.Context(), 99, []string{o.head}))
	if tip, err := c.Tip(t.Context(), "main"); err != nil || tip != o.main {
		t.Errorf("tip %s, error %v", tip, err)
	}
}

func TestATrunkBeginsWithTheCommitThatWasNamed(t *testing.T) {
	o := newOrigin(t)
	repo, err := git.Open(o.dir)
	must(t, err)
	got, err := repo.Trunk(o.head, o.main)
	must(t, err)
	if want := []string{o.main, o.head}; !slices.Equal(got, want) {
		t.Errorf("chain %v, want %v", got, want)
	}
	if _, err := repo.Trunk(o.head, o.abandoned); err == nil {
		t.Error("a commit that is not on the chain began it")
	}
}
