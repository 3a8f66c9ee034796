package port

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/sources"
)

// ListReader reads block lists of others from where the settings say they are. What goes wrong is part of the reading: the other
// lists are read all the same.
type ListReader interface {
	ReadList(ctx context.Context, list charter.SourceList) sources.Reading
}
