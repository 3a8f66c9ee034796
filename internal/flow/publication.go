package flow

import (
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Publish posts the constitution's thread, and nothing else of the tree, and records where it hangs. The source is one that
// Assent gave, or that of a rehearsal. Where the thread hangs whole already nothing is posted and fresh is false. While
// another run is at work it refuses.
func Publish(ctx context.Context, w World, desired Source, o ApplyOptions) (posted thread.Posted, fresh bool, err error) {
	if desired.Law.Settings.Paused {
		return thread.Posted{}, false, pausedBySettings(desired.Commit)
	}
	chain, err := w.Ledger.Load(ctx)
	if err != nil {
		return thread.Posted{}, false, err
	}
	if err := w.unlocked(chain, o); err != nil {
		return thread.Posted{}, false, err
	}
	if err := overtaken(chain, desired.began); err != nil {
		return thread.Posted{}, false, err
	}
	limits, err := w.Instance.Describe(ctx)
	if err != nil {
		return thread.Posted{}, false, err
	}
	hanging, err := w.edition(ctx, chain, desired, limits)
	if err != nil {
		return thread.Posted{}, false, err
	}
	before, _, err := w.Board.Current(ctx)
	if err != nil {
		return thread.Posted{}, false, err
	}
	if err := w.idle(ctx, chain, o); err != nil {
		return thread.Posted{}, false, err
	}
	if posted, err = w.Board.Post(context.WithoutCancel(ctx), hanging); err != nil {
		return posted, false, err
	}
	return posted, !unmoved(before, posted), w.published(ctx, chain, desired, posted, hanging.Digest)
}

// idle refuses where another run began since the record was read. Reading takes a while, and posting another text beside a
// run that posts one would hang up two.
func (w World) idle(ctx context.Context, known ledger.Chain, o ApplyOptions) error {
	present, err := w.Ledger.Load(ctx)
	if err != nil {
		return err
	}
	if err := w.unlocked(present, o); err != nil {
		return err
	}
	return (&journal{chain: known}).follow(present)
}

// unmoved tells whether the posts of a thread hang as they did before. Below them others may have answered.
func unmoved(before, after thread.Posted) bool {
	known := before.IDs[:min(len(before.IDs), len(after.IDs))]
	return before.Digest == after.Digest && slices.Equal(known, after.IDs)
}

// published records where the constitution hangs, unless the record says so.
func (w World) published(ctx context.Context, chain ledger.Chain, desired Source, posted thread.Posted, digest string) error {
	body := ledger.PublishBody{Root: posted.RootID, URL: posted.URL, Digest: digest}
	for _, e := range slices.Backward(chain.Entries) {
		last, err := ledger.Body[ledger.PublishBody](e)
		if e.Kind != ledger.Publish || last.Announces != "" {
			continue
		}
		if err != nil || last == body {
			return err
		}
		break
	}
	book := journal{ledger: w.Ledger, chain: chain, now: w.Now, commit: desired.Commit, posted: posted.URL}
	return book.record(ctx, ledger.Publish, 0, body)
}
