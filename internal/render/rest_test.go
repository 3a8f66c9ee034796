package render_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestDiagnostics(t *testing.T) {
	var list diag.List
	list.Errorf(diag.Place{File: "governance/roster.yaml", Line: 14, Column: 5}, "remove line 14 or line 22", `seat %q stands twice`, "a|da")
	list.Warnf(diag.Place{File: "governance/a,b:c.yaml", Line: 2}, "", "100%% of <b>nothing</b> @all")
	list.Errorf(diag.Place{}, "", "::error::two\r\nlines")
	golden.Compare(t, "testdata/diagnostics/want.txt", render.Diagnostics(list, render.Style{}))
	golden.Compare(t, "testdata/diagnostics/want.md", render.DiagnosticsMarkdown(list))
	golden.Compare(t, "testdata/diagnostics/want.annotations", render.Annotations(list))
}

func TestSkills(t *testing.T) {
	all := []skill.Skill{
		{Name: "suspend_account", Category: "account_moderation", Kind: skill.State, Summary: "Suspend an account.", Built: true, Destructive: true},
		{Name: "silence_account", Category: "account_moderation", Kind: skill.State, Summary: "Limit an account.", Built: true},
		{Name: "block_ip", Category: "security", Kind: skill.State, Summary: "Block a network."},
		{Name: "create_announcement", Category: "admin_web_only", Kind: skill.Manual, Summary: "Announce.", Built: true},
	}
	cannot := []skill.Impossible{
		{What: "grant a role", Page: "/admin/roles", Command: "tootctl accounts modify NAME --role ROLE"}, {What: "add a relay", Page: "/admin/relays"},
	}
	golden.Compare(t, "testdata/skills/want.txt", render.Skills(all, cannot))
	golden.Compare(t, "testdata/skills/want.md", render.SkillsPage(all, all[:1], cannot, func(name skill.Name) string { return string(name) + ".txtar" }))
}

func TestTheCatalogueNamesEverySkill(t *testing.T) {
	text := render.Skills(skill.Catalogue(), skill.Cannot())
	table := render.SkillsPage(skill.Catalogue(), skill.Extensions(), skill.Cannot(), func(skill.Name) string { return "" })
	for _, name := range skill.Names() {
		if !strings.Contains(text, "  "+name+" ") || !strings.Contains(table, "`"+name+"`") {
			t.Errorf("%s is missing", name)
		}
	}
}

// record is a ledger with an entry of each kind.
func record(t *testing.T) ledger.Chain {
	t.Helper()
	bodies := map[ledger.Kind]any{
		ledger.Genesis: ledger.GenesisBody{Founder: "ada\x1b"},
		ledger.Decided: ledger.DecisionBody{Decision: decision.Decision{Proposal: 7, Outcome: decision.Passed, Rulings: []decision.Ruling{
			{Citation: "4.2", Tally: decision.Tally{Yes: "1", No: "0", Abstain: "0", Block: "0"}},
		}}},
		ledger.Opening:  ledger.OpeningBody{Digest: "aabbccddeeff0011", OpenedAt: moment.Parse("2026-11-21T09:30:00Z")},
		ledger.Incident: ledger.IncidentBody{Why: "no one voted on it\x1b"},
		ledger.Intent:   ledger.IntentBody{Plan: "3f2a9c1b04de7788", Changes: make([]plan.Change, 3)},
		ledger.Outcome: ledger.OutcomeBody{Results: map[string]ledger.Result{
			"a": {Status: ledger.Done}, "b": {Status: ledger.Done}, "c": {Status: ledger.Failed, Message: "502"},
		}},
		ledger.Enacted: ledger.EnactedBody{Constitution: "aabbccddeeff0011", Plan: "3f2a9c1b04de7788"},
		ledger.Ballots: ledger.BallotBody{
			ReadThrough: moment.Parse("2026-11-21T10:00:00Z"), Posts: make([]ledger.Post, 1),
			Ballots: []ledger.Ballot{{Proposal: 7, Seat: "seat:" + strings.Repeat("0a", 32), Choice: "yes"}},
		},
		ledger.Publish: ledger.PublishBody{URL: "https://social.example/@bot/1", Digest: "aabbccddeeff0011"},
	}
	chain, at := ledger.Chain{}, time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	for i, kind := range ledger.Kinds() {
		body, ok := bodies[kind]
		if !ok {
			body = map[string]string{}
		}
		commit := ""
		if kind == ledger.Enacted {
			commit = strings.Repeat("01", 20)
		}
		e, f, err := chain.Next(kind, at.Add(time.Duration(i)*time.Minute), i%2*7, commit, body)
		if err != nil {
			t.Fatal(err)
		}
		chain = chain.With(e, f)
	}
	return chain
}

func TestLog(t *testing.T) {
	text, err := render.Log(record(t))
	if err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, "testdata/log/want.txt", text)
	if empty, err := render.Log(ledger.Chain{}); err != nil || !strings.HasPrefix(empty, "the ledger is empty") {
		t.Errorf("an empty ledger: %q, %v", empty, err)
	}
}

func TestALogWithAStrangeBodyNamesTheEntry(t *testing.T) {
	chain := ledger.Chain{Entries: []ledger.Entry{{Seq: 4, Kind: ledger.Intent, Body: []byte(`{"plan":1}`)}}}
	_, err := render.Log(chain)
	if err == nil || !strings.Contains(err.Error(), "ledger entry 4 (intent)") {
		t.Errorf("error %v", err)
	}
}

func TestALongPlanIsCutInMarkdownAndWholeInText(t *testing.T) {
	var p plan.Plan
	for i := range 5000 {
		p.Changes = append(p.Changes, plan.Change{
			ID: fmt.Sprint(i), Action: plan.Create, Skill: "block_domain", Target: fmt.Sprintf("d%d.example", i), Provisions: []string{"4"},
		})
		p.Unmanaged = append(p.Unmanaged, plan.Difference{Resource: "domain_blocks", Target: fmt.Sprintf("u%d.example", i)})
		p.Drift = append(p.Drift, plan.Difference{Resource: "domain_blocks", Target: fmt.Sprintf("v%d.example", i)})
		p.Notes = append(p.Notes, "a note")
	}
	p.Summary, p.Digest = plan.Summarise(p.Changes), "3f2a"
	table, text := render.PlanMarkdown(p), render.PlanText(p, render.Style{})
	if len(table) > 60_000 || !strings.Contains(table, "more: `bylaw plan` shows all of them.") {
		t.Errorf("Markdown of %d bytes: %s", len(table), table[max(0, len(table)-200):])
	}
	if !strings.Contains(table, "5000 domain blocks: u0.example") || strings.Contains(table, "| `+ d4999.example`") {
		t.Error("what is short was cut, or what is long was not")
	}
	if !strings.Contains(text, "d4999.example") || !strings.Contains(text, "and 4990 more (--json names all)") || strings.Contains(text, "u10.example") {
		t.Error("text does not show every change, or shows everything that is unmanaged")
	}
}

func TestEveryGoldenCaseHasAllItsFiles(t *testing.T) {
	for _, kind := range []string{"plan", "decision"} {
		for _, dir := range cases(t, kind) {
			for _, name := range []string{kind + ".json", "want.txt", "want.md", "want.json"} {
				if _, err := os.Stat(dir + "/" + name); err != nil {
					t.Error(err)
				}
			}
		}
	}
}
