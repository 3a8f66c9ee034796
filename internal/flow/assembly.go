package flow

import (
	"cmp"
	"context"
	"crypto/rand"
	"io"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Forge is where proposals are made and voted on. Every list is read to its end, or it is an error.
type Forge interface {
	Pull(ctx context.Context, number int) (facts.Pull, error)
	// OpenPulls lists the open proposals against a branch, drafts too, by number.
	OpenPulls(ctx context.Context, base string) ([]facts.Pull, error)
	// Issue reads one issue; a pull request is none.
	Issue(ctx context.Context, number int) (facts.Issue, error)
	// CommitPulls lists the proposals that the server connects with a commit.
	CommitPulls(ctx context.Context, commit string) ([]facts.Pull, error)
	// MergedPulls lists the merged proposals against a branch that changed at a moment or after it.
	MergedPulls(ctx context.Context, base string, since time.Time) ([]facts.Pull, error)
	// Reviews lists the submitted reviews, oldest first.
	Reviews(ctx context.Context, number int) ([]facts.Review, error)
	// Events lists what happened to a proposal, oldest first.
	Events(ctx context.Context, number int) ([]facts.Event, error)
	// Comments lists the comments of a proposal, oldest first. They are no reviews.
	Comments(ctx context.Context, number int) ([]facts.Comment, error)
	// ReviewEdits gives by review when its text was last edited, and the comments, oldest first, where they come along.
	ReviewEdits(ctx context.Context, number int) (map[int64]time.Time, []facts.Comment, error)
	// Statuses lists the statuses of a commit in all contexts, oldest first.
	Statuses(ctx context.Context, commit string) ([]facts.CommitStatus, error)
	// Activity gives the server's log of a ref of a repository ("" for the community's own), newest first, back to the
	// first entry older than since. It is facts.ErrNotFound where there is no log for this token.
	Activity(ctx context.Context, repository, ref string, since time.Time) ([]facts.Push, error)
}

// History is the commits of the governance repository.
type History interface {
	branch.History
	// Bring fetches the head of a proposal and single commits, as far as the server still has them.
	Bring(ctx context.Context, proposal int, commits []string) error
	// Committed gives when a commit says that it was made. Whoever makes one writes there what they like.
	Committed(commit string) (time.Time, error)
}

// Assembly is everything that deciding needs.
type Assembly struct {
	Forge   Forge
	History History
	Judge   Judge
	Ledger  Ledger
	Branch  string // the protected branch, which is the default branch
	Creator int64  // the account whose statuses count, by the operator's word; 0: see CreatorBy
	Acting  int64  // the account that the token of a job acts as; 0: not known
	Now     func() time.Time
	Random  io.Reader // for the salts of commitments; nil: the system's own

	// Limit bounds the work on one proposal: its context ends with ErrTooLong. Nil is two minutes.
	Limit func(context.Context) (context.Context, context.CancelFunc)

	afresh bool     // votes behind what is not enacted yet are taken again, whatever the record says of them
	sworn  []string // heads of the record that nobody but bylaw can have written down elsewhere; see doubt
}

// CreatorBy gives the account whose statuses count: the one that the operator names, else the settings, else the one that the
// job's token acts as, else the one that all workflows share.
func (a Assembly) CreatorBy(settings int64) int64 {
	return cmp.Or(a.Creator, settings, a.Acting, facts.SharedBot)
}

func (a Assembly) random() io.Reader {
	if a.Random == nil {
		return rand.Reader
	}
	return a.Random
}
