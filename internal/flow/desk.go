package flow

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Statuses are the marks on commits. Nobody can change or delete one.
type Statuses interface {
	// PostStatus fails with facts.ErrInvalid where the commit has as many as the server takes.
	PostStatus(ctx context.Context, commit string, s facts.CommitStatus) (facts.CommitStatus, error)
}

// Desk is where a proposal's life ends.
type Desk interface {
	// Merge merges if head is still the head, by a method: merge, squash or rebase. It fails with facts.ErrHeadMoved,
	// facts.ErrBaseMoved, facts.ErrNotMergeable or facts.ErrForbidden where the server says no.
	Merge(ctx context.Context, number int, head, method string) (commit string, err error)
	ClosePull(ctx context.Context, number int) (facts.Pull, error)
	// Dispatch wakes the workflows that listen for an event of that name.
	Dispatch(ctx context.Context, event string, payload any) error
}
