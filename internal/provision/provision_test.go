package provision

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// read parses a provision block and gives it with its mistakes, one a line.
func read(t *testing.T, src string) (Provision, string) {
	t.Helper()
	var mistakes diag.List
	p := Parse(yamldoc.Parse("c.md", []byte(src), &mistakes), "3.1")
	var lines []string
	for _, d := range mistakes.Sorted() {
		lines = append(lines, d.Message)
	}
	return p, strings.Join(lines, "\n")
}

func TestASentenceSaysWhatDecides(t *testing.T) {
	tests := map[string]string{
		`{threshold: [{value: "2/3", of: cast}], quorum: [{value: "1/4", of: eligible}], period: {min: 3d}}`: "Decided by two thirds of the votes cast, a quarter of the members taking part, the vote stays open for 3 days.",
		`{threshold: [{value: 1}], period: {min: 1d}, channels: [review]}`:                                   "Decided by at least one vote in favour, the vote stays open for 1 day, only reviews count as votes.",
		`{threshold: [{op: ">", value: 1, of: no}], electorate: {role: council}}`:                            "The role council decides by more votes in favour than against.",
		`{threshold: [{op: ">", value: "1/2", of: seats}]}`:                                                  "Decided by more than half of all seats.",
		`{threshold: [{value: 3, of: no}], period: {max: 1mo}}`:                                              "Decided by at least 3 times as many votes in favour as against, within 1 month.",
		`{threshold: [{count: no, op: "<=", value: 0}], enact: {delay: 2d}}`:                                 "Decided by no vote against, in force after another 2 days.",
		`{threshold: [{value: 3}], early_pass: when_passing, period: {min: 5d}}`:                             "Decided by at least 3 votes in favour, within 5 days.",
		`{threshold: [{value: 3}], quorum: [{value: "max(5, 0.5*eligible)"}]}`:                               "Decided by at least 3 votes in favour, at least max(5, 0.5*eligible) taking part.",
		`{threshold: [{value: 2}], veto: {holders: all, stance: block}}`:                                     "Decided by at least 2 votes in favour, unless anyone blocks.",
		`{threshold: [{value: 9}], veto: {holders: [permanent-five], min_holders: 2}}`:                       "Decided by at least 9 votes in favour, unless at least 2 of permanent-five objects.",
		`{threshold: [{any_of: [{value: 3}, {value: 40%, of: eligible}]}]}`:                                  "Decided by either at least 3 votes in favour or 40% of the members.",
		`{judge: {by: chair}}`:              "Decided by the judgement of chair.",
		`{emergency: {ratify_within: 60d}}`: "May be done at once, and lapses unless ratified within 60 days.",
		`{stages: [{threshold: [{value: 3}]}, {after: 7d, threshold: [{value: 1}]}]}`:  "Decided in 2 stages, at first by at least 3 votes in favour.",
		`{threshold: [{value: 1}], on_no_quorum: extend, period: {min: 7d, max: 14d}}`: "Decided by at least one vote in favour, the vote stays open for 7 days, extended to 14 days if too few take part.",
	}
	for src, want := range tests {
		p, mistakes := read(t, src)
		if mistakes != "" {
			t.Errorf("%s: %s", src, mistakes)
		}
		if diff := cmp.Diff(want, Sentence(p)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", src, diff)
		}
	}
}

func TestMistakesAreNamed(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"a share needs a base", `{threshold: [{value: "2/3"}]}`, "share 2/3 without a base"},
		{"a percentage needs a base", `{threshold: [{value: 150%}]}`, "share 150% without a base"},
		{"a seconding share needs a base", `{sponsor: {seconds: 10%}}`, "share 10% without a base"},
		{"unknown keys are refused", `{treshold: []}`, `unknown key "treshold"`},
		{"wrong words are refused", `{tie: coin}`, `expected one of fails, casting_vote, found "coin"`},
		{"a band has two ends", `{judge: {by: x, from: 60%}}`, "a band needs both from and to"},
		{"a band runs upwards", `{judge: {by: x, from: 70%, to: 60%}}`, "the band starts at 70%, above its end 60%"},
		{"a band is a plain number", `{judge: {by: x, from: eligible, to: 60%}}`, `"eligible" is not a plain number`},
		{"a veto has holders or a test", `{veto: {effect: void}}`, "a veto needs either holders or a test"},
		{"and not both", `{veto: {holders: all, test: {value: 1}}}`, "a veto needs either holders or a test"},
		{"houses must be named in tests", `{houses: [{id: a}, {id: b}], threshold: [{value: 1}]}`, "a test must name its house, there are several: a, b"},
		{"and must be declared", `{houses: [{id: a}, {id: b}], threshold: [{house: c, value: 1}]}`, `house "c" is not declared`},
		{"a house needs houses", `{threshold: [{house: c, value: 1}]}`, `house "c" is given where there are no houses`},
		{"houses are unique", `{houses: [{id: a}, {id: a}]}`, `house "a" is declared twice`},
		{"names under votes are taken", `{houses: [{id: judge}]}`, `"judge" cannot be the id of a house`},
		{"groups are summed or derived from", `{houses: [{id: a, sum_groups: true, derive: {from: groups, win: {value: 1}}}]}`, "a house cannot both add up groups and be derived from them"},
		{"an empty threshold would pass anything", `{threshold: []}`, "an empty list of tests would always hold"},
		{"so would an empty choice", `{threshold: [{any_of: []}]}`, "any_of needs at least one test"},
		{"and an empty stage", `{stages: [{after: 1d}]}`, "a stage without any test would always pass"},
		{"durations have one unit", `{period: {min: 1d12h}}`, `"1d12h" is not a duration: one whole number and one of m, h, d, w, mo, y`},
		{"dates are days of a year", `{period: {blackout: [{from: 02-30, to: 03-01}]}}`, `"02-30" is not a month and a day`},
		{"times are RFC 3339", `{enact: {not_before: tomorrow}}`, `"tomorrow" is not a time`},
		{"no clock is a day ahead", `{enact: {not_before: "2026-11-21T12:00:00+24:00"}}`, "is not a time"},
		{"a fraction reads as one", `{threshold: [{value: 2/-3, of: cast}]}`, `value "2/-3": the lower number of a fraction is negative`},
		{"a value is needed", `{threshold: [{count: yes}]}`, `key "value" is missing`},
		{"all mistakes at once", `{tie: coin, weights: gold}`, "expected one of fails, casting_vote, found \"coin\"\nexpected one of equal, token, stake, population, share, found \"gold\""},
		{"a vote must close", `{governs: [{subjects: roster}], threshold: [{value: 1}]}`, "nothing closes the vote: neither min nor max is given in period"},
		{"a source is needed", `{governs: [{subjects: roster}], threshold: [{value: 1}], period: {min: 1d}, expires: {after: 1y}}`, "a renewal cannot be known of a proposal"},
		{"governs must govern", `{governs: [{where: {scope: local}}], period: {min: 1d}}`, "a line of governs that governs nothing"},
		{"a reversal has an age", `{governs: [{skills: [x], where: {reverses: 30d}}], period: {min: 1d}}`, `"30d" does not say how old the decision is`},
		{"an age has a side", `{governs: [{skills: [x], where: {reverses: after 30d}}], period: {min: 1d}}`, `"after 30d" does not say`},
		{"an age has a length", `{governs: [{skills: [x], where: {reverses: within a month}}], period: {min: 1d}}`, `"within a month" does not say`},
		{"derived keys have their words", `{governs: [{skills: [x], where: {scope: near}}], period: {min: 1d}}`, `expected one of local, remote, found "near"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, got := read(t, tt.src); !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want it to hold %q", got, tt.want)
			}
		})
	}
}

func TestGovernsIsRead(t *testing.T) {
	p, mistakes := read(t, `{id: sever, governs: [{skills: [block_domain], where: {severity: [suspend, silence], until_within: 7d}}], period: {min: 3d}}`)
	if mistakes != "" {
		t.Fatal(mistakes)
	}
	want := []Power{{
		Skills: []string{"block_domain"}, Where: map[string][]string{"severity": {"suspend", "silence"}},
		Within: &Duration{7, "d"}, Place: diag.Place{File: "c.md", Line: 1, Column: 23},
	}}
	if diff := cmp.Diff(want, p.Governs); diff != "" {
		t.Errorf("governs (-want +got):\n%s", diff)
	}
	if p.ID != "sever" || p.Citation != "3.1" {
		t.Errorf("got id %q and citation %q", p.ID, p.Citation)
	}
}

func TestAPowerMayAskWhatAChangeTakesBack(t *testing.T) {
	p, mistakes := read(t, `{id: undo, governs: [{skills: [x], where: {reverses: within 30d}}, {skills: [x], where: {reverses: beyond 1mo}}, {skills: [x]}], period: {min: 3d}}`)
	if mistakes != "" {
		t.Fatal(mistakes)
	}
	within, beyond, always := p.Governs[0], p.Governs[1], p.Governs[2]
	if *within.ReversesWithin != (Duration{30, "d"}) || within.ReversesBeyond != nil || *beyond.ReversesBeyond != (Duration{1, "mo"}) {
		t.Errorf("got %+v and %+v", within, beyond)
	}
	if within.Always() || beyond.Always() || !always.Always() {
		t.Error("a power with such a condition holds always, or one without does not")
	}
}

func TestChannelsOfAProvision(t *testing.T) {
	for src, want := range map[string]struct {
		takes    bool
		mistakes string
	}{
		`{threshold: [{value: 1}]}`:                               {true, ""},
		`{threshold: [{value: 1}], channels: [review]}`:           {false, ""},
		`{threshold: [{value: 1}], channels: review}`:             {false, ""},
		`{threshold: [{value: 1}], channels: [mastodon, review]}`: {true, ""},
		`{threshold: [{value: 1}], channels: [mastodon]}`:         {true, "reviews always count"},
		`{threshold: [{value: 1}], channels: []}`:                 {true, "reviews always count"},
		`{threshold: [{value: 1}], channels: [review, review]}`:   {false, `channel "review" is named twice`},
		`{threshold: [{value: 1}], channels: [review, poll]}`:     {false, `expected one of review, mastodon, found "poll"`},
	} {
		p, mistakes := read(t, src)
		if p.Rule.Takes(Mastodon) != want.takes || mistakes != want.mistakes {
			t.Errorf("%s: takes Mastodon %t, mistakes %q", src, p.Rule.Takes(Mastodon), mistakes)
		}
		if _, written := p.Rule.Normal()["channels"]; written != (p.Rule.Channels != nil) {
			t.Errorf("%s: the normal form has channels: %t", src, written)
		}
	}
}
