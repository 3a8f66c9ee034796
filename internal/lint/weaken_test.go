package lint_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// amending has an article of its own on amendments.
func amending(more ...string) string {
	return strings.Replace(sound(), "[constitution, ", "[", 1) +
		article("2 Amending", "Text.", sane("amendment", "- subjects: [constitution]", more...))
}

func TestAnAmendmentThatMakesAmendingEasierIsPointedOut(t *testing.T) {
	const warn = `warning: the amendment makes amending easier: under provision "amendment" `
	tests := map[string]struct {
		before, after []string
		want          string
	}{
		"nothing changes":         {nil, nil, ""},
		"it becomes harder":       {nil, []string{`threshold: [{count: yes, value: "3/4", of: cast}]`}, ""},
		"a lower threshold":       {nil, []string{`threshold: [{count: yes, value: "1/2", of: cast}]`}, "1 yes, 1 no and 0 abstaining of 4 pass, and did not before"},
		"too small to show here":  {[]string{"threshold: [{count: yes, value: 2/3, of: eligible}]"}, []string{"threshold: [{count: yes, value: 3/5, of: eligible}]"}, "in a larger community 18 yes, 0 no and 0 abstaining of 30 pass, and did not before"},
		"no quorum":               {[]string{`quorum: [{value: "1/2", of: eligible}]`}, []string{"quorum: []"}, "1 yes, 0 no and 0 abstaining of 4 pass, and did not before"},
		"fewer people decide":     {[]string{`quorum: [{value: "3/4", of: eligible}]`}, []string{"electorate: {role: moderator}"}, "1 yes, 0 no and 0 abstaining of 2 pass, and did not before"},
		"the same in other words": {nil, []string{`threshold: [{count: yes, value: "4/6", of: cast}]`}, ""},
		"less time":               {[]string{"period: {min: 7d}"}, []string{"period: {min: 72h}"}, "the vote takes 72 hours instead of 7 days"},
		"other words for time":    {[]string{"period: {min: 7d}"}, []string{"period: {min: 1w}"}, ""},
		"no wait":                 {[]string{"enact: {delay: 7d}"}, nil, "the wait before it takes effect is no time instead of 7 days"},
		"an early end":            {nil, []string{"early_pass: when_decided"}, "it may close early"},
		"no veto":                 {[]string{"veto: {holders: [auditor]}"}, nil, "in a larger community 15 yes, 7 no and 0 abstaining of 30 pass, and did not before; no one can veto it any more"},
		"newcomers vote":          {[]string{"electorate: {role: member, min_membership: 30d}"}, []string{"electorate: {role: member, min_membership: 1d}"}, "members vote after 1 day instead of 30 days"},
		"two ways at once":        {[]string{"period: {min: 7d, discussion: 7d}"}, []string{"period: {min: 72h}"}, "the vote takes 72 hours instead of 7 days; the discussion takes no time instead of 7 days"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := compare(t, amending(test.before...), amending(test.after...))
			if test.want == "" {
				expect(t, found)
				return
			}
			expect(t, found, warn+test.want)
		})
	}
}

// compare lints a text next to the one in force, with the same roster.
func compare(t *testing.T, before, after string) diag.List {
	t.Helper()
	base := load(t, before, members, "")
	return run(t, load(t, after, members, ""), &base)
}

func TestABodyThatNoLongerAgreesToAmendmentsIsPointedOut(t *testing.T) {
	second := article("3 Council", "Text.", sane("council", "- subjects: [constitution]"))
	expect(t, compare(t, amending()+second, amending()), "warning: the amendment makes amending easier: article 3 no longer has to agree to amendments")
	renamed := strings.Replace(amending(), "id: amendment", "id: amendments", 1)
	expect(t, compare(t, amending(), strings.Replace(renamed, "## 2 ", "## 9 ", 1)))
}

func TestLintRefusesAnAmendmentThatLocksEveryMemberOut(t *testing.T) {
	expect(t, compare(t, amending(), amending("threshold: [{count: yes, value: 5}]")),
		`error: no one could ever amend this text again: provision "amendment" governs amendments and can never pass with this roster`)
	expect(t, compare(t, amending(), strings.Replace(sound(), "[constitution, ", "[", 1)),
		"error: no provision governs amendments: this text could never be changed")
}

func TestLintReportsRosterChangesThatMoveTheElectorate(t *testing.T) {
	const as = "warning: this changes who decides: seat "
	tests := map[string]struct {
		old, changed string
		want         []string
	}{
		"nothing":          {"since", "since", nil},
		"a label":          {"login: bob", "login: robert", nil},
		"an office":        {"roles: [member, moderator]}\n  - {seat: cem", "roles: [member]}\n  - {seat: cem", []string{as + `"bob" no longer votes under article 2`}},
		"a newcomer":       {"{seat: eve, ", "{seat: eve, github: {login: eve, id: 105}, ", []string{as + `"eve" now votes under article 1`}},
		"another person":   {"id: 104", "id: 204", []string{as + `"dot" is held by another person`}},
		"a weight":         {"id: 104}", "id: 104}, weight: 3", []string{as + `"dot" weighs 3 instead of 1`}},
		"a term that ends": {"id: 104}", "id: 104}, until: 2026-11-20", []string{as + `"dot" no longer votes under article 1`}},
		"somebody leaves":  {"  - {seat: dot, github: {login: dot, id: 104}, roles: [member]}\n", "", []string{as + `"dot" no longer votes under article 1`}},
		"another name":     {"seat: dot", "seat: dorothy", []string{as + `"dot" no longer votes under article 1`, as + `"dorothy" now votes under article 1`}},
	}
	text := second("Text.", "electorate: {role: moderator}")
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			base := load(t, text, members, "")
			changed := strings.Replace(members, test.old, test.changed, 1)
			expect(t, run(t, load(t, text, changed, ""), &base), test.want...)
		})
	}
}

func TestManyArticlesAreCounted(t *testing.T) {
	text := sound()
	for _, n := range []string{"2", "3", "4", "5", "6", "7", "8"} {
		text += article(n+" More", "Text.", sane("more-"+n, profile))
	}
	base := load(t, text, members, "")
	grown := strings.Replace(members, "{seat: eve, ", "{seat: eve, github: {login: eve, id: 105}, ", 1)
	expect(t, run(t, load(t, text, grown, ""), &base), `warning: this changes who decides: seat "eve" now votes under article 1, 2, 3, 4, 5, 6 and 2 more`)
}
