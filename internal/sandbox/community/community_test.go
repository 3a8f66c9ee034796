package community_test

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/governance"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func open(t *testing.T, accounts ...string) (*community.Community, error) {
	t.Helper()
	source := t.TempDir()
	if err := os.CopyFS(filepath.Join(source, "governance"), governance.Files); err != nil {
		t.Fatal(err)
	}
	tree, err := git.WorkTree(source)
	if err != nil {
		t.Fatal(err)
	}
	noon := func() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }
	clock := sandbox.NewClock(filepath.Join(t.TempDir(), "clock"), noon)
	return community.Open(t.Context(), community.Options{
		Tree: tree, Dir: t.TempDir(), Now: clock.Now, Clock: clock, Address: sandbox.Address, Accounts: accounts,
	})
}

func TestAnAccountWithoutASeatHasANameOfItsOwn(t *testing.T) {
	for _, login := range []string{"ada", "github-actions[bot]", "../x", "a b", "-", "", strings.Repeat("x", 40)} {
		if c, err := open(t, login); err == nil || !strings.Contains(err.Error(), "expected a name") {
			t.Errorf("%q: %v", login, err)
			c.Close()
		}
	}
}

// post sends a form and gives the status and the text that a browser ends at.
func post(t *testing.T, address string, form url.Values) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestThePageVotesAndShowsWhatIsRefused(t *testing.T) {
	c, err := open(t, "grace")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	work, err := git.Open(c.Clone)
	if err == nil {
		err = work.Switch("change")
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(c.Clone, "note"), []byte("x\n"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	commit, err := work.Write(os.DirFS(c.Clone), git.Signature{Name: "ada", Time: time.Unix(0, 0)}, "Change")
	if err == nil {
		err = c.GitHub.Push("ada", c.Clone, "change", commit, true)
	}
	if err == nil {
		_, err = c.GitHub.Propose("ada", github.Proposal{Title: "<b>Change</b>", Head: "change", Base: c.Branch})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path, login, event, body string
		status                   int
		want                     string
	}{
		{"vote", "grace", "APPROVE", "", 200, "grace: approved"},
		{"vote", "bruno", "COMMENT", "/abstain <i>", 200, "bruno: commented, “/abstain &lt;i&gt;”"},
		{"vote", "dana", "REQUEST_CHANGES", "", 422, "You need to leave a comment"},
		{"vote", "ada", "APPROVE", "", 422, "Can not approve your own pull request"},
		{"vote", "nobody", "APPROVE", "", 422, "no account"},
		{"merge", "grace", "", "", 422, "not accessible"},
		{"merge", "ada", "", "", 200, "&lt;b&gt;Change&lt;/b&gt; <span class=\"quiet\">merged"},
	} {
		form := url.Values{"number": {"1"}, "login": {test.login}, "event": {test.event}, "body": {test.body}}
		if status, text := post(t, c.GitHubURL+"/sandbox/"+test.path, form); status != test.status || !strings.Contains(text, test.want) {
			t.Errorf("%s by %s: %d, want %d and %q:\n%s", test.path, test.login, status, test.status, test.want, text)
		}
	}
	if unknown := c.GitHub.Unknown(); len(unknown) > 0 {
		t.Errorf("unknown routes: %q", unknown)
	}
}
