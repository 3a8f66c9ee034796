package mastodon

import (
	"cmp"
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Current finds the pinned constitution thread from the server alone: among the bot's own pinned posts the one with the
// marker line, and below it the bot's own chain of replies; of the texts it reads the first alone. Where several of ours are
// pinned, a change of threads was cut short: the one that still has to go is current, so that the change is planned again and
// comes to its end.
func (i *Instance) Current(ctx context.Context) (posted thread.Posted, ok bool, err error) {
	pins, err := i.readPins(ctx)
	if err != nil {
		return thread.Posted{}, false, err
	}
	pins = slices.DeleteFunc(pins, func(p pin) bool { return !p.ours() })
	if len(pins) == 0 || len(pins) == 1 && pins[0].digest == "" {
		return thread.Posted{}, false, nil
	}
	oldest := pins[len(pins)-1]
	posted, err = i.readNumbered(ctx, oldest)
	posted.Digest = cmp.Or(oldest.digest, oldest.retired)
	return posted, true, err
}

// Unpinned gives the newest complete thread of ours among the bot's recent posts that is not pinned, or nothing.
func (i *Instance) Unpinned(ctx context.Context) (thread.Posted, error) {
	roots, err := i.readRecentRoots(ctx)
	if err != nil {
		return thread.Posted{}, err
	}
	for _, root := range roots {
		posted, err := i.readNumbered(ctx, root)
		if err != nil || posted.Missing == 0 {
			return posted, err
		}
	}
	return thread.Posted{}, nil
}

// readNumbered gives a thread by its first post, and counts how many posts are missing by the number in it. The posts below
// are counted as they are shown; only where one seems to be missing is each of them read as it was written, because what a
// server shows is its own rendering.
func (i *Instance) readNumbered(ctx context.Context, root pin) (thread.Posted, error) {
	posted, below, err := i.readChain(ctx, root)
	posted.Shown, posted.RootEdited = []string{root.text}, root.edited
	_, of, several := thread.FindNumber(root.text)
	if err != nil || !several {
		return posted, err
	}
	for _, status := range below {
		posted.Shown = append(posted.Shown, textOf(status.Content))
		if status.EditedAt.After(posted.RepliesEdited) {
			posted.RepliesEdited = status.EditedAt
		}
	}
	there := 1
	for _, status := range below {
		if n, _, ok := thread.FindNumber(textOf(status.Content)); !ok || n != there+1 {
			break
		}
		there++
	}
	if there < of {
		own, err := i.readOwn(ctx, root)
		if err != nil {
			return posted, err
		}
		there = len(own)
	}
	posted.Missing = max(0, of-there)
	return posted, nil
}
