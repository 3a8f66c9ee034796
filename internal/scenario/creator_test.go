package scenario_test

import (
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// nameless are the settings of a community that names no account whose statuses count.
var nameless = strings.Replace(smallSettings, "creator: 41898282, ", "", 1)

// writeAs lets checks write as another account.
func (c *testCommunity) writeAs(login string) {
	c.Helper()
	client := c.as(login)
	c.notifier.Comments, c.notifier.Statuses = client, client
	c.notifier.Authors = []int64{map[string]int64{"github-actions[bot]": hub.ActionsBot, "our-bot": 777, "ada": 101}[login]}
}

func TestACheckByWhicheverAccountKeepsAVoteOpenAsItWas(t *testing.T) {
	for name, test := range map[string]struct {
		settings     string
		acting       int64
		first, later string // who checks
	}{
		"none named":                  {nameless, 0, "github-actions[bot]", "github-actions[bot]"},
		"the account of the token":    {nameless, 777, "our-bot", "our-bot"},
		"none named, another checks":  {nameless, 0, "our-bot", "our-bot"},
		"the account changes":         {nameless, 777, "github-actions[bot]", "our-bot"},
		"the shared one, by a person": {smallSettings, 0, "ada", "github-actions[bot]"},
		"the shared one, by another":  {smallSettings, 0, "ada", "ada"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newTestCommunity(t, test.settings)
			c.server.Join(hub.Account{ID: 777, Login: "our-bot", Permission: "write"})
			c.votes.Acting = test.acting
			c.writeAs(test.first)
			opened := stampOf(c.now)
			n := c.propose("block", blocking("spam.example"))
			c.wait(day)
			c.vote("bruno", n, "APPROVE")
			c.wait(time.Hour)
			c.writeAs(test.later)
			for range 2 {
				if f := c.expect(n, decision.Open); openedAt(f) != opened || tallied(f) != "bruno=yes ada=yes" {
					t.Errorf("opened %s, want %s, ballots %q", openedAt(f), opened, tallied(f))
				}
				c.wait(time.Hour)
			}
			c.wait(2 * day)
			c.expect(n, decision.Passed)
		})
	}
}

func TestAVoteThatAnotherAccountCannotOpenSaysSo(t *testing.T) {
	c := newTestCommunity(t, strings.Replace(smallSettings, "41898282", "777", 1))
	c.server.Join(hub.Account{ID: 777, Login: "our-bot", Permission: "write"})
	c.notifier.Authors = []int64{777}
	n := c.propose("block", blocking("spam.example"))
	c.wait(day)
	checked := c.look(n)
	const want = "set by github-actions[bot] (account 41898282), and only those of account 777 count: the vote opens again at every check"
	if notes := strings.Join(checked.Findings[0].Notes, "\n"); !strings.Contains(notes, want) {
		t.Errorf("notes %q", notes)
	}
	shown, err := c.notifier.Notify(t.Context(), checked.Findings)
	c.must(err)
	if said := strings.Join(shown[0].Incidents, "\n"); !strings.Contains(said, "this run writes as github-actions[bot] (account 41898282)") {
		t.Errorf("incidents %q", said)
	}
	c.writeAs("our-bot")
	opened := c.now
	c.expect(n, decision.Open)
	c.wait(day)
	if f := c.expect(n, decision.Open); openedAt(f) != stampOf(opened) || strings.Contains(strings.Join(f.Notes, " "), "opens again") {
		t.Errorf("opened %s, notes %q", openedAt(f), f.Notes)
	}
}

func TestTheCreatorIsTheOperatorsWordThenTheSettingsThenTheTokens(t *testing.T) {
	for name, test := range map[string]struct {
		votes check.Ports
		named int64
		want  int64
	}{
		"the operator's": {check.Ports{Creator: 1, Acting: 3}, 2, 1},
		"the settings":   {check.Ports{Acting: 3}, 2, 2},
		"the token's":    {check.Ports{Acting: 3}, 0, 3},
		"the shared one": {check.Ports{}, 0, facts.SharedBot},
	} {
		if got := test.votes.CreatorBy(test.named); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}
