package scenario_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// anchorAs records the head of the ledger as an account, after a run that wrote to it.
func (c *testCommunity) anchorAs(login string) {
	c.Helper()
	checked := c.survey()
	c.must(check.Record(c.Context(), checked))
	reason, err := checked.Anchor(c.Context(), c.as(login))
	c.must(err)
	if reason != "" {
		c.Fatal(reason)
	}
}

func (c *testCommunity) as(login string) *github.Client {
	c.Helper()
	client, err := github.Open(forge.Options{API: c.url, Repository: "coop/governance", Token: secret.New("token-" + login), UserAgent: "test"})
	c.must(err)
	return client
}

// cut replaces the ledger by one that has only its first entry.
func (c *testCommunity) cut() {
	c.Helper()
	chain, err := c.votes.Ledger.Load(c.Context())
	c.must(err)
	book, err := git.OpenLedger(filepath.Join(c.TempDir(), "cut.git"), c.clock)
	c.must(err)
	data, err := ledger.Encode(chain.Entries[0])
	c.must(err)
	c.must(book.Append(c.Context(), strings.Repeat("0", 64), []ledger.File{{Path: ledger.EntryPath(1), Data: data}}))
	c.votes.Ledger = book
}

func (c *testCommunity) prove() ([]string, error) {
	c.Helper()
	chain, err := c.votes.Ledger.Load(c.Context())
	c.must(err)
	return check.ProveAnchors(c.Context(), c.votes.Ledger, chain, c.votes)
}

func TestACutLedgerIsRefusedByAnAnchorOfTheCommunitysApp(t *testing.T) {
	c := newTestCommunity(t)
	c.server.Join(hub.Account{ID: 777, Login: "coop-app[bot]", Type: "Bot", Permission: "write"})
	c.enact("one", blocking("first.example"))
	c.votes.Creator = 777
	c.anchorAs("coop-app[bot]")
	if notes, err := c.prove(); err != nil || len(notes) > 0 {
		t.Fatalf("the full ledger: %q, %v", notes, err)
	}
	c.cut()
	_, err := c.prove()
	refusal, ok := errors.AsType[*diag.Refusal](err)
	if !ok || !strings.Contains(refusal.Why, "set by coop-app[bot] at 2026-11-06T10:00:00Z") {
		t.Errorf("got %v", err)
	}
}

func TestAnAnchorOfTheSharedBotOnlyWarns(t *testing.T) {
	c := newTestCommunity(t)
	c.enact("one", blocking("first.example"))
	c.anchorAs("github-actions[bot]")
	c.cut()
	if notes, err := c.prove(); err != nil || len(notes) != 1 || !strings.Contains(notes[0], "anyone with push access can have written it") {
		t.Errorf("got %q, %v", notes, err)
	}
}

func TestWhatOthersWriteIsNoAnchor(t *testing.T) {
	c := newTestCommunity(t)
	tip := c.enact("one", blocking("first.example"))
	head := ledger.AnchorText(strings.Repeat("ab", 32))
	for _, s := range []facts.CommitStatus{
		{Context: check.AnchorContext, State: "success", Description: head},
		{Context: "bylaw", State: "success", Description: head},
	} {
		_, err := c.as("ada").PostStatus(t.Context(), tip, s)
		c.must(err)
	}
	_, err := c.bot.PostStatus(t.Context(), tip, facts.CommitStatus{Context: check.AnchorContext, State: "success", Description: "all is well"})
	c.must(err)
	if notes, err := c.prove(); err != nil || len(notes) > 0 {
		t.Errorf("got %q, %v", notes, err)
	}
}

func TestARunThatRecordsNothingWritesNoAnchor(t *testing.T) {
	c := newTestCommunity(t)
	tip := c.enact("one", blocking("first.example"))
	c.anchorAs("github-actions[bot]")
	c.anchorAs("github-actions[bot]")
	genesis := c.entries(ledger.Genesis)[0].Commit
	anchors := 0
	for _, commit := range []string{tip, genesis} {
		statuses, err := c.bot.Statuses(t.Context(), commit)
		c.must(err)
		for _, s := range statuses {
			if s.Context == check.AnchorContext {
				anchors++
			}
		}
	}
	if anchors != 1 {
		t.Errorf("%d anchors", anchors)
	}
}

func TestAServerThatTakesNoMoreStatusesStopsNothing(t *testing.T) {
	c := newTestCommunity(t)
	c.enact("one", blocking("first.example"))
	checked := c.survey()
	c.must(check.Record(t.Context(), checked))
	c.server.Script(hub.Fault{Route: "POST /repos/{owner}/{repo}/statuses/{sha}", Status: 422, Body: `{"message":"Validation Failed"}`})
	reason, err := checked.Anchor(t.Context(), c.bot)
	if err != nil || !strings.Contains(reason, "could not be anchored") {
		t.Errorf("got %q, %v", reason, err)
	}
}
