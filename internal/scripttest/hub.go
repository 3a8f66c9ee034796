package scripttest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	box "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

const (
	hubOwner = "example"
	hubName  = "governance"
)

// hub is the fake GitHub of one script: a community with an account for every seat, seen through clones.
type hub struct {
	*box.Server
	ts       *testscript.TestScript
	settings box.Settings
	url      string
	bare     string
	pushes   int
	votes    map[string]int64 // the last review of "login number"
	shown    map[string]int   // requests by route at the last "hub writes"

	mu  sync.Mutex
	now time.Time
}

func (h *hub) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// hubVerb is what "hub VERB ARGS" does. The words of usage after the verb are its arguments; those in brackets may be left out.
type hubVerb struct {
	usage string
	act   func(h *hub, args []string) error
}

func (v hubVerb) fits(args []string) bool {
	wanted := strings.Fields(v.usage)[1:]
	needed := slices.DeleteFunc(slices.Clone(wanted), func(word string) bool { return word[0] == '[' })
	return len(args) >= len(needed) && (len(args) <= len(wanted) || strings.HasSuffix(v.usage, "...]"))
}

// hubCommand drives the fake GitHub: "hub VERB ARGS". In texts, \n is a new line. After "!" the server must refuse,
// and stderr holds its words.
func hubCommand(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) > 1 && args[0] == "open" {
		openHub(ts, args[1:])
		return
	}
	h := slotOf(ts).hub
	if h == nil {
		ts.Fatalf("usage: hub open DIR, before all else")
	}
	for _, verb := range hubVerbs() {
		if len(args) == 0 || strings.Fields(verb.usage)[0] != args[0] {
			continue
		}
		if !verb.fits(args[1:]) {
			ts.Fatalf("usage: hub %s", verb.usage)
		}
		err := verb.act(h, args[1:])
		switch {
		case neg && err == nil:
			ts.Fatalf("the server did not refuse")
		case neg:
			fmt.Fprintln(ts.Stderr(), err)
		default:
			ts.Check(err)
		}
		return
	}
	ts.Fatalf("hub has no verb %q", args)
}

// hubKey finds the hubSlot among a script's values; it has no hub until "hub open".
type hubKey struct{}

type hubSlot struct {
	judge *opa.Judge
	hub   *hub
	now   atomic.Pointer[time.Time] // the script's clock as servers see it, which must not read a script's environment
}

func slotOf(ts *testscript.TestScript) *hubSlot {
	slot, ok := ts.Value(hubKey{}).(*hubSlot)
	if !ok {
		ts.Fatalf("the script has no parameters of Params")
	}
	return slot
}

// set brings the servers' clock up to that of the script.
func (s *hubSlot) set(ts *testscript.TestScript) {
	now, err := time.Parse(time.RFC3339, ts.Getenv("NOW"))
	ts.Check(err)
	s.now.Store(&now)
}

// prepareHub gives a script a place for its hub, and fails the script at its end if a route was asked that GitHub has
// and the fake one has not.
func prepareHub(env *testscript.Env, judge *opa.Judge) {
	slot := &hubSlot{judge: judge}
	env.Values[hubKey{}] = slot
	env.Defer(func() {
		if slot.hub == nil {
			return
		}
		if strange := slot.hub.Unknown(); len(strange) > 0 {
			env.T().Fatal(fmt.Sprintf("the fake GitHub has no route %q", strange))
		}
	})
}

// openHub makes the folder a repository, serves it, gives every seat an account with the right to write, and lets the
// first seat bootstrap the community, unless the second argument is "empty". From then on bylaw runs with the token of a
// workflow.
func openHub(ts *testscript.TestScript, args []string) {
	now, err := time.Parse(time.RFC3339, ts.Getenv("NOW"))
	ts.Check(err)
	h := &hub{ts: ts, now: now, bare: ts.MkAbs("hub.git"), votes: map[string]int64{}, shown: map[string]int{}}
	dir := ts.MkAbs(args[0])
	ts.Check(h.publish(dir))
	h.Server, err = box.New(box.Options{Now: h.clock, Owner: hubOwner, Repo: hubName, Dir: h.bare})
	ts.Check(err)
	tree, err := git.WorkTree(dir)
	ts.Check(err)
	law, mistakes := charter.Load(tree)
	ts.Check(mistakes.Err())
	for _, seat := range law.Roster.Seats {
		if !seat.Vacant() {
			h.Join(box.Account{ID: seat.ID, Login: seat.Login, Permission: "write"})
		}
	}
	h.Join(box.Account{ID: 100, Login: hubOwner, Type: "Organization"})
	url, stop, err := sandbox.Serve(context.Background(), sandbox.Address, h.Server)
	ts.Check(err)
	ts.Defer(stop)
	h.url = url
	slotOf(ts).hub = h
	ts.Setenv("GITHUB_API_URL", url)
	ts.Setenv("GITHUB_REPOSITORY", hubOwner+"/"+hubName)
	ts.Setenv("GITHUB_TOKEN", "token-"+law.Roster.Seats[0].Login)
	if len(args) < 2 {
		h.bootstrap(dir, law.Settings.Domain)
	}
	ts.Setenv("GITHUB_TOKEN", "token-github-actions[bot]")
	h.shown = h.Requests()
}

// publish copies the repository in the folder to the bare repository of the server. Where it is none yet, its files are committed.
func (h *hub) publish(dir string) error {
	work, err := git.Open(dir)
	if errors.Is(err, git.ErrNotRepository) {
		if work, err = git.Init(dir); err == nil {
			_, err = work.Write(facts.Tree{}, h.signature("ada"), "Found the community")
		}
	}
	if err != nil {
		return err
	}
	if _, err := git.Create(h.bare); err != nil {
		return err
	}
	return work.Publish("main", h.bare)
}

func (h *hub) signature(login string) git.Signature {
	return git.Signature{Name: login, Email: login + "@social.example", Time: h.clock()}
}

// bootstrap begins the ledger as a person would.
func (h *hub) bootstrap(dir, instance string) {
	p := processOf(h.ts)
	p.Stdin = strings.NewReader(instance + "\n")
	if code := cli.Run(context.Background(), []string{"bootstrap", "-C", dir}, p); code != 0 {
		h.ts.Fatalf("bylaw bootstrap: exit status %d", code)
	}
}

// moveClock sets the one clock of a script, of bylaw and of the hub: "clock 2026-11-05T09:00:00Z", "clock +24h",
// "clock +3d".
func moveClock(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: clock TIME, or clock +DURATION")
	}
	now, err := laterMoment(ts.Getenv("NOW"), args[0])
	ts.Check(err)
	ts.Setenv("NOW", now.Format(time.RFC3339))
	slotOf(ts).set(ts)
	if h := slotOf(ts).hub; h != nil {
		h.mu.Lock()
		h.now = now
		h.mu.Unlock()
	}
}

func laterMoment(now, text string) (time.Time, error) {
	by, relative := strings.CutPrefix(text, "+")
	if !relative {
		return time.Parse(time.RFC3339, text)
	}
	from, err := time.Parse(time.RFC3339, now)
	if err != nil {
		return from, err
	}
	if days, ok := strings.CutSuffix(by, "d"); ok {
		n, err := strconv.Atoi(days)
		return from.AddDate(0, 0, n), err
	}
	step, err := time.ParseDuration(by)
	return from.Add(step), err
}

// block adds a server to the list of the clone's federation file, sorted by name, so that lists can be merged:
// "block DIR DOMAIN [SEVERITY]".
func block(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: block DIR DOMAIN [SEVERITY]")
	}
	name := filepath.Join(args[0], charter.FederationFile)
	lines := strings.SplitAfter(ts.ReadFile(name), "\n")
	const entry = "  - {domain: "
	at := slices.IndexFunc(lines, func(line string) bool { return line == "" || line > entry+args[1] && strings.HasPrefix(line, entry) })
	severity := append(args[2:], "suspend")[0]
	lines = slices.Insert(lines, at, entry+args[1]+", severity: "+severity+", reason: notice of 20 October unanswered}\n")
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(strings.Join(lines, "")), 0o600))
}

// as is the API as an account sees it; the login is the one that the account joined with.
func (h *hub) as(login string) (*github.Client, error) {
	return github.Open(forge.Options{
		API: h.url, Repository: hubOwner + "/" + hubName, Token: secret.New("token-" + login), UserAgent: "hub",
	})
}

func (h *hub) path(name string) string { return filepath.Join(h.ts.Getenv("WORK"), name) }
