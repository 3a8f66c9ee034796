# METADATA
# title: Exact numbers
# description: |
#   Arithmetic without floats. A number is [p, s, d] and means (p + s*sqrt(r)) / d with whole p, s and d > 0, where the
#   whole number r is one and the same in a formula. Signs are found by squaring, so that every comparison is exact.
# related_resources:
# - ref: https://www.openpolicyagent.org/docs/policy-reference#numbers
#   description: Integer arithmetic of OPA is exact at any size, division is not and is not used
package bylaw.number

# METADATA
# description: The sign of p + s*sqrt(r), as -1, 0 or 1.
sign(p, s, r) := sign_of(p) if s * r == 0

sign(p, s, r) := sign_of(s) if {
	s * r != 0
	p * s >= 0
}

sign(p, s, r) := sign_of(p) * sign_of((p * p) - ((s * s) * r)) if {
	s * r != 0
	p * s < 0
}

sign_of(x) := 1 if x > 0

sign_of(0) := 0

sign_of(x) := -1 if x < 0

# METADATA
# description: Compares two numbers as -1, 0 or 1.
compare(a, b, r) := sign((a[0] * b[2]) - (b[0] * a[2]), (a[1] * b[2]) - (b[1] * a[2]), r)

# METADATA
# description: |
#   The value of a formula over the quantities of a house as {"number": [p, s, d], "r": r}; null where a quantity is
#   unknown, a divisor is 0 or a root is negative.
value(formula, quantities, unit) := {"number": number, "r": r} if {
	r := radicand(formula, quantities, unit)
	r != null
	number := evaluate(formula.nodes, quantities, unit, r)
	number != null
} else := null

# The whole number under the roots: sqrt(n/d) is sqrt(n*d)/d.
radicand(formula, _, _) := 0 if formula.radicand < 0

radicand(formula, quantities, unit) := n * d if {
	formula.radicand >= 0
	[n, _, d] := evaluate(array.slice(formula.nodes, 0, formula.radicand + 1), quantities, unit, 0)
	n >= 0
} else := null if {
	formula.radicand >= 0
}

# Most values are one plain number.
evaluate(nodes, quantities, unit, _) := leaf(nodes[0], quantities, unit) if count(nodes) == 1

# A formula has 12 levels at most; the reader refuses deeper ones.
evaluate(nodes, quantities, unit, r) := known[count(nodes) - 1] if {
	count(nodes) > 1
	v0 := {i: leaf(node, quantities, unit) | some i, node in nodes; node.level == 0}
	v1 := object.union(v0, level(nodes, 1, v0, r))
	v2 := object.union(v1, level(nodes, 2, v1, r))
	v3 := object.union(v2, level(nodes, 3, v2, r))
	v4 := object.union(v3, level(nodes, 4, v3, r))
	v5 := object.union(v4, level(nodes, 5, v4, r))
	v6 := object.union(v5, level(nodes, 6, v5, r))
	v7 := object.union(v6, level(nodes, 7, v6, r))
	v8 := object.union(v7, level(nodes, 8, v7, r))
	v9 := object.union(v8, level(nodes, 9, v8, r))
	v10 := object.union(v9, level(nodes, 10, v9, r))
	v11 := object.union(v10, level(nodes, 11, v10, r))
	known := object.union(v11, level(nodes, 12, v11, r))
}

leaf(node, _, _) := [node.value[0], 0, node.value[1]] if node.op == "num"

leaf(node, quantities, unit) := [quantities[node.name], 0, unit] if {
	node.op == "quantity"
	quantities[node.name] != null
	not _unread(node.name)
}

leaf(node, quantities, _) := null if {
	node.op == "quantity"
	quantities[node.name] == null
}

leaf(node, _, _) := null if {
	node.op == "quantity"
	_unread(node.name)
}

# Where no test counts blocks they are votes against, and a formula that names them all the same has no value.
_unread("block") if input.provision.blocks == false

level(nodes, n, known, r) := {i: combine(node.op, [known[a] | some a in node.args], r) |
	some i, node in nodes
	node.level == n
}

combine(_, args, _) := null if null in args

combine(op, args, r) := apply(op, args, r) if not null in args

apply("neg", [a], _) := [0 - a[0], 0 - a[1], a[2]]

apply("+", [a, b], _) := [(a[0] * b[2]) + (b[0] * a[2]), (a[1] * b[2]) + (b[1] * a[2]), a[2] * b[2]]

apply("-", [a, b], _) := [(a[0] * b[2]) - (b[0] * a[2]), (a[1] * b[2]) - (b[1] * a[2]), a[2] * b[2]]

apply("*", [a, b], r) := [(a[0] * b[0]) + ((a[1] * b[1]) * r), (a[0] * b[1]) + (a[1] * b[0]), a[2] * b[2]]

apply("/", [a, b], r) := divide(a, b, (b[0] * b[0]) - ((b[1] * b[1]) * r), r)

apply("sqrt", [a], _) := [0, 1, a[2]]

apply("min", args, r) := [a | some a in args; every b in args { compare(a, b, r) <= 0 }][0]

apply("max", args, r) := [a | some a in args; every b in args { compare(a, b, r) >= 0 }][0]

# The divisor is made whole with its conjugate; norm is their product.
divide(a, b, norm, r) := positive([
	b[2] * ((a[0] * b[0]) - ((a[1] * b[1]) * r)),
	b[2] * ((a[1] * b[0]) - (a[0] * b[1])),
	a[2] * norm,
]) if {
	norm != 0
}

# Without a norm, the root is a whole number in disguise: the divisor is 0, or twice its rational part.
divide(a, b, 0, r) := positive([a[0] * b[2], a[1] * b[2], (a[2] * 2) * b[0]]) if sign(b[0], b[1], r) != 0

divide(_, b, 0, r) := null if sign(b[0], b[1], r) == 0

positive([p, s, d]) := [p, s, d] if d > 0

positive([p, s, d]) := [0 - p, 0 - s, 0 - d] if d < 0

# METADATA
# description: The least whole number that is no smaller than a number without a root.
ceiling([p, 0, d]) := (p + ((d - (p % d)) % d)) / d if p >= 0
