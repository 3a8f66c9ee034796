package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// step is an entry of a test.
type step struct {
	kind     ledger.Kind
	proposal int
	commit   string
	body     any
}

func chainOf(t *testing.T, steps ...step) ledger.Chain {
	t.Helper()
	kept, _ := factsKept(t)
	var chain ledger.Chain
	for minute, s := range steps {
		e, f, err := chain.Next(s.kind, noon.Add(time.Duration(minute)*time.Minute), s.proposal, s.commit, s.body)
		if err != nil {
			t.Fatal(err)
		}
		chain = chain.With(e, f, kept)
	}
	return chain
}

// factsKept are the facts of all decisions of random steps.
func factsKept(t testing.TB) (ledger.File, string) {
	t.Helper()
	file, sum, err := ledger.FactsFile(facts.Facts{Version: facts.Version, Changes: []facts.Change{{ID: "block_domain:b"}}})
	if err != nil {
		t.Fatal(err)
	}
	return file, sum
}

func commitOf(digit string) string { return strings.Repeat(digit, 40) }

func TestFold(t *testing.T) {
	merged := ledger.DecisionBody{MergedAt: at(soon), Lawful: true, Decision: decision.Decision{Digest: "d"}}
	post := ledger.PublishBody{Root: "1", URL: "https://social.example/1", Digest: "text"}
	publish := plan.Change{ID: "publish_constitution:constitution", Skill: plan.PublishSkill, Params: map[string]any{"digest": "text"}}
	cases := map[string]struct {
		steps []step
		want  string
		show  func(ledger.State) any
	}{
		"genesis": {[]step{{ledger.Genesis, 0, "", ledger.GenesisBody{Revision: 2}}}, "2",
			func(s ledger.State) any { return s.Genesis.Revision }},
		"openings by proposal": {[]step{{ledger.Opening, 1, "", ledger.OpeningBody{Digest: "a"}}, {ledger.Opening, 2, "", ledger.OpeningBody{Digest: "b"}}}, "a b",
			func(s ledger.State) any { return s.Openings[1][0].Body.Digest + " " + s.Openings[2][0].Body.Digest }},
		"the last decision on a merge": {[]step{{ledger.Decided, 1, commitOf("a"), ledger.DecisionBody{}}, {ledger.Decided, 1, commitOf("a"), merged}, {ledger.Decided, 1, commitOf("a"), merged}}, "3 1 3",
			func(s ledger.State) any {
				return fmt.Sprint(len(s.Decisions), len(s.Merges), s.Merges[commitOf("a")].Entry.Seq)
			}},
		"an incident": {[]step{{ledger.Incident, 0, commitOf("a"), ledger.IncidentBody{}}}, "map[" + commitOf("a") + ":1]",
			func(s ledger.State) any { return s.Incidents }},
		"an incident that a decision closes": {[]step{{ledger.Incident, 0, commitOf("a"), ledger.IncidentBody{}}, {ledger.Decided, 1, commitOf("b"), ledger.DecisionBody{Closes: []int{1}}}}, "map[]",
			func(s ledger.State) any { return s.Incidents }},
		"what is in force": {[]step{{ledger.Enacted, 0, "", ledger.EnactedBody{Tree: "t1"}}, {ledger.Enacted, 0, "", ledger.EnactedBody{Tree: "t2"}}}, "2 t2",
			func(s ledger.State) any { return fmt.Sprint(len(s.Enacted), " ", s.Enacted[1].Body.Tree) }},
		"an announcement is no publication": {[]step{{ledger.Publish, 3, "", ledger.PublishBody{Announces: ledger.VoteOpened}}}, "0 true",
			func(s ledger.State) any {
				return fmt.Sprint(len(s.Publications), " ", s.Announced[ledger.Announcement{Event: ledger.VoteOpened, Proposal: 3}])
			}},
		"texts": {[]step{
			{ledger.Intent, 0, "", ledger.IntentBody{Changes: []plan.Change{publish}}},
			{ledger.Publish, 0, "", post},
			{ledger.Enacted, 0, "", ledger.EnactedBody{Undone: []plan.Refusal{{Change: &publish}}}},
		}, "map[1:[text] 2:[text] 3:[text]]", func(s ledger.State) any { return s.Texts }},
		"an override": {[]step{{ledger.Override, 0, "", ledger.OverrideBody{Who: "account:" + strings.Repeat("0", 64)}}}, ledger.Gone,
			func(s ledger.State) any { return s.Overrides[0].Body.Who }},
		"an erasure": {[]step{{ledger.Erasure, 0, "", ledger.ErasureBody{People: []string{"x"}}}}, "map[x:1]",
			func(s ledger.State) any { return s.Erased }},
		"a finished run": {[]step{{ledger.Intent, 0, "", ledger.IntentBody{Plan: "p"}}, {ledger.Enacted, 0, "", ledger.EnactedBody{}}}, "0 p true",
			func(s ledger.State) any {
				return fmt.Sprint(len(s.Runs), " ", s.LastRun.Intent.Plan, " ", s.LastRun.Finished)
			}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			if got := fmt.Sprint(test.show(fold(t, chainOf(t, test.steps...)))); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestFoldNamesEveryBodyOfAnotherShapeAndKeepsTheRest(t *testing.T) {
	bad := map[ledger.Kind]any{
		ledger.Genesis: map[string]any{"roster": 1}, ledger.Opening: map[string]any{"digest": 1}, ledger.Decided: map[string]any{"facts": 1},
		ledger.Intent: map[string]any{"plan": 1}, ledger.Outcome: map[string]any{"plan": 1}, ledger.Enacted: map[string]any{"tree": 1},
		ledger.Publish: map[string]any{"root": 1}, ledger.Override: map[string]any{"who": 1}, ledger.Erasure: map[string]any{"people": 1},
	}
	steps := []step{{ledger.Enacted, 0, "", ledger.EnactedBody{Tree: "t"}}}
	for kind, body := range bad {
		steps = append(steps, step{kind, 0, "", body})
	}
	state, err := ledger.Fold(chainOf(t, steps...))
	for seq, s := range steps[1:] {
		if want := fmt.Sprintf("body of ledger entry %d (%s)", seq+2, s.kind); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
	if len(state.Enacted) != 1 || state.Enacted[0].Body.Tree != "t" {
		t.Errorf("enacted %+v", state.Enacted)
	}
}

// randomSteps is a history in which kinds follow each other in any order, over few names so that they meet.
func randomSteps(t testing.TB, r *rand.Rand) (steps []step) {
	id := func() string { return []string{"approve_account:a", "block_domain:b", "block_domain:c"}[r.IntN(3)] }
	action := func() plan.Action { return []plan.Action{plan.Do, plan.Create}[r.IntN(2)] }
	name := func() string { return []string{"", "x", "y"}[r.IntN(3)] }
	statuses := []ledger.Status{ledger.Done, ledger.Failed, ledger.Begun, ledger.Unknown, ledger.Withdrawn}
	t.Helper()
	_, kept := factsKept(t)
	for range r.IntN(30) {
		s := step{kind: ledger.Kinds()[r.IntN(len(ledger.Kinds()))], proposal: r.IntN(3), commit: commitOf(string("abc"[r.IntN(3)]))}
		switch s.kind {
		case ledger.Genesis:
			s.body = ledger.GenesisBody{}
		case ledger.Opening:
			s.body = ledger.OpeningBody{Digest: name(), OpenedAt: moment.Parse(name())}
		case ledger.Decided:
			s.body = ledger.DecisionBody{MergedAt: []moment.Time{{}, at(soon)}[r.IntN(2)], Lawful: r.IntN(4) > 0, Closes: []int{r.IntN(30)}, Facts: []string{"", kept}[r.IntN(2)]}
		case ledger.Intent:
			s.body = ledger.IntentBody{
				Plan: name(), Holder: name(), Expires: []moment.Time{at(soon), at(later)}[r.IntN(2)],
				Changes: []plan.Change{{ID: id(), Action: action()}, {ID: id(), Action: action()}}, Tasks: []plan.Task{{ID: id(), Action: action()}},
			}
		case ledger.Outcome:
			s.body = ledger.OutcomeBody{
				Results: map[string]ledger.Result{id(): {Status: statuses[r.IntN(5)]}, id(): {Status: statuses[r.IntN(5)]}},
				Expires: []moment.Time{{}, at(later)}[r.IntN(2)], Released: r.IntN(6) == 0,
			}
		case ledger.Enacted:
			s.body = ledger.EnactedBody{Tree: name()}
		case ledger.Publish:
			s.body = ledger.PublishBody{Digest: name(), Announces: []ledger.Event{"", ledger.VoteOpened}[r.IntN(2)]}
		case ledger.Override:
			s.body = ledger.OverrideBody{Plan: name()}
		case ledger.Incident:
			s.body = ledger.IncidentBody{}
		case ledger.Erasure:
			s.body = ledger.ErasureBody{People: []string{name()}}
		case ledger.Ballots:
			s.body = ledger.BallotBody{Cursor: name()}
		}
		steps = append(steps, s)
	}
	return steps
}

func TestFoldEqualsADerivationOfItsOwnForEachQuestion(t *testing.T) {
	until := noon.Add(20 * time.Minute)
	for seed := range uint64(80) {
		branch := [][]string{nil, {commitOf("a"), commitOf("b")}}[seed%2]
		chain := chainOf(t, randomSteps(t, rand.New(rand.NewPCG(seed, 1)))...)
		state := fold(t, chain)
		for name, pair := range map[string][2]any{
			"runs":       {runsOf(t, chain), state.Runs},
			"lock":       {lockOf(t, chain), lockIn(t, state)},
			"outcomes":   {outcomesOf(t, chain), state.Outcomes},
			"open tasks": {openTasksOf(t, chain), state.OpenTasks},
			"agenda":     {agendaOf(t, chain), state.Agenda},
			"enactments": {enactmentsOf(t, chain, branch, until), enactmentsIn(t, state, branch, until)},
			"enacted":    {entriesOf(chain, ledger.Enacted), entriesIn(state.Enacted)},
			"decisions":  {entriesOf(chain, ledger.Decided), entriesIn(state.Decisions)},
			"overrides":  {entriesOf(chain, ledger.Override), entriesIn(state.Overrides)},
		} {
			if diff := cmp.Diff(pair[0], pair[1], cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(ledger.Run{}), cmpopts.IgnoreFields(ledger.Run{}, "Ended")); diff != "" {
				t.Fatalf("seed %d: %s (-own +fold):\n%s", seed, name, diff)
			}
		}
	}
}
