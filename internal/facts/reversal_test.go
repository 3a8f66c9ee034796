package facts_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func entry(action string, name skill.Name, target, before, after string) facts.Change {
	c := facts.Change{ID: string(name) + ":" + target, Kind: facts.Entry, Action: action, Skill: name, Target: target}
	if before != "" {
		c.Before = map[string]any{"severity": before}
		c.OldUntil = new(string)
	}
	if after != "" {
		c.After = map[string]any{"severity": after}
	}
	return c
}

func with(c facts.Change, until, oldUntil string) facts.Change {
	c.Until = until
	if c.OldUntil != nil {
		c.OldUntil = &oldUntil
	}
	return c
}

func TestReversedFindsTheDecisionThatAChangeReverts(t *testing.T) {
	const year = "2027-01-01T00:00:00Z"
	created := entry("create", skill.BlockDomain, "spam.example", "", "suspend")
	for name, test := range map[string]struct {
		past, change facts.Change
		want         bool
	}{
		"a block that is lifted":          {created, entry("remove", skill.UnblockDomain, "spam.example", "suspend", ""), true},
		"another block that is lifted":    {created, entry("remove", skill.UnblockDomain, "ham.example", "suspend", ""), false},
		"a block that is made milder":     {created, entry("update", skill.BlockDomain, "spam.example", "suspend", "silence"), false},
		"a block that was changed since":  {created, entry("remove", skill.UnblockDomain, "spam.example", "silence", ""), false},
		"a block of the same again":       {created, created, false},
		"a value that is restored":        {entry("update", skill.BlockDomain, "a.example", "silence", "suspend"), entry("update", skill.BlockDomain, "a.example", "suspend", "silence"), true},
		"a third value":                   {entry("update", skill.BlockDomain, "a.example", "silence", "suspend"), entry("update", skill.BlockDomain, "a.example", "suspend", "noop"), false},
		"a lifted block that comes back":  {entry("remove", skill.UnblockDomain, "a.example", "suspend", ""), entry("create", skill.BlockDomain, "a.example", "", "suspend"), true},
		"one that comes back milder":      {entry("remove", skill.UnblockDomain, "a.example", "suspend", ""), entry("create", skill.BlockDomain, "a.example", "", "silence"), false},
		"an end that is lifted early":     {with(created, year, ""), with(entry("remove", skill.UnblockDomain, "spam.example", "suspend", ""), "", year), true},
		"an end that is taken away":       {with(entry("update", skill.BlockDomain, "a.example", "suspend", "suspend"), year, ""), with(entry("update", skill.BlockDomain, "a.example", "suspend", "suspend"), "", year), true},
		"an end that is put off":          {with(entry("update", skill.BlockDomain, "a.example", "suspend", "suspend"), year, ""), with(entry("update", skill.BlockDomain, "a.example", "suspend", "suspend"), "2028-01-01T00:00:00Z", year), false},
		"an article that reads as before": {facts.Change{Kind: facts.Article, Action: "update", Article: "3.1", Old: "a", New: "b"}, facts.Change{Kind: facts.Article, Action: "update", Article: "3.1", Old: "b", New: "a"}, true},
		"an article that reads otherwise": {facts.Change{Kind: facts.Article, Action: "update", Article: "3.1", Old: "a", New: "b"}, facts.Change{Kind: facts.Article, Action: "update", Article: "3.1", Old: "b", New: "c"}, false},
		"an act, which nothing takes back": {facts.Change{Kind: facts.Entry, Action: "act", Skill: skill.ApproveAccount, Target: "@a"},
			facts.Change{Kind: facts.Entry, Action: "act", Skill: skill.ApproveAccount, Target: "@a"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			past := []facts.Enactment{{Proposal: 7, At: moment.Parse("2026-11-01T00:00:00Z"), Changes: []facts.Change{test.past}}}
			got := facts.Reversed([]facts.Change{test.change}, past)[0].Reverses
			if (got != nil) != test.want {
				t.Errorf("got %+v, want one: %t", got, test.want)
			}
		})
	}
}

func TestReversedNamesTheNewestDecision(t *testing.T) {
	block, lift := entry("create", skill.BlockDomain, "a.example", "", "suspend"), entry("remove", skill.UnblockDomain, "a.example", "suspend", "")
	past := []facts.Enactment{
		{Proposal: 1, At: moment.Parse("2026-01-01T00:00:00Z"), Changes: []facts.Change{block}},
		{Proposal: 2, At: moment.Parse("2026-02-01T00:00:00Z"), Changes: []facts.Change{lift}},
		{Proposal: 3, At: moment.Parse("2026-03-01T00:00:00Z"), Changes: []facts.Change{block}},
	}
	got := facts.Reversed([]facts.Change{lift}, past)
	if diff := cmp.Diff(&facts.Reversal{Proposal: 3, EnactedAt: moment.Parse("2026-03-01T00:00:00Z")}, got[0].Reverses); diff != "" {
		t.Error(diff)
	}
}

func TestDigestLeavesOutWhatAChangeReverts(t *testing.T) {
	lift := entry("remove", skill.UnblockDomain, "a.example", "suspend", "")
	before, err := facts.Digest([]facts.Change{lift})
	if err != nil {
		t.Fatal(err)
	}
	lift.Reverses = &facts.Reversal{Proposal: 3}
	after, err := facts.Digest([]facts.Change{lift})
	if err != nil || after != before || lift.Reverses == nil {
		t.Errorf("%s, then %s, %v", before, after, err)
	}
}
