package doctor_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/doctor"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/template"
)

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const (
	commit = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"
	bot    = 77
	head   = "abababababababababababababababababababababababababababababababab"
)

func seen[T any](value T) inspect.Part[T] { return inspect.Read(value, nil) }

func absent[T any]() inspect.Part[T] { return inspect.Part[T]{State: inspect.Absent} }

func hidden[T any]() inspect.Part[T] {
	return inspect.Part[T]{State: inspect.Hidden, Why: "this token may not see it"}
}

// healthy are facts in which everything is ok.
func healthy(t *testing.T) doctor.Facts {
	t.Helper()
	files := facts.Tree{}
	workflows, err := template.Workflows("main", template.Pin{Repository: template.Action, Commit: commit}, "coop/governance")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range workflows {
		files[".github/workflows/"+name] = facts.Blob{Data: text}
	}
	law := charter.Charter{Settings: charter.Settings{Instance: "https://social.example"}}
	law.Constitution = constitution.Constitution{Provisions: []provision.Provision{{Governs: []provision.Power{{Skills: []string{"block_domain", "resolve_report"}}}}}}
	protected := inspect.Rules{PullRequest: true, NoForcePush: true, NoDeletion: true, Checks: []inspect.Check{{Context: "Bylaw", App: 9}}}
	exchange := inspect.Exchange{Limit: 300, Remaining: 290, Dated: true}
	run := seen(inspect.Run{At: now.Add(-time.Hour)})
	return doctor.Facts{
		Now: now, Charter: seen(law),
		Server: doctor.Server{
			URL: "https://social.example/", Token: true, Exchange: exchange,
			About:   seen(inspect.Server{Title: "Mastodon", Version: "4.6.5", Characters: 500, Pins: 5}),
			Account: seen(inspect.Account{Acct: "bylaw", Bot: true, RoleID: "4", Role: "Bylaw", Permissions: 0x30}),
			Scopes:  seen(inspect.Scopes{List: []string{"read", "write", "admin:read", "admin:write"}, OfToken: true}),
			Staff:   seen([]inspect.Staff{{Acct: "olga", RoleID: "3", Role: "Owner", Administrates: true}}),
			Pins:    seen(inspect.Pins{Used: 1}),
		},
		Forge: doctor.Forge{
			Settings: charter.Forge{Repository: "coop/governance", Branch: "main"}, Creator: bot, Named: true, Web: "https://github.com/coop/governance",
			EnvironmentName: "mastodon", Exchange: exchange,
			Self: seen(facts.Person{Login: "coop"}), Repository: seen(inspect.Repository{Name: "coop/governance", Default: "main", Push: true, Admin: true}),
			Rules: seen(protected), Protection: absent[inspect.Rules](),
			LedgerRules: seen(inspect.Rules{NoForcePush: true, NoDeletion: true}), LedgerProtection: absent[inspect.Rules](),
			Environment: seen(inspect.Environment{Branches: []string{"main"}}),
			Workflows:   seen([]inspect.Workflow{{Path: ".github/workflows/bylaw-check.yml", State: "active"}}),
			Runs:        map[string]inspect.Part[inspect.Run]{"bylaw-check.yml": run},
			Actions:     seen(inspect.Actions{Enabled: true, Allowed: "all", Propose: true}),
		},
		Roster: doctor.Roster{
			Logins:  []doctor.Login{{Seat: "ada", ID: 1, Said: "ada", Now: seen(facts.Person{ID: 1, Login: "Ada"})}},
			Handles: []doctor.Handle{{Seat: "ada", Said: "@ada@social.example", Now: seen(inspect.Person{Acct: "ada"})}},
		},
		Ledger: doctor.Ledger{
			Copies: seen(inspect.Copies{Entries: 1, Remote: true}), Chain: ledger.Chain{Entries: make([]ledger.Entry, 1), Hashes: []string{head}},
			Anchors: seen([]ledger.Anchor{{Head: head, Binding: true}}),
		},
		Local: doctor.Local{Files: files, Git: seen(doctor.Clone{Branch: "main"}), Lint: seen(doctor.Lint{}), Variables: seen([]doctor.Variable{{Name: "BYLAW_CREATOR", Value: "7"}})},
	}
}

func TestExamineHealthyFacts(t *testing.T) {
	report := doctor.Examine(healthy(t))
	for _, f := range report.Findings {
		if f.Level != inspect.OK || f.Says == "" || f.Fix != "" {
			t.Errorf("%s %s: %s: %s (%s)", f.Section, f.Check, f.Level, f.Says, f.Fix)
		}
	}
	if report.OK != len(doctor.Checks()) {
		t.Errorf("%d of %d checks are ok", report.OK, len(doctor.Checks()))
	}
}

// TestExamineNothing: what nothing filled in is never ok, apart from what can be known without any server.
func TestExamineNothing(t *testing.T) {
	for _, f := range doctor.Examine(doctor.Facts{}).Findings {
		if f.Level == inspect.OK && f.Section != inspect.OfRoster {
			t.Errorf("%s %s is ok: %s", f.Section, f.Check, f.Says)
		}
	}
}

type change = func(*doctor.Facts)

func TestExamine(t *testing.T) {
	rules := func(edit func(*inspect.Rules)) change { return func(f *doctor.Facts) { edit(&f.Forge.Rules.Value) } }
	file := func(name, from, to string) change {
		return func(f *doctor.Facts) {
			name = ".github/workflows/" + name
			f.Local.Files[name] = facts.Blob{Data: bytes.ReplaceAll(f.Local.Files[name].Data, []byte(from), []byte(to))}
		}
	}
	for _, c := range []struct {
		check  string // section and name
		level  inspect.Level
		says   string
		change change
	}{
		{"server server", inspect.Unchecked, "MASTODON_URL is not set", func(f *doctor.Facts) { f.Server.URL = "" }},
		{"server server", inspect.Wrong, "names another", func(f *doctor.Facts) { f.Server.Mismatch = "bylaw.yaml names another" }},
		{"server server", inspect.Wrong, "does not answer", func(f *doctor.Facts) { f.Server.About = inspect.Unasked[inspect.Server]("connection refused") }},
		{"server server", inspect.Warning, "resolve_report", func(f *doctor.Facts) { f.Server.About.Value.Software = "akkoma" }},
		{"server token", inspect.Wrong, "does not work", func(f *doctor.Facts) { f.Server.Account = inspect.Unasked[inspect.Account]("401") }},
		{"server token", inspect.Warning, "does not say that it is a bot", func(f *doctor.Facts) { f.Server.Account.Value.Bot = false }},
		{"server token", inspect.Unchecked, "not set", func(f *doctor.Facts) {
			f.Server.Token, f.Server.Account = false, inspect.Unasked[inspect.Account]("MASTODON_ACCESS_TOKEN is not set")
		}},
		{"server scopes", inspect.Wrong, "resolve_report needs admin:write:reports", func(f *doctor.Facts) {
			f.Server.Scopes.Value.List = []string{"read", "write", "admin:read", "admin:write:domain_blocks"}
		}},
		{"server scopes", inspect.OK, "the token's application has enough", func(f *doctor.Facts) { f.Server.Scopes.Value.OfToken = false }},
		{"server scopes", inspect.Unchecked, "does not say", func(f *doctor.Facts) { f.Server.Scopes = absent[inspect.Scopes]() }},
		{"server role", inspect.Wrong, "manage_reports, which these skills need: resolve_report", func(f *doctor.Facts) { f.Server.Account.Value.Permissions = 0x20 }},
		{"server role", inspect.Warning, "administrator", func(f *doctor.Facts) { f.Server.Account.Value.Permissions = 1 }},
		{"server rank", inspect.Unchecked, "may not see", func(f *doctor.Facts) { f.Server.Staff = hidden[[]inspect.Staff]() }},
		{"server pins", inspect.Wrong, "all 5 pins", func(f *doctor.Facts) { f.Server.Pins.Value.Used = 5 }},
		{"server rate limit", inspect.Warning, "2 of 300", func(f *doctor.Facts) { f.Server.Exchange.Remaining = 2 }},
		{"server rate limit", inspect.Unchecked, "states none", func(f *doctor.Facts) { f.Server.Exchange.Limit = 0 }},

		{"forge token", inspect.Wrong, "there is no repository", func(f *doctor.Facts) { f.Forge.Repository = absent[inspect.Repository]() }},
		{"forge token", inspect.Wrong, "may not read", func(f *doctor.Facts) { f.Forge.Repository = hidden[inspect.Repository]() }},
		{"forge token", inspect.Unchecked, "not set", func(f *doctor.Facts) {
			f.Forge.Repository = inspect.Unasked[inspect.Repository]("GITHUB_TOKEN is not set")
		}},
		{"forge token", inspect.Warning, "writes nothing", func(f *doctor.Facts) { f.Forge.Foreign = "Gitea 1.22 keeps no log" }},
		{"forge token", inspect.Warning, "cannot bootstrap", func(f *doctor.Facts) { f.Forge.Repository.Value.Push, f.Forge.Repository.Value.Admin = false, false }},
		{"forge branch", inspect.Wrong, "the default branch is trunk", func(f *doctor.Facts) { f.Forge.Repository.Value.Default = "trunk" }},
		{"forge branch", inspect.Warning, "is called coop/moved now", func(f *doctor.Facts) { f.Forge.Repository.Value.Name = "coop/moved" }},
		{"forge reviews", inspect.Wrong, "without a pull request", rules(func(r *inspect.Rules) { r.PullRequest = false })},
		{"forge reviews", inspect.Wrong, "merge queue", rules(func(r *inspect.Rules) { r.Queue = true })},
		{"forge reviews", inspect.Warning, "1 approval is required", rules(func(r *inspect.Rules) { r.Approvals, r.DismissStale = 1, true })},
		{"forge reviews", inspect.Unchecked, "administrators alone", func(f *doctor.Facts) {
			f.Forge.Rules.Value.PullRequest, f.Forge.Protection = false, hidden[inspect.Rules]()
		}},
		{"forge history", inspect.Wrong, "force-pushed", rules(func(r *inspect.Rules) { r.NoForcePush = false })},
		{"forge history", inspect.OK, "neither", func(f *doctor.Facts) {
			f.Forge.Rules.Value, f.Forge.Protection = inspect.Rules{}, seen(inspect.Rules{NoForcePush: true, NoDeletion: true})
		}},
		{"forge bypass", inspect.Warning, "user ada (ruleset votes)", rules(func(r *inspect.Rules) { r.Bypass = []inspect.Bypass{{Who: "user ada", Rule: "votes"}} })},
		{"forge bypass", inspect.Unchecked, "administrators alone", rules(func(r *inspect.Rules) { r.BypassHidden = true })},
		{"forge required status", inspect.Wrong, "is not required", rules(func(r *inspect.Rules) { r.Checks = nil })},
		{"forge required status", inspect.Unchecked, "in the last 7 days", func(f *doctor.Facts) { f.Forge.Rules.Value.Checks, f.Ledger.Chain = nil, ledger.Chain{} }},
		{"forge required status", inspect.Warning, "from anyone", rules(func(r *inspect.Rules) { r.Checks[0].App = 0 })},
		{"forge required status", inspect.Wrong, "nothing can be merged", rules(func(r *inspect.Rules) { r.Checks[0].App = 15368 })},
		{"forge creator", inspect.Warning, "depends on the token", func(f *doctor.Facts) { f.Forge.Named = false }},
		{"forge creator", inspect.Warning, "github-actions[bot]", func(f *doctor.Facts) { f.Forge.Creator = facts.SharedBot }},
		{"forge creator", inspect.Wrong, "would never open", func(f *doctor.Facts) {
			f.Forge.InWorkflow, f.Forge.Self = true, seen(facts.Person{ID: 5, Login: "robot"})
		}},
		{"forge creator", inspect.Unchecked, "does not show", func(f *doctor.Facts) { f.Forge.InWorkflow, f.Forge.Self = true, hidden[facts.Person]() }},
		{"forge environment", inspect.Wrong, "there is no environment", func(f *doctor.Facts) { f.Forge.Environment = absent[inspect.Environment]() }},
		{"forge environment", inspect.Wrong, "every branch", func(f *doctor.Facts) { f.Forge.Environment.Value = inspect.Environment{All: true} }},
		{"forge environment", inspect.Wrong, "lets every branch", func(f *doctor.Facts) { f.Forge.Environment.Value = inspect.Environment{Protected: true} }},
		{"forge environment", inspect.Wrong, "other branches as well: *", func(f *doctor.Facts) { f.Forge.Environment.Value.Branches = []string{"main", "*"} }},
		{"forge environment", inspect.Unchecked, "may not see", func(f *doctor.Facts) { f.Forge.Environment = hidden[inspect.Environment]() }},
		{"forge workflows", inspect.Wrong, "not filled in", file("bylaw-check.yml", commit, strings.Repeat("0", 40))},
		{"forge workflows", inspect.Wrong, "bylaw-check.yml runs bylaw-dev/bylaw@v1", file("bylaw-check.yml", commit, "v1")},
		{"forge workflows", inspect.Warning, "missing: bylaw-ping.yml", func(f *doctor.Facts) { delete(f.Local.Files, ".github/workflows/bylaw-ping.yml") }},
		{"forge workflows", inspect.Warning, "2 different commits", file("bylaw-apply.yml", commit, strings.Repeat("6b", 20))},
		{"forge workflows", inspect.Warning, "bylaw-apply.yml:", file("bylaw-apply.yml", "timeout-minutes: 350", "timeout-minutes: 5")},
		{"forge workflows", inspect.Warning, "no workflows", func(f *doctor.Facts) { f.Local.Files = nil }},
		{"forge schedules", inspect.Wrong, "disabled_inactivity", func(f *doctor.Facts) { f.Forge.Workflows.Value[0].State = "disabled_inactivity" }},
		{"forge schedules", inspect.Warning, "late", func(f *doctor.Facts) { f.Now = now.Add(48 * time.Hour) }},
		{"forge schedules", inspect.Unchecked, "not run yet", func(f *doctor.Facts) { f.Forge.Runs["bylaw-check.yml"] = absent[inspect.Run]() }},
		{"forge actions", inspect.Wrong, "switched off", func(f *doctor.Facts) { f.Forge.Actions.Value.Enabled = false }},
		{"forge actions", inspect.Wrong, "of the owner", func(f *doctor.Facts) { f.Forge.Actions.Value.Allowed = "local_only" }},
		{"forge actions", inspect.Warning, "not among them", func(f *doctor.Facts) { f.Forge.Actions.Value.Allowed, f.Forge.Actions.Value.GitHub = "selected", true }},
		{"forge actions", inspect.Unchecked, "administrators alone", func(f *doctor.Facts) { f.Forge.Actions = hidden[inspect.Actions]() }},
		{"forge proposals", inspect.Warning, "may not open", func(f *doctor.Facts) { f.Forge.Actions.Value.Propose = false }},
		{"forge plan", inspect.Wrong, "Free plan", func(f *doctor.Facts) { f.Forge.Repository.Value.Private, f.Forge.Plan = true, seen("free") }},
		{"forge plan", inspect.Warning, "2000 minutes a month", func(f *doctor.Facts) { f.Forge.Repository.Value.Private, f.Forge.Plan = true, hidden[string]() }},
		{"forge plan", inspect.OK, "on the plan team", func(f *doctor.Facts) { f.Forge.Repository.Value.Private, f.Forge.Plan = true, seen("team") }},

		{"roster logins", inspect.Wrong, "ada (ada, id 1)", func(f *doctor.Facts) { f.Roster.Logins[0].Now = absent[facts.Person]() }},
		{"roster logins", inspect.Warning, "id 1 is lovelace", func(f *doctor.Facts) { f.Roster.Logins[0].Now.Value.Login = "lovelace" }},
		{"roster logins", inspect.Unchecked, "not set", func(f *doctor.Facts) { f.Roster.NoForge = "GITHUB_TOKEN is not set" }},
		{"roster handles", inspect.Warning, "not known to the server: ada", func(f *doctor.Facts) { f.Roster.Handles[0].Now = absent[inspect.Person]() }},
		{"roster handles", inspect.Warning, "moved to @ada@new.example", func(f *doctor.Facts) { f.Roster.Handles[0].Now.Value.Moved = "@ada@new.example" }},
		{"roster handles", inspect.Warning, "suspended: ada", func(f *doctor.Facts) { f.Roster.Handles[0].Now.Value.Suspended = true }},

		{"ledger bootstrap", inspect.Wrong, "has not begun", func(f *doctor.Facts) { f.Ledger.Copies = absent[inspect.Copies]() }},
		{"ledger bootstrap", inspect.Wrong, "does not verify", func(f *doctor.Facts) { f.Ledger.Broken = "entry 3" }},
		{"ledger pushed", inspect.Wrong, "the forge has no ledger", func(f *doctor.Facts) { f.Ledger.Copies.Value.Ahead = 1 }},
		{"ledger pushed", inspect.Warning, "does not have the last 2 entries", func(f *doctor.Facts) { f.Ledger.Copies.Value = inspect.Copies{Entries: 5, Behind: 2, Remote: true} }},
		{"ledger pushed", inspect.Wrong, "differ from entry 2 on", func(f *doctor.Facts) { f.Ledger.Copies.Value.Differs = 2 }},
		{"ledger pushed", inspect.Unchecked, "was not compared", func(f *doctor.Facts) { f.Ledger.Copies.Value.Remote = false }},
		{"ledger anchors", inspect.Wrong, "cut short", func(f *doctor.Facts) {
			f.Ledger.Anchors.Value = []ledger.Anchor{{Head: "cccc"}, {Head: "ffff", Binding: true}}
		}},
		{"ledger anchors", inspect.Warning, "anyone who can write", func(f *doctor.Facts) { f.Ledger.Anchors.Value = []ledger.Anchor{{Head: "ffff"}} }},
		{"ledger anchors", inspect.Unchecked, "yet", func(f *doctor.Facts) { f.Ledger.Anchors.Value = nil }},
		{"ledger protection", inspect.Warning, "can be deleted", func(f *doctor.Facts) { f.Forge.LedgerRules.Value.NoDeletion = false }},
		{"ledger protection", inspect.Wrong, "cannot append", func(f *doctor.Facts) { f.Forge.LedgerRules.Value.PullRequest = true }},
		{"ledger protection", inspect.Unchecked, "administrators alone", func(f *doctor.Facts) {
			f.Forge.LedgerRules.Value, f.Forge.LedgerProtection = inspect.Rules{}, hidden[inspect.Rules]()
		}},

		{"local clock", inspect.Wrong, "1h0m0s ahead of", func(f *doctor.Facts) { f.Forge.Exchange.Ahead = -time.Hour }},
		{"local clock", inspect.Warning, "2m0s behind", func(f *doctor.Facts) { f.Server.Exchange.Ahead = 2 * time.Minute }},
		{"local clock", inspect.Unchecked, "no server", func(f *doctor.Facts) { f.Server.Exchange.Dated, f.Forge.Exchange.Dated = false, false }},
		{"local git", inspect.Warning, "governance/roster.yaml", func(f *doctor.Facts) { f.Local.Git.Value.Dirty = []string{"governance/roster.yaml"} }},
		{"local git", inspect.Warning, "the branch mine", func(f *doctor.Facts) { f.Local.Git.Value.Branch = "mine" }},
		{"local git", inspect.Unchecked, "no git repository", func(f *doctor.Facts) { f.Local.Git = absent[doctor.Clone]() }},
		{"local charter", inspect.Wrong, "1 error, 0 warnings", func(f *doctor.Facts) { f.Local.Lint.Value = doctor.Lint{Errors: 1, First: "x.yaml:1"} }},
		{"local charter", inspect.Warning, "2 warnings", func(f *doctor.Facts) { f.Local.Lint.Value = doctor.Lint{Warnings: 2} }},
		{"local variables", inspect.Wrong, "BYLAW_CREATOR is not the id", func(f *doctor.Facts) { f.Local.Variables.Value[0].Value = "me" }},
		{"local variables", inspect.Warning, `BYLAW_PAUSE (did you mean "BYLAW_PAUSED"?)`, func(f *doctor.Facts) { f.Local.Variables.Value[0].Name = "BYLAW_PAUSE" }},
		{"local variables", inspect.Unchecked, "could not be listed", func(f *doctor.Facts) {
			f.Local.Variables = inspect.Unasked[[]doctor.Variable]("the environment could not be listed")
		}},
	} {
		t.Run(c.check+" "+string(c.level), func(t *testing.T) {
			f := healthy(t)
			c.change(&f)
			for _, found := range doctor.Examine(f).Findings {
				if string(found.Section)+" "+found.Check != c.check {
					continue
				}
				if found.Level != c.level || !strings.Contains(found.Says, c.says) {
					t.Errorf("%s: %s, want %s with %q", found.Level, found.Says, c.level, c.says)
				}
				if mends := found.Fix != ""; !mends && (c.level == inspect.Wrong || c.level == inspect.Warning) {
					t.Errorf("%s: %s: nothing mends it", found.Level, found.Says)
				}
				return
			}
			t.Errorf("there is no check %q", c.check)
		})
	}
}

// The guide lists every check: its table is written from the same source by -update.
func TestGuideListsEveryCheck(t *testing.T) {
	const guide, begin, end = "../../docs/guides/doctor.md", "<!-- checks -->\n", "<!-- /checks -->"
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), begin)
	_, after, found := strings.Cut(rest, end)
	if !found {
		t.Fatalf("%s has no %s", guide, end)
	}
	table := "| Part | Check | What it looks at | What mends it |\n| --- | --- | --- | --- |\n"
	for _, c := range doctor.Checks() {
		table += "| " + string(c.Section) + " | " + c.Name + " | " + c.Looks + " | " + c.Mends + " |\n"
	}
	want := before + begin + table + end + after
	if golden.Updating() {
		if err := os.WriteFile(guide, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if want != string(text) {
		t.Errorf("%s does not list the checks as they are: go test ./internal/doctor -update", guide)
	}
}
