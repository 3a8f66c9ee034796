package opa

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// suspending is the provision that most of these tests decide by.
const suspending = `governs: [{skills: [block_domain], where: {severity: suspend}}]
electorate: {role: member}
threshold: [{value: "2/3", of: cast}]
quorum: [{value: "1/4", of: eligible}]
period: {min: 72h}
`

// lawOf parses a constitution of one article with a provision, and more text behind it.
func constitutionOf(t testing.TB, provision, more string) constitution.Constitution {
	t.Helper()
	var found diag.List
	c := constitution.Parse("constitution.md", []byte("# Us\n\n### 3.1 Severing\n\n```provision\n"+provision+"\n```\n"+more), &found)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return c
}

func names() []string { return []string{"ada", "ben", "cas", "dee", "eve", "fay", "gus", "hal"} }

// person gives one of the names with its id, and others without.
func person(login string) facts.Person {
	for i, name := range names() {
		if name == login {
			return facts.Person{Login: login, ID: int64(101 + i)}
		}
	}
	return facts.Person{Login: login, ID: 999}
}

// proposal is ada's proposal to suspend spam.example, opened on 20 November, seen a day later.
func proposal() facts.Facts {
	f := facts.Facts{
		Version: facts.Version, Now: "2026-11-21T00:00:00Z", Instance: "social.example",
		Proposal: facts.Proposal{Number: 3, Author: person("ada"), State: "open", Digest: "d1"},
		Changes: []facts.Change{{
			ID: "block_domain:spam.example", Kind: facts.Entry, Action: "create", Skill: "block_domain", Target: "spam.example",
			After: map[string]any{"severity": "suspend"},
		}},
		Timing: facts.Timing{OpenedAt: moment.Parse("2026-11-20T00:00:00Z")},
	}
	for _, name := range names() {
		p := person(name)
		f.Roster = append(f.Roster, facts.Seat{Seat: name, GitHub: &p, Roles: []string{"member"}, Mastodon: "@" + name + "@social.example"})
	}
	return f
}

// review adds a review of the present content, an hour after the one before.
func review(f *facts.Facts, login, state, body string) *facts.Review {
	n := len(f.Reviews) + 1
	f.Reviews = append(f.Reviews, facts.Review{
		ID: int64(n), Author: person(login), State: state, Body: body, Digest: "d1",
		SubmittedAt: moment.Parse(fmt.Sprintf("2026-11-20T%02d:00:00Z", n)),
	})
	return &f.Reviews[n-1]
}

const (
	approved = "APPROVED"
	objected = "CHANGES_REQUESTED"
	said     = "COMMENTED"
	closed   = "2026-11-23T00:00:00Z"
)

// tallied decides and gives the only ruling's votes, in favour, against and abstaining.
func tallied(t *testing.T, j *Judge, provision string, f facts.Facts) (string, decision.Decision) {
	t.Helper()
	d, err := j.Decide(t.Context(), constitutionOf(t, provision, ""), f)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Rulings) != 1 {
		t.Fatalf("%d rulings, want 1: %+v", len(d.Rulings), d)
	}
	tally := d.Rulings[0].Tally
	return fmt.Sprintf("%s:%s:%s:%s", tally.Yes, tally.No, tally.Abstain, tally.Block), d
}

func TestProposalsAreDecided(t *testing.T) {
	all := func(f *facts.Facts) {
		for _, name := range names() {
			review(f, name, approved, "")
		}
	}
	tests := []struct {
		name, provision string
		want            decision.Outcome
		change          func(*facts.Facts)
	}{
		{"passed at the close", suspending, decision.Passed, func(f *facts.Facts) { all(f); f.Now = closed }},
		{"open before it", suspending, decision.Open, all},
		{"failed without a quorum", suspending, decision.Failed, func(f *facts.Facts) { review(f, "ben", approved, ""); f.Now = closed }},
		{"a change that nothing governs", suspending, decision.Failed, func(f *facts.Facts) {
			all(f)
			f.Now, f.Changes[0].After["severity"] = closed, "silence"
		}},
		{"a subject that nothing governs", suspending, decision.Failed, func(f *facts.Facts) {
			all(f)
			f.Now, f.Subjects = closed, []string{"mass_change"}
		}},
		{"nothing to decide", suspending, decision.Failed, func(f *facts.Facts) { f.Changes = nil }},
		{"a draft", suspending, decision.Open, func(f *facts.Facts) { all(f); f.Now, f.Proposal.Draft = closed, true }},
		{"a vote that has not opened", suspending, decision.Open, func(f *facts.Facts) { all(f); f.Now, f.Timing.OpenedAt = closed, moment.Time{} }},
		{"a proposal that was closed", suspending, decision.Failed, func(f *facts.Facts) { all(f); f.Now, f.Proposal.State = closed, "closed" }},
		{"an editorial change", suspending, decision.Passed, func(f *facts.Facts) { f.Proposal.Editorial, f.Changes = true, nil }},
		{"no editorial change with changes", suspending, decision.Open, func(f *facts.Facts) { f.Proposal.Editorial = true }},
		{"a suspending veto", suspending + "veto: {holders: [guardian], effect: suspend}\n", decision.Open, func(f *facts.Facts) {
			all(f)
			f.Roster[7].Roles, f.Now = []string{"guardian"}, closed
			review(f, "hal", objected, "")
		}},
		{"a defeating veto", suspending + "veto: {holders: [guardian]}\n", decision.Vetoed, func(f *facts.Facts) {
			f.Roster[7].Roles = []string{"guardian"}
			review(f, "hal", objected, "")
		}},
		{"seconds that are missing", suspending + "sponsor: {seconds: 2}\n", decision.Open, func(f *facts.Facts) {
			all(f)
			f.Now = closed
			review(f, "ada", said, "/second")
			review(f, "ben", said, "/second")
		}},
		{"seconds that came", suspending + "sponsor: {seconds: 2}\n", decision.Passed, func(f *facts.Facts) {
			all(f)
			f.Now = closed
			review(f, "ben", said, "/second")
			review(f, "cas", said, "/second")
		}},
		{"a casting vote", strings.Replace(suspending, `{value: "2/3", of: cast}`, `{op: ">", value: 1, of: no}`, 1) + "tie: casting_vote\n", decision.Passed, func(f *facts.Facts) {
			review(f, "ben", approved, "")
			review(f, "cas", objected, "")
			f.Roster[3].Roles, f.Now = []string{"member", "chair"}, closed
			review(f, "dee", said, "/casting yes")
		}},
		{"a ruling", suspending + "judge: {by: chair}\n", decision.Passed, func(f *facts.Facts) {
			all(f)
			f.Roster[3].Roles, f.Now = []string{"member", "chair"}, closed
			review(f, "dee", said, "/judge fail")
			review(f, "dee", said, "/judge  pass")
		}},
		{"a ruling that was edited", suspending + "judge: {by: chair}\n", decision.Open, func(f *facts.Facts) {
			all(f)
			f.Roster[3].Roles, f.Now = []string{"member", "chair"}, closed
			review(f, "dee", said, "/judge pass")
			review(f, "dee", said, "/judge fail").Edited = true
		}},
		{"an unknown ballot that decides", suspending, decision.Open, func(f *facts.Facts) {
			review(f, "ben", approved, "")
			review(f, "cas", approved, "")
			r := review(f, "dee", approved, "")
			r.State, r.Dismissed, f.Now = "DISMISSED", &facts.Dismissal{By: person("ben")}, closed
			r = review(f, "eve", approved, "")
			r.State, f.Now = "DISMISSED", closed
		}},
		{"an unknown ballot that does not", suspending, decision.Passed, func(f *facts.Facts) {
			all(f)
			f.Reviews[6].State, f.Now = "DISMISSED", closed
		}},
		{"many unknown ballots that decide", suspending, decision.Open, func(f *facts.Facts) {
			all(f)
			f.Now = closed
			for i := range 4 {
				f.Reviews[i].State = "DISMISSED"
			}
		}},
	}
	j := testJudge(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := proposal()
			tt.change(&f)
			d, err := j.Decide(t.Context(), constitutionOf(t, tt.provision, ""), f)
			if err != nil {
				t.Fatal(err)
			}
			if d.Outcome != tt.want {
				t.Errorf("got %s, want %s: %+v", d.Outcome, tt.want, d)
			}
		})
	}
}

func TestFactsOfAnotherVersionAreRefused(t *testing.T) {
	f := proposal()
	f.Version = 3
	if _, err := testJudge(t).Decide(t.Context(), constitutionOf(t, suspending, ""), f); err == nil {
		t.Error("decided facts of version 3")
	}
}

func TestAnAnswerThatIsNoDecisionIsAnError(t *testing.T) {
	for _, d := range []decision.Decision{{}, {Outcome: "maybe"}, {Outcome: decision.Passed}} {
		if err := whole(d); !errors.Is(err, ErrUndecided) {
			t.Errorf("%+v: got %v", d, err)
		}
	}
}
