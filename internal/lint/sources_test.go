package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParametersWithoutASourceAreReported(t *testing.T) {
	tests := map[string]struct {
		parameters []string
		want       []string
	}{
		"a role that a vacant seat has": {[]string{"veto: {holders: [auditor]}"}, nil},
		"an electorate that nobody is of": {[]string{"electorate: {role: steward}"}, []string{
			`error: electorate.role of provision "second" needs the role "steward", which no seat has`,
		}},
		"a judge who is not there": {[]string{"judge: {by: bureaucrat}"}, []string{
			`error: judge.by of provision "second" needs the role "bureaucrat", which no seat has`,
		}},
		"a veto without holders": {[]string{"veto: {holders: [moderator, guardian]}"}, []string{
			`error: veto.holders of provision "second" needs the role "guardian", which no seat has`,
		}},
		"a casting vote without a chair": {[]string{"tie: casting_vote"}, []string{
			`error: tie: casting_vote of provision "second" needs the role "chair", which no seat has`,
		}},
		"delegation that nobody uses": {[]string{"delegation: {allowed: proxy}"}, []string{
			`warning: provision "second" allows delegation, and no seat has a delegate`,
		}},
		"weights that nobody has": {[]string{"weights: token"}, []string{
			`warning: provision "second" counts weights, and no seat has one, so all count 1`,
		}},
		"groups that nobody is of": {
			[]string{"houses: [{id: all, sum_groups: true}]"},
			[]string{
				`warning: provision "second" can never pass with this roster, even if everybody entitled says yes`,
				`error: house "all" of provision "second" is made of groups, and no seat has any`,
			},
		},
		"a change that nobody can call substantial": {[]string{"repropose: {after: 30d, unless: substantial_change}"}, []string{
			`error: provision "second" asks for a substantial change, which cannot be known of a proposal`,
		}},
		"another body by its id":      {[]string{"enact: {concurs: [everything]}"}, nil},
		"another body by its article": {[]string{"enact: {concurs: ['1']}"}, nil},
		"a body that does not exist": {[]string{"enact: {concurs: [everythin]}"}, []string{
			`error: provision "second" waits for "everythin" to concur, which is no other provision`,
		}},
		"a body that is the same": {[]string{"enact: {concurs: [second]}"}, []string{
			`error: provision "second" waits for "second" to concur, which is no other provision`,
		}},
		"stages with a last day": {[]string{"period: {max: 7d}", "stages: [{after: 48h}]"}, nil},
		"stages without an end": {[]string{"period: {}", "stages: [{after: 48h}]"}, []string{
			`error: provision "second" has no closing time to show: neither min nor max is given in period`,
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { expect(t, check(t, second("Text.", test.parameters...)), test.want...) })
	}
}

func TestLintReportsAParameterAtItsPlace(t *testing.T) {
	text := second("Text.", "tie: casting_vote", "veto: {holders: [guardian]}")
	found := check(t, text)
	var got, want []string
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "tie:") || strings.HasPrefix(line, "veto:") {
			want = append(want, fmt.Sprintf("governance/constitution.md:%d:1", i+1))
		}
	}
	for _, d := range found {
		got = append(got, d.Place.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}

func TestANameThatIsAlmostRightIsSuggested(t *testing.T) {
	found := check(t, second("Text.", "electorate: {role: moderater}"))
	if want := `did you mean "moderator"?`; len(found) != 1 || found[0].Hint != want {
		t.Errorf("got %+v, want the hint %q", found, want)
	}
}

func TestExcludingTheSubjectNeedsHandlesOnTheRoster(t *testing.T) {
	anonymous := strings.Replace(members, `mastodon: "@ada@social.example", `, "", 1)
	expect(t, run(t, load(t, sound(), anonymous, ""), nil),
		`error: no seat has a Mastodon handle, and article 1 excludes the subject of a measure from the vote`)
}

func TestAConditionOnASubjectNeverHolds(t *testing.T) {
	text := sound() + article("2 Second", "Text.", sane("second", "- subjects: [cases]\n    where: {until_within: 7d}"))
	expect(t, check(t, text), "error: a condition never holds for cases")
}

func TestWhatNothingGovernsIsListedOnce(t *testing.T) {
	text := strings.NewReplacer("update_profile, ", "", "create_announcement", "update_profile", ", workflows, cases", "").Replace(sound())
	expect(t, check(t, text),
		"warning: no article governs these skills, so every such proposal is refused: create_announcement",
		"warning: no article governs these subjects, so every such proposal is refused: workflows, cases")
}
