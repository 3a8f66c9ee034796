package port

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/ballot"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Instance is the community's server.
type Instance interface {
	// Describe says what the server is and what it allows.
	Describe(ctx context.Context) (thread.Limits, error)
	// Read gives the live items of one resource, read to the end. Targets are those that a person declared: a server with
	// a million accounts is asked for these alone, while short lists are read whole.
	Read(ctx context.Context, resource string, targets []string) ([]plan.Item, error)
	// Execute makes one change and returns when the server's answer proves it.
	Execute(ctx context.Context, change plan.Change) error
	// Happened says whether the server shows that a change was made whose answer was lost, where that does not follow from
	// Read, as with a strike or a mail. Known is false where the server cannot say; the change must not be tried again then.
	Happened(ctx context.Context, change plan.Change) (happened, known bool, err error)
}

// Board is where the constitution is published: the bot's posts on the community's server.
type Board interface {
	// Current finds the pinned constitution thread from the server alone; ok is false where there is none.
	Current(ctx context.Context) (posted thread.Posted, ok bool, err error)
	// Unpinned finds a complete constitution thread that is not pinned; its RootID is "" where there is none.
	Unpinned(ctx context.Context) (thread.Posted, error)
	// Quotes says who may quote a thread's posts, "" where the server does not say; want where all of them are as wanted.
	Quotes(ctx context.Context, posted thread.Posted, want string) (string, error)
	// Post publishes the thread, verifies it, pins it, and only then retires the old one.
	Post(ctx context.Context, t thread.Thread) (thread.Posted, error)
	// SetLedgerHead brings the head of the ledger up to date that the pinned thread's first post names. Where it names none, or
	// no thread is published, nothing is done.
	SetLedgerHead(ctx context.Context, head string) error
	// PostNotice posts a notice, unless the bot has posted it already, and says where it stands.
	PostNotice(ctx context.Context, n thread.Notice) (thread.Posted, error)
}

// Posts are posts of members on the community's server.
type Posts interface {
	// Status gives a post by the server's id, with its first version. Its error is facts.ErrNotFound where the server shows none:
	// it was deleted, or this account may not see it.
	Status(ctx context.Context, id string) (ballot.Status, error)
}
