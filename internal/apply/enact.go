package apply

import (
	"context"
	"errors"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Community is where something is decided, and the server on which it is enacted.
type Community struct {
	Votes     check.Ports
	Authorize check.AuthorizeOptions
	// Open opens the server for the tree that may be enacted, which names it.
	Open     func(context.Context, branch.Source) (Ports, error)
	Statuses port.Statuses // where the head of the ledger is anchored; nil: nowhere
	Note     port.Note
}

// Enact authorizes what was decided, applies it, announces it, and anchors the head of the ledger.
func Enact(ctx context.Context, c Community, o Options) (planned Planned, receipt Receipt, err error) {
	err = c.authorized(ctx, func(p Ports, source branch.Source) error {
		if planned, receipt, err = Run(ctx, p, source, o); err != nil {
			return err
		}
		if err := Announce(ctx, p, c.Votes, source, o); err != nil {
			c.Note.Say("not announced, the next run tries again: " + err.Error())
		}
		return nil
	})
	return planned, receipt, err
}

// EnactThread authorizes what was decided, publishes the thread of the constitution alone, and anchors the head of the ledger.
func EnactThread(ctx context.Context, c Community, o Options) (posted thread.Posted, came Publication, err error) {
	err = c.authorized(ctx, func(p Ports, source branch.Source) error {
		posted, came, err = Publish(ctx, p, source, o)
		return err
	})
	return posted, came, err
}

// authorized takes one step with the tree that may be enacted. The head of the ledger is anchored however it ends.
func (c Community) authorized(ctx context.Context, step func(Ports, branch.Source) error) error {
	source, err := check.Authorize(ctx, c.Votes, c.Authorize)
	if err != nil {
		return err
	}
	p, err := c.Open(ctx, source)
	if err != nil {
		return err
	}
	err = step(p, source)
	if c.Statuses == nil {
		return err
	}
	reason, lost := check.AnchorAfter(context.WithoutCancel(ctx), c.Statuses, c.Votes.Ledger, source)
	c.Note.Say(reason)
	return errors.Join(err, lost)
}
