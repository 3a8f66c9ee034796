package check

import (
	"context"
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// ApplyEvent is the repository_dispatch that triggers apply. A merge with the token of a workflow triggers nothing by itself.
const ApplyEvent = "bylaw-apply"

// Settled is what became of a proposal at the end of its vote.
type Settled struct {
	Merged string // the commit that the branch is at after the merge, "" where it was not merged
	Closed bool
	Note   string // why what the settings ask for was not done, "" where there is nothing to say
}

// Settle merges what has passed and closes what is lost, as far as the settings of the constitution that decided say so. It acts
// on a finding that was reported already, so that nothing happens that members cannot read. What the server refuses is left
// to people, or to the next run where only time is needed; only breakdowns are errors.
func Settle(ctx context.Context, desk port.PullCloser, f Finding) (Settled, error) {
	switch {
	case mergeable(f):
		return merge(ctx, desk, f)
	case closable(f):
		_, err := desk.ClosePull(ctx, f.Pull.Number)
		return Settled{Closed: err == nil}, err
	}
	return Settled{}, nil
}

// mergeable and closable say what the settings ask for at the end of a vote. While votes on Mastodon may still become known that
// count, bylaw itself ends none, though it may have closed early.
func mergeable(f Finding) bool {
	return f.Charter.Settings.MergeAuto && mayEnd(f) && StateOf(f) == StateSuccess && f.covered()
}

func closable(f Finding) bool {
	return f.Charter.Settings.CloseAuto && mayEnd(f) && f.Decision.Final && lost(f.Decision) && f.covered()
}

// Owed says whether bylaw itself has yet to merge or to close a proposal.
func Owed(f Finding) bool { return closable(f) || mergeable(f) && leftToPeople(f) == "" }

// mayEnd says whether there is anything to end, by a decision that could be taken.
func mayEnd(f Finding) bool { return f.Problem == nil && f.Pull.Open && !f.Pull.Draft }

func lost(d decision.Decision) bool {
	return d.Outcome == decision.Failed || d.Outcome == decision.Vetoed
}

// merge merges the head that was decided on, and triggers apply. What no one voted on is not merged for anybody: next to
// wording it may hold any file that is not governed.
func merge(ctx context.Context, desk port.PullCloser, f Finding) (Settled, error) {
	if why := leftToPeople(f); why != "" {
		return Settled{Note: why}, nil
	}
	commit, err := desk.Merge(ctx, f.Pull.Number, f.Pull.Head, f.Charter.Settings.Forge.MergeMethod)
	switch {
	case errors.Is(err, facts.ErrBaseMoved), errors.Is(err, facts.ErrHeadMoved):
		return Settled{Note: "the branches moved while merging: the next run looks again"}, nil
	case errors.Is(err, facts.ErrNotMergeable), errors.Is(err, facts.ErrForbidden), errors.Is(err, facts.ErrInvalid):
		return Settled{Note: "the server does not let bylaw merge it, so a person has to: " + err.Error()}, nil
	case err != nil:
		return Settled{}, err
	}
	settled := Settled{Merged: commit}
	if err := desk.Dispatch(ctx, ApplyEvent, map[string]any{"proposal": f.Pull.Number, "commit": commit}); err != nil {
		return settled, fmt.Errorf("proposal #%d is merged, but apply was not triggered; its next scheduled run enacts it: %w", f.Pull.Number, err)
	}
	return settled, nil
}

// leftToPeople says why bylaw does not merge a proposal that has passed, "" where it does.
func leftToPeople(f Finding) string {
	switch {
	case len(f.Decision.Rulings) == 0:
		return "it needs no vote, so a person looks at it and merges it"
	case touchesWorkflows(f):
		return "it touches workflow files, which bylaw may not merge: a person or an App has to"
	}
	return ""
}

func touchesWorkflows(f Finding) bool {
	for _, p := range f.Facts.Paths {
		if p.Subject == facts.AboutWorkflows {
			return true
		}
	}
	return false
}
