package lint

import (
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// lists reports settings of lists that have no effect, and entries whose lists are no longer read: nothing proposes to remove
// them.
func (l *linter) lists(s charter.Sources, desired charter.Instance) {
	first, count := map[string]plan.Item{}, map[string]int{}
	for _, item := range desired.Items {
		from, _ := item.Params[plan.Sources].(map[string]any)
		for name := range from {
			if count[name]++; count[name] == 1 {
				first[name] = item
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(first)) {
		if !slices.ContainsFunc(s.Lists, func(list charter.SourceList) bool { return list.Name == name }) {
			l.found.Warnf(desired.Place(first[name].Resource, first[name].Target), "name the list under sources again, or take the name out of the entries",
				"%d of the entries come from the list %q, which sources does not name: %s is the first", count[name], name, first[name].Target)
		}
	}
}
