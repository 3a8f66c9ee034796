package opa_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/opa"
)

const severityConstitution = "# C\n\n## 1 Limiting\n\n```provision\n" + `governs:
  - {skills: [block_domain], where: {severity: silence, until_beyond: 7d}}
threshold: [{count: yes, op: ">=", value: 1}]
period: {min: 1d}
` + "```\n\n## 2 One server\n\n```provision\n" + `governs:
  - {skills: [block_domain], where: {domain: s3.example}}
  - {skills: [unblock_domain]}
threshold: [{count: yes, op: ">=", value: 1}]
period: {min: 1d}
` + "```\n"

// TestChangesThatAreAlikeAreAnsweredAlike asks about many changes at once and about each alone: grouping must not be seen.
func TestChangesThatAreAlikeAreAnsweredAlike(t *testing.T) {
	var mistakes diag.List
	law := constitution.Parse("c.md", []byte(severityConstitution), &mistakes)
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	j := opa.New()
	var changes []facts.Change
	for i := range 12 {
		c := facts.Change{
			ID: fmt.Sprintf("block_domain:s%d.example", i), Kind: facts.Entry, Action: "create", Skill: "block_domain",
			Target: fmt.Sprintf("s%d.example", i), After: map[string]any{"severity": []string{"silence", "suspend"}[i%2], "public_comment": fmt.Sprint(i)},
		}
		if i >= 8 {
			c.Until = "2026-11-03T00:00:00Z"
		}
		changes = append(changes, c)
	}
	changes = append(changes, facts.Change{
		ID: "unblock_domain:s1.example", Kind: facts.Entry, Action: "remove", Skill: "unblock_domain", Target: "s1.example",
		Before: map[string]any{"severity": "suspend"},
	})
	ask := func(changes ...facts.Change) map[string][]string {
		got, err := j.Govern(t.Context(), law, facts.Facts{Version: facts.Version, Now: "2026-11-01T00:00:00Z", Changes: changes})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := map[string][]string{}
	for _, c := range changes {
		for id, citations := range ask(c) {
			want[id] = citations
		}
	}
	if diff := cmp.Diff(want, ask(changes...)); diff != "" {
		t.Errorf("asked together (-alone +together):\n%s", diff)
	}
	if len(want) == 0 || len(want) == len(changes) {
		t.Errorf("%d of %d changes are governed: the test shows nothing", len(want), len(changes))
	}
}
