package simulate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/simulate"
)

var today = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// crew is a roster of six members, of whom two moderate, one came last week, one weighs two and a half votes, and one hands their vote on.
const crew = `seats:
  - {seat: ada, github: {login: ada, id: 1}, mastodon: "@ada", roles: [member, moderator], since: 2026-01-01}
  - {seat: bo, github: {login: bo, id: 2}, roles: [member, moderator], since: 2026-01-01, delegate: ada}
  - {seat: cy, github: {login: cy, id: 3}, roles: [member], since: 2026-01-01, weight: "2.5"}
  - {seat: di, github: {login: di, id: 4}, roles: [member], since: 2026-01-01}
  - {seat: ed, github: {login: ed, id: 5}, roles: [member], since: 2026-11-14}
  - {seat: flo, github: {login: flo, id: 6}, roles: [guest], since: 2026-01-01}
  - {seat: past, github: {login: past, id: 7}, roles: [member], since: 2025-01-01, until: 2026-01-01}
  - {seat: empty, roles: [member]}
`

// explain asks about the roster under one provision.
func explain(t *testing.T, rule string) decision.Requirement {
	t.Helper()
	out := outlook(t, constitutionOf(t, "  - {subjects: [roster]}\n"+strings.TrimSpace(rule)), "roster")
	if !out.Governed || len(out.Provisions) != 1 {
		t.Fatalf("governed: %t, by %d provisions", out.Governed, len(out.Provisions))
	}
	return out.Provisions[0]
}

// lawOf is a charter with the crew, and an article for each provision.
func constitutionOf(t *testing.T, provisions ...string) charter.Charter {
	t.Helper()
	text := "# Law\n"
	for i, p := range provisions {
		text += fmt.Sprintf("\n## %d Article\n\n```provision\ngoverns:\n%s\n```\n", i+1, p)
	}
	law, mistakes := charter.Load(fstest.MapFS{
		"governance/bylaw.yaml":      {Data: []byte("version: 1\ncommunity: Example\ninstance: https://social.example\n")},
		"governance/constitution.md": {Data: []byte(text)},
		"governance/roster.yaml":     {Data: []byte(crew)},
	})
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	return law
}

func outlook(t *testing.T, law charter.Charter, name string, args ...string) decision.Outlook {
	t.Helper()
	q, err := facts.ParseQuestion(law, name, args, today)
	if err != nil {
		t.Fatal(err)
	}
	out, err := simulate.Explain(t.Context(), decider, law, q, today)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// decider is the judge of all tests here: it compiles the policies once.
var decider = opa.New()

// rows writes approvals shortly: "0:3 1:2 2:-".
func rows(all []decision.Approvals) string {
	var said []string
	for _, a := range all {
		fewest := "-"
		if a.Fewest != nil {
			fewest = fmt.Sprint(*a.Fewest)
		}
		said = append(said, fmt.Sprintf("%d:%s", a.Objections, fewest))
	}
	return strings.Join(said, " ")
}

func TestApprovalsAreTheFewestThatPass(t *testing.T) {
	for _, c := range []struct{ name, rule, want string }{
		{"two thirds of the votes cast", `{role: member}, threshold: [{value: "2/3", of: cast}], period: {min: 72h}`, "0:1 1:2 2:-"},
		{"half of all", `{role: member}, threshold: [{value: "1/2", of: eligible}], period: {min: 72h}`, "0:3 1:3 2:3 3:-"},
		{"no objection at all", `{role: member}, threshold: [{count: no, op: "<=", value: 0}], period: {min: 72h}`, "0:0 1:-"},
		{"a quorum that objections help to reach", `{role: member}, threshold: [{op: ">", value: "1/2", of: cast}], quorum: [{value: "3/5", of: eligible}], period: {min: 72h}`, "0:3 1:2 2:3 3:-"},
		{"a veto of moderators", `{role: member}, threshold: [{op: ">", value: "1/2", of: cast}], period: {min: 72h}, veto: {holders: [moderator]}`, "0:1 1:2 2:3 3:-"},
		{"a veto of everybody", `{role: member}, threshold: [{value: 1}], period: {min: 72h}, veto: {holders: all}`, "0:1 1:-"},
		{"seconders", `{role: member}, threshold: [{value: 2}], sponsor: {seconds: 2, within: 7d}, period: {min: 72h}`, "0:2 1:2 2:2 3:2 4:-"},
		{"a judge inside a band", `{role: member}, judge: {by: moderator, from: 40%, to: 60%}, period: {min: 72h}`, "0:1 1:1 2:2 3:2 4:-"},
		{"stages", `{role: member}, stages: [{after: 1d, threshold: [{value: 3}]}, {after: 2d, threshold: [{value: 1}]}]`, "0:1 1:1 2:1 3:1 4:1 5:-"},
		{"a discussion, a delay and another body", `{role: member}, threshold: [{value: 1}], period: {discussion: 7d, min: 72h}, enact: {delay: 2d, concurs: ["1"]}`, "0:1 1:1 2:1 3:1 4:1 5:-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := explain(t, flowRule(c.rule))
			if got := rows(r.Approvals); got != c.want || !r.Alike || r.Blocked != "" {
				t.Errorf("approvals %s, want %s; alike %t, blocked %q", got, c.want, r.Alike, r.Blocked)
			}
		})
	}
}

// flowRule turns "{electorate}, key: value, ..." into lines.
func flowRule(rule string) string {
	depth, lines := 0, "electorate: "
	for i, r := range rule {
		depth += strings.Count("{[", string(r)) - strings.Count("}]", string(r))
		if r == ',' && depth == 0 {
			lines += "\n"
			continue
		}
		if r == ' ' && i > 0 && rule[i-1] == ',' && depth == 0 {
			continue
		}
		lines += string(r)
	}
	return lines
}

func TestWhoMayNotVoteIsNamedWithTheReason(t *testing.T) {
	charter := constitutionOf(t, "  - {skills: [suspend_account]}\n"+flowRule(`{role: member, min_membership: 30d, exclude: [subject]}, threshold: [{value: 1}], period: {min: 72h}`))
	out := outlook(t, charter, "suspend_account", "account=@ada")
	want := []decision.Excluded{
		{Seat: "ada", Why: "it is about them"}, {Seat: "ed", Why: "a member for less than 30 days"},
		{Seat: "flo", Why: "without the role member"}, {Seat: "past", Why: "not entitled at this time"}, {Seat: "empty", Why: "vacant"},
	}
	if diff := cmp.Diff(want, out.Provisions[0].Excluded); diff != "" || out.Provisions[0].Entitled != 3 {
		t.Errorf("%d entitled (-want +got):\n%s", out.Provisions[0].Entitled, diff)
	}
}

func TestExplainShowsTheCalendarOfAVoteThatOpensNow(t *testing.T) {
	r := explain(t, flowRule(`{role: member}, threshold: [{op: ">", value: "1/2", of: cast}], quorum: [{value: "2/5", of: eligible}], `+
		`period: {discussion: 7d, min: 72h, max: 14d, early_min: 24h}, early_pass: when_decided, on_no_quorum: extend, enact: {delay: 2d}, proposer_vote: excluded`))
	got := []string{r.ClosesAt.String(), r.EnactableAt.String(), r.Early.From.String(), r.Silence.At.String(), r.Discussion, r.ProposerVote}
	want := []string{"2026-11-24T12:00:00Z", "2026-11-26T12:00:00Z", "2026-11-22T12:00:00Z", "2026-12-05T12:00:00Z", "7 days", "excluded"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if r.Early.Fewest != 3 || !r.Silence.Extended || r.Silence.Outcome != decision.Failed {
		t.Errorf("early with %d, silence %+v", r.Early.Fewest, r.Silence)
	}
	if diff := cmp.Diff(&decision.Quorum{People: 2, Reachable: true}, r.Quorum); diff != "" {
		t.Errorf("quorum (-want +got):\n%s", diff)
	}
}

func TestSilenceMayBeConsent(t *testing.T) {
	r := explain(t, flowRule(`{role: member}, threshold: [{count: no, op: "<=", value: 0}], period: {min: 72h}`))
	want := decision.Silence{Outcome: decision.Passed, At: moment.Parse("2026-11-24T12:00:00Z")}
	if diff := cmp.Diff(want, r.Silence); diff != "" || r.Quorum != nil || r.Early != nil {
		t.Errorf("quorum %v, early %v (-want +got):\n%s", r.Quorum, r.Early, diff)
	}
}

func TestAQuorumOfVotesInFavourIsSaidToBeOne(t *testing.T) {
	r := explain(t, flowRule(`{role: member}, threshold: [{op: ">", value: "1/2", of: cast}], quorum: [{count: yes, value: 3}], period: {min: 72h}`))
	if diff := cmp.Diff(&decision.Quorum{People: 3, InFavour: true, Reachable: true}, r.Quorum); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAVoteThatCannotPassSaysWhy(t *testing.T) {
	for _, c := range []struct{ name, rule, why string }{
		{"too few people", `{role: moderator}, threshold: [{value: 3}], period: {min: 72h}`, "the threshold is missed"},
		{"a quorum out of reach", `{role: moderator}, threshold: [{value: 1}], quorum: [{value: 3}], period: {min: 72h}`, "the quorum is missed"},
		{"nobody at all", `{role: king}, threshold: [{value: 1}], period: {min: 72h}`, "the threshold is missed"},
		{"a day without votes", `{role: member}, threshold: [{value: 1}], period: {min: 72h, blackout: [{from: "11-20", to: "12-01"}]}`, "no vote may open or close"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := explain(t, flowRule(c.rule))
			if !strings.Contains(r.Blocked, c.why) || rows(r.Approvals) != "0:-" {
				t.Errorf("blocked %q, approvals %s, want %q", r.Blocked, rows(r.Approvals), c.why)
			}
			if r.Quorum != nil && r.Quorum.Reachable {
				t.Errorf("the quorum is within reach: %+v", r.Quorum)
			}
		})
	}
}

func TestSeatsThatAreNotAlikeGetAnExample(t *testing.T) {
	for _, c := range []struct {
		name, rule string
		want       []string
	}{
		{"weights", `{role: member}, weights: share, threshold: [{value: "1/2", of: eligible}], period: {min: 72h}`, []string{"cy", "ada"}},
		{"delegation", `{role: member}, delegation: {allowed: liquid}, threshold: [{value: 2}], period: {min: 72h}`, []string{"ada"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := explain(t, flowRule(c.rule))
			if diff := cmp.Diff(c.want, r.Example); diff != "" || r.Alike {
				t.Errorf("alike %t (-want +got):\n%s", r.Alike, diff)
			}
		})
	}
}

func TestWhoMayStopAVoteIsNamed(t *testing.T) {
	r := explain(t, flowRule(`{role: member}, threshold: [{value: 1}], period: {min: 72h}, veto: {holders: [moderator], stance: block, min_holders: 2, needs_reason: true, when: if_passing}`))
	want := &decision.Veto{
		Seats: []string{"ada", "bo"}, Holders: []string{"moderator"}, Stance: "block", Fewest: 2, NeedsReason: true, IfPassing: true, Effect: "defeat",
	}
	if diff := cmp.Diff(want, r.Veto); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestExplainShowsSupportersAndJudges(t *testing.T) {
	r := explain(t, flowRule(`{role: member}, judge: {by: moderator}, sponsor: {seconds: 2}, period: {min: 72h}`))
	if r.Seconds != 2 || r.Judge != "moderator" || rows(r.Approvals) != "0:0 1:0 2:0 3:0 4:0 5:0" {
		t.Errorf("%d seconds, judge %q, approvals %s", r.Seconds, r.Judge, rows(r.Approvals))
	}
}

func TestEveryProvisionThatGovernsIsExplained(t *testing.T) {
	const plain = "\nthreshold: [{value: 1}]\nperiod: {min: 72h}"
	charter := constitutionOf(t, "  - {skills: [block_domain]}"+plain, "  - {skills: [block_domain], where: {severity: suspend}}"+plain, "  - {skills: [block_ip]}"+plain)
	var cited []string
	for _, r := range outlook(t, charter, "block_domain", "severity=suspend").Provisions {
		cited = append(cited, r.Citation)
	}
	if !slices.Equal(cited, []string{"1", "2"}) {
		t.Errorf("explained %q", cited)
	}
}

func TestWhatIsLeftOpenIsAnsweredCaseByCase(t *testing.T) {
	const plain = "\nthreshold: [{value: 1}]\nperiod: {min: 72h}"
	charter := constitutionOf(t, "  - {skills: [block_domain], where: {severity: suspend}}"+plain, "  - {skills: [block_domain], where: {until_within: 7d}}"+plain)
	want := []decision.Branch{
		{When: []string{"severity noop or silence", "for 7 days at most"}, Citations: []string{"2"}},
		{When: []string{"severity noop or silence", "for longer"}, Citations: []string{}},
		{When: []string{"severity suspend", "for 7 days at most"}, Citations: []string{"1", "2"}},
		{When: []string{"severity suspend", "for longer"}, Citations: []string{"1"}},
	}
	out := outlook(t, charter, "block_domain")
	if diff := cmp.Diff(want, out.Branches); diff != "" || len(out.Provisions) != 2 || !out.Governed {
		t.Errorf("governed %t, %d provisions (-want +got):\n%s", out.Governed, len(out.Provisions), diff)
	}
}

func TestAPowerThatNothingGrantsIsNotGoverned(t *testing.T) {
	charter := constitutionOf(t, "  - {subjects: [roster]}\nthreshold: [{value: 1}]\nperiod: {min: 72h}")
	for _, name := range []string{"block_domain", "suspend_account", "constitution", "mass_change"} {
		out := outlook(t, charter, name)
		if out.Governed || len(out.Provisions) > 0 {
			t.Errorf("%s is governed by %d provisions", name, len(out.Provisions))
		}
	}
}
