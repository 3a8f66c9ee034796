package opa

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// allowed names the builtins that policies may call: pure functions of their arguments. There is no network, no clock, no
// randomness and no look at the machine.
func allowed() []string {
	return []string{
		"abs", "all", "and", "any", "array.concat", "array.reverse", "array.slice", "assign", "ceil", "concat", "contains",
		"count", "div", "endswith", "eq", "equal", "floor", "format_int", "glob.match", "graph.reachable", "gt", "gte",
		"indexof", "internal.member_2", "internal.member_3", "internal.print", "internal.test_case", "intersection", "is_array", "is_boolean", "is_null",
		"is_number", "is_object", "is_set", "is_string", "lower", "lt", "lte", "max", "min", "minus", "mul", "neq",
		"numbers.range", "numbers.range_step", "object.filter", "object.get", "object.keys", "object.remove", "object.subset",
		"object.union", "object.union_n", "or", "plus", "print", "product", "regex.is_valid", "regex.match", "regex.replace",
		"regex.split", "rem", "replace", "round", "sort", "split", "sprintf", "startswith", "strings.any_prefix_match",
		"strings.any_suffix_match", "strings.count", "strings.replace_n", "strings.reverse", "substring", "sum",
		"time.add_date", "time.clock", "time.date", "time.diff", "time.format", "time.parse_duration_ns",
		"time.parse_rfc3339_ns", "time.weekday", "to_number", "trim", "trim_left", "trim_prefix", "trim_right", "trim_space",
		"trim_suffix", "type_name", "union", "upper", "walk",
	}
}

// capabilities are those of this OPA without the builtins that are not allowed, and without hosts to call.
func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	names := allowed()
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool { return !slices.Contains(names, b.Name) })
	c.AllowNet = []string{}
	return c
}
