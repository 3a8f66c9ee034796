package check

import (
	"context"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// comments reads the comments of an open proposal, unless they came along; nil for one that is not open.
func (s *evaluation) comments(ctx context.Context, h history) ([]facts.Comment, error) {
	switch {
	case !h.pull.Open || h.comments != nil:
		return h.comments, nil
	case h.pull.Counted && h.pull.Comments == 0:
		return []facts.Comment{}, nil
	}
	return s.Forge.Comments(ctx, h.pull.Number)
}

// elsewhere notes members who wrote a word of the vote in a comment, which is no review, and whose vote does not count
// otherwise.
func elsewhere(f Finding) []string {
	waiting := map[int64]string{}
	for _, seat := range Silent(f) {
		if seat.GitHub != nil {
			waiting[seat.GitHub.ID] = seat.Seat
		}
	}
	var notes []string
	for _, c := range f.Comments {
		if word, ok := facts.VoteWord(c.Body); ok && waiting[c.Author.ID] != "" {
			notes = append(notes, fmt.Sprintf("%s wrote %s in a comment, and only reviews count: on GitHub under \"Files changed\", \"Review changes\"", waiting[c.Author.ID], word))
		}
	}
	slices.Sort(notes)
	return slices.Compact(notes)
}
