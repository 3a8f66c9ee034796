package check

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// Record writes what a run of checks saw for the first time: contents, proposals that have passed, decisions on merges,
// and commits that no one decided on. It writes nothing where there is nothing new. Members are notified afterwards, so that
// nothing is green that is not recorded.
func Record(ctx context.Context, checked Checked) error {
	book := &recorder{evaluation: checked.evaluation, chain: checked.evaluation.chain}
	for _, v := range checked.Trunk {
		if err := book.verdict(v); err != nil {
			return err
		}
	}
	for _, f := range checked.Findings {
		if f.Problem != nil || !f.Pull.Open || f.Pull.Draft {
			continue
		}
		if err := book.finding(f); err != nil {
			return err
		}
	}
	if err := book.write(ctx); err != nil {
		return err
	}
	checked.evaluation.chain = book.chain
	return nil
}

// recorder gathers entries that are written in one go.
type recorder struct {
	*evaluation
	chain ledger.Chain // with what was gathered
	files []ledger.File
}

// note gathers one entry, and the facts that it rests on where there are any.
func (n *recorder) note(kind ledger.Kind, proposal int, commit string, body any, kept ...ledger.File) error {
	entry, file, err := n.chain.Next(kind, n.now, proposal, commit, body)
	if err != nil {
		return err
	}
	n.chain = n.chain.With(entry, file, kept...)
	n.files = append(append(n.files, file), kept...)
	return nil
}

func (n *recorder) write(ctx context.Context) error {
	if len(n.files) == 0 {
		return nil
	}
	err := n.Ledger.Append(context.WithoutCancel(ctx), n.evaluation.chain.Head, n.files)
	if errors.Is(err, ledger.ErrMoved) {
		return diag.WithHint(fmt.Errorf("record what was checked: %w", err), "another run wrote meanwhile; check again")
	}
	if err != nil {
		return fmt.Errorf("record what was checked: %w", err)
	}
	return nil
}

// verdict records a decision on a merge, or an unauthorized commit.
func (n *recorder) verdict(v branch.Verdict) error {
	if again := n.again[v.Commit]; again.finding != nil {
		if known, ok := n.distrusted[v.Commit]; ok && known.Body.Lawful == v.Authorized {
			if _, _, same := decision.Agree(known.Body.Decision, again.finding.Decision, decision.Aspects()); same {
				return nil
			}
		}
		return n.decision(*again.finding, v.Commit, ledger.DecisionBody{MergedAt: moment.Of(again.finding.Pull.Merged), Lawful: v.Authorized, Closes: again.closes})
	}
	_, known := n.held.Incidents[v.Commit]
	merge, decided := n.held.Merges[v.Commit]
	switch {
	case v.Authorized && decided && !merge.Body.Lawful:
		return n.lawful(merge)
	case v.Authorized || known || decided:
		return nil
	}
	return n.note(ledger.Incident, v.Proposal, v.Commit, ledger.IncidentBody{Why: v.Why})
}

// authorized records a merge again that was not authorized as far as was known then.
func (n *recorder) lawful(merge ledger.Merge) error {
	body, err := ledger.Body[ledger.DecisionBody](merge.Entry)
	if err != nil {
		return err
	}
	body.Lawful = true
	return n.note(ledger.Decided, merge.Entry.Proposal, merge.Entry.Commit, body)
}

// finding records a content that was not seen before, and a proposal that is seen as passed for the first time.
func (n *recorder) finding(f Finding) error {
	seen := n.sightings(f.Pull.Number)
	digest := f.Facts.Proposal.Digest
	if unseen(seen, digest, f.Facts.Timing.Published) || n.opens(f) {
		body := ledger.OpeningBody{Digest: digest, OpenedAt: f.Decision.OpenedAt}
		if err := n.note(ledger.Opening, f.Pull.Number, f.Pull.Head, body); err != nil {
			return err
		}
	}
	if f.Decision.Outcome != decision.Passed {
		return n.words(f)
	}
	before, err := n.kept(f.Pull.Number, digest)
	if err != nil {
		return err
	}
	merging := f.Charter.Settings.MergeAuto && StateOf(f) == StateSuccess
	if before.Version != 0 && (!merging || reflect.DeepEqual(before.Reviews, facts.Redacted(f.Facts).Reviews) && slices.Equal(before.Ballots, f.Facts.Ballots)) {
		return n.words(f)
	}
	return n.decision(f, f.Pull.Head, ledger.DecisionBody{})
}

// opens says whether the vote on a content has opened that was seen before it did, because the inbox had not posted about it.
func (n *recorder) opens(f Finding) bool {
	before := n.held.Openings[f.Pull.Number]
	return f.TakesPosts() && f.Decision.OpenedAt.Known() && !slices.ContainsFunc(before, func(o ledger.Recorded[ledger.OpeningBody]) bool {
		return o.Body.Digest == f.Facts.Proposal.Digest && o.Body.OpenedAt.Known()
	})
}

// unseen says whether the ledger has not seen a content since the proposal took it.
func unseen(seen []facts.Sighting, digest string, published moment.Time) bool {
	if len(seen) == 0 {
		return digest != ""
	}
	last := seen[len(seen)-1]
	return last.Digest != digest || published.Known() && !facts.SeenSince(last.At, published.Time)
}

// words records what reviews say that no check has read before: from then on no one can put other words into them.
func (n *recorder) words(f Finding) error {
	if len(f.unread) == 0 {
		return nil
	}
	veil := n.chain.Veil(n.SaltSource())
	body := ledger.OpeningBody{Digest: f.Facts.Proposal.Digest, OpenedAt: f.Decision.OpenedAt, Words: read(veil, f)}
	people, err := veil.Files()
	if err != nil {
		return err
	}
	return n.note(ledger.Opening, f.Pull.Number, f.Pull.Head, body, people...)
}

// read gives what is recorded of the reviews that no check has read before.
func read(veil *ledger.Veil, f Finding) []ledger.Words {
	var words []ledger.Words
	for _, review := range f.unread {
		words = append(words, veil.Words(review))
	}
	return words
}

// decision records a decision with its facts.
func (n *recorder) decision(f Finding, commit string, body ledger.DecisionBody) error {
	body.Decision, body.Revision = f.Decision, decision.Revision
	if f.Facts.Version == 0 {
		return n.note(ledger.Decided, f.Pull.Number, commit, body) // its files could not be read: there are no facts
	}
	redacted := facts.Redacted(f.Facts)
	veil := n.chain.Veil(n.SaltSource())
	file, sum, err := ledger.FactsFile(veil.Facts(redacted))
	if err != nil {
		return err
	}
	body.Facts, body.Decision = sum, veil.Decision(f.Decision, redacted)
	if body.MergedAt.IsZero() {
		body.Words = read(veil, f)
	}
	people, err := veil.Files()
	if err != nil {
		return err
	}
	return n.note(ledger.Decided, f.Pull.Number, commit, body, append(people, file)...)
}

// sightings gives the contents that the ledger saw of a proposal, oldest first.
func (s *evaluation) sightings(proposal int) []facts.Sighting {
	var seen []facts.Sighting
	for _, o := range s.held.Openings[proposal] {
		seen = append(seen, facts.Sighting{At: o.Entry.Time.Time, Digest: o.Body.Digest})
	}
	return seen
}

// kept gives the facts with which a proposal of that content was last recorded as passed before any merge; its Version is
// 0 where it never was.
func (s *evaluation) kept(proposal int, digest string) (facts.Facts, error) {
	for _, d := range slices.Backward(s.held.Decisions) {
		if d.Entry.Proposal == proposal && d.Body.MergedAt.IsZero() && d.Body.Facts != "" && d.Body.Decision.Digest == digest {
			return s.chain.ReadFacts(d.Body.Facts)
		}
	}
	return facts.Facts{}, nil
}

// refold takes what the ledger says after this run has written to it.
func (s *evaluation) refold() (err error) {
	s.held, err = ledger.Fold(s.chain)
	return err
}
