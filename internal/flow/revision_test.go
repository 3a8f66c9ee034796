package flow_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/flow"
	"github.com/bylaw-dev/bylaw/internal/gitrepo"
)

// firstRevision is the ledger that bylaw wrote before decisions named the rules they were taken under, in a bare repository:
// six proposals of a small community, with dismissals of all sorts, a commit without a decision, an override and an erasure.
func firstRevision(t *testing.T) flow.Archive {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "old.git")
	if err := os.CopyFS(dir, os.DirFS("testdata/ledger-revision-1.git")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "refs", "heads"), 0o750); err != nil { // git keeps no empty folders
		t.Fatal(err)
	}
	repo, err := gitrepo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return flow.Archive{Ledger: repo.Ledger(nil), Trees: repo, History: repo.Following(gitrepo.Remote{}), Judge: decider}
}

func TestVerifyAcceptsALedgerOfTheFirstRevision(t *testing.T) {
	proof, err := flow.Verify(t.Context(), firstRevision(t))
	if err != nil {
		t.Fatal(err)
	}
	if !proof.Intact || proof.Entries != 39 || proof.Decisions != 8 || proof.Enacted != 5 || len(proof.Erased) != 2 || len(proof.Unproven) != 0 {
		t.Errorf("proof %+v", proof)
	}
}
