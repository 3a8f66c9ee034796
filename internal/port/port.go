// Package port declares what the use cases need of the world: the repository, the forge, the server, the ledger and the policies.
// Adapters fulfil it; it holds no rule.
package port

import (
	"context"
	"io/fs"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
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

// Ledger is the ledger, kept on a branch of its own.
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
