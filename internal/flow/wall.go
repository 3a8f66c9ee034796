package flow

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Remarks are the comments below a proposal.
type Remarks interface {
	Comments(ctx context.Context, number int) ([]facts.Comment, error)
	// Comment reads one by its id; facts.ErrNotFound means that somebody deleted it.
	Comment(ctx context.Context, id int64) (facts.Comment, error)
	PostComment(ctx context.Context, number int, body string) (facts.Comment, error)
	EditComment(ctx context.Context, id int64, body string) (facts.Comment, error)
}

// People tells how accounts are called at present.
type People interface {
	// User finds an account by its id; facts.ErrNotFound means that it was deleted.
	User(ctx context.Context, id int64) (facts.Person, error)
}
