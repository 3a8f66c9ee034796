package scenario_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// firstRevision is the ledger that bylaw wrote before decisions named the rules they were taken under, in a bare repository:
// six proposals of a small community, with dismissals of all sorts, a commit without a decision, an override and an erasure.
func firstRevision(t *testing.T) audit.Archive {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "old.git")
	if err := os.CopyFS(dir, os.DirFS("testdata/ledger-revision-1.git")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "refs", "heads"), 0o750); err != nil { // git keeps no empty folders
		t.Fatal(err)
	}
	repo, err := git.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return audit.Archive{Ledger: repo.Ledger(longAfter), Trees: repo, History: repo.Following(git.Remote{}), Judge: decider}
}

func longAfter() time.Time { return time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC) }

// otherwise adds to a ledger the decision of an entry once more, with another outcome and under a revision of the rules.
func otherwise(t *testing.T, book port.Ledger, seq, revision int, outcome decision.Outcome) {
	t.Helper()
	chain, err := book.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	body, err := ledger.Body[ledger.DecisionBody](chain.Entries[seq-1])
	if err != nil {
		t.Fatal(err)
	}
	body.Decision.Outcome, body.Revision = outcome, revision
	_, file, err := chain.Next(ledger.Decided, longAfter(), chain.Entries[seq-1].Proposal, "", body)
	if err != nil {
		t.Fatal(err)
	}
	if err := book.Append(t.Context(), chain.Head, []ledger.File{file}); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyReportsWhatEarlierRulesDecided(t *testing.T) {
	old := firstRevision(t)
	before, err := audit.Verify(t.Context(), old)
	if err != nil {
		t.Fatal(err)
	}
	verify := func() (earlier []render.Earlier, faults []render.Fault, newer []render.Remark) {
		proof, err := audit.Verify(t.Context(), old)
		if err != nil {
			t.Fatal(err)
		}
		return proof.Earlier[len(before.Earlier):], proof.Faults, proof.Newer
	}
	otherwise(t, old.Ledger, 8, 0, decision.Open)
	want := []render.Earlier{{Entry: 40, Revision: 1, Recorded: "open", Found: "passed"}}
	if earlier, faults, _ := verify(); len(faults) > 0 || !slices.Equal(earlier, want) {
		t.Errorf("under the first revision: %+v, faults %+v", earlier, faults)
	}
	otherwise(t, old.Ledger, 8, decision.Revision, decision.Passed)
	otherwise(t, old.Ledger, 8, 1, decision.Open)
	if earlier, faults, _ := verify(); len(earlier) != 1 || len(faults) != 1 || faults[0].Entry != 42 {
		t.Errorf("back to an earlier revision: %+v, faults %+v", earlier, faults)
	}
	otherwise(t, old.Ledger, 8, decision.Revision+1, decision.Open)
	if _, faults, newer := verify(); len(newer) != 1 || newer[0].Entry != 43 || len(faults) != 1 {
		t.Errorf("a later revision: %+v, faults %+v", newer, faults)
	}
}

func TestVerifyAllowsNoEarlierRulesThanThoseOfTheBootstrap(t *testing.T) {
	c := newTestCommunity(t)
	c.voted("merge")
	otherwise(t, c.votes.Ledger, 3, 1, decision.Open)
	if proof := c.verify(); len(proof.Faults) != 1 || len(proof.Earlier) != 0 {
		t.Errorf("proof %+v", proof)
	}
}

func TestVerifyAcceptsALedgerOfTheFirstRevision(t *testing.T) {
	proof, err := audit.Verify(t.Context(), firstRevision(t))
	if err != nil {
		t.Fatal(err)
	}
	if !proof.Valid || proof.Entries != 39 || proof.Decisions != 6 || proof.Enacted != 5 || len(proof.Erased) != 2 || len(proof.Unproven) != 0 {
		t.Errorf("proof %+v", proof)
	}
	// Of the sixth vote, which was lost, two members dismissed their own reviews long after the close.
	want := []render.Earlier{{Entry: 31, Revision: 1, Recorded: "passed", Found: "open"}, {Entry: 32, Revision: 1, Recorded: "passed", Found: "open"}}
	if !slices.Equal(proof.Earlier, want) {
		t.Errorf("decided under earlier rules: %+v", proof.Earlier)
	}
}
