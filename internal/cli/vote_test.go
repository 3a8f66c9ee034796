package cli

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// writes counts the requests since before that changed something, pushes of the ledger included.
func (p *place) writes(before map[string]int) int {
	n := 0
	for route, count := range p.server.Requests() {
		if !strings.HasPrefix(route, "GET ") && !strings.Contains(route, "git-upload-pack") {
			n += count - before[route]
		}
	}
	return n
}

func TestCheckDecidesRecordsAndTells(t *testing.T) {
	p := newPlace(t)
	p.propose("note", "governance/cases/extra.yaml", "cases: []\n")
	code, out, complaints := p.run("check", "--proposal", "1")
	if code != 4 || !strings.Contains(out, "open (proposal #1)") {
		t.Fatalf("exit status %d:\n%s%s", code, out, complaints)
	}
	before := p.server.Requests()
	if code, _, complaints := p.run("check", "--proposal", "1"); code != 4 || p.writes(before) != 0 {
		t.Errorf("a second check wrote %d times, exit status %d: %s", p.writes(before), code, complaints)
	}
	for _, voter := range []string{"ada", "bruno", "emre"} {
		_, err := p.server.Review(voter, 1, hub.Ballot{Event: "APPROVE"})
		p.must(err)
	}
	p.now = p.now.Add(4 * 24 * time.Hour)
	code, out, complaints = p.run("check", "--proposal", "1", "--json")
	var d decision.Decision
	if err := json.Unmarshal([]byte(out), &d); err != nil || code != 0 || d.Outcome != decision.Passed {
		t.Errorf("exit status %d, %v:\n%s%s", code, err, out, complaints)
	}
	if code, out, _ := p.run("check", "--all"); code != 0 || !strings.HasPrefix(out, "#1  ") {
		t.Errorf("exit status %d:\n%s", code, out)
	}
}

func TestADryRunSaysWhatItWouldWriteAndWritesNothing(t *testing.T) {
	p := newPlace(t)
	p.propose("note", "governance/cases/extra.yaml", "cases: []\n")
	before := p.server.Requests()
	code, out, complaints := p.run("check", "--all", "--dry-run")
	for _, want := range []string{"would comment on proposal #1", "would set status bylaw of commit", "#1  open"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s%s", want, out, complaints)
		}
	}
	if n := p.writes(before); code != 0 || n != 0 {
		t.Errorf("exit status %d, %d writes", code, n)
	}
	code, out, complaints = p.run("check", "--all", "--dry-run", "--json")
	var report checkedAll
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != 0 || len(report.Proposals) != 1 || report.Proposals[0].Decision == nil {
		t.Errorf("exit status %d, %v:\n%s%s", code, err, out, complaints)
	}
}

func TestOneProposalThatCannotBeDecidedDoesNotSilenceTheOthers(t *testing.T) {
	p := newPlace(t)
	p.propose("note", "governance/cases/extra.yaml", "cases: []\n")
	p.propose("other", "governance/cases/other.yaml", "cases: []\n")
	p.server.Script(hub.Fault{Route: "GET /repos/{owner}/{repo}/pulls/{number}/reviews", Status: 502, Body: "{}"})
	code, out, complaints := p.run("check", "--all", "--json")
	var report checkedAll
	p.must(json.Unmarshal([]byte(out), &report))
	if code != 1 || len(report.Proposals) != 2 || report.Proposals[0].Problem == "" || report.Proposals[1].Decision == nil ||
		strings.Count(complaints, "was not decided") != 1 || !strings.Contains(complaints, `"proposal #1 was not decided: `) {
		t.Errorf("exit status %d:\n%s%s", code, out, complaints)
	}
}

func TestCheckWaitsForGitHubAndSaysSo(t *testing.T) {
	p := newPlace(t)
	p.propose("note", "governance/cases/extra.yaml", "cases: []\n")
	p.server.Script(hub.Fault{Route: "GET /repos/{owner}/{repo}/pulls/{number}/reviews", Status: 502, Body: "{}"})
	p.server.Script(hub.Fault{Route: "POST /repos/{owner}/{repo}/statuses/{sha}", Status: 429, Header: map[string]string{"Retry-After": "90"}, Body: "{}"})
	p.sleep = func(_ context.Context, d time.Duration) error {
		p.now = p.now.Add(d)
		return nil
	}
	code, out, complaints := p.run("check", "--all")
	host := strings.TrimPrefix(p.env["GITHUB_API_URL"], "http://")
	for _, want := range []string{
		"waiting until 2026-11-03T09:00:01Z for " + host + ", which answers 502 Bad Gateway\n",
		"waiting until 2026-11-03T09:01:31Z for the rate limit of " + host + "\n",
	} {
		if !strings.Contains(complaints, want) {
			t.Errorf("%q is missing in\n%s", want, complaints)
		}
	}
	if code != 0 || !strings.HasPrefix(out, "#1  open") {
		t.Errorf("exit status %d:\n%s%s", code, out, complaints)
	}
}

func TestCheckWantsExactlyOneThingToCheck(t *testing.T) {
	p := &place{T: t, dir: t.TempDir(), env: map[string]string{"GITHUB_TOKEN": "x", "BYLAW_CREATOR": "me"}}
	for want, lines := range map[int][]string{
		8: {"check", "check --all --proposal 1", "check --all --facts x.json", "check --proposal -1", "check --all --ref main", "check --facts x.json --dry-run"},
	} {
		for _, line := range lines {
			if code, _, complaints := p.run(strings.Fields(line)...); code != want || !strings.Contains(complaints, "bylaw check --help") {
				t.Errorf("%s: exit status %d: %s", line, code, complaints)
			}
		}
	}
}

func TestTheCreatorIsAnID(t *testing.T) {
	p := newPlace(t)
	p.env["BYLAW_CREATOR"] = "me"
	if code, _, complaints := p.run("check", "--all"); code != 1 || !strings.Contains(complaints, `BYLAW_CREATOR "me" is not the id of an account`) {
		t.Errorf("exit status %d: %s", code, complaints)
	}
}

func TestAReasonOfAnyLengthIsProposed(t *testing.T) {
	p := newPlace(t)
	p.server.Configure(hub.Settings{ActionsMayPropose: true})
	reason := strings.Repeat("They *never* answered & <we> asked. 🎉 ", 1500)
	code, out, complaints := p.run("propose", "block_domain", "spam.example", "severity=suspend", "--reason", reason)
	if code != 0 || !strings.HasPrefix(out, "proposed: #1 ") {
		t.Fatalf("exit status %d:\n%.300s%.300s", code, out, complaints)
	}
	h, err := p.app().wire.Forge(t.Context())
	p.must(err)
	pull, err := h.Client.Pull(t.Context(), 1)
	p.must(err)
	for _, want := range []string{"### Why\n\nThey ", "…", "the message of the commit has all of it", "### What it takes\n\n- **Article ", "keeps the tally"} {
		if !strings.Contains(pull.Body, want) {
			t.Errorf("%q is missing in %d bytes", want, len(pull.Body))
		}
	}
}

func TestACloneThatIsBehindIsReadUpToDate(t *testing.T) {
	p := newPlace(t)
	p.propose("note", "governance/cases/extra.yaml", "cases: []\n")
	p.run("check", "--all")
	for line, want := range map[string]string{"log": "bootstrapped by ada", "verify": "2 entries", "status": "1 open proposal", "log 1": "the vote opened"} {
		code, out, complaints := p.run(strings.Fields(line)...)
		if code != 0 || !strings.Contains(out, want) || line != "status" && !strings.Contains(complaints, "this clone does not have the last 2 entries, so the ledger of its origin was read") {
			t.Errorf("%s: exit status %d:\n%s%s", line, code, out, complaints)
		}
	}
}

func TestATokenOfNoPersonMayPropose(t *testing.T) {
	p := newPlace(t)
	p.server.Join(hub.Account{ID: 777, Login: "coop-app[bot]", Type: "Bot", Permission: "write"})
	p.env["GITHUB_TOKEN"], p.env["GITHUB_ACTIONS"] = "token-coop-app[bot]", ""
	code, out, complaints := p.run("propose", "block_domain", "spam.example", "severity=suspend", "--reason", "report 12")
	if code != 0 || !strings.Contains(out, "#1") {
		t.Errorf("exit status %d:\n%s%s", code, out, complaints)
	}
}
