// Package scripttest gives testscript's scripts the command bylaw, run in this process, embedded servers on loopback, and
// what people do there. Only tests import it.
package scripttest

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gogit "github.com/go-git/go-git/v5"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/governance"
	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/demo"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// Run runs every script below testdata/script. With -update it writes what commands print into the scripts.
func Run(t *testing.T, judge *opa.Judge) {
	t.Helper()
	p := Params(t, judge)
	p.Dir, p.UpdateScripts = "testdata/script", golden.Updating()
	testscript.Run(t, p)
}

// Params give the scripts of a test their commands and their embedded servers. All commands share the judge, which compiles
// the policies once.
func Params(t *testing.T, judge *opa.Judge) testscript.Params {
	t.Helper()
	played := sync.OnceValues(func() (string, error) { return playDemo(t, judge) })
	return testscript.Params{
		Setup: func(env *testscript.Env) error {
			env.Setenv("NOW", "2026-11-21T12:00:00Z")
			prepareHub(env, judge)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"bylaw":     runBylaw,
			"sample":    copySample,
			"demo":      func(ts *testscript.TestScript, _ bool, args []string) { copyDemo(ts, args, played) },
			"gsub":      substitute,
			"serve":     serve,
			"git":       gitCommand,
			"tamper":    tamper,
			"staff":     staff,
			"hub":       hubCommand,
			"clock":     moveClock,
			"block":     block,
			"community": openCommunity,

			"target":   target,
			"redirect": redirect,
			"gitlink":  gitlink,
			"stamp":    stamp,
			"erase":    erase,
			"anchor":   forgeAnchor,
			"ledger":   moveLedger,

			"moderator": moderator,
			"act":       act,

			"grepledger": grepLedger,
			"dropbranch": dropBranch,
			"branchof":   branchOf,
			"forge":      forgeLedger,

			"token":   tokenFrom,
			"key":     inboxKey,
			"private": private,
		},
	}
}

// runBylaw runs one command line in the script's directory. "bylaw=N args" expects the exit status N; without it 0 is
// expected. Standard input is the file named by STDIN, if any.
func runBylaw(ts *testscript.TestScript, neg bool, args []string) {
	want := 0
	if len(args) > 0 && strings.HasPrefix(args[0], "=") {
		n, err := strconv.Atoi(args[0][1:])
		ts.Check(err)
		want, args = n, args[1:]
	}
	if neg {
		ts.Fatalf("say which status is expected: bylaw =3 ...")
	}
	got := cli.Run(context.Background(), args, processOf(ts))
	if got != want {
		ts.Fatalf("bylaw %s: exit status %d, want %d", strings.Join(args, " "), got, want)
	}
}

// processOf gives a command the script's streams, directory, environment and clock.
func processOf(ts *testscript.TestScript) cli.Process {
	now, err := time.Parse(time.RFC3339, ts.Getenv("NOW"))
	ts.Check(err)
	var stdin io.Reader = strings.NewReader("")
	if name := ts.Getenv("STDIN"); name != "" {
		stdin = strings.NewReader(ts.ReadFile(name))
	}
	person := ts.Getenv("TERMINAL") != ""
	p := cli.Process{
		Terminal: person, StdinTerminal: person,
		Judge: slotOf(ts).judge, Dir: ts.MkAbs("."), Stdin: stdin, Stdout: ts.Stdout(), Stderr: ts.Stderr(),
		Env: ts.Getenv, Environ: func() []string { return strings.Split(ts.Getenv("ENVIRON"), ",") }, Now: func() time.Time { return now }, Random: rand.NewChaCha8([32]byte{}),
	}
	p.Web = web{ts}
	withPerson(ts, &p)
	return p
}

// copySample writes the sample charter into the directory named: "sample DIR".
func copySample(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: sample DIR")
	}
	ts.Check(os.CopyFS(filepath.Join(ts.MkAbs(args[0]), "governance"), governance.Files))
}

// playDemo plays the demo as "bylaw demo --keep" does, and gives the folder with its repositories.
func playDemo(t *testing.T, judge *opa.Judge) (string, error) {
	t.Helper()
	dir := t.TempDir()
	theatre, err := demo.Play(t.Context(), dir, judge, func(demo.Step) {})
	if err == nil {
		theatre.Close()
	}
	return dir, err
}

// copyDemo writes the repositories of the demo into the directory named: "demo DIR". It is played once for all scripts.
func copyDemo(ts *testscript.TestScript, args []string, played func() (string, error)) {
	if len(args) != 1 {
		ts.Fatalf("usage: demo DIR")
	}
	from, err := played()
	ts.Check(err)
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(from)))
}

// substitute replaces a text in a file: "gsub FILE OLD NEW", where \n is a new line. The text must occur.
func substitute(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: gsub FILE OLD NEW")
	}
	before, after := text(args[1]), text(args[2])
	content := ts.ReadFile(args[0])
	if !strings.Contains(content, before) {
		ts.Fatalf("%s does not hold %q", args[0], before)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(content, before, after)), 0o600))
}

// serve starts a server on loopback for the rest of the script and sets MASTODON_URL to it: "serve mastodon", a fake Mastodon;
// "serve gotosocial" and "serve akkoma", one that differs as these do; "serve page", one that answers every request with a web
// page; "serve nothing", an address without a server.
func serve(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: serve mastodon|gotosocial|akkoma|page|nothing")
	}
	var handler http.Handler
	switch args[0] {
	case "mastodon":
		handler = openInstance(ts, "")
	case mastodon.GoToSocial, mastodon.Akkoma:
		handler = openInstance(ts, args[0])
	default:
		handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<h1>Welcome</h1>") })
	}
	url, stop, err := sandbox.Serve(context.Background(), sandbox.Address, handler)
	ts.Check(err)
	if args[0] == "nothing" {
		stop()
	} else {
		ts.Defer(stop)
	}
	ts.Setenv("MASTODON_URL", url)
}

// gitCommand makes repositories: "git init DIR", "git commit DIR MESSAGE", "git detach DIR", "git clone FROM DIR".
func gitCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: git init|commit|detach DIR [MESSAGE]")
	}
	dir := ts.MkAbs(args[1])
	if args[0] == "clone" {
		_, err := gogit.PlainClone(ts.MkAbs(args[2]), false, &gogit.CloneOptions{URL: dir, ReferenceName: "refs/heads/main"})
		ts.Check(err)
		return
	}
	if args[0] == "init" {
		_, err := git.Init(dir)
		ts.Check(err)
		return
	}
	repo, err := git.Open(dir)
	ts.Check(err)
	if args[0] == "detach" {
		tip, err := repo.Tip("HEAD")
		ts.Check(err)
		ts.Check(os.WriteFile(filepath.Join(dir, ".git", "HEAD"), []byte(tip+"\n"), 0o600))
		return
	}
	who := git.Signature{Name: "ada", Email: "ada@social.example", Time: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)}
	_, err = repo.Write(facts.Tree{}, who, args[2])
	ts.Check(err)
}
