package mastodon

import (
	"context"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Anchors gives the heads of the ledger, by their first 32 digits, that the first posts of our pinned threads name, the one
// pinned last first. Only who has the bot's account can have written them.
func (i *Instance) Anchors(ctx context.Context) ([]ledger.Anchor, error) {
	pins, err := i.readPins(ctx)
	if err != nil {
		return nil, err
	}
	return anchorsIn(pins), nil
}

func anchorsIn(pins []pin) (found []ledger.Anchor) {
	for _, p := range pins {
		if head, ok := thread.FindLedgerHead(p.text); ok && p.digest != "" {
			found = append(found, ledger.Anchor{
				Head: head, Place: "the first post of the pinned constitution, " + httpapi.Plain(p.url), Binding: true,
			})
		}
	}
	return found
}

// SetLedgerHead brings the head of the ledger up to date that the pinned thread's first post names.
func (i *Instance) SetLedgerHead(ctx context.Context, head string) error {
	pins, err := i.readPins(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(pins, func(p pin) bool { return p.digest != "" })
	if at < 0 {
		return nil
	}
	text := thread.WithLedger(pins[at].text, head)
	if text == pins[at].text {
		return nil
	}
	if err := i.editPost(ctx, pins[at].id, pins[at].withText(text)); err != nil {
		return fmt.Errorf("write the head of the ledger into the post %s: %w", pins[at].id, err)
	}
	return nil
}
