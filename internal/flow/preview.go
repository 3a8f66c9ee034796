package flow

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// UsualLimits is what a Mastodon server allows unless its operator changed it. A check supposes it, which reads no server.
func UsualLimits() thread.Limits { return thread.Limits{Characters: 500, URLCharacters: 23, Pins: 5} }

// Preview composes the constitution's thread as it would be posted now, whether or not it hangs already. Of the world it
// needs the ledger and the trees alone.
func Preview(ctx context.Context, w World, desired Source, limits thread.Limits) (thread.Thread, error) {
	chain, err := w.Ledger.Load(ctx)
	if err != nil {
		return thread.Thread{}, err
	}
	e, err := w.edition(ctx, chain, desired, limits)
	if err != nil {
		return thread.Thread{}, err
	}
	return e.thread()
}

func (w World) edition(ctx context.Context, chain ledger.Chain, desired Source, limits thread.Limits) (edition, error) {
	base, err := w.lastEnacted(ctx, chain, desired)
	if err != nil {
		return edition{}, err
	}
	return w.asFirst(ctx, edition{
		law: desired.Law, base: base, chain: chain, limits: limits, now: w.Now().UTC(), proposal: desired.proposalSince(base.commit, plan.Plan{}),
	}, desired)
}

// amendedPosts gives the posts of the constitution's thread that would be new, in order; none where no article changes.
func amendedPosts(f Finding) []string {
	amends := false
	for _, c := range f.Facts.Changes {
		amends = amends || c.Kind == facts.Article
	}
	if !amends || len(f.Proposed.Constitution.Source) == 0 {
		return nil
	}
	known := map[string]bool{}
	for _, post := range postsOf(f.Law.Constitution) {
		known[post] = true
	}
	var fresh []string
	for _, post := range postsOf(f.Proposed.Constitution) {
		if !known[post] {
			fresh = append(fresh, post)
		}
	}
	return fresh
}

// postsOf splits a constitution as a thread, without the numbers and the first post's head. What cannot be split has no
// preview: publishing says why.
func postsOf(law constitution.Constitution) []string {
	t, err := thread.Compose(law, thread.Options{Limits: UsualLimits()})
	if err != nil {
		return nil
	}
	texts := make([]string, len(t.Posts))
	for i, post := range t.Posts {
		texts[i] = t.Text[post.Start:post.End]
	}
	return texts
}
