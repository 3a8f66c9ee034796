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

// Publish posts the constitution's thread, and nothing else of the tree, and records where it hangs. The source is one that
// Assent gave, or that of a rehearsal. Where the thread hangs whole already nothing is posted. While another run is at work
// it refuses.
func Publish(ctx context.Context, w Ports, desired branch.Source, o Options) (thread.Posted, Publication, error) {
	chain, err := w.publishable(ctx, desired, o)
	if err != nil {
		return thread.Posted{}, Publication{}, err
	}
	limits, err := w.Instance.Describe(ctx)
	if err != nil {
		return thread.Posted{}, Publication{}, err
	}
	e, err := w.edition(ctx, chain, desired, limits)
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
	if err := w.idle(ctx, chain, o); err != nil {
		return thread.Posted{}, Publication{}, err
	}
	posted, err := w.Board.Post(context.WithoutCancel(ctx), hanging)
	if err != nil {
		return posted, Publication{}, err
	}
	body := ledger.PublishBody{Root: posted.RootID, URL: posted.URL, Digest: hanging.Digest}
	book := journal.Journal{Ledger: w.Ledger, Chain: chain, Now: w.Now, Commit: desired.Commit, Posted: posted.URL}
	return posted, publicationOf(before, posted), published(ctx, &book, e.proposal, body)
}

// publishable gives the record where a thread may be posted now.
func (w Ports) publishable(ctx context.Context, desired branch.Source, o Options) (ledger.Chain, error) {
	if desired.Charter.Settings.Paused {
		return ledger.Chain{}, check.PausedBySettings(desired.Commit)
	}
	chain, err := w.Ledger.Load(ctx)
	if err != nil {
		return chain, err
	}
	if err := w.unlocked(chain, o); err != nil {
		return chain, err
	}
	return chain, overtaken(chain, desired.Began)
}

// idle refuses where another run began since the record was read. Reading takes a while, and posting another text beside a
// run that posts one would hang up two.
func (w Ports) idle(ctx context.Context, known ledger.Chain, o Options) error {
	present, err := w.Ledger.Load(ctx)
	if err != nil {
		return err
	}
	if err := w.unlocked(present, o); err != nil {
		return err
	}
	return (&journal.Journal{Chain: known}).Follow(present)
}

// publicationOf compares how a thread hung before with how it hangs now. Below it others may have answered.
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

// published records where the constitution hangs, unless the record says so.
func published(ctx context.Context, j *journal.Journal, proposal int, body ledger.PublishBody) error {
	for _, e := range slices.Backward(j.Chain.Entries) {
		last, err := ledger.Body[ledger.PublishBody](e)
		if e.Kind != ledger.Publish || last.Announces != "" {
			continue
		}
		if err != nil || last == body {
			return err
		}
		break
	}
	return j.Record(ctx, ledger.Publish, proposal, body)
}
