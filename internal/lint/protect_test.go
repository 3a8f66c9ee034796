package lint_test

import (
	"strings"
	"testing"
)

func TestPowersOverOurOwnPeopleNeedTheirProtections(t *testing.T) {
	const over = `warning: provision "second" governs suspend_account of people of our own server, and is without `
	tests := map[string]struct {
		parameters []string
		want       string
	}{
		"all of them":                     {nil, ""},
		"three quarters are more":         {[]string{`threshold: [{count: yes, value: "3/4", of: cast}]`}, ""},
		"a simple majority":               {[]string{`threshold: [{count: yes, op: ">", value: "1/2", of: cast}]`}, "two thirds of the votes"},
		"two thirds of all who may vote":  {[]string{`threshold: [{count: yes, value: "2/3", of: eligible}]`, "quorum: []"}, ""},
		"twice as many yes as no":         {[]string{"threshold: [{count: yes, value: 2, of: no}]"}, ""},
		"no quorum":                       {[]string{"quorum: []"}, "a quorum"},
		"two days":                        {[]string{"period: {min: 48h}"}, "72 hours to answer"},
		"three calendar days are shorter": {[]string{"period: {min: 3d, unit: calendar_days}"}, "72 hours to answer"},
		"four calendar days":              {[]string{"period: {min: 4d, unit: calendar_days}"}, ""},
		"the subject votes":               {[]string{"electorate: {role: member}"}, "exclude: subject"},
		"an early end":                    {[]string{"early_pass: when_decided"}, "early_pass: never"},
		"a stage that begins early":       {[]string{"period: {max: 7d}", "stages: [{after: 24h}]"}, "72 hours to answer"},
		"a stage that forgets the quorum": {[]string{"period: {max: 7d}", "stages: [{after: 96h, quorum: []}]"}, "a quorum"},
		"nearly all": {
			[]string{`threshold: [{count: yes, value: 1}]`, "quorum: []", "period: {min: 24h}", "electorate: {}", "early_pass: when_passing"},
			"two thirds of the votes; a quorum; 72 hours to answer; exclude: subject; early_pass: never",
		},
	}
	first := strings.Replace(sound(), "suspend_account, unsuspend_account, ", "unsuspend_account, ", 1)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := check(t, first+article("2 Second", "Text.", sane("second", "- skills: [suspend_account]", test.parameters...)))
			if test.want == "" {
				expect(t, found)
				return
			}
			expect(t, found, over+test.want)
		})
	}
}

func TestOnlyWhatTakesAnAccountAwayNeedsThem(t *testing.T) {
	first := strings.NewReplacer("[suspend_account, ", "[", "disable_account, ", "", "delete_account_data, ", "").Replace(sound())
	weak := func(governs string) string {
		return first + article("2 Second", "Text.", sane("second", governs, "period: {min: 24h}"))
	}
	expect(t, check(t, weak("- skills: [suspend_account]\n    where: {scope: remote}\n  - skills: [disable_account, delete_account_data]\n    where: {scope: [local, remote]}")),
		`warning: provision "second" governs disable_account, delete_account_data of people of our own server, and is without 72 hours to answer`)
}

func TestLintAcceptsAProtectedProvisionNextToAWeakOne(t *testing.T) {
	weak := article("2 Second", "Text.", sane("second", "- skills: [suspend_account]", "period: {min: 24h}"))
	expect(t, check(t, sound()+weak))
	elsewhere := strings.Replace(sound(), "- skills: [suspend_account, ", "- skills: [suspend_account]\n    where: {scope: local, until_beyond: 7d}\n  - skills: [", 1)
	expect(t, check(t, elsewhere+weak),
		`warning: provision "second" governs suspend_account of people of our own server, and is without 72 hours to answer`)
}
