package forge

import (
	"fmt"
	"strings"
)

// List reads a list to its end: fetch gives the page at a path, and the path of the next one or "". A list of more pages than
// most is ErrTooLong, never cut short. Items that moved to a later page while reading come once.
func List[T any](path string, most int, id func(*T) int64, fetch func(path string) (items []*T, next string, err error)) ([]*T, error) {
	var all []*T
	seen := map[int64]bool{}
	for page := 0; path != ""; page++ {
		if page == most {
			return nil, fmt.Errorf("%w: %d pages of %s", ErrTooLong, most, strings.SplitN(path, "?", 2)[0])
		}
		items, next, err := fetch(path)
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			if !seen[id(item)] {
				all = append(all, item)
			}
			seen[id(item)] = true
		}
		path = next
	}
	return all, nil
}

// Convert makes each item of a list one of the core's.
func Convert[From, To any](items []From, one func(From) To) []To {
	converted := make([]To, 0, len(items))
	for _, item := range items {
		converted = append(converted, one(item))
	}
	return converted
}
