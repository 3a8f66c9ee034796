package cli

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// files names what a workflow reads, and gives what was written there.
func (p *place) files() (summary, outputs func() string) {
	read := func(variable, name string) func() string {
		p.env[variable] = filepath.Join(p.dir, "..", name)
		return func() string {
			data, err := os.ReadFile(p.env[variable])
			p.must(err)
			return string(data)
		}
	}
	return read("GITHUB_STEP_SUMMARY", "summary"), read("GITHUB_OUTPUT", "outputs")
}

func TestAWorkflowGetsSummaryAnnotationsAndOutputs(t *testing.T) {
	p := newPlace(t)
	summary, outputs := p.files()
	p.propose("wrong", "governance/instance/federation.yaml", "domain_blocks:\n  - {domain: \"##[add-mask]\", severity: \"::error::\"}\n")
	code, out, complaints := p.run("check", "--proposal", "1")
	if code != 3 || !strings.Contains(complaints, "::error file=governance/instance/federation.yaml,line=2,col=") {
		t.Errorf("exit status %d\n%s\n%s", code, out, complaints)
	}
	if want := "outcome<<bylaw-78787878787878787878787878787878\nfailed\nbylaw-78787878787878787878787878787878\n"; !strings.HasPrefix(outputs(), want) {
		t.Errorf("got\n%s", outputs())
	}
	if got := summary(); !strings.Contains(got, "| 1 | Change governance/instance/federation.yaml | ❌ refused: ") {
		t.Errorf("got\n%s", got)
	}
	for _, text := range []string{out, complaints, summary(), outputs()} {
		for line := range strings.Lines(text) {
			if strings.Contains(line, "##[") || strings.HasPrefix(strings.TrimSpace(line), "::error::") {
				t.Errorf("a command got through: %q", line)
			}
		}
	}
}

func TestOutsideOfAWorkflowNothingIsReported(t *testing.T) {
	p := newPlace(t)
	p.files()
	p.env["GITHUB_ACTIONS"] = ""
	p.propose("note", "governance/cases/extra.yaml", "cases: []\n")
	if code, out, complaints := p.run("check", "--proposal", "1"); code != 4 {
		t.Errorf("exit status %d\n%s\n%s", code, out, complaints)
	}
	for _, variable := range []string{"GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"} {
		if _, err := os.Stat(p.env[variable]); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s was written: %v", variable, err)
		}
	}
}

func TestAFindingInErrorHasNoOutcome(t *testing.T) {
	p := &place{T: t, dir: t.TempDir(), env: map[string]string{"GITHUB_ACTIONS": "true"}}
	_, outputs := p.files()
	sent := check.Notification{Finding: check.Finding{Problem: errors.New("502"), Decision: decision.Decision{Outcome: decision.Passed}}, Page: render.Page{Problem: "502"}}
	p.must(p.app().report([]check.Notification{sent}))
	if got := outputs(); strings.Contains(got, "passed") || !strings.Contains(got, `[{"number":0,"outcome":"","digest":""}]`) {
		t.Errorf("got\n%s", got)
	}
}

func TestNothingForeseeableWithoutRandomness(t *testing.T) {
	p := &place{T: t, env: map[string]string{"GITHUB_ACTIONS": "true"}}
	a := p.app()
	a.wire.Random = strings.NewReader("short")
	if err := a.report(nil); err == nil {
		t.Error("an outside text could end an output")
	}
	a.wire.Random = rand.Reader
	first, err := a.workflowRun()
	p.must(err)
	second, err := a.workflowRun()
	p.must(err)
	if first == second {
		t.Errorf("twice %s", first)
	}
}

func TestAWorkflowHearsWhatBecameOfAnApply(t *testing.T) {
	p := newPlace(t)
	summary, outputs := p.files()
	last := func(args ...string) (code int, handed map[string]string) {
		p.must(errors.Join(os.RemoveAll(p.env["GITHUB_OUTPUT"]), os.RemoveAll(p.env["GITHUB_STEP_SUMMARY"])))
		code, _, _ = p.run(args...)
		handed = map[string]string{}
		lines := strings.Split(outputs(), "\n")
		for i := 0; i+2 < len(lines); i += 3 {
			name, _, _ := strings.Cut(lines[i], "<<")
			handed[name] = lines[i+1]
		}
		return code, handed
	}
	code, handed := last("apply", "--sandbox", "--adopt-ours")
	if code != 0 || handed["outcome"] != "enacted" || handed["changes"] == "0" || len(handed["digest"]) != 64 || !strings.HasPrefix(handed["thread-url"], "http") {
		t.Errorf("first: exit status %d, %v", code, handed)
	}
	if got := summary(); !strings.Contains(got, handed["changes"]+" of "+handed["changes"]+" changes done") {
		t.Errorf("got\n%s", got)
	}
	if code, handed = last("apply", "--sandbox"); code != 0 || handed["outcome"] != "in_sync" || handed["changes"] != "0" || handed["thread-url"] != "" {
		t.Errorf("second: exit status %d, %v", code, handed)
	}
	p.env["BYLAW_PAUSED"], p.env["MASTODON_URL"], p.env["MASTODON_ACCESS_TOKEN"] = "yes", "https://social.example", "token"
	if code, handed = last("apply"); code != 3 || handed["outcome"] != "refused" || !strings.Contains(summary(), "the variable BYLAW") {
		t.Errorf("paused: exit status %d, %v\n%s", code, handed, summary())
	}
}

func TestAnApplyThatStoppedIsNotCalledDone(t *testing.T) {
	p := &place{T: t, dir: t.TempDir(), env: map[string]string{"GITHUB_ACTIONS": "true"}}
	summary, outputs := p.files()
	prospect := plan.Plan{Changes: []plan.Change{{ID: "block_domain:a.example"}, {ID: "block_domain:b.example"}}}
	receipt := apply.Receipt{Results: []apply.Result{{ID: "block_domain:a.example", State: apply.Done}, {ID: "block_domain:b.example", State: apply.NotTried}}}
	p.must(p.app().reportApply(t.Context(), prospect, receipt, &apply.Partway{Receipt: receipt}))
	if got := outputs(); !strings.Contains(got, "\npartway\n") || !strings.Contains(summary(), "1 of 2 changes done") {
		t.Errorf("got\n%s\n%s", got, summary())
	}
	before := outputs()
	p.must(p.app().reportApply(t.Context(), prospect, receipt, errors.New("502")))
	if outputs() != before {
		t.Errorf("an apply that broke down before it began has an outcome: %s", outputs())
	}
}
