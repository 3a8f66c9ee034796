package scenario_test

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/bootstrap"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/notify"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

const day = 24 * time.Hour

// testCommunity is a small community on a fake forge, seen through a clone that is fetched over HTTP.
type testCommunity struct {
	*testing.T
	server   *hub.Server
	bot      *github.Client
	work     *git.Repo
	bare     string
	url      string
	votes    check.Ports
	notifier notify.Notifier
	now      time.Time
}

// newTestCommunity bootstraps the community, with other settings where some are given.
func newTestCommunity(t *testing.T, settings ...string) *testCommunity {
	t.Helper()
	c := notBootstrapped(t, settings...)
	f, err := bootstrap.Prepare(t.Context(), c.votes)
	c.must(err)
	c.must(bootstrap.Run(t.Context(), c.votes, f, "ada"))
	c.wait(day)
	return c
}

// notBootstrapped is a community whose ledger is empty.
func notBootstrapped(t *testing.T, settings ...string) *testCommunity {
	t.Helper()
	settings = append(settings, smallSettings)
	c := &testCommunity{T: t, bare: filepath.Join(t.TempDir(), "base.git"), now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}
	var err error
	c.work, err = git.Init(t.TempDir())
	c.must(err)
	c.write(map[string]string{
		"governance/constitution.md": smallConstitution, "governance/roster.yaml": smallRoster, "governance/bylaw.yaml": settings[0],
		"governance/instance/federation.yaml": noBlocks,
	})
	_, err = git.Create(c.bare)
	c.must(err)
	c.must(c.work.Publish("main", c.bare))
	c.server, err = hub.New(hub.Options{Now: c.clock, Owner: "coop", Repo: "governance", Dir: c.bare})
	c.must(err)
	c.server.Join(hub.Account{ID: 100, Login: "coop", Type: "Organization"})
	for i, login := range []string{"ada", "bruno", "chen", "dana"} {
		c.server.Join(hub.Account{ID: int64(101 + i), Login: login, Permission: "write"})
	}
	c.server.Join(hub.Account{ID: 999, Login: "mallory"})
	server := httptest.NewServer(c.server)
	t.Cleanup(server.Close)
	t.Cleanup(func() {
		if strange := c.server.Unknown(); len(strange) > 0 {
			t.Errorf("the fake server has no route %q", strange)
		}
	})
	c.connect(server.URL)
	return c
}

// connect opens everything that deciding needs, as a workflow of GitHub would.
func (c *testCommunity) connect(url string) {
	c.Helper()
	const token = "token-github-actions[bot]"
	c.url = url
	var err error
	c.bot, err = github.Open(forge.Options{API: url, Repository: "coop/governance", Token: secret.New(token), UserAgent: "test"})
	c.must(err)
	origin := git.Remote{URL: url + "/coop/governance.git", Password: func() string { return token }}
	clone, err := git.Create(filepath.Join(c.TempDir(), "clone.git"))
	c.must(err)
	book, err := git.OpenLedger(filepath.Join(c.TempDir(), "ledger.git"), c.clock)
	c.must(err)
	c.votes = check.Ports{Forge: c.bot, History: clone.Following(origin), Judge: decider, Ledger: book, Branch: "main", Now: c.clock}
	c.notifier = notify.Notifier{Comments: c.bot, Statuses: c.bot, People: c.bot, Issues: c.bot, Timeline: c.bot, Authors: []int64{hub.ActionsBot}, Now: c.clock}
}

func (c *testCommunity) clock() time.Time { return c.now }

func (c *testCommunity) wait(d time.Duration) { c.now = c.now.Add(d) }

func (c *testCommunity) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

// write commits files on the present branch of the work tree.
func (c *testCommunity) write(files map[string]string) string {
	c.Helper()
	tree := fstest.MapFS{}
	for path, text := range files {
		tree[path] = &fstest.MapFile{Data: []byte(text)}
	}
	hash, err := c.work.Write(tree, git.Signature{Name: "ada", Email: "ada@social.example", Time: c.now}, "Write")
	c.must(err)
	return hash
}

// blocking is a federation file with these domains suspended.
func blocking(domains ...string) map[string]string {
	return map[string]string{"governance/instance/federation.yaml": blocks(domains...)["instance/federation.yaml"]}
}

// on puts the work tree on a branch of its own that begins where a branch of the server is.
func (c *testCommunity) on(branch string) {
	c.Helper()
	there, err := git.Open(c.bare)
	c.must(err)
	tip, err := there.Tip(branch)
	c.must(err)
	name := "at-" + tip
	c.must(c.work.Fetch(c.Context(), git.Remote{URL: c.bare}, map[string]string{"refs/heads/" + branch: "refs/heads/" + name}))
	c.must(c.work.Switch(name))
}

// push commits files on top of a branch of the server and pushes it there; a new branch begins at main.
func (c *testCommunity) push(login, branch string, files map[string]string) string {
	c.Helper()
	there, err := git.Open(c.bare)
	c.must(err)
	from := branch
	if _, err := there.Tip(branch); err != nil {
		from = "main"
	}
	c.on(from)
	hash := c.write(files)
	c.must(c.server.Push(login, c.work.Root(), branch, hash, false))
	return hash
}

// propose opens a pull request by ada with these files, and lets the workflow look at it.
func (c *testCommunity) propose(branch string, files map[string]string) int {
	c.Helper()
	c.push("ada", branch, files)
	n, err := c.server.Propose("ada", hub.Proposal{Title: "Change", Head: branch, Base: "main"})
	c.must(err)
	c.check(n)
	return n
}

func (c *testCommunity) vote(login string, n int, event string, body ...string) int64 {
	c.Helper()
	id, err := c.server.Review(login, n, hub.Ballot{Event: event, Body: strings.Join(body, "\n")})
	c.must(err)
	return id
}

// look decides on a proposal without leaving a trace.
func (c *testCommunity) look(n int) check.Checked {
	c.Helper()
	checked, err := check.Proposal(c.Context(), c.votes, n)
	c.must(err)
	return checked
}

// check decides on a proposal, and records and reports it as the workflow does.
func (c *testCommunity) check(n int) check.Finding {
	c.Helper()
	checked := c.look(n)
	c.must(check.Record(c.Context(), checked))
	_, err := c.notifier.Notify(c.Context(), checked.Findings)
	c.must(err)
	for _, f := range checked.Findings {
		if f.Pull.Number == n {
			c.must(f.Problem)
			return f
		}
	}
	c.Fatalf("proposal %d was not looked at", n)
	return check.Finding{}
}

// expect checks a proposal and compares its outcome.
func (c *testCommunity) expect(n int, want decision.Outcome) check.Finding {
	c.Helper()
	f := c.check(n)
	if f.Decision.Outcome != want {
		c.Fatalf("proposal %d is %s, want %s; opened %s, ballots %+v, denials %+v, notes %q", n, f.Decision.Outcome, want,
			f.Decision.OpenedAt, f.Decision.Ballots, f.Decision.Denials, f.Notes)
	}
	return f
}

func (c *testCommunity) merge(n int, method string) string {
	c.Helper()
	commit, err := c.server.Merge("ada", n, "", method)
	c.must(err)
	return commit
}

// enact brings a change all the way: it is proposed, voted on, and merged.
func (c *testCommunity) enact(branch string, files map[string]string) string {
	c.Helper()
	n := c.propose(branch, files)
	c.vote("bruno", n, "APPROVE")
	c.wait(3 * day)
	c.expect(n, decision.Passed)
	commit := c.merge(n, "merge")
	c.wait(time.Hour)
	return commit
}

// survey looks at every proposal and at the protected branch, without leaving a trace.
func (c *testCommunity) survey() check.Checked {
	c.Helper()
	checked, err := check.All(c.Context(), c.votes, nil)
	c.must(err)
	return checked
}

// verdicts gives what a check says of commits of the protected branch that the ledger does not prove.
func (c *testCommunity) verdicts() map[string]branch.Verdict {
	c.Helper()
	found := map[string]branch.Verdict{}
	for _, v := range c.survey().Trunk {
		found[v.Commit] = v
	}
	return found
}

// record records what is new.
func (c *testCommunity) record() {
	c.Helper()
	c.must(check.Record(c.Context(), c.survey()))
}

func (c *testCommunity) entries(kind ledger.Kind) []ledger.Entry {
	c.Helper()
	chain, err := c.votes.Ledger.Load(c.Context())
	c.must(err)
	var found []ledger.Entry
	for _, e := range chain.Entries {
		if e.Kind == kind {
			found = append(found, e)
		}
	}
	return found
}

func openedAt(f check.Finding) string { return f.Facts.Timing.OpenedAt.String() }

func stampOf(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// tallied says which ballots count.
func tallied(f check.Finding) string {
	var seats []string
	for _, b := range f.Decision.Ballots {
		if b.Counted {
			seats = append(seats, b.Seat+"="+b.Choice)
		}
	}
	return strings.Join(seats, " ")
}
