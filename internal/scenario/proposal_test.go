package scenario_test

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/notify"
	"github.com/bylaw-dev/bylaw/internal/provision"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// testProposal is a fake forge with a community of three, a proposal, and decisions on it that tests make up.
type testProposal struct {
	*testing.T
	server *hub.Server
	bot    *github.Client
	work   *git.Repo
	url    string
	now    time.Time
	number int
}

const (
	content = "1111111111111111111111111111111111111111111111111111111111111111"
	earlier = "2222222222222222222222222222222222222222222222222222222222222222"
)

func newTestProposal(t *testing.T) *testProposal {
	t.Helper()
	w := &testProposal{T: t, now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	bare := filepath.Join(t.TempDir(), "base.git")
	var err error
	w.work, err = git.Init(t.TempDir())
	w.must(err)
	w.commit("one\n")
	_, err = git.Create(bare)
	w.must(err)
	w.must(w.work.Publish("main", bare))
	w.server, err = hub.New(hub.Options{Now: func() time.Time { return w.now }, Owner: "coop", Repo: "governance", Dir: bare})
	w.must(err)
	for i, login := range []string{"ada", "bruno", "chen"} {
		w.server.Join(hub.Account{ID: int64(101 + i), Login: login, Permission: "write"})
	}
	w.server.Join(hub.Account{ID: 100, Login: "coop", Type: "Organization"})
	w.server.Join(hub.Account{ID: 999, Login: "stranger"})
	server := httptest.NewServer(w.server)
	t.Cleanup(server.Close)
	t.Cleanup(func() {
		for _, name := range w.server.Unknown() {
			t.Errorf("the fake server has no route %q", name)
		}
	})
	w.url = server.URL
	w.bot = w.as("github-actions[bot]")
	w.push("proposal", "two\n")
	w.number = w.propose("proposal", "main")
	return w
}

func (w *testProposal) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *testProposal) commit(text string) string {
	w.Helper()
	hash, err := w.work.Write(fstest.MapFS{"governance/note.md": {Data: []byte(text)}}, git.Signature{Name: "Ada", Time: w.now}, "Write "+text)
	w.must(err)
	return hash
}

// push gives a branch another head.
func (w *testProposal) push(branch, text string) {
	w.Helper()
	w.must(w.work.Switch(branch))
	w.must(w.server.Push("ada", w.work.Root(), branch, w.commit(text), true))
}

func (w *testProposal) propose(head, base string) int {
	w.Helper()
	n, err := w.server.Propose("ada", hub.Proposal{Title: "Change", Head: head, Base: base})
	w.must(err)
	return n
}

func (w *testProposal) as(login string) *github.Client {
	w.Helper()
	client, err := github.Open(forge.Options{API: w.url, Repository: "coop/governance", Token: secret.New("token-" + login), UserAgent: "bylaw-test"})
	w.must(err)
	return client
}

func (w *testProposal) teller() notify.Notifier {
	return notify.Notifier{
		Comments: w.bot, Statuses: w.bot, People: w.bot, Issues: w.bot, Timeline: w.bot, Authors: []int64{hub.ActionsBot}, Now: func() time.Time { return w.now },
	}
}

// roster is three seats of which ada proposes.
func roster() []facts.Seat {
	seat := func(name string, id int64) facts.Seat {
		return facts.Seat{Seat: name, GitHub: &facts.Person{Login: name, ID: id}, Roles: []string{"member"}, Since: "2026-01-01T00:00:00Z"}
	}
	return []facts.Seat{seat("ada", 101), seat("bruno", 102), seat("chen", 103), {Seat: "vacant", Roles: []string{"member"}}}
}

// finding reads a proposal from the server, with a decision that is open for a week unless the test says otherwise.
func (w *testProposal) finding(number int, change ...func(*check.Finding)) check.Finding {
	w.Helper()
	pull, err := w.bot.Pull(w.Context(), number)
	w.must(err)
	reviews, err := w.bot.Reviews(w.Context(), number)
	w.must(err)
	statuses, err := w.bot.Statuses(w.Context(), pull.Head)
	w.must(err)
	events, err := w.bot.Events(w.Context(), number)
	w.must(err)
	for i := range reviews {
		reviews[i].Digest = content
		if reviews[i].Commit != pull.Head {
			reviews[i].Digest = earlier
		}
	}
	state := "open"
	if !pull.Open {
		state = "closed"
	}
	f := check.Finding{Pull: pull, Events: events, Statuses: statuses}
	f.Facts = facts.Facts{
		Now: w.now.Format(time.RFC3339), Roster: roster(), Reviews: reviews,
		Proposal: facts.Proposal{Number: number, Author: pull.Author, State: state, Draft: pull.Draft, Head: pull.Head, Digest: content},
	}
	f.Decision = decision.Decision{
		Proposal: number, Outcome: decision.Open, Digest: content, Base: "0123456789abcdef", OpenedAt: moment.Parse("2026-11-01T12:00:00Z"), ClosesAt: moment.Parse("2026-11-08T12:00:00Z"),
		Rulings: []decision.Ruling{{Provision: "p", Citation: "10", Outcome: decision.Open, Needed: []string{"2 more votes in favour"}, ClosesAt: moment.Parse("2026-11-08T12:00:00Z")}},
	}
	f.Charter = charter.Charter{
		Settings:     charter.Settings{Remind: 24 * time.Hour, Forge: charter.Forge{MergeMethod: "merge"}},
		Constitution: constitution.Constitution{Provisions: []provision.Provision{{ID: "p", Citation: "10", Rule: provision.Rule{Electorate: provision.Electorate{Role: "member"}}}}},
	}
	for _, each := range change {
		each(&f)
	}
	return f
}

func passed(f *check.Finding) {
	f.Decision.Outcome, f.Decision.Enactable, f.Decision.Rulings[0].Outcome, f.Decision.Rulings[0].Needed = decision.Passed, true, decision.Passed, nil
}

func refused(f *check.Finding) {
	f.Decision.Outcome, f.Decision.Denials = decision.Failed, []decision.Notice{{Code: "ungoverned", Text: "no provision grants this power"}}
}

func lost(f *check.Finding) {
	f.Decision.Outcome, f.Decision.Final, f.Decision.Rulings[0].Outcome = decision.Failed, true, decision.Failed
}

// notify reports findings and counts what was written meanwhile.
func (w *testProposal) notify(findings ...check.Finding) ([]check.Notification, int) {
	w.Helper()
	before := w.writes()
	shown, err := w.teller().Notify(w.Context(), findings)
	w.must(err)
	return shown, w.writes() - before
}

// writes counts the requests that change something.
func (w *testProposal) writes() int {
	n := 0
	for route, count := range w.server.Requests() {
		if !strings.HasPrefix(route, "GET ") {
			n += count
		}
	}
	return n
}

// comments gives the texts below a proposal.
func (w *testProposal) comments(number int) []facts.Comment {
	w.Helper()
	all, err := w.bot.Comments(w.Context(), number)
	w.must(err)
	return all
}

// shows gives the newest status of our context on the head of a proposal.
func (w *testProposal) shows(number int) facts.CommitStatus {
	w.Helper()
	f := w.finding(number)
	if len(f.Statuses) == 0 {
		w.Fatal("no status")
	}
	return f.Statuses[len(f.Statuses)-1]
}
