package inbox

import (
	"context"
	"fmt"
	"strconv"

	"github.com/bylaw-dev/bylaw/internal/language"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// receipts answers the ballots that the ledger holds and that were not answered yet. What is favourited has its answer: the answer
// comes first, and is looked for before it is sent.
func (r *pass) receipts(ctx context.Context) error {
	ballots := map[string]ledger.CastBallot{}
	var ids []string
	for _, b := range r.in.Ballots {
		by, ok := r.state.Chain.CastBy(b.Seat)
		if ok && (b.Entry == r.result.Entry || r.open(b.Proposal)) {
			ballots[by.Status] = b
			ids = append(ids, by.Status)
		}
	}
	posts, err := r.Server.Posts(ctx, ids)
	if err != nil {
		return err
	}
	for _, post := range posts {
		if post.Liked {
			continue
		}
		if err := r.receipt(ctx, post, ballots[post.ID]); err != nil {
			return fmt.Errorf("answer the ballot of ledger entry %d: %w", ballots[post.ID].Entry, err)
		}
		r.result.Receipts++
	}
	return nil
}

// receipt answers one ballot: a direct one in words, which no one else sees, and each with a favourite.
func (r *pass) receipt(ctx context.Context, post port.Received, b ledger.CastBallot) error {
	if post.Visibility == "direct" {
		table := language.For(r.law.Settings.Publish.Language)
		err := r.Server.Answer(ctx, post, port.InboxDraft{
			Text:     table.Say("inbox.receipt", "n", strconv.Itoa(b.Proposal), "choice", b.Choice, "entry", strconv.Itoa(b.Entry), "digest", fmt.Sprintf("%.16s", b.Digest)),
			Language: r.law.Settings.Publish.Language, Key: "bylaw-receipt-" + post.ID,
		})
		if err != nil {
			return err
		}
	}
	return r.Server.Like(ctx, post.ID)
}
