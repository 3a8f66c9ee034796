// Package audit proves a ledger and re-evaluates what it records. It needs no network.
package audit

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// Archive is what a record is verified against: the repository and nothing else, unless there are anchors.
type Archive struct {
	Ledger  port.Ledger
	Trees   port.Trees
	History port.History // of this clone; nothing is fetched
	Judge   port.Judge
	// Anchors are the places where heads of the ledger are written down; nil: they are not checked.
	Anchors []port.Anchors
	// Sandbox means that nothing was bootstrapped and no one decided.
	Sandbox  bool
	Policies string // the version of the embedded policies, to be named in the proof
}

// verification is one run of Verify.
type verification struct {
	*branch.Repository
	branch.State
	archive Archive
	chain   ledger.Chain
	held    ledger.State
	proof   render.Proof
	taken   map[int]reevaluation // by number of the entry
	state   map[string]branch.Verdict
	// revision is the latest of the rules that an entry so far was written under.
	revision int
}

// Verify proves the chain, re-evaluates every recorded decision with the constitution of its time from git, follows the protected
// branch from the bootstrap to what is in force, and compares anchors. What does not hold is in the proof, the first entry
// that fails first. An error means that it could not be found out.
func Verify(ctx context.Context, a Archive) (render.Proof, error) {
	v := &verification{archive: a, taken: map[int]reevaluation{}, state: map[string]branch.Verdict{}}
	v.proof = render.Proof{Version: 1, Sandbox: a.Sandbox, Policies: a.Policies, Erased: []render.Remark{}, Unproven: []render.Remark{}, Faults: []render.Fault{}}
	chain, err := a.Ledger.Load(ctx)
	v.proof.Entries, v.proof.Head = len(chain.Entries), chain.Head
	if found := ledger.BrokenIn(err); len(found) > 0 {
		v.misread(found, ledger.Newer(err))
		return v.proof, nil
	}
	if err != nil {
		return v.proof, err
	}
	v.Repository, v.chain = branch.NewRepository(a.History), chain
	v.held, _ = ledger.Fold(chain) // bodies that do not decode prove nothing: enactments reports those that should
	if err := v.run(ctx); err != nil {
		return v.proof, err
	}
	slices.SortStableFunc(v.proof.Faults, func(a, b render.Fault) int { return a.Entry - b.Entry })
	for _, path := range chain.Unread {
		v.unproven(0, fmt.Sprintf("the file %q was written by a newer bylaw and is not checked", path))
	}
	v.proof.Valid = len(v.proof.Faults)+len(v.proof.Newer) == 0
	return v.proof, nil
}

// misread notes what keeps the ledger from being read: damage, or only what a newer bylaw wrote. What that one calls a
// decision or an enactment cannot be reported, so nothing else is judged then.
func (v *verification) misread(found []*ledger.Broken, newer bool) {
	for _, b := range found {
		if newer {
			v.newer(b.Seq, b.Why)
		} else {
			v.proof.Faults = append(v.proof.Faults, render.Fault{Entry: b.Seq, File: b.Path, Why: b.Why})
		}
	}
}

func (v *verification) run(ctx context.Context) error {
	if len(v.chain.Entries) == 0 {
		return nil
	}
	if !v.archive.Sandbox {
		if err := v.decisions(ctx); err != nil || len(v.proof.Newer) > 0 {
			return err
		}
		if err := v.branch(ctx); err != nil {
			return err
		}
		if err := v.ballots(ctx); err != nil {
			return err
		}
	}
	if err := v.enactments(ctx); err != nil {
		return err
	}
	return v.anchors(ctx)
}

func (v *verification) fault(seq int, why, recorded, found string) {
	v.proof.Faults = append(v.proof.Faults, render.Fault{Entry: seq, File: ledger.EntryPath(seq), Why: why, Recorded: recorded, Found: found})
}

func (v *verification) newer(seq int, text string) {
	v.proof.Newer = append(v.proof.Newer, render.Remark{Entry: seq, Text: text})
}

func (v *verification) unproven(seq int, text string) {
	v.proof.Unproven = append(v.proof.Unproven, render.Remark{Entry: seq, Text: text})
}

// branch follows the protected branch from the bootstrap on, as this clone has it.
func (v *verification) branch(ctx context.Context) error {
	genesis := v.chain.Entries[0]
	if genesis.Kind != ledger.Genesis {
		v.fault(1, "nothing says who bootstrapped the community: a ledger begins with a genesis", string(genesis.Kind), string(ledger.Genesis))
		return nil
	}
	charter, err := v.Charter(ctx, genesis.Commit)
	if err != nil {
		v.fault(1, "the bootstrap cannot be read from this clone: "+err.Error(), "", "")
		return ctx.Err()
	}
	tip, err := v.archive.History.Tip(ctx, cmp.Or(charter.Settings.Forge.Branch, "main"))
	if err == nil {
		v.State, err = branch.FromGenesis(ctx, v.archive.History, v.chain, tip)
	}
	if err != nil {
		v.fault(1, err.Error(), "", "")
		return ctx.Err()
	}
	v.state[genesis.Commit] = v.Authorized[0]
	return v.walk(ctx)
}

// enactments proves that each commit that was put in force is the tree that the entry names, and authorized.
func (v *verification) enactments(ctx context.Context) error {
	for _, e := range v.chain.Entries {
		if e.Kind != ledger.Enacted {
			continue
		}
		body, err := ledger.Body[ledger.EnactedBody](e)
		if err != nil {
			return err
		}
		tree, err := v.archive.Trees.Enacted(ctx, e.Commit, body.Tree)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch state, known := v.state[e.Commit]; {
		case err != nil:
			v.fault(e.Seq, "what it put in force cannot be read from this clone: "+err.Error(), "", "")
		case ledger.DigestsOf(tree).Constitution != body.Constitution:
			v.fault(e.Seq, "the commit holds another constitution", "constitution "+body.Constitution, "constitution "+ledger.DigestsOf(tree).Constitution)
		case v.archive.Sandbox || v.Authorized == nil:
		case !known:
			v.fault(e.Seq, "the commit is not on the protected branch", fmt.Sprintf("commit %.12s in force", e.Commit), "")
		case !state.Authorized:
			v.fault(e.Seq, "no decision covers what it put in force", fmt.Sprintf("commit %.12s in force", e.Commit), state.Why)
		default:
			v.proof.Enacted++
		}
	}
	return nil
}

// anchors compares the ledger with what is written down elsewhere.
func (v *verification) anchors(ctx context.Context) error {
	if v.archive.Anchors == nil {
		return nil
	}
	v.proof.AnchorsChecked = true
	for _, place := range v.archive.Anchors {
		found, err := place.Anchors(ctx)
		if err != nil {
			return fmt.Errorf("read the anchors of the ledger: %w", err)
		}
		v.proof.Anchors += len(found)
		for _, a := range v.chain.WithoutAnchors(found) {
			if !a.Binding {
				v.unproven(0, fmt.Sprintf("%s names the head %.12s, which the ledger does not contain: anyone with push access can have written it", a.Place, a.Head))
				continue
			}
			last := len(v.chain.Entries)
			v.fault(last, "it, or what followed it, was changed or cut off: "+a.Place+" names a head that the ledger does not contain",
				"head "+v.chain.Head, "head "+a.Head)
		}
	}
	return nil
}
