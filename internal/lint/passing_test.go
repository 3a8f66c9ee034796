package lint_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/lint"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

func TestRulesThatCannotPassAreReported(t *testing.T) {
	const never = `warning: provision "second" can never pass with this roster, even if everybody entitled says yes`
	const hopeless = `error: provision "second" can never pass, with any roster and any votes`
	tests := map[string]struct{ parameter, want string }{
		"as many yes as there are members":           {"threshold: [{count: yes, value: 4}]", ""},
		"more yes than there are members":            {"threshold: [{count: yes, value: 5}]", never},
		"a vacant seat is no vote":                   {"quorum: [{count: participating, value: 1, of: seats}]", never},
		"more than everybody":                        {`threshold: [{count: yes, op: ">", value: "100%", of: cast}]`, hopeless},
		"both for and against":                       {`threshold: [{count: yes, value: "2/3", of: cast}, {count: no, value: "1/2", of: cast}]`, hopeless},
		"an abstention is needed":                    {"threshold: [{count: abstain, value: 1}]", ""},
		"somebody must vote against":                 {"threshold: [{count: no, value: 1}, {count: yes, value: 1}]", ""},
		"a tie that a chair breaks":                  {`threshold: [{count: yes, op: ">", value: "1/2", of: cast}]`, ""},
		"a veto of everybody stops only their no":    {"veto: {holders: all}", ""},
		"a veto that yes votes trigger":              {"veto: {test: {count: yes, value: 1}}", hopeless},
		"two moderators":                             {"threshold: [{count: block, op: \"<=\", value: 0}, {count: yes, value: 2}]", ""},
		"sponsors that do not exist":                 {"sponsor: {seconds: 9}", never},
		"sponsors that exist":                        {"sponsor: {seconds: 2, within: 7d}", ""},
		"no time to find sponsors":                   {"sponsor: {seconds: 1, within: 0}", hopeless},
		"a blackout of half the year":                {`period: {min: 72h, blackout: [{from: "07-01", to: "12-31"}]}`, ""},
		"a blackout of all of the year":              {`period: {min: 72h, blackout: [{from: "01-01", to: "07-01"}, {from: "07-01", to: "01-01"}]}`, hopeless},
		"a long discussion":                          {"period: {discussion: 90d, min: 72h}", ""},
		"a year of months":                           {"period: {min: 12mo, unit: exact}", ""},
		"business days":                              {"period: {min: 20d, unit: business_days}", ""},
		"somebody rules on it":                       {"judge: {by: moderator}", ""},
		"a stage that only its beginning passes":     {"stages: [{after: 24h}, {after: 48h, threshold: [{count: yes, value: 99}]}]", ""},
		"a wait and other bodies come after passing": {"enact: {delay: 30d, grace: 1h, not_before: 2040-01-01T00:00:00Z, concurs: [everything]}", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := check(t, second("Text.", test.parameter))
			if test.want == "" {
				expect(t, found)
				return
			}
			expect(t, found, test.want)
		})
	}
}

func TestTheHintSaysHowManySeatsItTakes(t *testing.T) {
	found := check(t, second("Text.", "threshold: [{count: yes, value: 37}]"))
	if want := "it takes 37 entitled seats that are held; this roster has 4"; len(found) != 1 || found[0].Hint != want {
		t.Errorf("got %+v, want the hint %q", found, want)
	}
}

func TestLintReportsRulesThatCannotBeStopped(t *testing.T) {
	const any = `warning: provision "second" always passes, with any votes and with none`
	const against = `warning: provision "second" passes even if everybody entitled votes against it`
	tests := map[string]struct {
		parameters []string
		want       []string
	}{
		"zero yes are enough":           {[]string{"threshold: [{count: yes, value: 0}]", "quorum: []"}, []string{any}},
		"a threshold on turnout":        {[]string{"threshold: [{count: participating, value: 1}]"}, []string{against}},
		"silence is consent":            {[]string{`threshold: [{count: no, op: "<=", value: 0}]`, "quorum: []"}, nil},
		"a veto stops it":               {[]string{"threshold: [{count: yes, value: 0}]", "quorum: []", "veto: {holders: [moderator]}"}, nil},
		"a veto of nobody who is there": {[]string{"threshold: [{count: yes, value: 0}]", "quorum: []", "veto: {holders: [auditor]}"}, []string{any}},
		"people judge":                  {[]string{"threshold: [{count: yes, value: 0}]", "quorum: []", "judge: {by: moderator}"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { expect(t, check(t, second("Text.", test.parameters...)), test.want...) })
	}
}

func TestLintRefusesATextThatCannotBeAmended(t *testing.T) {
	locked := func(more ...string) string {
		return sound() + article("2 Amending", "Text.", sane("amendment", "- subjects: [constitution]", more...))
	}
	const want = `error: no one could ever amend this text again: provision "amendment" governs amendments and can never pass with this roster`
	expect(t, check(t, locked()))
	expect(t, check(t, locked("threshold: [{count: yes, value: 5}]")), want)
	expect(t, check(t, locked("electorate: {role: auditor}")), want)
	expect(t, check(t, strings.ReplaceAll(sound(), "[constitution, roster", "[roster")), "error: no provision governs amendments: this text could never be changed")
}

func TestHousesAndGroupsVoteWithWhoIsOnTheRoster(t *testing.T) {
	const two = `houses: [{id: north}, {id: south}]`
	const tests = `threshold: [{house: north, count: yes, value: 2}, {house: south, count: yes, value: 1}]`
	const roster = `seats:
  - {seat: ada, github: {login: ada, id: 101}, mastodon: "@ada@social.example", roles: [member], groups: [north]}
  - {seat: bob, github: {login: bob, id: 102}, roles: [member], groups: [north]}
  - {seat: cem, github: {login: cem, id: 103}, roles: [member], groups: [south]}
`
	text := second("Text.", two, tests, "quorum: []")
	expect(t, run(t, load(t, text, roster, ""), nil))
	expect(t, run(t, load(t, text, strings.Replace(roster, "south", "north", 1), ""), nil),
		`warning: provision "second" can never pass with this roster, even if everybody entitled says yes`,
		`error: no seat belongs to the house "south" of provision "second"`)

	derived := second("Text.", "houses: [{id: groups-won, derive: {from: groups, win: {count: yes, op: \">\", value: \"1/2\", of: cast}}}]",
		"threshold: [{count: yes, value: 2}]", "quorum: []")
	expect(t, run(t, load(t, derived, roster, ""), nil))
	expect(t, run(t, load(t, strings.Replace(derived, "value: 2}]", "value: 3}]", 1), roster, ""), nil),
		`warning: provision "second" can never pass with this roster, even if everybody entitled says yes`)
}

func TestWeightsDecideWhatIsWithinReach(t *testing.T) {
	heavy := strings.Replace(members, "id: 104}", "id: 104}, weight: 2.5", 1)
	text := second("Text.", "weights: token", "threshold: [{count: yes, value: 5.5}]")
	expect(t, run(t, load(t, text, heavy, ""), nil))
	expect(t, run(t, load(t, strings.Replace(text, "5.5", "5.6", 1), heavy, ""), nil),
		`warning: provision "second" can never pass with this roster, even if everybody entitled says yes`)
}

func TestADeciderThatFailsIsAnErrorAndNoVerdict(t *testing.T) {
	broken := errors.New("no answer")
	_, err := lint.Charter(t.Context(), load(t, sound(), members, ""), nil,
		func(context.Context, votecase.Case) (decision.Outcome, error) { return decision.Passed, broken }, noon)
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}
