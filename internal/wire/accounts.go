package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// accounts says for every command alike whose statuses count, and whose comments and statuses are bylaw's own: those of the
// account that the operator or the settings name, and those of the token's. The forge is asked for that account once. The
// token of a workflow may not ask: it acts as the account that all workflows share.
func (w *Wire) accounts(ctx context.Context, h *Forge, settings int64) error {
	var err error
	if h.Ports.Creator, err = w.creator(); err != nil {
		return err
	}
	authors := []int64{cmp.Or(settings, facts.SharedBot)}
	if named := cmp.Or(h.Ports.Creator, settings); named == 0 || !w.InActions() {
		self, err := h.Client.Self(ctx)
		switch {
		case err == nil:
			authors = append(authors, self.ID)
		case w.InActions() && !errors.Is(err, facts.ErrForbidden):
			return err
		}
		if w.InActions() {
			h.Ports.Acting = self.ID
		}
	}
	h.Notifier.Authors = append(authors, h.Ports.CreatorBy(settings))
	return nil
}

// creator is the account whose statuses count by the operator's word, 0 where the environment names none.
func (w *Wire) creator() (int64, error) {
	text := w.Env("BYLAW_CREATOR")
	if text == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, fmt.Errorf("BYLAW_CREATOR %q is not the id of an account", text)
	}
	return id, nil
}
