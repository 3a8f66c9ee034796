package git_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func TestAPushWhoseAnswerIsLostCountsAsDone(t *testing.T) {
	forge, remote := serve(t)
	open := openRemote(t, remote)
	appendTo(t, open(), "one")
	chain := load(t, open())
	forge.Script(github.Fault{Route: "POST /{owner}/{repository}/git-receive-pack", Status: 502, Body: "{}", Acted: true})
	if err := open().Append(t.Context(), chain.Head, entry(t, chain, "two")); err != nil {
		t.Fatal(err)
	}
	if after := load(t, open()); len(after.Entries) != 2 {
		t.Errorf("got %d entries, want 2", len(after.Entries))
	}
}

func TestARefusedPushIsAnErrorAndRecordsNothing(t *testing.T) {
	forge, remote := serve(t)
	open := openRemote(t, remote)
	appendTo(t, open(), "one")
	chain := load(t, open())
	forge.Script(github.Fault{Route: "POST /{owner}/{repository}/git-receive-pack", Status: 503, Body: "{}"})
	err := open().Append(t.Context(), chain.Head, entry(t, chain, "two"))
	if err == nil || errors.Is(err, ledger.ErrMoved) {
		t.Fatalf("got %v", err)
	}
	if after := load(t, open()); len(after.Entries) != 1 {
		t.Errorf("got %d entries, want 1", len(after.Entries))
	}
}

func TestALedgerWithoutTheRightToPushIsAnError(t *testing.T) {
	forge, remote := serve(t)
	token := forge.Join(github.Account{ID: 8, Login: "reader"})
	remote.Password = func() string { return token }
	l := openRemote(t, remote)()
	if err := l.Append(t.Context(), load(t, l).Head, entry(t, ledger.Chain{}, "one")); err == nil {
		t.Error("a reader could write")
	}
}

// What GitHub says of a push that a rule forbids is shown, with what to do.
func TestARuleThatForbidsAPushIsQuoted(t *testing.T) {
	forge, remote := serve(t)
	forge.Configure(github.Settings{Setup: github.Setup{Rulesets: []github.Ruleset{{
		Name: "signed commits", Branches: []string{"bylaw-ledger"}, Rules: []github.Rule{{Type: "required_signatures"}},
	}}}})
	l := openRemote(t, remote)()
	err := l.Append(t.Context(), load(t, l).Head, entry(t, ledger.Chain{}, "one"))
	if err == nil || !strings.Contains(err.Error(), `the server says: "error: GH013: Repository rule violations found for refs/heads/bylaw-ledger." `+
		`"- Commits must have verified signatures."`) || !strings.Contains(diag.HintOf(err), "bylaw signs no commits") {
		t.Errorf("%v (%s)", err, diag.HintOf(err))
	}
}

// A server that is not there, or hides the repository, is no riddle.
func TestAServerThatDoesNotAnswerIsNamedWithWhatToCheck(t *testing.T) {
	_, remote := serve(t)
	elsewhere := remote
	elsewhere.URL = strings.Replace(remote.URL, "governance", "other", 1)
	for _, c := range []struct {
		from git.Remote
		next string
	}{
		{elsewhere, "forge.repository"},
		{git.Remote{URL: "http://127.0.0.1:9/coop/governance.git"}, "GITHUB_SERVER_URL"},
	} {
		l, err := git.OpenRemoteLedger(c.from, now)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Load(t.Context()); err == nil || !strings.Contains(diag.HintOf(err), c.next) {
			t.Errorf("%s: %v (%s)", c.from.URL, err, diag.HintOf(err))
		}
	}
}

func TestATokenIsNotSentInClearText(t *testing.T) {
	_, err := git.OpenRemoteLedger(git.Remote{URL: "http://forge.example/a/b.git", Password: func() string { return "secret" }}, now)
	if err == nil {
		t.Error("an http remote was accepted")
	}
}

func TestTheLedgerBranchIsReplacedInOneStep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ledger.git")
	l, err := git.OpenLedger(dir, now)
	if err != nil {
		t.Fatal(err)
	}
	appendTo(t, l, "one")
	left, err := filepath.Glob(filepath.Join(dir, "objects", "tmp_*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
	// What a run that was killed before the last step leaves changes nothing.
	put(t, dir, "objects/tmp_obj_bylaw_ledger", "0123")
	appendTo(t, l, "two")
	if chain := load(t, l); len(chain.Entries) != 2 {
		t.Errorf("got %d entries, want 2", len(chain.Entries))
	}
}
