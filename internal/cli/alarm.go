package cli

import (
	"context"
	"errors"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/notify"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// alarm keeps the issue of an incident up to date. A token that may not write issues keeps nothing else from being done.
func (a *app) alarm(ctx context.Context, teller notify.Notifier, issues port.Issues, st check.Standing) error {
	issue, err := teller.Incident(ctx, issues, st)
	if errors.Is(err, facts.ErrForbidden) || errors.Is(err, facts.ErrNotFound) {
		a.note("the incident is told in no issue: %s", render.Outside(err.Error()))
		return nil
	}
	if issue.Number > 0 && len(st.Unauthorized) > 0 {
		a.note("the incident is told in issue #%d: %s", issue.Number, render.Outside(issue.URL))
	}
	return err
}

// record puts on record what is new, and writes the head of the record down where nobody can take it back.
func (a *app) record(ctx context.Context, h forum, checked check.Checked) error {
	if err := check.Record(ctx, checked); err != nil {
		return err
	}
	return a.unanchored(checked.Anchor(ctx, h.client))
}

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
