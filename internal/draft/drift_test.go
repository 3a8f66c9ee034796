package draft_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// driftOf drafts the adoption or the reversal of one difference of a file with two blocks.
func driftOf(t *testing.T, adopt bool, d plan.Difference) string {
	t.Helper()
	b := draft.Base{Tree: facts.Tree{charter.FederationFile: {Data: []byte(
		"domain_blocks:\n  - {domain: a.example, severity: suspend, private_comment: ours}\n  - {domain: b.example, severity: noop}\n")}}}
	b.Charter.Instance.Items = []plan.Item{
		{Resource: "domain_blocks", Target: "a.example", Params: map[string]any{"severity": "suspend", "private_comment": "ours"}},
		{Resource: "domain_blocks", Target: "b.example", Params: map[string]any{"severity": "noop"}},
	}
	d.Resource = "domain_blocks"
	got, err := draft.OfDrift(b, draft.Drift{
		Resource: d.Resource, Entries: []plan.Difference{d}, Adopt: adopt, At: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(got.Files[charter.FederationFile])
}

func TestDriftIsAdoptedAndPutBack(t *testing.T) {
	declared := map[string]any{"severity": "suspend", "private_comment": "ours"}
	live := map[string]any{"severity": "silence", "private_comment": "Ada told me"}
	changed := plan.Difference{Target: "a.example", Desired: declared, Live: live}
	gone := plan.Difference{Target: "a.example", Desired: declared}
	for name, test := range map[string]struct {
		got, want string
	}{
		"what moderators changed is adopted without what only they see": {driftOf(t, true, changed), "{domain: a.example, severity: silence}"},
		"what moderators changed is put back":                           {driftOf(t, false, changed), "{domain: a.example, severity: suspend, private_comment: ours, renewed: 2026-11-21}"},
		"what moderators removed is put back":                           {driftOf(t, false, gone), "{domain: a.example, severity: suspend, private_comment: ours, renewed: 2026-11-21}"},
	} {
		want := "domain_blocks:\n  - " + test.want + "\n  - {domain: b.example, severity: noop}\n"
		if got := strings.ReplaceAll(test.got, `"`, ""); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	if got, want := driftOf(t, true, gone), "domain_blocks:\n  - {domain: b.example, severity: noop}\n"; got != want {
		t.Errorf("a removal is adopted as\n%s", got)
	}
}

// Entries of one file are settled in one reading of it, also where several go, or all of them.
func TestDriftOfManyEntriesIsDraftedAtOnce(t *testing.T) {
	const first, second, third = "  - {domain: a.example, severity: noop}\n", "  - domain: b.example\n    severity: noop # b\n", "  - {domain: c.example, severity: noop}\n"
	const tail = "\n# allowed\ndomain_allows:\n  - {domain: friend.example}\n"
	gone := func(domain string) plan.Difference { return plan.Difference{Resource: "domain_blocks", Target: domain} }
	changed := func(domain string) plan.Difference {
		return plan.Difference{Resource: "domain_blocks", Target: domain, Desired: map[string]any{"severity": "noop"}, Live: map[string]any{"severity": "suspend"}}
	}
	for name, test := range map[string]struct {
		entries []plan.Difference
		want    string
	}{
		"two go, whatever their order": {[]plan.Difference{gone("c.example"), gone("a.example")}, "domain_blocks:\n" + second + tail},
		"all go":                       {[]plan.Difference{gone("a.example"), gone("b.example"), gone("c.example")}, "domain_blocks: []\n" + tail},
		"one goes, two change": {
			[]plan.Difference{changed("a.example"), gone("b.example"), changed("c.example")},
			"domain_blocks:\n  - {domain: a.example, severity: suspend}\n  - {domain: c.example, severity: suspend}\n" + tail,
		},
		"one that is not in the file": {[]plan.Difference{gone("b.example"), gone("x.example")}, "domain_blocks:\n" + first + third + tail},
	} {
		t.Run(name, func(t *testing.T) {
			b := draft.Base{Tree: facts.Tree{charter.FederationFile: {Data: []byte("domain_blocks:\n" + first + second + third + tail)}}}
			for _, domain := range []string{"a.example", "b.example", "c.example"} {
				b.Charter.Instance.Items = append(b.Charter.Instance.Items, plan.Item{Resource: "domain_blocks", Target: domain, Params: map[string]any{"severity": "noop"}})
			}
			got, err := draft.OfDrift(b, draft.Drift{Resource: "domain_blocks", Entries: test.entries, Adopt: true})
			if text := string(got.Files[charter.FederationFile]); err != nil || text != test.want {
				t.Errorf("%v:\n%s\nwant\n%s", err, text, test.want)
			}
		})
	}
}

// BenchmarkDriftOfManyEntries drafts the adoption of as many entries as a file may have.
func BenchmarkDriftOfManyEntries(b *testing.B) {
	const entries = 2000
	base, d := draft.Base{Tree: facts.Tree{}}, draft.Drift{Resource: "domain_blocks", Adopt: true}
	text := "domain_blocks:\n"
	for n := range entries {
		domain := fmt.Sprintf("d%d.example", n)
		text += "  - {domain: " + domain + ", severity: noop}\n"
		base.Charter.Instance.Items = append(base.Charter.Instance.Items, plan.Item{Resource: "domain_blocks", Target: domain, Params: map[string]any{"severity": "noop"}})
		d.Entries = append(d.Entries, plan.Difference{Resource: "domain_blocks", Target: domain, Desired: map[string]any{"severity": "noop"}, Live: map[string]any{"severity": "suspend"}})
	}
	base.Tree[charter.FederationFile] = facts.Blob{Data: []byte(text)}
	for b.Loop() {
		if _, err := draft.OfDrift(base, d); err != nil {
			b.Fatal(err)
		}
	}
}
