package scripttest

import (
	"context"
	"slices"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// forgeAnchor sets the status of an anchor on the tip of a branch: "anchor WHO BRANCH HEAD".
func forgeAnchor(ts *testscript.TestScript, _ bool, args []string) {
	slot := slotOf(ts)
	if len(args) != 3 || slot.hub == nil {
		ts.Fatalf("usage: anchor WHO BRANCH HEAD, after hub open")
	}
	there, err := git.Open(slot.hub.bare)
	ts.Check(err)
	tip, err := there.Tip(args[1])
	ts.Check(err)
	client, err := slot.hub.as(args[0])
	ts.Check(err)
	_, err = client.PostStatus(context.Background(), tip, facts.CommitStatus{
		Context: check.AnchorContext, State: "success", Description: ledger.AnchorText(args[2]),
	})
	ts.Check(err)
}

// The places where moveLedger remembers the branch of the ledger.
const (
	branchNow    = plumbing.ReferenceName("refs/heads/bylaw-ledger")
	branchKept   = plumbing.ReferenceName("refs/kept/before")
	branchStolen = plumbing.ReferenceName("refs/kept/after")
)

// moveLedger moves the branch of the ledger on the server: "ledger keep" remembers it, "ledger back" puts it back there by
// force, and "ledger forth" undoes that.
func moveLedger(ts *testscript.TestScript, _ bool, args []string) {
	slot := slotOf(ts)
	if len(args) != 1 || slot.hub == nil || !slices.Contains([]string{"keep", "back", "forth"}, args[0]) {
		ts.Fatalf("usage: ledger keep|back|forth, after hub open")
	}
	repo, err := gogit.PlainOpen(slot.hub.bare)
	ts.Check(err)
	set := func(name, from plumbing.ReferenceName) {
		at, err := repo.Reference(from, true)
		ts.Check(err)
		ts.Check(repo.Storer.SetReference(plumbing.NewHashReference(name, at.Hash())))
	}
	switch args[0] {
	case "keep":
		set(branchKept, branchNow)
	case "back":
		set(branchStolen, branchNow)
		set(branchNow, branchKept)
	case "forth":
		set(branchNow, branchStolen)
	}
}
