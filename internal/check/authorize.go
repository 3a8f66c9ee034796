package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/journal"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// AuthorizeOptions are what Authorize needs apart from the votes.
type AuthorizeOptions struct {
	// Paused is the value of the variable with which the operator stops everything; its text may say who and why.
	Paused string
	// Checkout is where the files of the person who applies stand; nil in a workflow, where no one looks at them.
	Checkout *Checkout
	// Anchors are places apart from the forge where heads of the ledger are written down.
	Anchors []port.Anchors
	// Report hears how the branch stands to the constitution, whether or not it is authorized; nil where no one listens.
	Report func(context.Context, BranchStatus) error
}

// Checkout is the commit that a person's work tree is at, and the governed files that differ from it.
type Checkout struct {
	Head  string
	Dirty []string
}

// Authorize gives the tree that may be enacted: that of the tip of the protected branch, if every commit since the bootstrap
// was authorized or has been remediated. The votes behind what is not enacted yet are re-evaluated, whatever the ledger says of them.
// It records what it finds on the branch. What is not authorized, or paused, is a
// *Refusal: then nothing may be applied, not even what was decided with authorization before or after.
func Authorize(ctx context.Context, a Ports, o AuthorizeOptions) (branch.Source, error) {
	if err := PausedByVariable(o.Paused); err != nil {
		return branch.Source{}, err
	}
	elsewhere, err := Note(ctx, o.Anchors)
	if err != nil {
		return branch.Source{}, err
	}
	a.Repository = cmp.Or(a.Repository, branch.NewRepository(a.History))
	a.reevaluate, a.vouched = true, elsewhere.binding()
	s, err := a.recordedEvaluation(ctx, o.Checkout, elsewhere)
	if err != nil {
		return branch.Source{}, err
	}
	standing, refusal := s.branchStatus(), s.objection()
	if o.Report != nil {
		err = o.Report(ctx, standing)
	}
	if refusal != nil || err != nil {
		return branch.Source{}, errors.Join(refusal, err)
	}
	return s.enactable(ctx)
}

// recordedEvaluation judges the branch and records what it finds. A record that moved meanwhile is read again.
func (a Ports) recordedEvaluation(ctx context.Context, checkout *Checkout, elsewhere port.Anchors) (*evaluation, error) {
	for range journal.Attempts {
		s, err := a.Evaluate(ctx)
		if err != nil {
			return nil, err
		}
		charter, err := s.Charter(ctx, s.Last().Commit)
		switch {
		case err != nil:
			return nil, err
		case charter.Settings.Paused:
			return nil, PausedBySettings(s.Last().Commit)
		}
		if err := checkout.differs(s.Tip(), s.Branch); err != nil {
			return nil, err
		}
		notes, err := ProveAnchors(ctx, s.Ledger, s.chain, s, elsewhere)
		if err != nil {
			return nil, err
		}
		s.notes = append(s.notes, notes...)
		err = Record(ctx, Checked{Trunk: s.Recent, evaluation: s})
		if errors.Is(err, ledger.ErrMoved) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return s, s.refold()
	}
	return nil, fmt.Errorf("others write to the ledger all the time: %w", ledger.ErrMoved)
}

// enactable loads the tip with the decisions behind it.
func (s *evaluation) enactable(ctx context.Context) (branch.Source, error) {
	tree, err := s.History.Governed(ctx, s.Tip())
	if err != nil {
		return branch.Source{}, err
	}
	charter, found, err := s.Parse(ctx, tree)
	if err != nil {
		return branch.Source{}, err
	}
	if err := found.Err(); err != nil {
		return branch.Source{}, err
	}
	return branch.Source{Files: tree, Charter: charter, Commit: s.Tip(), Notes: s.notes, Authorization: s.authorization(), Began: s.began, Charters: s.Charters()}, nil
}

// WithAuthorization completes a source that is only to be planned: where it is the tip of the protected branch, the decisions behind it
// come with it, as apply would see them. What would keep apply from enacting it is noted. It writes nothing.
func WithAuthorization(ctx context.Context, a Ports, source branch.Source) (branch.Source, error) {
	source.Notes = slices.Clone(source.Notes)
	s, err := a.Evaluate(ctx)
	if refusal, ok := errors.AsType[*diag.Refusal](err); ok {
		source.Notes = append(source.Notes, "apply would refuse this: "+refusal.Why)
		return source, nil
	}
	if err != nil {
		return source, err
	}
	tip, err := s.Read(ctx, s.Tip())
	if err != nil {
		return source, err
	}
	if files, ok := source.Files.(facts.Tree); !ok || source.Commit != s.Tip() || !files.Equal(tip.Tree) {
		source.Notes = append(source.Notes, fmt.Sprintf("this is not the tip of branch %s: it is not known yet whether it will be decided", s.Branch))
		return source, nil
	}
	if err := s.objection(); err != nil {
		source.Notes = append(source.Notes, "apply would refuse this: "+err.Error())
	}
	source.Authorization, source.Charters = s.authorization(), s.Charters()
	return source, nil
}

// objection says why the branch may not be enacted; nil where it may.
func (s *evaluation) objection() error {
	if found := s.Unauthorized(); len(found) > 0 {
		return s.unauthorized(found[0])
	}
	if s.Pending != "" {
		return &diag.Refusal{Why: "nothing was applied: " + s.Pending, Next: "run it again in a few minutes; the next scheduled run does so by itself"}
	}
	for _, e := range s.chain.Entries {
		known, merged := s.held.Merges[e.Commit]
		enacted := e.Kind == ledger.Enacted && e.Commit != ""
		if (enacted || merged && known.Entry.Seq == e.Seq && known.Body.Lawful) && !slices.Contains(s.Commits, e.Commit) {
			return &diag.Refusal{
				Why: fmt.Sprintf("nothing was applied: branch %s no longer contains %.12s, which was decided and recorded on %s: the branch was moved back by a force push",
					s.Branch, e.Commit, e.Time),
				Next: fmt.Sprintf("a person with push access brings it back (git push --force origin %.12s:%s); what must be undone is undone by a proposal", e.Commit, s.Branch),
			}
		}
	}
	return nil
}

// unauthorized says which commit stands in the way, who brought it, why it is not authorized, and the way out.
func (s *evaluation) unauthorized(v branch.Verdict) *diag.Refusal {
	brought := "pushed without a proposal"
	if v.Proposal > 0 {
		brought = fmt.Sprintf("by which proposal #%d was merged", v.Proposal)
	}
	if v.By.Login != "" {
		brought += ", by " + v.By.Login
	}
	if !v.At.IsZero() {
		brought += ", on " + facts.Stamp(v.At)
	}
	lawful := s.Last().Commit
	return &diag.Refusal{
		Why: fmt.Sprintf("nothing was applied: commit %.12s on branch %s (%s) is not authorized: %s", v.Commit, s.Branch, brought, v.Why),
		Next: fmt.Sprintf("make a proposal that brings governance/ back to what it was at %.12s, the last authorized commit, or one that decides on the difference from it; until one is merged nothing is applied",
			lawful),
	}
}

// differs refuses to enact what is not what a person has before them.
func (c *Checkout) differs(tip, branch string) error {
	switch {
	case c == nil:
		return nil
	case len(c.Dirty) > 0:
		return &diag.Refusal{
			Why:  "nothing was applied: the work tree is dirty, these files differ from the commit: " + strings.Join(c.Dirty, ", "),
			Next: "only what was decided is applied; commit or stash them, or propose them",
		}
	case c.Head != tip:
		return &diag.Refusal{
			Why:  fmt.Sprintf("nothing was applied: the work tree is at %.12s, but the tip of branch %s is %.12s", c.Head, branch, tip),
			Next: fmt.Sprintf("only the tip is applied: git fetch origin && git switch --detach %.12s", tip),
		}
	}
	return nil
}

// PausedByVariable refuses while the operator's variable says so.
func PausedByVariable(value string) error {
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "", "0", "false", "no", "off":
		return nil
	}
	return &diag.Refusal{
		Why:  fmt.Sprintf("nothing was applied: the variable BYLAW_PAUSED is set to %q", value),
		Next: "the operator who set it removes it; on GitHub it is under Settings, Secrets and variables, Actions, Variables",
	}
}

// PausedBySettings refuses while the constitution says so.
func PausedBySettings(commit string) error {
	where := "bylaw.yaml (paused: true)"
	if commit != "" {
		where += fmt.Sprintf(" at the last authorized commit, %.12s", commit)
	}
	return &diag.Refusal{Why: "nothing was applied: apply is paused by " + where, Next: "a proposal that sets paused: false resumes it"}
}

// authorization collects the decisions on the merges of the branch, from the ledger and from what this run has decided.
func (s *evaluation) authorization() *branch.Authorization {
	a := branch.NewAuthorization(s.Repository, s.chain, s.Commits)
	for i, commit := range slices.Backward(s.Commits) {
		if f := s.again[commit].finding; f != nil {
			entry := ledger.Entry{Seq: -i, Proposal: f.Pull.Number, Commit: commit}
			a.Add(ledger.Merge{Entry: entry, Body: ledger.DecisionBody{Decision: f.Decision}}, &f.Facts)
		} else if known, ok := s.held.Merges[commit]; ok {
			a.Add(known, nil)
		}
	}
	return a
}
