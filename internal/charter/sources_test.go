package charter_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// sourcesOf loads the small repository with a federation file that must be right.
func sourcesOf(t *testing.T, federation string) charter.Charter {
	t.Helper()
	c, mistakes := charter.Load(repository(map[string]string{charter.FederationFile: federation}))
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSourcesAreReadWithTheirDefaults(t *testing.T) {
	got := sourcesOf(t, `sources:
  lists:
    - {name: tier0, file: lists/tier0.csv}
    - {name: garden, url: "https://lists.example/garden.txt", format: plain}
    - {name: friends, instance: Müller.example}
last_read:
  - {list: tier0, entries: 448, at: 2026-12-01}
`).Sources
	want := charter.Sources{
		Lists: []charter.SourceList{
			{Name: "tier0", File: "lists/tier0.csv", Format: "mastodon-csv", Place: diag.Place{File: charter.FederationFile, Line: 3, Column: 7}},
			{Name: "garden", URL: "https://lists.example/garden.txt", Format: "plain", Place: diag.Place{File: charter.FederationFile, Line: 4, Column: 7}},
			{Name: "friends", Instance: "xn--mller-kva.example", Format: "json", Place: diag.Place{File: charter.FederationFile, Line: 5, Column: 7}},
		},
		Threshold: 1, MaxSeverity: "suspend", RaiseAfter: 30 * 24 * time.Hour, Add: 100, Remove: 10,
		LastRead: map[string]int{"tier0": 448}, Digest: got.Digest,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

func TestTheProvenanceOfAnEntryIsKept(t *testing.T) {
	const line = `{domain: a.example, severity: silence, sources: {garden: "2026-11-01", tier0: "2026-12-01"}}`
	c := sourcesOf(t, "domain_blocks:\n  - "+line+"\n")
	item := c.Instance.Items[0]
	want := map[string]any{"garden": "2026-11-01", "tier0": "2026-12-01"}
	if diff := cmp.Diff(want, item.Params[plan.Sources]); diff != "" {
		t.Errorf("provenance (-want +got):\n%s", diff)
	}
	r, _ := skill.FindResource("domain_blocks")
	if got, err := charter.EntryLine(r, item); err != nil || got != line {
		t.Errorf("written as %s, %v", got, err)
	}
}

// The same entry in a list that a person imports is no difference.
func TestAnImportLeavesProvenanceAlone(t *testing.T) {
	src := "domain_blocks:\n  - {domain: a.example, severity: silence, private_comment: from tier0, sources: {tier0: 2026-12-01}}\n"
	block := plan.Item{Resource: "domain_blocks", Target: "a.example", Params: map[string]any{"severity": "silence"}}
	got, splice, err := charter.AddBlocks(charter.FederationFile, []byte(src), []plan.Item{block})
	if err != nil || string(got) != src || splice.Kept != 1 {
		t.Errorf("%s\n%+v, %v", got, splice, err)
	}
}
