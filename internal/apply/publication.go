package apply

import (
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/journal"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Publication is what a publication came to.
type Publication struct {
	Changed bool // posts came, were edited, or were pinned
	Posted  int  // how many posts came
	Pinned  bool // the thread was there as it is now, and was only pinned again
}

// Publish posts the constitution's thread, and nothing else of the tree, and records where it is published. The source is one that
// Authorize gave, or that of a sandbox. Where the thread is published whole already nothing is posted. While another run is at work
// it refuses.
func Publish(ctx context.Context, w Ports, desired branch.Source, o Options) (thread.Posted, Publication, error) {
	past, err := w.publishable(ctx, desired, o)
	if err != nil {
		return thread.Posted{}, Publication{}, err
	}
	limits, err := w.Instance.Describe(ctx)
	if err != nil {
		return thread.Posted{}, Publication{}, err
	}
	e, err := w.edition(ctx, past, desired, limits)
	if err != nil {
		return thread.Posted{}, Publication{}, err
	}
	hanging, err := e.thread()
	if err != nil {
		return thread.Posted{}, Publication{}, err
	}
	before, _, err := w.hanging(ctx, true)
	if err != nil {
		return thread.Posted{}, Publication{}, err
	}
	if err := w.idle(ctx, past.Chain, o); err != nil {
		return thread.Posted{}, Publication{}, err
	}
	posted, err := w.Board.Post(context.WithoutCancel(ctx), hanging)
	if err != nil {
		return posted, Publication{}, err
	}
	body := ledger.PublishBody{Root: posted.RootID, URL: posted.URL, Digest: hanging.Digest}
	book := journal.Journal{Ledger: w.Ledger, Chain: past.Chain, Now: w.Now, Commit: desired.Commit, Posted: posted.URL}
	return posted, publicationOf(before, posted), published(ctx, &book, e.proposal, body)
}

// publishable gives the ledger where a thread may be posted now.
func (w Ports) publishable(ctx context.Context, desired branch.Source, o Options) (ledger.State, error) {
	if desired.Charter.Settings.Paused {
		return ledger.State{}, check.PausedBySettings(desired.Commit)
	}
	past, err := w.load(ctx)
	if err != nil {
		return past, err
	}
	if err := w.unlocked(past, o); err != nil {
		return past, err
	}
	return past, overtaken(past.Chain, desired.Began)
}

// idle refuses where another run began since the ledger was read. Reading takes a while, and posting another text next to a
// run that posts one would publish two.
func (w Ports) idle(ctx context.Context, known ledger.Chain, o Options) error {
	present, err := w.load(ctx)
	if err != nil {
		return err
	}
	if err := w.unlocked(present, o); err != nil {
		return err
	}
	return (&journal.Journal{Chain: known}).Follow(present.Chain)
}

// publicationOf compares how a thread was published before with how it is published now. Below it others may have answered.
func publicationOf(before, after thread.Posted) Publication {
	p := Publication{}
	for _, id := range after.IDs {
		if !slices.Contains(before.IDs, id) {
			p.Posted++
		}
	}
	same := p.Posted == 0 && before.Digest == after.Digest && before.RootID == after.RootID
	p.Changed = !same || !before.Pinned
	p.Pinned = same && !before.Pinned
	return p
}

// published records where the constitution is published, unless the ledger says so.
func published(ctx context.Context, j *journal.Journal, proposal int, body ledger.PublishBody) error {
	past, err := ledger.Fold(j.Chain)
	if n := len(past.Publications); err != nil || n > 0 && past.Publications[n-1].Body == body {
		return err
	}
	return j.Record(ctx, ledger.Publish, proposal, body)
}
