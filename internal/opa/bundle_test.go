package opa

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// evaluate does what "opa eval -b bundle.tar.gz -i facts.json data.bylaw.decision.decision" does, with OPA's own loader
// and all of its builtins: none of our code is between the bundle and the answer.
func evaluate(t *testing.T, packed []byte, f facts.Facts) decision.Decision {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bundle.tar.gz")
	if err := os.WriteFile(file, packed, 0o600); err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	input, err := ast.ValueFromReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	results, err := rego.New(rego.LoadBundle(file), rego.ParsedInput(input), rego.Query("data.bylaw.decision.decision")).Eval(t.Context())
	if err != nil || len(results) != 1 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	if raw, err = json.Marshal(results[0].Expressions[0].Value); err != nil {
		t.Fatal(err)
	}
	var d decision.Decision
	if err := json.Unmarshal(raw, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOPADecidesByTheBundleAsTheJudgeDoes(t *testing.T) {
	plain := constitutionOf(t, suspending, "")
	guarded := constitutionOf(t, suspending, "\n```rego\npackage bylaw.guard\n\ndeny contains \"not by ada\" if input.proposal.author.login == \"ada\"\n```\n")
	filed := constitutionOf(t, suspending, "")
	filed.Policies = []constitution.Policy{{Source: "package bylaw.guard\n\nwarn contains data.constitution.articles[1].title\n"}}
	filed.Policies[0].Place.File = "governance/policies/title.rego"
	open, passed, failed := filled(proposal()), filled(proposal()), filled(proposal())
	for i, name := range names() {
		review(&passed, name, approved, "/yes")
		review(&failed, name, []string{approved, objected}[i%2], "")
	}
	passed.Now, failed.Now = closed, closed
	tests := []struct {
		name         string
		constitution constitution.Constitution
		f            facts.Facts
		want         decision.Outcome
	}{
		{"open", plain, open, decision.Open},
		{"passed", plain, passed, decision.Passed},
		{"failed", plain, failed, decision.Failed},
		{"denied by a guard of the text", guarded, passed, decision.Failed},
		{"warned by a guard of a file", filed, passed, decision.Passed},
	}
	j := testJudge(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want, err := j.Decide(t.Context(), tt.constitution, tt.f)
			if err != nil {
				t.Fatal(err)
			}
			if want.Outcome != tt.want {
				t.Errorf("the judge says %s, want %s", want.Outcome, tt.want)
			}
			packed, err := j.Bundle(t.Context(), tt.constitution)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, evaluate(t, packed, tt.f)); diff != "" {
				t.Errorf("decisions (-judge +OPA):\n%s", diff)
			}
		})
	}
}

func TestABundleSaysWhatIsInItAndIsTheSameEveryTime(t *testing.T) {
	constitution := constitutionOf(t, suspending, "\n```rego\npackage bylaw.guard\n```\n")
	pack := func() []byte {
		packed, err := testJudge(t).Bundle(t.Context(), constitution)
		if err != nil {
			t.Fatal(err)
		}
		return packed
	}
	first := pack()
	if !bytes.Equal(first, pack()) {
		t.Error("the same constitution gave other bytes")
	}
	b, err := bundle.NewReader(bytes.NewReader(first)).Read()
	if err != nil {
		t.Fatal(err)
	}
	if b.Manifest.Revision != constitution.Digest || !cmp.Equal(*b.Manifest.Roots, []string{"bylaw", "constitution"}) {
		t.Errorf("manifest %+v", b.Manifest)
	}
	var guards []string
	for _, m := range b.Modules {
		if strings.HasSuffix(m.Path, "_test.rego") {
			t.Errorf("%s is a test", m.Path)
		}
		if !strings.HasPrefix(m.Path, "/policies/") {
			guards = append(guards, m.Path)
		}
	}
	if want := []string{"/constitution.md/line-14.rego"}; !cmp.Equal(guards, want) {
		t.Errorf("modules of the community: %v, want %v", guards, want)
	}
}

func TestABundleOfABrokenPolicyIsRefused(t *testing.T) {
	constitution := constitutionOf(t, suspending, "\n```rego\npackage bylaw.engine\n```\n")
	_, err := testJudge(t).Bundle(t.Context(), constitution)
	if err == nil || !strings.Contains(err.Error(), "constitution.md:14:1: ") {
		t.Errorf("got %v", err)
	}
}

// TestThePinnedToolIsTheEngine keeps "opa eval" on a bundle and this package at one version.
func TestThePinnedToolIsTheEngine(t *testing.T) {
	pinned, err := os.ReadFile("../../tools/opa/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if want := "github.com/open-policy-agent/opa v" + Engine() + " // indirect\n"; !strings.Contains(string(pinned), want) {
		t.Errorf("tools/opa/go.mod does not require %s", want)
	}
}
