// Package flow is the straight line that every command walks a part of: load, facts, decide, plan, apply, record,
// publish. It alone knows the order of the steps. What touches the world comes in through the ports declared here.
package flow

import (
	"context"
	"io/fs"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Trees keeps governed trees by their git hash.
type Trees interface {
	// Enacted opens the tree that an enacted entry of the ledger names, by the commit that held it ("" outside git) and
	// its own hash. A tree that is not the one of that hash is an error.
	Enacted(ctx context.Context, commit, tree string) (facts.Tree, error)
	// Keep stores a governed tree and gives its hash; equal content has an equal hash.
	Keep(ctx context.Context, files fs.FS) (tree string, err error)
}

// Judge decides. It never says passed where it could not decide: that is an error.
type Judge interface {
	// Decide answers a proposal under the constitution given.
	Decide(ctx context.Context, law constitution.Constitution, f facts.Facts) (decision.Decision, error)
	// Govern gives for each change, by its ID, the citations of the provisions that govern it; nothing for a change that
	// no provision governs.
	Govern(ctx context.Context, law constitution.Constitution, f facts.Facts) (map[string][]string, error)
	// Lint gives the mistakes that would keep the judge from deciding under a constitution.
	Lint(ctx context.Context, law constitution.Constitution) diag.List
}

// Instance is the community's server.
type Instance interface {
	// Describe tells what the server is and what it allows.
	Describe(ctx context.Context) (thread.Limits, error)
	// Read gives the live items of one resource, read to the end. Targets are those that somebody declared: a server with
	// a million accounts is asked for these alone, while short lists are read whole.
	Read(ctx context.Context, resource string, targets []string) ([]plan.Item, error)
	// Execute makes one change and returns when the server's answer proves it.
	Execute(ctx context.Context, change plan.Change) error
	// Happened tells whether the server shows that a change was made whose answer was lost, where that does not follow from
	// Read, as with a strike or a mail. Known is false where the server cannot tell; the change must not be tried again then.
	Happened(ctx context.Context, change plan.Change) (happened, known bool, err error)
}

// Board is where the constitution hangs: the bot's posts on the community's server.
type Board interface {
	// Current finds the pinned constitution thread from the server alone; ok is false where there is none.
	Current(ctx context.Context) (posted thread.Posted, ok bool, err error)
	// Unpinned finds a complete constitution thread that is not pinned; its RootID is "" where there is none.
	Unpinned(ctx context.Context) (thread.Posted, error)
	// Post publishes the thread, verifies it, pins it, and only then retires the old one.
	Post(ctx context.Context, t thread.Thread) (thread.Posted, error)
	// Inscribe brings the head of the ledger up to date that the pinned thread's first post names. Where it names none, or
	// no thread hangs, nothing is done.
	Inscribe(ctx context.Context, head string) error
	// Say posts a notice, unless the bot has posted it already, and tells where it stands.
	Say(ctx context.Context, n thread.Notice) (thread.Posted, error)
}

// Ledger is the record, kept on a branch of its own.
type Ledger interface {
	// Load reads the whole chain and verifies it.
	Load(ctx context.Context) (ledger.Chain, error)
	// Append writes entries and the facts files that they name after the head given, or fails with ledger.ErrMoved where
	// the head is another by now.
	Append(ctx context.Context, head string, files []ledger.File) error
}

// Anchors are heads of the ledger that were written down outside of it.
type Anchors interface {
	// Anchors gives those that there are, newest first. A place that was never written to has none.
	Anchors(ctx context.Context) ([]ledger.Anchor, error)
}
