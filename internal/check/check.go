// Package check decides on proposals: it collects what the forge, the repository and the ledger say of one, evaluates it, records
// what is new, and merges or closes. By the same means it says which commits of the protected branch are authorized.
package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// Checked is what a run of checks came to.
type Checked struct {
	Findings   []Finding        // by number; those that share a head commit are all there
	Same       []facts.Pull     // nothing happened to them since the check before
	Trunk      []branch.Verdict // commits of the protected branch that the ledger did not vouch for, oldest first
	Notes      []string         // what is wrong with the protected branch, in sentences without a full stop
	Chain      ledger.Chain     // the ledger as it was read
	Tip        string           // the commit that the protected branch is at
	evaluation *evaluation
}

// InForce gives the charter of the last authorized commit.
func (c Checked) InForce(ctx context.Context) (charter.Charter, error) {
	return c.evaluation.Charter(ctx, c.evaluation.Last().Commit)
}

// Proposal decides on one proposal, and on the open ones that share its head commit, because they share its status
// too. What keeps one of them from being decided is in its Finding; an error is what keeps all of them.
func Proposal(ctx context.Context, a Ports, number int) (Checked, error) {
	s, err := a.Evaluate(ctx)
	if err != nil {
		return Checked{}, err
	}
	pull, err := a.Forge.Pull(ctx, number)
	if err != nil {
		return Checked{}, err
	}
	open, err := a.Forge.OpenPulls(ctx, a.Branch)
	if err != nil {
		return Checked{}, err
	}
	pulls := []facts.Pull{pull}
	for _, other := range open {
		if other.Head == pull.Head && other.Number != pull.Number && pull.Open {
			pulls = append(pulls, other)
		}
	}
	return s.Check(ctx, pulls)
}

// All decides on every open proposal but those to which nothing happened since the last check, as same says;
// where same is nil it looks at each.
func All(ctx context.Context, a Ports, same func(context.Context, []facts.Pull) (map[int]bool, error)) (Checked, error) {
	s, err := a.Evaluate(ctx)
	if err != nil {
		return Checked{}, err
	}
	pulls, err := a.Forge.OpenPulls(ctx, a.Branch)
	if err != nil {
		return Checked{}, err
	}
	var known map[int]bool
	if same != nil {
		if known, err = same(ctx, pulls); err != nil {
			return Checked{}, err
		}
	}
	var left, changed []facts.Pull
	for _, pull := range pulls {
		if known[pull.Number] {
			left = append(left, pull)
		} else {
			changed = append(changed, pull)
		}
	}
	checked, err := s.Check(ctx, changed)
	checked.Same = left
	return checked, err
}

// Check looks at proposals one after the other.
func (s *evaluation) Check(ctx context.Context, pulls []facts.Pull) (Checked, error) {
	checked := Checked{Trunk: s.Recent, Notes: s.notes, Chain: s.chain, Tip: s.Tip(), evaluation: s}
	for _, pull := range pulls {
		f, err := s.bounded(ctx, pull)
		if ctx.Err() != nil {
			return checked, ctx.Err()
		}
		if err != nil {
			f.Pull, f.Problem = pull, err
		}
		f.Notes = slices.Concat(f.Notes, s.notes)
		checked.Findings = append(checked.Findings, f)
	}
	slices.SortFunc(checked.Findings, func(a, b Finding) int { return a.Pull.Number - b.Pull.Number })
	return checked, nil
}

// finding decides on a proposal as of now, or of its merge.
func (s *evaluation) finding(ctx context.Context, pull facts.Pull) (Finding, error) {
	if pull.BaseRef != s.Branch {
		return Finding{Pull: pull}, diag.WithHint(fmt.Errorf("its target is the branch %q, and only what goes into %q is voted on", pull.BaseRef, s.Branch), "point it at %q", s.Branch)
	}
	if pull.Merged.IsZero() {
		f, _, err := s.examine(ctx, pull, s.Tip(), s.now)
		return f, err
	}
	if found := s.again[pull.Merge].finding; found != nil {
		return *found, nil
	}
	i := slices.Index(s.Commits, pull.Merge)
	if i < 1 {
		return Finding{Pull: pull}, errors.New("it is merged, but its merge is not on the protected branch since the bootstrap")
	}
	f, _, err := s.before(pull.Merge).examine(ctx, pull, s.Commits[i-1], pull.Merged)
	if known, ok := s.held.Merges[pull.Merge]; ok && err == nil {
		// Reviews can be lost after a merge; what was decided stands.
		f.Decision = known.Body.Decision
	}
	return f, err
}

// before is the run as if the branch had not taken a commit yet: no merge is judged by the constitution that it brings.
func (s *evaluation) before(commit string) *evaluation {
	earlier := *s
	if i := slices.IndexFunc(s.Authorized, func(v branch.Verdict) bool { return v.Commit == commit }); i > 0 {
		earlier.Authorized = s.Authorized[:i]
	}
	return &earlier
}

// examine gathers the facts of a proposal and decides on it, as it meets a commit of the protected branch at a moment.
func (s *evaluation) examine(ctx context.Context, pull facts.Pull, tip string, at time.Time) (Finding, branch.Content, error) {
	f := Finding{Pull: pull}
	h, err := s.history(ctx, pull, tip, at)
	if err != nil {
		return f, branch.Content{}, err
	}
	last, err := s.Charter(ctx, s.Base(at).Commit)
	if err != nil {
		return f, branch.Content{}, err
	}
	f.Charter, f.Events, f.reviews = last, h.events, h.reviews
	c, err := s.Content(ctx, tip, pull.Head)
	if err == nil {
		f.Proposed, err = s.enforceable(ctx, c)
	}
	if err == nil {
		err = s.actable(c, pull.Open)
	}
	if mistakes, broken := branch.MistakesIn(err); broken {
		f.Statuses, err = s.Forge.Statuses(ctx, pull.Head)
		return unreadable(f, mistakes, s.Base(at).Commit), c, err
	}
	if err != nil {
		return f, c, &permanentError{fmt.Errorf("what it changes cannot be determined: %w", err)}
	}
	v, charter, err := s.voting(ctx, &h, c, last)
	if err != nil {
		return f, c, err
	}
	f.Statuses, f.Charter = h.head, charter
	ballots, err := s.ballots(ctx, &h, f.Charter.Roster, v.opened)
	if err != nil {
		return f, c, err
	}
	f.unread = h.unread
	f.Facts = s.assemble(h, c, f.Charter, ballots)
	if err := s.elsewhere(ctx, &f.Facts, f.Charter.Settings, v.in); err != nil {
		return f, c, err
	}
	if f.Facts.Changes, err = s.reversed(c.Changes, at); err != nil {
		return f, c, err
	}
	f.Facts.ReversalsKnown = true
	f.Facts.Proposal.Base = v.base.Commit
	f.Facts.Timing.OpenedAt, f.Facts.Timing.Published = moment.Of(v.opened), moment.Of(latest(pull.Created, v.tenure.Since))
	f.Notes = slices.Concat(h.notes, v.in.notes, labels(f.Charter.Roster, ballots), hands(h))
	if err := s.decide(ctx, &f, c, last, at); err != nil {
		return f, c, err
	}
	f.Comments, err = s.comments(ctx, h)
	f.Notes = append(f.Notes, elsewhere(f)...)
	return f, c, err
}

// enforceable loads what a proposal would make law. Policies that do not compile are mistakes like others: once in force,
// they would keep every vote from being decided, even the one that takes them back. So is text that its reviewers cannot see.
func (s *evaluation) enforceable(ctx context.Context, c branch.Content) (charter.Charter, error) {
	next, _, err := s.Parse(ctx, c.After)
	if err != nil {
		return next, err
	}
	found, err := s.faults(ctx, next, c)
	if err != nil {
		return next, err
	}
	return next, found.Err()
}

// permanentError means that a proposal cannot be decided for good, such as after a history that crosses, by which git cannot say
// what it changes.
type permanentError struct{ err error }

func (p *permanentError) Error() string { return p.err.Error() }
func (p *permanentError) Unwrap() error { return p.err }

// decide plans what the proposal would do, asks the judge, and keeps both.
func (s *evaluation) decide(ctx context.Context, f *Finding, c branch.Content, last charter.Charter, at time.Time) error {
	var exceeded []string
	var err error
	if f.Plan, exceeded, err = s.planned(ctx, c, last, at); err != nil {
		return err
	}
	if len(exceeded) > 0 {
		f.Facts.Subjects = append(f.Facts.Subjects, facts.AboutMass)
		slices.Sort(f.Facts.Subjects)
		f.Notes = append(f.Notes, exceeded...)
	}
	f.Decision, err = s.Judge.Decide(ctx, f.Charter.Constitution, f.Facts)
	return err
}

// unreadable refuses a proposal whose files have mistakes. There is nothing to vote on, and a push can mend it.
func unreadable(f Finding, mistakes diag.List, base string) Finding {
	f.Mistakes = mistakes
	f.Decision = decision.Decision{
		Version: decision.Version, Proposal: f.Pull.Number, Outcome: decision.Failed, Base: base,
		Rulings: []decision.Ruling{}, Ballots: []decision.Ballot{}, Denials: []decision.Notice{}, Warnings: []decision.Notice{},
	}
	for _, m := range mistakes {
		f.Decision.Denials = append(f.Decision.Denials, decision.Notice{Code: "mistake", Text: m.Message, Path: m.Place.File, Line: m.Place.Line})
	}
	return f
}
