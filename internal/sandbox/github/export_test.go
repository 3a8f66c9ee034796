package github

import (
	"maps"
	"slices"
	"strings"
)

// Routes lists the routes of the API by name, as Requests counts them.
func Routes() []string {
	var names []string
	for pattern := range maps.Keys(table()) {
		before, ambiguous := strings.CutSuffix(pattern, "{number}/{list}")
		if !ambiguous {
			names = append(names, pattern)
			continue
		}
		for _, each := range []string{"{number}/events", "{number}/timeline", "{number}/comments", "comments/{id}"} {
			names = append(names, before+each)
		}
	}
	return slices.Sorted(slices.Values(names))
}
