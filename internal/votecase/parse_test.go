package votecase

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// parse reads one case, written without its list dash, and gives it with its mistakes, one a line.
func parse(t *testing.T, src string, lookup Lookup) (Case, string) {
	t.Helper()
	var found diag.List
	cases := Parse("cases.yaml", []byte("- "+src), lookup, &found)
	var lines []string
	for _, d := range found.Sorted() {
		lines = append(lines, d.Message)
	}
	if len(cases) != 1 {
		return Case{}, strings.Join(lines, "\n")
	}
	return cases[0], strings.Join(lines, "\n")
}

// whole completes a case with what it needs.
func whole(parts string) string {
	src := "{" + parts
	for key, value := range map[string]string{
		"provision": "{threshold: [{value: 1}]}", "timing": `{now: "2026-03-01T00:00:00Z"}`, "expect": "{outcome: passed}",
	} {
		if !strings.Contains(parts, key+":") {
			src += ", " + key + ": " + value
		}
	}
	return strings.Replace(src, "{, ", "{", 1) + "}"
}

func TestMistakesInCasesAreNamed(t *testing.T) {
	houses := "provision: {houses: [{id: a}, {id: b}], threshold: [{house: a, value: 1}]}"
	tests := []struct{ name, src, want string }{
		{"unknown keys of a case", "verdict: passed", `unknown key "verdict"`},
		{"unknown keys of a provision", "provision: {treshold: []}", `unknown key "treshold"`},
		{"unknown keys of votes", "votes: {yse: 1}", `unknown key "yse"`},
		{"unknown keys of a ballot", "votes: {ballots: [{voter: a, stance: yes, when: now}]}", `unknown key "when"`},
		{"unknown words", "votes: {ballots: [{voter: a, stance: maybe}]}", "expected one of yes, no, abstain, block"},
		{"tallies next to ballots", "votes: {no: 1, ballots: []}", `tally "no" next to ballots`},
		{"eligible next to members", "electorate: {eligible: 1, members: []}", "eligible next to members"},
		{"a close before the opening", `timing: {now: "2026-03-01T00:00:00Z", opened: "2026-03-02T00:00:00Z", closes: "2026-03-02T00:00:00Z"}`, "not after it opened"},
		{"a ballot with both", "votes: {ballots: [{voter: a, stance: yes, delegate_to: b}]}", "takes a stance or delegates"},
		{"a ballot with neither", "votes: {ballots: [{voter: a}]}", "takes a stance or delegates"},
		{"a member twice", "electorate: {members: [{name: a}, {name: a}]}", `member "a" is listed twice`},
		{"no moment", "timing: {}", `key "now" is missing`},
		{"no outcome", "expect: {why: x}", `key "outcome" is missing`},
		{"negative votes", "votes: {yes: -1}", `"-1" is not a number`},
		{"floats", "votes: {yes: 1e3}", `"1e3" is not a number`},
		{"votes of a house that is none", houses + ", votes: {c: {yes: 1}}", `unknown key "c"`},
		{"votes without a house", houses + ", votes: {yes: 1}", `unknown key "yes"`},
		{"a provision by name without a constitution", "provision: ordinary", "where no constitution is known"},
		{"a proposer's vote is counted", "votes: {yes: 0, no: 2, proposer: yes}", `the proposer's vote "yes" is in no tally`},
		{"a proposer's stance", "votes: {proposer: ada}", "expected one of yes, no, abstain, block, none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, got := parse(t, whole(tt.src), nil); !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want it to hold %q", got, tt.want)
			}
		})
	}
}

func TestAllMistakesAreReportedAtOnce(t *testing.T) {
	_, got := parse(t, `{provision: {tie: coin}, votes: {yes: x}, timing: {now: soon}, expect: {outcome: won}}`, nil)
	if n := strings.Count(got, "\n") + 1; n != 4 {
		t.Errorf("got %d mistakes, want 4:\n%s", n, got)
	}
}

func TestACaseIsGivenOnce(t *testing.T) {
	var found diag.List
	src := "- " + whole("id: a") + "\n- " + whole("id: a") + "\n"
	Parse("cases.yaml", []byte(src), nil, &found)
	if len(found) != 1 || found[0].Message != `case "a" is given twice; first on line 1` {
		t.Errorf("found %v", found)
	}
}

func TestAProvisionMayBeNamed(t *testing.T) {
	law := constitution.Constitution{
		Articles:   []constitution.Article{{Citation: "3.1"}, {Citation: "4"}},
		Provisions: []provision.Provision{{ID: "quick", Citation: "3.1", Rule: provision.Rule{Tie: "casting_vote", Houses: []provision.House{{}}}}},
	}
	for _, name := range []string{"3.1", "quick"} {
		c, mistakes := parse(t, whole("provision: "+name), In(law))
		if mistakes != "" || c.Citation != name || c.Rule.Tie != "casting_vote" {
			t.Errorf("got %q, %q, %s", c.Citation, c.Rule.Tie, mistakes)
		}
	}
	for name, want := range map[string]string{"9.9": `the constitution has no provision "9.9"`, "4": "article 4 of the constitution has no provision"} {
		if _, mistakes := parse(t, whole("provision: "+name), In(law)); !strings.Contains(mistakes, want) {
			t.Errorf("got %q, want %s", mistakes, want)
		}
	}
}

func TestAnAbsentKeyAndNullAreTheSame(t *testing.T) {
	a, _ := parse(t, whole("electorate: {eligible: null}, votes: {yes: null}, tags: null"), nil)
	b, _ := parse(t, whole("electorate: {}, votes: {}"), nil)
	a.Place, b.Place = diag.Place{}, diag.Place{}
	if diff := cmp.Diff(text(t, b), text(t, a)); diff != "" {
		t.Errorf("null differs from absent:\n%s", diff)
	}
}

func text(t *testing.T, c Case) string {
	t.Helper()
	raw, err := json.MarshalIndent(c.Normal(), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestVotesAreCountedInWholeUnits(t *testing.T) {
	c, mistakes := parse(t, whole("electorate: {eligible: 23}, votes: {yes: 8.5, no: 14.25}"), nil)
	if mistakes != "" {
		t.Fatal(mistakes)
	}
	n := c.Normal()
	tally := n["votes"].(map[string]any)["houses"].(map[string]any)[""].(map[string]any)["tally"]
	want := map[string]any{"yes": json.Number("850"), "no": json.Number("1425"), "abstain": json.Number("0"), "block": json.Number("0")}
	if diff := cmp.Diff(want, tally); diff != "" {
		t.Errorf("tally (-want +got):\n%s", diff)
	}
	if n["unit"] != json.Number("100") {
		t.Errorf("unit %v, want 100", n["unit"])
	}
}

func FuzzParse(f *testing.F) {
	f.Add("- " + whole("id: a, votes: {ballots: [{voter: a, stance: yes}]}"))
	f.Add("- {provision: {houses: [{id: a}]}, votes: {a: {yes: 1}}}")
	f.Add("- 7\n- []\n- {provision: 3}")
	f.Fuzz(func(t *testing.T, src string) {
		var found diag.List
		for _, c := range Parse("cases.yaml", []byte(src), nil, &found) {
			if found.Err() == nil {
				text(t, c)
			}
		}
	})
}
