package plan

import (
	"maps"
	"reflect"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// differingKeys gives the declared parameters that are not so on the server, sorted. What is not declared is not ours.
func differingKeys(declared, live map[string]any) []string {
	var keys []string
	for key, value := range declared {
		if !Alike(key, value, live[key]) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// Alike reports whether a server shows the value of a parameter that is declared.
func Alike(key string, declared, live any) bool {
	switch key {
	case ExpiresAt:
		return SameMoment(declared, live) || same(declared, live)
	case skill.ExtendedDescription, skill.TermsOfService:
		text, _ := declared.(string)
		shown, _ := live.(string)
		return skill.SameToReaders(text, shown)
	}
	return same(declared, live)
}

// changedKeys gives the parameters of want that a decision changed or declared for the first time. A parameter that was
// dropped is not among them: it is no longer ours.
func changedKeys(was, want Item) []string {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(want.Params)) {
		if before, declared := was.Params[key]; !declared || !same(before, want.Params[key]) {
			keys = append(keys, key)
		}
	}
	return keys
}

// same compares two values; nothing, an empty text, a flag that is not set and an empty list are the same, because
// servers send them in more than one way.
func same(a, b any) bool {
	if isZero(a) || isZero(b) {
		return isZero(a) && isZero(b)
	}
	return reflect.DeepEqual(a, b)
}

func isZero(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case bool:
		return !v
	case []any:
		return len(v) == 0
	}
	return false
}
