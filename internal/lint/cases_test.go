package lint_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/lint"
)

const faultyCases = `- id: words
  provision: "1"
  electorate: {eligible: 8}
  votes: {yes: 4}
  timing: {now: "2026-05-07T18:00:00Z"}
  expect: {outcome: pass}
- id: no-such-article
  provision: "77"
  votes: {yess: 4}
  timing: {now: "2026-05-07T18:00:00Z"}
  expect: {outcome: passed}
- id: names
  provision: "1"
  electorate: {members: [{name: adda}, {name: somebody}, {name: m1}]}
  votes: {ballots: [{voter: sombody, stance: yes}, {voter: m2, stance: no}]}
  timing: {now: "2026-05-07T18:00:00Z"}
  expect: {outcome: passed}
`

func TestCasesAreLinted(t *testing.T) {
	files := repository(sound(), members, "")
	files["governance/cases/a.yaml"] = &fstest.MapFile{Data: []byte(faultyCases)}
	files["governance/cases/b.yml"] = &fstest.MapFile{Data: []byte(faultyCases)}
	files["governance/cases/c.yaml"] = &fstest.MapFile{Data: []byte("[]")}
	c, loaded := charter.Load(files)
	c.Roster = charter.Roster{Seats: []charter.Seat{{Name: "adab"}}}
	var paths []string
	for _, name := range []string{"a.yaml", "b.yml", "c.yaml", "README.md"} {
		paths = append(paths, "governance/cases/"+name)
	}
	said := func(found diag.List) (lines []string) {
		for _, d := range found.Sorted() {
			lines = append(lines, string(d.Severity)+" "+d.String()+" | "+d.Hint)
		}
		return lines
	}
	cases, found := lint.Cases(files, paths, c, nil)
	want := []string{
		`error governance/cases/a.yaml:6:21: expected one of passed, failed, open, vetoed, found "pass" | did you mean "passed"?`,
		`error governance/cases/a.yaml:8:14: the constitution has no provision "77" | its provisions: everything`,
		`warning governance/cases/a.yaml:14:33: no seat is called "adda" | did you mean "adab"?`,
		`warning governance/cases/a.yaml:15:29: no member of the case is called "sombody" | did you mean "somebody"?`,
		`error governance/cases/b.yml: a file of cases is a YAML file | rename it to end in .yaml`,
		`error governance/cases/c.yaml: the file holds no case | write the first case, or remove the file`,
	}
	if diff := cmp.Diff(want, said(found)); diff != "" || len(cases) != 3 {
		t.Errorf("%d cases (-want +got):\n%s", len(cases), diff)
	}
	loaded = append(loaded, diag.Diagnostic{Severity: diag.Error, Place: diag.Place{File: charter.ConstitutionFile}})
	if _, found = lint.Cases(files, paths[:1], c, loaded); len(said(found)) != 1 {
		t.Errorf("with a constitution that cannot be read: %v", said(found))
	}
}
