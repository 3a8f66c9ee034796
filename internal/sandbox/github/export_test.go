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
			if whole, ok := strings.CutSuffix(pattern, "/branches/{branch...}"); ok && !strings.HasSuffix(whole, "/rules") {
				names = append(names, whole+"/branches/{branch}/protection")
			}
			continue
		}
		for _, each := range []string{"{number}/events", "{number}/timeline", "{number}/comments", "comments/{id}"} {
			names = append(names, before+each)
		}
	}
	return slices.Sorted(slices.Values(names))
}
