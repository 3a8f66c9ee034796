package render_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// hostile is a text from outside that would do harm on a terminal or in CI.
const hostile = "a\x1b[31m\n::error::b"

func TestAProofSaysFirstWhatFails(t *testing.T) {
	sound := render.Proof{Entries: 4, Head: "abc", Valid: true, Policies: "1.2.3", Decisions: 2, Enacted: 1}
	for name, test := range map[string]struct {
		change func(*render.Proof)
		want   string
	}{
		"all is well": {func(*render.Proof) {}, "Ledger valid: 4 entries, 2 decisions re-evaluated with the same result\nhead abc\n" +
			"decisions re-evaluated with the policies embedded in bylaw 1.2.3\n" +
			"1 enactment proven: each enacted what an authorized decision carries\n" +
			"external anchors were not checked: a last entry that was changed or cut off would not be noticed; --anchors checks them\n"},
		"nothing is there": {func(p *render.Proof) { *p = render.Proof{} }, "the ledger is empty: nothing has been recorded yet\n"},
		"a sandbox": {func(p *render.Proof) { p.Sandbox = true }, "Ledger valid: 4 entries\nhead abc\n" +
			"this is the ledger of a sandbox: it holds no decisions to re-evaluate\n" +
			"a sandbox has no external anchors: a last entry that was cut off would not be noticed\n"},
		"faults": {func(p *render.Proof) {
			p.AnchorsChecked = true
			p.Faults = []render.Fault{
				{Entry: 3, File: "entries/000003.json", Why: "it is re-evaluated with another result", Recorded: "passed" + hostile, Found: "failed"},
				{File: hostile, Why: "a stranger"},
			}
		}, "Ledger not valid: entry 3, file \"entries/000003.json\": it is re-evaluated with another result\n  recorded:     passeda[31m ::error::b\n  re-evaluated: failed\n" +
			"also: file \"a[31m ::error::b\": a stranger\n" +
			"no external anchor was found: nothing outside the ledger confirms its last entry\n"},
		"a newer bylaw": {func(p *render.Proof) {
			p.Newer = []render.Remark{{Entry: 4, Text: "kind \"watch\" is unknown" + hostile}}
		}, "the ledger was written by a newer bylaw, and this one cannot prove it:\n  entry 4: kind \"watch\" is unknowna[31m ::error::b\n" +
			"install a newer bylaw and verify again; this is bylaw 1.2.3\n" +
			"external anchors were not checked: a last entry that was changed or cut off would not be noticed; --anchors checks them\n"},
		"remarks": {func(p *render.Proof) {
			p.Decisions, p.Enacted, p.AnchorsChecked, p.Anchors = 0, 0, true, 2
			p.Erased = []render.Remark{{Entry: 2, Text: "1 record of a person gone"}}
			p.Unproven = []render.Remark{{Entry: 3, Text: "x"}, {Text: "y"}}
			p.Earlier = []render.Earlier{{Entry: 2, Revision: 1, Recorded: "passed" + hostile, Found: "open"}}
		}, "Ledger valid: 4 entries\nhead abc\nentry 2: erased: the chain is valid, the decision cannot be re-evaluated (1 record of a person gone)\n" +
			"entry 2: decided under revision 1 of the rules: recorded passeda[31m ::error::b; today's rules say open\n" +
			"note: entry 3: x\nnote: y\n2 external anchors compared with the ledger\n"},
	} {
		t.Run(name, func(t *testing.T) {
			p := sound
			test.change(&p)
			if got := render.ProofText(p); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestAPageOfTheLogIsSafeToPrint(t *testing.T) {
	m := render.History{
		Proposal: 7, Title: hostile, URL: hostile, Author: hostile, Entries: []int{1},
		Decision: decision.Decision{Outcome: decision.Passed, Rulings: []decision.Ruling{{Citation: hostile, Outcome: decision.Passed}},
			Ballots: []decision.Ballot{{Seat: hostile, Choice: hostile, Counted: true, Why: hostile}, {Counted: true}}},
		Changes: []facts.Change{
			{Kind: facts.Entry, Skill: "block_domain", Action: "remove", Target: hostile, Reason: hostile, Before: map[string]any{"severity": hostile}},
			{Kind: facts.Article, Action: "update", Article: hostile}, {Kind: facts.File, Action: "create", Path: hostile},
		},
		Life: []render.Event{{Time: "2026-11-21T12:00:00Z", Text: hostile}},
		Done: []render.ExecutedChange{{Change: plan.Change{Skill: "block_domain", Action: plan.Remove, Target: hostile}, Status: ledger.Failed, Message: hostile, URL: hostile}, {}},
	}
	got := render.HistoryText(m, render.Style{})
	if strings.Contains(got, "\x1b") || strings.Contains(got, "\n::") {
		t.Errorf("unsafe: %q", got)
	}
	for _, part := range []string{"Proposal #7: ", "a deleted account", "failed", "not yet", "1 entry: 1."} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is missing in\n%s", part, got)
		}
	}
	if got := render.HistoryText(render.History{Proposal: 7}, render.Style{}); got != "Proposal #7\n" {
		t.Errorf("of nothing: %q", got)
	}
}

func TestAReplayOfNothingSaysSo(t *testing.T) {
	if got := render.ReplayText(render.Replay{}, render.Style{}); got != "the ledger holds no decision\n" {
		t.Error(got)
	}
}
