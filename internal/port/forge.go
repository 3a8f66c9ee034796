package port

import (
	"context"
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
	// Pushes gives what the server proves of how the head of a proposal came to what it is, newest first. It is
	// facts.ErrNotFound or facts.ErrForbidden where it proves nothing to this token: then what was first seen of it counts.
	Pushes(ctx context.Context, pull facts.Pull) ([]facts.Push, error)
	// Activity gives the server's log of a ref of the community's repository, newest first, back to the first entry older than
	// since or to the first gap. It is facts.ErrNotFound where there is no log for this token.
	Activity(ctx context.Context, ref string, since time.Time) ([]facts.Push, error)
}

// History is the commits of the governance repository.
type History interface {
	branch.History
	// Bring fetches the head of a proposal and single commits, as far as the server still has them.
	Bring(ctx context.Context, proposal int, commits []string) error
	// Committed gives when a commit says that it was made. The person who makes one writes there what they like.
	Committed(commit string) (time.Time, error)
}

// Timeline is a proposal's history in one list.
type Timeline interface {
	// Talk gives the submitted reviews and the comments, each oldest first.
	Talk(ctx context.Context, number int) ([]facts.Review, []facts.Comment, error)
}

// Issues are the forge's issues.
type Issues interface {
	// Issues lists those that changed since a moment, newest first. State is open or all.
	Issues(ctx context.Context, state string, since time.Time) ([]facts.Issue, error)
	PostIssue(ctx context.Context, title, body string) (facts.Issue, error)
	// EditIssue replaces the text, and notifies no one.
	EditIssue(ctx context.Context, number int, body string) (facts.Issue, error)
	CloseIssue(ctx context.Context, number int) (facts.Issue, error)
	PostComment(ctx context.Context, number int, body string) (facts.Comment, error)
}

// BranchPusher is where commits for proposals are made and offered.
type BranchPusher interface {
	Draft(offer facts.Offer) (commit string, err error)
	// Offer sets a new branch of the server to a commit; it never moves one that has other commits.
	Offer(ctx context.Context, branch, commit string) error
}

// PullOpener is where proposals are handed in.
type PullOpener interface {
	// OpenPull opens a proposal for a branch of the community's repository.
	OpenPull(ctx context.Context, title, body, head, base string) (facts.Pull, error)
}

// Commenter are the comments below a proposal.
type Commenter interface {
	Comments(ctx context.Context, number int) ([]facts.Comment, error)
	// Comment reads one by its id; facts.ErrNotFound means that a person deleted it.
	Comment(ctx context.Context, id int64) (facts.Comment, error)
	PostComment(ctx context.Context, number int, body string) (facts.Comment, error)
	EditComment(ctx context.Context, id int64, body string) (facts.Comment, error)
}

// People says how accounts are called at present.
type People interface {
	// User finds an account by its id; facts.ErrNotFound means that it was deleted.
	User(ctx context.Context, id int64) (facts.Person, error)
}

// Directory finds accounts for a first roster.
type Directory interface {
	// UserByLogin finds the account that has a login now; facts.ErrNotFound means that there is none.
	UserByLogin(ctx context.Context, login string) (facts.Person, error)
	// TeamMembers lists the accounts of a team; facts.ErrNotFound means that there is no such team, or not for this token.
	TeamMembers(ctx context.Context, org, team string) ([]facts.Person, error)
}

// Statuses are the marks on commits. No one can change or delete one.
type Statuses interface {
	// PostStatus fails with facts.ErrInvalid where the commit has as many as the server takes.
	PostStatus(ctx context.Context, commit string, s facts.CommitStatus) (facts.CommitStatus, error)
}

// PullCloser is where a proposal's life ends.
type PullCloser interface {
	// Merge merges if head is still the head, by a method: merge, squash or rebase. It fails with facts.ErrHeadMoved,
	// facts.ErrBaseMoved, facts.ErrNotMergeable or facts.ErrForbidden where the server says no.
	Merge(ctx context.Context, number int, head, method string) (commit string, err error)
	ClosePull(ctx context.Context, number int) (facts.Pull, error)
	// Dispatch triggers the workflows that listen for an event of that name.
	Dispatch(ctx context.Context, event string, payload any) error
}
