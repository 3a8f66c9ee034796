package cli

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
func (a *app) accounts(ctx context.Context, h *github, settings int64) error {
	var err error
	if h.ports.Creator, err = a.creator(); err != nil {
		return err
	}
	authors := []int64{cmp.Or(settings, facts.SharedBot)}
	if named := cmp.Or(h.ports.Creator, settings); named == 0 || !a.inActions() {
		self, err := h.client.Self(ctx)
		switch {
		case err == nil:
			authors = append(authors, self.ID)
		case a.inActions() && !errors.Is(err, facts.ErrForbidden):
			return err
		}
		if a.inActions() {
			h.ports.Acting = self.ID
		}
	}
	h.notifier.Authors = append(authors, h.ports.CreatorBy(settings))
	return nil
}

// creator is the account whose statuses count by the operator's word, 0 where the environment names none.
func (a *app) creator() (int64, error) {
	text := a.Env("BYLAW_CREATOR")
	if text == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, fmt.Errorf("BYLAW_CREATOR %q is not the id of an account", text)
	}
	return id, nil
}
