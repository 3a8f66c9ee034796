package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// fault does something to a process at one of its writes, a request to the fake Mastodon or a push to the fake GitHub.
type fault struct {
	at       int  // the index of the write; -1 is none
	performs bool // the server does what was asked before the fault
	act      func(*fault)
	stderr   io.Writer // of the process; nil: into the log of a test that fails
	ends     int       // the exit status of a process that is not killed

	mu     sync.Mutex
	child  *exec.Cmd // nil while none runs
	seen   int       // writes of the child
	done   bool
	server *mastodon.Server
	ts     *testscript.TestScript
	result looks
}

type faultKey struct{}

// withFault puts the script's fault, where it has one, before a server.
func withFault(ts *testscript.TestScript, handler http.Handler) http.Handler {
	t, ok := ts.Value(faultKey{}).(*fault)
	if !ok {
		return handler
	}
	if server, ok := handler.(*mastodon.Server); ok {
		t.server = server
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { t.serve(handler, w, r) })
}

// changes says whether a request changes the server, or pushes to the repository.
func changes(r *http.Request) bool {
	return r.Method != http.MethodGet && (strings.HasPrefix(r.URL.Path, "/api/") || strings.HasSuffix(r.URL.Path, "/git-receive-pack"))
}

func (t *fault) serve(handler http.Handler, w http.ResponseWriter, r *http.Request) {
	if !changes(r) || !t.hit() {
		handler.ServeHTTP(w, r)
		return
	}
	if t.performs {
		handler.ServeHTTP(httptest.NewRecorder(), r)
	}
	t.act(t)
	if !t.killed() {
		handler.ServeHTTP(w, r)
	}
}

// hit counts a write and says whether it is the one.
func (t *fault) hit() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.child == nil || t.done {
		return false
	}
	t.seen++
	t.done = t.seen-1 == t.at
	return t.done
}

func (t *fault) killed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.child == nil
}

// kill ends the process as the kernel does: nothing of it runs after that.
func kill(t *fault) { t.end(os.Kill) }

// end sends a signal that ends the process at once.
func (t *fault) end(by os.Signal) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.child.Process.Signal(by); err != nil {
		t.ts.Logf("kill: %v", err)
	}
	t.child = nil
}

// alone runs bylaw as a process of its own: "alone ARGS".
func (t *fault) alone(ts *testscript.TestScript, _ bool, args []string) {
	t.ts = ts
	var said bytes.Buffer
	cmd := t.command(args)
	cmd.Stdout, cmd.Stderr = &said, &said
	if t.stderr != nil {
		cmd.Stderr = t.stderr
	}
	t.mu.Lock()
	ts.Check(cmd.Start())
	t.child = cmd
	t.mu.Unlock()
	err := cmd.Wait()
	t.mu.Lock()
	want := t.ends
	if t.child == nil {
		want = -1 // killed by a signal
	}
	t.child = nil
	t.mu.Unlock()
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("exit status %d, want %d: %v:\n%s", got, want, err, said.String())
	}
}

func (t *fault) command(args []string) *exec.Cmd {
	self, err := os.Executable()
	t.ts.Check(err)
	cmd := exec.Command(self, args...)
	cmd.Dir = t.ts.MkAbs(".")
	cmd.Env = []string{clockVariable + "=" + t.ts.Getenv("NOW"), "HOME=" + t.ts.MkAbs(".")}
	for _, name := range []string{
		"MASTODON_URL", "MASTODON_ACCESS_TOKEN", "GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_TOKEN", "GITHUB_ACTIONS", "GITHUB_RUN_ID", "GITHUB_ACTOR", "TMPDIR",
	} {
		cmd.Env = append(cmd.Env, name+"="+t.ts.Getenv(name))
	}
	return cmd
}

// looks is what the end of two runs must have in common.
type looks struct {
	Blocks, Posts []string
	Changes       map[string]ledger.Status
	Enacted       int
}

var (
	longNumber = regexp.MustCompile(`[0-9]{15,}`)
	loopback   = regexp.MustCompile(`127\.0\.0\.1:[0-9]+`)
	dayForm    = regexp.MustCompile(`20[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-9a-f]{12,}`)
)

// look keeps what is on the server and in the ledger.
func (t *fault) look(ts *testscript.TestScript, _ bool, _ []string) {
	seen := looks{Changes: map[string]ledger.Status{}}
	t.server.Edit(func(s *mastodon.State) {
		for _, b := range s.DomainBlocks {
			seen.Blocks = append(seen.Blocks, b.Domain+" "+b.Severity)
		}
		for _, p := range s.Statuses {
			text := p.Text
			for _, form := range []*regexp.Regexp{dayForm, longNumber, loopback} {
				text = form.ReplaceAllString(text, "-")
			}
			seen.Posts = append(seen.Posts, fmt.Sprint(p.Visibility, " pinned ", p.PinOrder != 0, " edits ", len(p.Edits), "\n", text))
		}
	})
	slices.Sort(seen.Blocks)
	book, err := git.OpenLedger(ts.MkAbs("hub.git"), time.Now)
	ts.Check(err)
	chain, err := book.Load(context.Background())
	ts.Check(err)
	for _, entry := range chain.Entries {
		switch entry.Kind {
		case ledger.Enacted:
			seen.Enacted++
		case ledger.Outcome:
			body, err := ledger.Body[ledger.OutcomeBody](entry)
			ts.Check(err)
			for id, result := range body.Results {
				if seen.Changes[id] == ledger.Done {
					ts.Fatalf("entry %d gives %s another outcome", entry.Seq, id)
				}
				seen.Changes[id] = result.Status
			}
		default:
		}
	}
	t.result = seen
}

// play runs the script with a fault.
func play(test *testing.T, t *fault, later string) {
	test.Helper()
	testscript.Run(test, testscript.Params{
		Files: []string{"testdata/killed/apply.txtar"},
		Setup: func(env *testscript.Env) error {
			env.Setenv("NOW", "2026-11-21T12:00:00Z")
			env.Setenv("LATER", later)
			prepareHub(env)
			env.Values[faultKey{}] = t
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"bylaw": runBylaw, "sample": copySample, "gsub": substitute, "serve": serve, "hub": hubCommand, "clock": moveClock,
			"alone": t.alone, "look": t.look,
		},
	})
}
