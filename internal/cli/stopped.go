package cli

import (
	"context"
	"errors"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// writing is the annotation of commands that change a server, a ledger or a repository.
const writing = "bylaw_writes"

// The answers to a stop that was asked for.
var (
	errStopped       = errors.New("stopped: nothing was written")
	errStoppedWithin = errors.New("stopped before the end: what was finished by then is recorded")
)

// stopped gives the error of a command that Ctrl-C or a signal ended in plain words, instead of those of what it broke off.
func (a *app) stopped(ctx context.Context, err error) error {
	if statusOf(ctx, err) != interrupted {
		return err
	}
	if _, begun := errors.AsType[*apply.Partway](err); begun {
		return err // it says how far it came
	}
	if !a.writes {
		return errStopped
	}
	return diag.WithHint(errStoppedWithin, "run the same command again: what is done is not done twice")
}
