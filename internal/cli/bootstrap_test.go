package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/governance"
	"github.com/bylaw-dev/bylaw/internal/git"
)

// alone is a repository without any forge and without a remote, with a person at a terminal.
type alone struct {
	*testing.T
	dir string
}

func newAlone(t *testing.T) *alone {
	t.Helper()
	l := &alone{T: t, dir: t.TempDir()}
	repo, err := git.Init(l.dir)
	if err == nil {
		err = os.CopyFS(filepath.Join(l.dir, "governance"), governance.Files)
	}
	if err == nil {
		_, err = repo.Write(os.DirFS(l.dir), git.Signature{Name: "ada", Time: time.Unix(0, 0)}, "Begin")
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// run runs a command line, at which something is typed.
func (l *alone) run(typed string, args ...string) (code int, out, complaints string) {
	l.Helper()
	var stdout, stderr bytes.Buffer
	env := map[string]string{"USER": "ada", "MASTODON_URL": "http://127.0.0.1:1", "MASTODON_ACCESS_TOKEN": "x"}
	if args[0] != "apply" {
		delete(env, "MASTODON_URL")
	}
	code = Run(l.Context(), args, Process{
		Judge: compiled, Dir: l.dir, Stdin: strings.NewReader(typed), Stdout: &stdout, Stderr: &stderr, Terminal: true, StdinTerminal: true,
		Now: func() time.Time { return time.Unix(1_800_000_000, 0) }, Env: func(name string) string { return env[name] },
	})
	return code, stdout.String(), stderr.String()
}

// follow gives the repository a remote, as git writes it down.
func (l *alone) follow(name, url string) {
	l.Helper()
	file, err := os.OpenFile(filepath.Join(l.dir, ".git", "config"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = file.WriteString("[remote \"" + name + "\"]\n\turl = " + url + "\n")
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		l.Fatal(err)
	}
}

func TestBootstrapHappensOnceByTypingTheNameOfTheInstance(t *testing.T) {
	l := newAlone(t)
	code, out, complaints := l.run("social.example\n", "bootstrap")
	if code != 0 || !strings.HasPrefix(out, "bootstrapped by ada at commit ") || !strings.Contains(complaints, "9 seats") {
		t.Fatalf("exit status %d:\n%s%s", code, out, complaints)
	}
	if _, out, _ := l.run("", "log"); !strings.Contains(out, "bootstrapped by ada") {
		t.Errorf("log:\n%s", out)
	}
	if code, _, complaints := l.run("social.example\n", "bootstrap"); code != 3 || !strings.Contains(complaints, "bootstrapped once") {
		t.Errorf("second bootstrap: exit status %d: %s", code, complaints)
	}
}

func TestBootstrapRefusesAnotherName(t *testing.T) {
	for _, typed := range []string{"", "\n", "yes\n", "other.example\n"} {
		l := newAlone(t)
		code, _, complaints := l.run(typed, "bootstrap")
		if code != 3 || !strings.Contains(complaints, "is not the name of the instance: nothing was bootstrapped") {
			t.Errorf("%q: exit status %d: %s", typed, code, complaints)
		}
		if _, out, _ := l.run("", "log"); !strings.Contains(out, "the ledger is empty") {
			t.Errorf("%q: log:\n%s", typed, out)
		}
	}
}

// What is written without a token in a clone would stay there, and another clone would know nothing of it.
func TestBootstrapOverrideAndEraseNeedATokenWhereThereIsARemote(t *testing.T) {
	for name, url := range map[string]string{
		"origin": "https://github.com/example/governance.git", "upstream": "git@github.com:example/governance.git", "elsewhere": t.TempDir(),
	} {
		l := newAlone(t)
		l.follow(name, url)
		l.refuses("social.example\n", "bootstrap")
		if _, out, _ := l.run("", "log"); !strings.Contains(out, "the ledger is empty") {
			t.Errorf("%s: log:\n%s", name, out)
		}
		l = newAlone(t)
		l.run("social.example\n", "bootstrap")
		l.follow(name, url)
		_, before, _ := l.run("", "log", "--json")
		l.refuses("social.example\n", "apply", "--override", "a wave of spam")
		l.refuses("ada\n", "erase", "ada", "--reason", "asked for")
		if _, out, _ := l.run("", "log", "--json"); out != before {
			t.Errorf("%s: log:\n%s", name, out)
		}
	}
}

// refuses wants a command to write nothing for want of a token.
func (l *alone) refuses(typed string, args ...string) {
	l.Helper()
	code, out, complaints := l.run(typed, args...)
	if code != 7 || out != "" || !strings.Contains(complaints, "GITHUB_TOKEN is not set") || !strings.Contains(complaints, "would stay in this clone") {
		l.Errorf("%q: exit status %d:\n%s%s", args, code, out, complaints)
	}
}

func TestALedgerWithoutARemoteIsSaidToStayLocal(t *testing.T) {
	l := newAlone(t)
	for _, line := range []struct{ typed, args string }{{"social.example\n", "bootstrap --quiet"}, {"ada\n", "erase --quiet ada --reason asked"}} {
		code, _, complaints := l.run(line.typed, strings.Fields(line.args)...)
		if code != 0 || !strings.Contains(complaints, "git push REMOTE bylaw-ledger bylaw-people") {
			t.Errorf("%q: exit status %d: %s", line.args, code, complaints)
		}
	}
}

func TestBootstrapOnGitHubWritesThere(t *testing.T) {
	p := newPlace(t)
	p.env["GITHUB_ACTOR"] = "ada"
	if code, _, complaints := p.run("bootstrap"); code != 3 || !strings.Contains(complaints, "bootstrapped once") {
		t.Errorf("exit status %d: %s", code, complaints)
	}
	delete(p.env, "GITHUB_ACTOR")
	if code, _, complaints := p.run("bootstrap"); code != 1 || !strings.Contains(complaints, "use a token of your own") {
		t.Errorf("with a token of no person: exit status %d: %s", code, complaints)
	}
}
