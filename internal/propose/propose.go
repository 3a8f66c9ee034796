// Package propose turns a request into a proposal: a commit on a branch, and a pull request for it.
package propose

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/simulate"
)

// Request is what a person wants to propose, and who they are.
type Request struct {
	Make   func(draft.Base) (draft.Draft, error)
	Reason string // in the words of the person who proposes it
	Name   string // of the author of the commit
	Email  string
	Prefix string // of the branch, before the draft's key
	Notes  []string
}

// Draft is a proposal before anybody has seen it: what would change, and what it would take.
type Draft struct {
	Draft        draft.Draft
	Base         draft.Base
	After        facts.Tree
	Changes      []facts.Change
	Requirements []decision.Requirement // of every provision that governs it
	Ungoverned   []string               // IDs of changes that no provision governs
	Branch       string
	commit       string
}

// Prepare drafts a wish on the tip of the protected branch. Nothing leaves this machine.
func Prepare(ctx context.Context, a check.Ports, shop port.BranchPusher, w Request) (Draft, error) {
	tip, base, err := protected(ctx, a)
	if err != nil {
		return Draft{}, err
	}
	m := Draft{Base: base}
	if m.Draft, err = w.Make(m.Base); err != nil {
		return m, err
	}
	now := a.Now().UTC().Truncate(time.Second)
	m.commit, err = shop.Draft(facts.Offer{
		Base: tip, Files: m.Draft.Files, Name: w.Name, Email: w.Email, At: now, Message: messageOf(m.Draft.Title, w.Reason),
	})
	if err != nil {
		return m, err
	}
	if m.After, err = a.History.Governed(ctx, m.commit); err != nil {
		return m, err
	}
	if m.Changes, err = facts.Compare(base.Tree, m.After); err != nil {
		return m, err
	}
	digest, err := facts.Digest(m.Changes)
	if err != nil {
		return m, err
	}
	m.Branch = fmt.Sprintf("%s%s-%.8s", w.Prefix, m.Draft.Key, digest)
	return m, m.require(ctx, a.Judge, now)
}

// protected loads the files of the protected branch, and gives the commit that they are of.
func protected(ctx context.Context, a check.Ports) (tip string, base draft.Base, err error) {
	if tip, err = a.History.Tip(ctx, a.Branch); err != nil {
		return "", base, err
	}
	if base.Tree, err = a.History.Governed(ctx, tip); err != nil {
		return "", base, err
	}
	source, err := branch.Load(base.Tree, tip, nil)
	if err != nil {
		return "", base, fmt.Errorf("the files of the protected branch: %w", err)
	}
	base.Charter = source.Charter
	return tip, base, nil
}

// messageOf is the message of a commit: what, and why.
func messageOf(title, reason string) string {
	if reason == "" {
		return title + "\n"
	}
	return title + "\n\n" + reason + "\n"
}

// require finds out which provisions govern the changes, and what each of them would take.
func (m *Draft) require(ctx context.Context, j port.Judge, now time.Time) error {
	charter := m.Base.Charter
	asked := simulate.SimulatedFacts(charter, now)
	asked.Changes, asked.Subjects = m.Changes, facts.SubjectsOf(m.Changes)
	governing, err := j.Govern(ctx, charter.Constitution, asked)
	if err != nil {
		return err
	}
	for _, c := range m.Changes {
		if len(governing[c.ID]) == 0 {
			m.Ungoverned = append(m.Ungoverned, c.ID)
		}
	}
	for _, p := range charter.Constitution.Provisions {
		i := slices.IndexFunc(m.Changes, func(c facts.Change) bool { return slices.Contains(governing[c.ID], p.Citation) })
		if i < 0 {
			continue
		}
		r, matches, err := simulate.Require(ctx, j, charter, p, simulate.About(simulate.SimulatedFacts(charter, now), m.Changes[i]))
		if err != nil {
			return fmt.Errorf("provision %q: %w", p.ID, err)
		}
		if matches {
			m.Requirements = append(m.Requirements, r)
		}
	}
	return nil
}

// Proposed is a proposal that was handed in, now or before.
type Proposed struct {
	Pull    facts.Pull
	Already bool // the same proposal was open before
}

// Run offers the branch of a motion and opens the proposal. The same motion, made twice, is one proposal; a run that
// died between the two steps is finished by the next.
func Run(ctx context.Context, a check.Ports, shop port.BranchPusher, counter port.PullOpener, m Draft, body string) (Proposed, error) {
	open, err := a.Forge.OpenPulls(ctx, a.Branch)
	if err != nil {
		return Proposed{}, err
	}
	if i := slices.IndexFunc(open, func(p facts.Pull) bool { return p.HeadRef == m.Branch }); i >= 0 {
		return Proposed{open[i], true}, nil
	}
	commit, err := a.History.Tip(ctx, m.Branch)
	switch {
	case err != nil:
		if err := shop.Offer(ctx, m.Branch, m.commit); err != nil {
			return Proposed{}, err
		}
	case commit != m.commit:
		if err := m.same(ctx, a, commit); err != nil {
			return Proposed{}, err
		}
	}
	pull, err := counter.OpenPull(ctx, facts.Title.Fit(m.Draft.Title), facts.Body.Fit(body), m.Branch, a.Branch)
	return Proposed{Pull: pull}, err
}

// errOther means that the branch of a motion holds other content by now.
var errOther = errors.New("the branch holds something else by now")

// same proves that a branch that exists already holds what the motion says.
func (m Draft) same(ctx context.Context, a check.Ports, commit string) error {
	there, err := a.History.Governed(ctx, commit)
	if err != nil {
		return err
	}
	for _, path := range m.Draft.Paths() {
		if there[path].Hash != m.After[path].Hash {
			return fmt.Errorf("branch %q: %w: delete it, or propose from it by hand", m.Branch, errOther)
		}
	}
	return nil
}

// Merged gives what a proposal did to the protected branch. One that was not merged has nothing to undo.
func Merged(ctx context.Context, a check.Ports, number int) (draft.Enacted, error) {
	pull, err := a.Forge.Pull(ctx, number)
	if err != nil {
		return draft.Enacted{}, err
	}
	if pull.Merged.IsZero() {
		return draft.Enacted{}, &diag.Refusal{Why: fmt.Sprintf("proposal #%d was not merged: there is nothing to undo", number), Next: "close it, or vote against it"}
	}
	tip, err := a.History.Tip(ctx, a.Branch)
	if err != nil {
		return draft.Enacted{}, err
	}
	if err := a.History.Bring(ctx, number, nil); err != nil {
		return draft.Enacted{}, err
	}
	trunk, err := a.History.Trunk(tip, pull.Merge)
	if err != nil || len(trunk) == 0 {
		return draft.Enacted{}, fmt.Errorf("proposal #%d: %w", number, err)
	}
	fork, err := a.History.MergeBase(pull.Base, pull.Head)
	if err != nil {
		return draft.Enacted{}, err
	}
	e := draft.Enacted{Proposal: number}
	if e.Before, err = a.History.Governed(ctx, fork); err != nil {
		return e, err
	}
	e.After, err = a.History.Governed(ctx, pull.Head)
	return e, err
}
