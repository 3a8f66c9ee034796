package lint_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/lint"
)

// says is the article under test with a third for a quorum, three days, and members of 30 days.
func says(text string, more ...string) string {
	rule := append([]string{`quorum: [{value: "1/3", of: eligible}]`, "electorate: {role: member, min_membership: 30d}"}, more...)
	return second(text, rule...)
}

func TestTextAndProvisionMustStateTheSameNumbers(t *testing.T) {
	warn := func(text, rule string) []string {
		return []string{"warning: article 2 says " + text + " where its provision says " + rule}
	}
	tests := map[string]struct {
		text string
		want []string
	}{
		"the same in words":                {"Two thirds of the votes, with a third of the members taking part, after 72 hours.", nil},
		"the same in digits":               {"2/3 of the votes, 1/3 of the members, within 3 days.", nil},
		"the same in signs":                {"⅔ of the votes, ⅓ of the members, after three days.", nil},
		"nothing stated":                   {"Most of those who vote, after a while.", nil},
		"one of two stated":                {"Two-thirds of the votes.", nil},
		"three quarters":                   {"Three quarters of the votes, with a third of the members.", warn(`"Three quarters"`, "2/3 (threshold)")},
		"a rounded percentage":             {"66% of the votes, with a third of the members.", warn(`"66%"`, "2/3 (threshold)")},
		"percent in words":                 {"Seventy-five percent of the votes; a third of the members.", warn(`"Seventy-five percent"`, "2/3 (threshold)")},
		"a quorum that differs":            {"Two thirds of the votes, with a quarter of the members.", warn(`"a quarter"`, "1/3 (quorum)")},
		"a half":                           {"More than half of the votes, with a third of the members.", warn(`"half"`, "2/3 (threshold)")},
		"a majority means one half":        {"A majority, with a third of the members taking part.", nil},
		"hours":                            {"After 48 hours.", warn(`"48 hours"`, "72h (min)")},
		"compact":                          {"Open for 48h.", warn(`"48h"`, "72h (min)")},
		"words and a hyphen":               {"A two-day vote.", warn(`"two-day"`, "72h (min)")},
		"a week":                           {"The vote lasts a week.", warn(`"a week"`, "72h (min)")},
		"a fortnight":                      {"Within a fortnight.", warn(`"a fortnight"`, "72h (min)")},
		"another time beside it":           {"After 72 hours. Data is kept for 14 days.", nil},
		"a time of something else":         {"We meet two days before each concert.", nil},
		"membership":                       {"Members of at least 60 days vote, after 72 hours.", warn(`"60 days"`, "30d (min_membership)")},
		"the same membership":              {"Whoever has been a member for 30 days votes, after 72 hours.", nil},
		"half an hour is no share":         {"After half an hour and a quarter of the year, a third person speaks.", nil},
		"a third party is no share":        {"Every third party may listen in the second half of the meeting, at two thirds speed.", nil},
		"a date is no share":               {"Since 1/2/2026, at any time 24/7.", nil},
		"code is no text":                  {"Run `3/4` and `48 hours`.", nil},
		"numbers of headings do not count": {"### Three quarters of the votes", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { expect(t, check(t, says(test.text)), test.want...) })
	}
}

func TestHowManyPeopleIsComparedToo(t *testing.T) {
	tests := map[string]struct {
		text, parameter string
		want            []string
	}{
		"the same":            {"Two moderators say yes.", "threshold: [{count: yes, value: 2}]", nil},
		"more than":           {"More than one member, so two of us.", "threshold: [{count: yes, op: \">\", value: 1}]", nil},
		"another":             {"Three moderators say yes.", "threshold: [{count: yes, value: 2}]", []string{`warning: article 2 says "Three" where its provision says 2 (threshold)`}},
		"sponsors":            {"Four other members sign.", "sponsor: {seconds: 2}", []string{`warning: article 2 says "Four" where its provision says 2 (seconds)`}},
		"a part of them sign": {"A fifth of the members sign, then two thirds of the votes.", `sponsor: {seconds: "1/4*eligible"}`, []string{`warning: article 2 says "A fifth" where its provision says 1/4 (quorum) and 1/4 (seconds)`}},
		"one of us is nobody": {"Against one of us.", "threshold: [{count: yes, value: 2}]", nil},
		"holders of a veto":   {"Any three members stop it.", "veto: {holders: [member], min_holders: 2}", []string{`warning: article 2 says "three" where its provision says 2 (min_holders)`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { expect(t, check(t, second(test.text, test.parameter)), test.want...) })
	}
}

func TestStagesAndOverridesAreComparedToo(t *testing.T) {
	staged := []string{"stages: [{after: 48h}, {after: 7d, threshold: [{any_of: [{count: yes, value: \"9/10\", of: cast}]}]}]", "period: {max: 7d}"}
	expect(t, check(t, second("After 48 hours two thirds, after seven days nine tenths of the votes.", staged...)))
	expect(t, check(t, second("After 48 hours two thirds, after six days four fifths of the votes.", staged...)),
		`warning: article 2 says "six days" where its provision says 7d (after) and 7d (max)`,
		`warning: article 2 says "four fifths" where its provision says 1/4 (quorum) and 9/10 (threshold)`)
}

func TestNumbersOfTheArticleAboveHoldBelow(t *testing.T) {
	above := sound() + "## 2 Chapter\n\nMembers of at least 30 days vote, with a third of the members.\n\n"
	below := func(text string) string {
		return above + "#" + article("2.1 Second", text, sane("second", profile,
			"electorate: {min_membership: 30d}", `quorum: [{value: "1/3", of: eligible}]`))
	}
	expect(t, check(t, below("Two thirds of the votes. We ask nine tenths of the members now and then. Members of 90 days may do more.")))
	expect(t, check(t, below("Four fifths of the votes.")),
		`warning: article 2.1 says "Four fifths" where its provision says 2/3 (threshold)`)
}

func TestAnArticleWithTwoProvisionsIsNotCompared(t *testing.T) {
	two := says("Nine tenths of the votes, after 90 days.") + "```provision\n" + sane("third", profile) + "\n```\n"
	expect(t, check(t, two))
}

func TestLintWarnsAtTheWordsOfTheText(t *testing.T) {
	found := check(t, says("Ünder all\ncircumstances after 48 hours."))
	line := strings.Count(sound(), "\n") + 4
	if len(found) != 1 || found[0].Place.Line != line || found[0].Place.Column != 21 {
		t.Errorf("got %+v, want line %d, column 21", found, line)
	}
}

func FuzzNumbersOfAnyText(f *testing.F) {
	for _, seed := range []string{"two thirds of the votes", "66 % after a fortnight", "½", "1/0 of 24/7", "twenty-one days' notice", "article 9.9, see 3.4 (1.1)", "a\n\n- b\n\t`c`", "\u202e"} {
		f.Add(seed)
	}
	law := sound()
	f.Fuzz(func(t *testing.T, text string) {
		c, ok := tryLoad(law + article("2 Second", text, sane("second", profile)))
		if !ok {
			return
		}
		trace := lint.TraceOf(c.Constitution, nil)
		if len(trace.Articles) != len(c.Constitution.Articles) {
			t.Errorf("%d articles traced of %d", len(trace.Articles), len(c.Constitution.Articles))
		}
		found, err := lint.Charter(t.Context(), c, nil, decide, noon)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Count(string(c.Constitution.Source), "\n") + 1
		for _, d := range found {
			if d.Place.Line > lines {
				t.Errorf("%s lies behind the end", d)
			}
		}
	})
}

func TestAVeryLongLineIsLintedInTimeThatGrowsWithIt(t *testing.T) {
	long := strings.Repeat("after 3 days article 9 says two thirds of the votes, ", 1_000)
	found := check(t, sound()+article("2 Second", long, ""))
	if len(found) != 1_000 {
		t.Errorf("%d findings, want a citation 1000 times", len(found))
	}
}
