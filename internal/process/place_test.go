package process

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// decider compiles the policies once, for the commands that run in this process.
var decider = opa.New()

// place is where a process applies: the sample community, bootstrapped, with a fake Mastodon and a fake GitHub on loopback.
type place struct {
	*testing.T
	clone, bare string
	server      *mastodon.Server
	now         atomic.Pointer[time.Time] // of the processes and the servers
	env         map[string]string
}

// openPlace makes a place whose servers meet the fault at each request.
func openPlace(t *testing.T, caught *fault) *place {
	t.Helper()
	dir := t.TempDir()
	p := &place{
		T: t, clone: filepath.Join(dir, "repo"), bare: filepath.Join(dir, "hub.git"),
		env: map[string]string{"HOME": dir, "TMPDIR": dir},
	}
	p.set(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))
	p.server = mastodon.New(mastodon.Options{Now: p.clock})
	p.env["MASTODON_URL"] = p.serve(caught.before(p.server))
	p.env["MASTODON_ACCESS_TOKEN"] = mastodon.BotToken
	seats := p.publish()
	hub, err := github.New(github.Options{Now: p.clock, Owner: "example", Repo: "governance", Dir: p.bare})
	p.must(err)
	for _, seat := range seats {
		if !seat.Vacant() {
			hub.Join(github.Account{ID: seat.ID, Login: seat.Login, Permission: "write"})
		}
	}
	hub.Join(github.Account{ID: 100, Login: "example", Type: "Organization"})
	t.Cleanup(func() {
		if strange := hub.Unknown(); len(strange) > 0 {
			t.Errorf("the fake GitHub has no route %q", strange)
		}
	})
	p.env["GITHUB_API_URL"], p.env["GITHUB_REPOSITORY"] = p.serve(caught.before(hub)), "example/governance"
	p.env["GITHUB_TOKEN"] = "token-" + seats[0].Login
	p.run("127.0.0.1\n", "bootstrap")
	maps.Copy(p.env, map[string]string{
		"GITHUB_TOKEN": "token-github-actions[bot]", "GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "1", "GITHUB_ACTOR": "ada",
	})
	return p
}

// publish commits the sample, with the fake Mastodon as its server, and pushes it. It gives the seats of the roster.
func (p *place) publish() []charter.Seat {
	p.Helper()
	tree := golden.Sample(p, nil)
	for _, file := range tree {
		file.Data = bytes.ReplaceAll(file.Data, []byte("https://social.example"), []byte(p.env["MASTODON_URL"]))
	}
	work, err := git.Init(p.clone)
	p.must(err)
	_, err = work.Write(tree, git.Signature{Name: "ada", Email: "ada@social.example", Time: p.clock()}, "Found the community")
	p.must(err)
	_, err = git.Create(p.bare)
	p.must(err)
	p.must(work.Publish("main", p.bare))
	files, err := git.WorkTree(p.clone)
	p.must(err)
	law, mistakes := charter.Load(files)
	p.must(mistakes.Err())
	return law.Roster.Seats
}

func (p *place) clock() time.Time { return *p.now.Load() }

func (p *place) set(now time.Time) { p.now.Store(&now) }

func (p *place) serve(handler http.Handler) string {
	p.Helper()
	url, stop, err := sandbox.Serve(context.Background(), sandbox.Address, handler)
	p.must(err)
	p.Cleanup(stop)
	return url
}

func (p *place) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// run runs a command in this process, and gives what it printed.
func (p *place) run(typed string, args ...string) string {
	p.Helper()
	var said, problems bytes.Buffer
	code := cli.Run(p.Context(), args, cli.Process{
		Judge: decider, Dir: p.clone, Stdin: strings.NewReader(typed), Stdout: &said, Stderr: &problems,
		Env: func(name string) string { return p.env[name] }, Now: p.clock, Random: rand.NewChaCha8([32]byte{}),
	})
	if code != 0 {
		p.Fatalf("bylaw %s: exit status %d:\n%s%s", args, code, said.String(), problems.String())
	}
	return said.String()
}

// command is bylaw as a process of its own.
func (p *place) command(args ...string) *exec.Cmd {
	self, err := os.Executable()
	p.must(err)
	cmd := exec.Command(self, args...)
	cmd.Dir = p.clone
	cmd.Env = []string{clockVariable + "=" + p.clock().Format(time.RFC3339)}
	for name, value := range p.env {
		cmd.Env = append(cmd.Env, name+"="+value)
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

// look is what is on the server and in the ledger.
func (p *place) look() looks {
	p.Helper()
	seen := looks{Changes: map[string]ledger.Status{}}
	p.server.Edit(func(s *mastodon.State) {
		for _, b := range s.DomainBlocks {
			seen.Blocks = append(seen.Blocks, b.Domain+" "+b.Severity)
		}
		for _, post := range s.Statuses {
			text := post.Text
			for _, form := range []*regexp.Regexp{dayForm, longNumber, loopback} {
				text = form.ReplaceAllString(text, "-")
			}
			seen.Posts = append(seen.Posts, fmt.Sprint(post.Visibility, " pinned ", post.PinOrder != 0, " edits ", len(post.Edits), "\n", text))
		}
	})
	slices.Sort(seen.Blocks)
	book, err := git.OpenLedger(p.bare, time.Now)
	p.must(err)
	chain, err := book.Load(p.Context())
	p.must(err)
	for _, entry := range chain.Entries {
		switch entry.Kind {
		case ledger.Enacted:
			seen.Enacted++
		case ledger.Outcome:
			body, err := ledger.Body[ledger.OutcomeBody](entry)
			p.must(err)
			for id, result := range body.Results {
				if seen.Changes[id] == ledger.Done {
					p.Fatalf("entry %d gives %s another outcome", entry.Seq, id)
				}
				seen.Changes[id] = result.Status
			}
		default:
		}
	}
	return seen
}

// play lets a process of its own apply and meet the fault. What it leaves behind is finished in later runs, so much later.
func play(test *testing.T, t *fault, later time.Duration) {
	test.Helper()
	t.place = openPlace(test, t)
	t.alone("apply")
	t.place.set(t.place.clock().Add(later))
	t.place.env["GITHUB_RUN_ID"] = "2"
	t.place.run("", "apply")
	if said := t.place.run("", "apply"); !strings.HasPrefix(said, "No changes. The server matches the repository.\n") {
		test.Errorf("a third run says %q", said)
	}
	t.result = t.place.look()
}
