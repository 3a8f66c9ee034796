package draft_test

import (
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
