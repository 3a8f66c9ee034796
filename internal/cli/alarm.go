package cli

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// noteOutside shows a note in which others may have a word.
func (a *app) noteOutside(text string) { a.note("%s", render.Outside(text)) }

// anchor writes the head of the record down after an apply.
func (a *app) anchor(ctx context.Context, h forum, applied branch.Source) error {
	return a.unanchored(check.AnchorAfter(ctx, h.client, h.assembly.Ledger, applied))
}

// unanchored says why the head of the record was not written down, which stops nothing.
func (a *app) unanchored(reason string, err error) error {
	if reason != "" {
		a.note("%s", render.Outside(reason))
	}
	return err
}
