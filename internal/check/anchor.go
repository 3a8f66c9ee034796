package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// AnchorContext is the name of the commit status that holds a head of the ledger.
const AnchorContext = "bylaw/ledger"

// anchorsRead is how many commits, the newest ones of the protected branch, are asked for anchors: one request each.
const anchorsRead = 10

// Anchor writes the head of the ledger as a commit status on the commit that is in force, if the run wrote to the ledger.
// What the server refuses, such as one status too many, is not worth stopping for: reason says it, "" where all is well.
func (c Checked) Anchor(ctx context.Context, statuses port.Statuses) (reason string, err error) {
	if c.evaluation.chain.Head == c.Chain.Head {
		return "", nil
	}
	return anchor(ctx, statuses, c.evaluation.chain)
}

// AnchorAfter does the same after an apply of a source that Authorize gave.
func AnchorAfter(ctx context.Context, statuses port.Statuses, book port.Ledger, applied branch.Source) (reason string, err error) {
	chain, err := book.Load(ctx)
	if err != nil || chain.Head == applied.Began {
		return "", err
	}
	return anchor(ctx, statuses, chain)
}

// anchor writes down the head of a chain.
func anchor(ctx context.Context, statuses port.Statuses, chain ledger.Chain) (reason string, err error) {
	commit := chain.CommitInForce()
	if commit == "" {
		return "", nil
	}
	_, err = statuses.PostStatus(ctx, commit, facts.CommitStatus{
		Context: AnchorContext, State: StateSuccess, Description: ledger.AnchorText(chain.Head),
	})
	if errors.Is(err, facts.ErrInvalid) || errors.Is(err, facts.ErrForbidden) || errors.Is(err, facts.ErrNotFound) {
		return "the head of the ledger could not be anchored as a commit status: " + err.Error(), nil
	}
	return "", err
}

// Anchors gives the heads of the ledger that stand as commit statuses on the newest commits of the protected branch, and on
// the one that is in force. The branch is asked and not the ledger, which may be the one that was cut. Only a community's own
// App binds: the person who can push a branch can act as the bot that all workflows share.
func (a Ports) Anchors(ctx context.Context) ([]ledger.Anchor, error) {
	s, err := a.Evaluate(ctx)
	if err != nil {
		return nil, err
	}
	return s.Anchors(ctx)
}

// Anchors is that of the assembly, without sitting again.
func (s *evaluation) Anchors(ctx context.Context) ([]ledger.Anchor, error) {
	charter, err := s.Charter(ctx, s.Last().Commit)
	if err != nil {
		return nil, err
	}
	creator := s.CreatorBy(charter.Settings.Forge.Creator)
	var found []ledger.Anchor
	for _, commit := range s.anchored() {
		statuses, err := s.Forge.Statuses(ctx, commit)
		if err != nil {
			return nil, err
		}
		for _, each := range slices.Backward(statuses) {
			if a, ok := AnchorOf(commit, each, creator); ok {
				found = append(found, a)
			}
		}
	}
	return found, nil
}

// anchored lists the commits that may have anchors, newest first.
func (s *evaluation) anchored() []string {
	commits := slices.Clone(s.Commits[max(0, len(s.Commits)-anchorsRead):])
	slices.Reverse(commits)
	if last := s.chain.CommitInForce(); last != "" && !slices.Contains(commits, last) {
		commits = append(commits, last)
	}
	return commits
}

// AnchorOf reads a status as an anchor, if it is one of the account whose statuses count or of the shared bot. What others
// write is not even worth a warning.
func AnchorOf(commit string, s facts.CommitStatus, creator int64) (ledger.Anchor, bool) {
	head, ok := ledger.ParseAnchor(s.Description)
	by := s.Creator.ID
	if !ok || !strings.EqualFold(s.Context, AnchorContext) || by == 0 || by != creator && by != facts.SharedBot {
		return ledger.Anchor{}, false
	}
	return ledger.Anchor{
		Head: head, Binding: by != facts.SharedBot,
		Place: fmt.Sprintf("the status %s of commit %.12s, set by %s at %s", AnchorContext, commit, s.Creator.Login, facts.Stamp(s.Created)),
	}, true
}

// ProveAnchors compares the ledger with every anchor. One that binds and is missing is a *Refusal; any other is a note. The
// record is read again first: another run may have written and anchored since.
func ProveAnchors(ctx context.Context, book port.Ledger, chain ledger.Chain, places ...port.Anchors) (notes []string, err error) {
	anchors, err := Note(ctx, places)
	if err != nil {
		return nil, err
	}
	missing := chain.WithoutAnchors(anchors)
	if len(missing) > 0 {
		if chain, err = book.Load(ctx); err != nil {
			return nil, err
		}
		missing = chain.WithoutAnchors(missing)
	}
	for _, a := range missing {
		if a.Binding {
			return nil, rolledBack(a)
		}
		notes = append(notes, fmt.Sprintf("%s names the head %.12s of the ledger, which does not contain it: anyone with push access can have written it", a.Place, a.Head))
	}
	return notes, nil
}

// noted are anchors that were read already, once for all who ask.
type noted []ledger.Anchor

// Anchors gives them.
func (n noted) Anchors(context.Context) ([]ledger.Anchor, error) { return n, nil }

// Note reads the anchors at some places.
func Note(ctx context.Context, places []port.Anchors) (all noted, err error) {
	for _, place := range places {
		found, err := place.Anchors(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the anchors of the ledger: %w", err)
		}
		all = append(all, found...)
	}
	return all, nil
}

// binding gives the heads that no one but bylaw can have written down.
func (n noted) binding() (heads []string) {
	for _, a := range n {
		if a.Binding {
			heads = append(heads, a.Head)
		}
	}
	return heads
}

// lastVouchedFor gives the last entry by which something came into force and that a sworn head vouches for, with all before it.
// Where nothing is sworn it is the last of all.
func (s *evaluation) lastVouchedFor() ledger.Entry {
	last, _ := s.chain.LastEnacted()
	if len(s.vouched) == 0 {
		return last
	}
	vouched := func(hash string) bool {
		return slices.ContainsFunc(s.vouched, func(head string) bool { return head != "" && strings.HasPrefix(hash, head) })
	}
	for n := len(s.chain.Entries); n > 0; n-- {
		if !vouched(s.chain.Hashes[n-1]) {
			continue
		}
		for _, e := range slices.Backward(s.chain.Entries[:n]) {
			if e.Kind == ledger.Enacted {
				return e
			}
		}
		break
	}
	return ledger.Entry{}
}

func rolledBack(a ledger.Anchor) *diag.Refusal {
	return &diag.Refusal{
		Why:  fmt.Sprintf("the ledger was cut short or rewritten: it does not contain its earlier head %.12s, which is written down in %s", a.Head, a.Place),
		Next: "push the branch bylaw-ledger back from a clone that has that entry; until then nothing is applied",
	}
}
