package propose

import (
	"context"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/sources"
)

// Lists are the block lists of others as they were read, and what they would change.
type Lists struct {
	Report   sources.Report
	readings []sources.Reading
}

// ReadLists reads the block lists that a charter names, one after another.
func ReadLists(ctx context.Context, c charter.Charter, reader port.ListReader, now time.Time) (Lists, error) {
	var l Lists
	for _, list := range c.Sources.Lists {
		l.readings = append(l.readings, reader.ReadList(ctx, list))
		if err := ctx.Err(); err != nil {
			return Lists{}, err
		}
	}
	l.Report = sources.Evaluate(c, l.readings, now)
	return l, nil
}

// ListsOptions say how what the lists would change is proposed.
type ListsOptions struct {
	OfferOptions
	Reason func(sources.Report) string // in words for the ledger
}

// OfLists reads the block lists that the protected branch names, and makes one proposal of what they would change. While one is
// open, with whatever content, no other is made.
func OfLists(ctx context.Context, a check.Ports, shop port.BranchPusher, opener port.PullOpener, reader port.ListReader, o ListsOptions) (Lists, Offered, error) {
	_, base, err := protected(ctx, a)
	if err != nil {
		return Lists{}, Offered{}, err
	}
	lists, err := ReadLists(ctx, base.Charter, reader, a.Now())
	if err != nil {
		return Lists{}, Offered{}, err
	}
	if o.open, err = a.Forge.OpenPulls(ctx, a.Branch); err != nil {
		return lists, Offered{}, err
	}
	o.key = draft.ListsKey
	one, err := offer(ctx, a, shop, opener, Request{
		Make: func(b draft.Base) (draft.Draft, error) {
			return draft.OfLists(b, sources.Evaluate(b.Charter, lists.readings, a.Now()), a.Now())
		},
		Reason: o.Reason(lists.Report),
	}, o.OfferOptions)
	return lists, one, err
}
