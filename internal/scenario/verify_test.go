package scenario_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/erase"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// verify proves the ledger against the server's own repository.
func (c *testCommunity) verify() render.Proof {
	c.Helper()
	proof, err := audit.Verify(c.Context(), c.archive())
	c.must(err)
	return proof
}

func (c *testCommunity) archive() audit.Archive {
	c.Helper()
	repo, err := git.Open(c.bare)
	c.must(err)
	return audit.Archive{Ledger: c.votes.Ledger, Trees: repo, History: repo.Following(git.Remote{}), Judge: c.votes.Judge, Policies: "test"}
}

// add puts an entry in the ledger that no check has written, with the files that it names.
func (c *testCommunity) add(kind ledger.Kind, commit string, body any, named ...ledger.File) {
	c.Helper()
	chain, err := c.votes.Ledger.Load(c.Context())
	c.must(err)
	_, file, err := chain.Next(kind, c.now, 1, commit, body)
	c.must(err)
	c.must(c.votes.Ledger.Append(c.Context(), chain.Head, append(named, file)))
}

// tree is the hash of the governed tree of a commit, and the digest of its constitution.
func (c *testCommunity) inForce(commit string) ledger.EnactedBody {
	c.Helper()
	repo, err := git.Open(c.bare)
	c.must(err)
	files, source, err := repo.Tree(commit)
	c.must(err)
	return ledger.EnactedBody{Tree: source.Tree, Constitution: ledger.Sum(files["governance/constitution.md"].Data)}
}

// voted is a proposal that passed and was merged, with its merge.
func (c *testCommunity) voted(method string) (number int, merge string) {
	c.Helper()
	number = c.propose("block", blocking("spam.example"))
	c.check(number)
	c.vote("bruno", number, "APPROVE")
	c.wait(3 * day)
	c.expect(number, decision.Passed)
	merge = c.merge(number, method)
	c.record()
	return number, merge
}

func TestALedgerIsProvenWhateverTheMethodOfMerging(t *testing.T) {
	for _, method := range []string{"merge", "squash", "rebase"} {
		t.Run(method, func(t *testing.T) {
			c := newTestCommunity(t)
			_, merge := c.voted(method)
			c.add(ledger.Enacted, merge, c.inForce(merge))
			proof := c.verify()
			if !proof.Valid || proof.Decisions != 2 || proof.Enacted != 1 || len(proof.Unproven) > 0 || proof.AnchorsChecked {
				t.Errorf("proof %+v", proof)
			}
		})
	}
}

func TestVerifyNeedsOnlyTheBodiesThatProveSomething(t *testing.T) {
	c := newTestCommunity(t)
	c.voted("merge")
	another := map[string]any{"plan": 1, "root": 1, "digest": 1, "who": 1}
	for _, kind := range []ledger.Kind{ledger.Opening, ledger.Intent, ledger.Outcome, ledger.Publish, ledger.Override, ledger.Incident} {
		c.add(kind, "", another)
	}
	if proof := c.verify(); !proof.Valid || proof.Decisions != 2 {
		t.Errorf("proof %+v", proof)
	}
	c.add(ledger.Enacted, "", another)
	if _, err := audit.Verify(t.Context(), c.archive()); err == nil || !strings.Contains(err.Error(), "(enacted)") {
		t.Errorf("an enactment that does not decode gives %v", err)
	}
}

func TestWhatWasPutInForceWithoutADecisionIsNamed(t *testing.T) {
	c := newTestCommunity(t)
	pushed := c.push("ada", "main", blocking("rival.example"))
	c.wait(day)
	c.record()
	c.add(ledger.Enacted, pushed, c.inForce(pushed))
	proof := c.verify()
	if proof.Valid || len(proof.Faults) != 1 || proof.Faults[0].Entry != 3 || !strings.Contains(proof.Faults[0].Found, "it was not voted on") {
		t.Errorf("proof %+v", proof)
	}
}

func TestATreeOrAConstitutionThatTheCommitDoesNotHoldIsNamed(t *testing.T) {
	for name, spoil := range map[string]func(*ledger.EnactedBody){
		"cannot be read":               func(b *ledger.EnactedBody) { b.Tree = strings.Repeat("0", 40) },
		"another constitution":         func(b *ledger.EnactedBody) { b.Constitution = "none" },
		"not on the protected branch.": nil,
	} {
		t.Run(name, func(t *testing.T) {
			c := newTestCommunity(t)
			n, merge := c.voted("merge")
			body, commit := c.inForce(merge), merge
			if spoil != nil {
				spoil(&body)
			} else {
				commit = c.check(n).Facts.Proposal.Head
				body = c.inForce(commit)
			}
			c.add(ledger.Enacted, commit, body)
			proof := c.verify()
			if proof.Valid || !strings.Contains(proof.Faults[0].Why+".", name) {
				t.Errorf("proof %+v", proof)
			}
		})
	}
}

func TestVerifyLeavesFactsOfALaterVersionToANewerBylaw(t *testing.T) {
	c := newTestCommunity(t)
	file, sum, err := ledger.FactsFile(map[string]any{"version": facts.WithBallots + 1, "ballots": []any{}})
	c.must(err)
	c.add(ledger.Decided, strings.Repeat("a", 40), ledger.DecisionBody{Decision: forged(decision.Passed), Facts: sum}, file)
	proof := c.verify()
	if proof.Valid || len(proof.Faults) != 0 || len(proof.Newer) != 1 || proof.Newer[0].Entry != 2 {
		t.Errorf("proof %+v", proof)
	}
}

func TestADecisionWithoutFactsIsNoProof(t *testing.T) {
	c := newTestCommunity(t)
	c.add(ledger.Decided, strings.Repeat("a", 40), ledger.DecisionBody{Decision: forged(decision.Passed)})
	c.add(ledger.Decided, strings.Repeat("a", 40), ledger.DecisionBody{Decision: forged(decision.Failed)})
	proof := c.verify()
	if len(proof.Faults) != 1 || proof.Faults[0].Entry != 2 || len(proof.Unproven) != 1 || proof.Unproven[0].Entry != 3 {
		t.Errorf("proof %+v", proof)
	}
}

func forged(outcome decision.Outcome) decision.Decision {
	return decision.Decision{Version: 1, Proposal: 1, Outcome: outcome}
}

func TestAnErasedVoteThatIsGoneFromTheForgeIsNotGuessed(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	c.check(n)
	review := c.vote("bruno", n, "APPROVE")
	c.wait(3 * day)
	c.expect(n, decision.Passed)
	book, ok := c.votes.Ledger.(erase.Ledger)
	if !ok {
		t.Fatal("this ledger cannot erase")
	}
	if _, err := erase.Prepare(t.Context(), book, "nobody"); err == nil {
		t.Error("a person unknown to the ledger was found")
	}
	erasure, err := erase.Prepare(t.Context(), book, "bruno")
	c.must(err)
	_, err = erase.Run(t.Context(), book, erasure, "asked for", c.now)
	c.must(err)
	c.expect(n, decision.Passed) // his review is still there to be read
	c.must(c.server.Vanish(n, review))
	checked, err := check.Proposal(t.Context(), c.votes, n)
	c.must(err)
	if problem := checked.Findings[0].Problem; problem == nil || !strings.Contains(problem.Error(), "it is not known whose vote it was") {
		t.Errorf("problem %v", problem)
	}
	proof := c.verify()
	if !proof.Valid || len(proof.Erased) != 1 || proof.Decisions != 0 {
		t.Errorf("proof %+v", proof)
	}
}

func TestReplaySaysWhatIsUnknown(t *testing.T) {
	c := newTestCommunity(t)
	n, _ := c.voted("merge")
	for name, test := range map[string]struct {
		law      string
		replayed decision.Outcome
		unknown  string
	}{
		"the same law":         {smallConstitution, decision.Passed, ""},
		"a law that asks more": {strings.ReplaceAll(smallConstitution, "value: 2}]", "value: 4}]"), decision.Failed, ""},
		"a law without blocks": {strings.Replace(smallConstitution, "block_domain, unblock_domain", "approve_account", 1), "", "no provision"},
	} {
		var found diag.List
		law := constitution.Parse("draft.md", []byte(test.law), &found)
		c.must(found.Err())
		replay, err := audit.Replay(t.Context(), c.archive(), law)
		c.must(err)
		if len(replay.Decisions) != 1 {
			t.Fatalf("%s: %d decisions, want the last one of proposal %d", name, len(replay.Decisions), n)
		}
		if got := replay.Decisions[0]; got.Proposal != n || got.Replayed != test.replayed || !strings.Contains(got.Unknown, test.unknown) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
