package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/internal/blocklist"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// Blocklist gives the domain blocks that are in force by the ledger, since when and by which articles, and those that were
// lifted. Where another tree is given it is what that tree says, with what the ledger knows of the same blocks, and nothing
// is lifted. It is a Refusal where nothing came into force yet and no other tree is given.
func Blocklist(ctx context.Context, a Archive, other facts.Tree) (blocklist.Export, error) {
	chain, err := a.Ledger.Load(ctx)
	if err != nil {
		return blocklist.Export{}, err
	}
	b := blockHistory{archive: a}
	for _, e := range chain.Entries {
		if err := b.entry(ctx, e); err != nil {
			return blocklist.Export{}, err
		}
	}
	if other != nil {
		b.read(other)
		b.timeline.Enact(time.Time{}, b.said.Items, nil)
	}
	if b.tree == nil {
		return blocklist.Export{}, &diag.Refusal{
			Why: "nothing is in force by the ledger yet", Next: `run "bylaw apply" first, or export what the files on disk say with --work-tree`,
		}
	}
	list := b.timeline.Export(charter.LoadSettings(b.tree).Domain)
	if other != nil {
		list.Lifted = nil
	}
	return list, b.mistakes.Err()
}

// blockHistory follows the domain blocks through a ledger.
type blockHistory struct {
	archive  Archive
	timeline blocklist.Timeline
	changes  []plan.Change    // of the runs since something came into force last
	tree     facts.Tree       // the last one that was read; nil where none was
	said     charter.Instance // what its federation.yaml says
	mistakes diag.List        // in that file
}

func (b *blockHistory) entry(ctx context.Context, e ledger.Entry) error {
	switch e.Kind {
	case ledger.Intent:
		body, err := ledger.Body[ledger.IntentBody](e)
		b.changes = append(b.changes, body.Changes...)
		return err
	case ledger.Enacted:
		return b.enacted(ctx, e)
	default: // says nothing of what is in force
		return nil
	}
}

// enacted takes what an entry put in force, as far as it was read back from the server.
func (b *blockHistory) enacted(ctx context.Context, e ledger.Entry) error {
	body, err := ledger.Body[ledger.EnactedBody](e)
	if err != nil {
		return err
	}
	tree, err := b.archive.Trees.Enacted(ctx, e.Commit, body.Tree)
	if err != nil {
		return diag.WithHint(fmt.Errorf("the tree of ledger entry %d: %w", e.Seq, err), `a clone that has not the whole history gets it with "git fetch --unshallow"`)
	}
	b.read(tree)
	state := plan.WithoutRefused(plan.State{Items: b.said.At(e.Time.Time)}, body.Undone)
	b.timeline.Enact(e.Time.Time, state.Items, b.changes)
	b.changes = nil
	return nil
}

// read reads the federation.yaml of a tree, unless it is the one that was read last. What today's rules refuse in an earlier
// tree was in force all the same; only what counts now has to be right.
func (b *blockHistory) read(tree facts.Tree) {
	if b.tree == nil || b.tree[charter.FederationFile].Hash != tree[charter.FederationFile].Hash {
		b.said, b.mistakes = charter.LoadFederation(tree)
	}
	b.tree = tree
}
