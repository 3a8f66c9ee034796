# METADATA
# title: Tests and lists of tests
# description: |
#   Three values: 0 is false, 1 unknown, 2 true, so that "all" is the least and "any" the greatest of its members. A test
#   sees the quantities of its house: houses[id].plain, or houses[id].seats for tests of seats.
package bylaw.condition

import data.bylaw.number

# METADATA
# description: The value of rules; rules that are not there hold.
holds(null, _, _) := 2

holds(rules, houses, unit) := folded(rules, [leaf(node, houses, unit) | some node in rules.nodes]) if rules != null

# METADATA
# description: The value that rules keep whatever the silent may still do, 1 where it may change.
certain(null, _, _) := 2

certain(rules, houses, unit) := folded(rules, [sure(node, houses, unit) | some node in rules.nodes]) if rules != null

sure(node, _, _) := 1 if node.op != "test"

sure(node, houses, unit) := value if {
	node.op == "test"
	values := {test(node, future, unit) | some future in houses[node.house].futures}
	count(values) == 1
	some value in values
} else := 1

leaf(node, _, _) := 1 if node.op != "test"

leaf(node, houses, unit) := test(node, houses[node.house], unit) if node.op == "test"

# The last node is the whole. Nested lists have 12 levels at most; the reader refuses deeper ones.
folded(rules, v0) := v0[count(v0) - 1] if rules.levels == 0

folded(rules, v0) := v4[count(v4) - 1] if {
	rules.levels > 0
	rules.levels <= 4
	v4 := four(rules.nodes, 0, v0)
}

folded(rules, v0) := v12[count(v12) - 1] if {
	rules.levels > 4
	v4 := four(rules.nodes, 0, v0)
	v8 := four(rules.nodes, 4, v4)
	v12 := four(rules.nodes, 8, v8)
}

four(nodes, base, v0) := v4 if {
	v1 := [joined(node, base + 1, v0, v0[i]) | some i, node in nodes]
	v2 := [joined(node, base + 2, v1, v1[i]) | some i, node in nodes]
	v3 := [joined(node, base + 3, v2, v2[i]) | some i, node in nodes]
	v4 := [joined(node, base + 4, v3, v3[i]) | some i, node in nodes]
}

joined(node, level, _, own) := own if node.level != level

joined(node, level, values, _) := min([values[a] | some a in node.args]) if {
	node.level == level
	node.op == "all"
}

joined(node, level, values, _) := max([values[a] | some a in node.args]) if {
	node.level == level
	node.op == "any"
}

# METADATA
# description: The value of one test against the quantities of its house.
test(node, house, unit) := compared(node, quantities, unit) if quantities := sides(node, house)

sides(node, house) := house.seats if node.of == "seats"

sides(node, house) := house.plain if node.of != "seats"

compared(node, q, _) := 1 if q[node.count] == null

compared(node, q, unit) := absolute(node, q, unit) if {
	q[node.count] != null
	node.of == ""
}

compared(node, q, unit) := share(node, q, unit) if {
	q[node.count] != null
	node.of != ""
}

absolute(node, q, unit) := against(node, q, unit, unit)

share(node, q, _) := 1 if q[node.of] == null

share(node, q, unit) := against(node, q, q[node.of], unit) if q[node.of] > 0

# A share of nothing is never reached and always respected, if the value is one at all.
share(node, q, unit) := 1 if {
	q[node.of] != null
	q[node.of] <= 0
	number.value(node.value, q, unit) == null
}

share(node, q, unit) := 2 if {
	q[node.of] != null
	q[node.of] <= 0
	node.cmp in {"<=", "<"}
	number.value(node.value, q, unit) != null
}

share(node, q, unit) := empty(node, q) if {
	q[node.of] != null
	q[node.of] <= 0
	node.cmp in {">=", ">"}
	number.value(node.value, q, unit) != null
}

# A ratio to no votes against is reached by one vote in favour.
empty(node, q) := 2 if {
	node.of == "no"
	q.yes > 0
} else := 0

against(node, q, base, unit) := truth(node.cmp, sign) if {
	value := number.value(node.value, q, unit)
	value != null
	[p, s, d] := value.number
	sign := number.sign((q[node.count] * d) - (p * base), 0 - (s * base), value.r)
} else := 1

truth(">=", sign) := 2 if sign >= 0

truth(">=", sign) := 0 if sign < 0

truth(">", sign) := 2 if sign > 0

truth(">", sign) := 0 if sign <= 0

truth("<=", sign) := 2 if sign <= 0

truth("<=", sign) := 0 if sign > 0

truth("<", sign) := 2 if sign < 0

truth("<", sign) := 0 if sign >= 0
