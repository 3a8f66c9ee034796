# METADATA
# title: Tests of exact numbers
package bylaw.number_test

import data.bylaw.number

num(n, d) := {"op": "num", "value": [n, d], "level": 0, "args": []}

quantity(name) := {"op": "quantity", "name": name, "level": 0, "args": []}

node(op, level, args) := {"op": op, "level": level, "args": args}

# 1.5*sqrt(eligible)
root := {"radicand": 1, "nodes": [num(3, 2), quantity("eligible"), node("sqrt", 1, [1]), node("*", 2, [0, 2])]}

value(formula, quantities) := number.value(formula, quantities, 1)

plain(op, a, b) := {"radicand": -1, "nodes": [a, b, node(op, 1, [0, 1])]}

test_the_sign_of_a_sum_with_a_root if {
	every t in [
		[0, 0, 2, 0], [3, 0, 2, 1], [-3, 0, 2, -1], [0, 1, 2, 1], [0, -1, 2, -1],
		[1, 1, 2, 1], [-1, -1, 2, -1], [2, -1, 3, 1], [2, -1, 5, -1], [-2, 1, 5, 1],
		[-2, 1, 3, -1], [2, -1, 4, 0], [7, 5, 0, 1],
	] {
		number.sign(t[0], t[1], t[2]) == t[3]
	}
}

test_a_plain_number_is_itself if {
	value({"radicand": -1, "nodes": [num(2, 3)]}, {}) == {"number": [2, 0, 3], "r": 0}
}

test_a_quantity_counts_units if {
	number.value({"radicand": -1, "nodes": [quantity("yes")]}, {"yes": 25}, 10) == {"number": [25, 0, 10], "r": 0}
}

test_an_unknown_quantity_is_null if value({"radicand": -1, "nodes": [quantity("seats")]}, {"seats": null}) == null

test_an_unknown_quantity_makes_the_whole_unknown if {
	value(plain("+", num(1, 1), quantity("seats")), {"seats": null}) == null
}

test_the_four_operations if {
	every t in [["+", [7, 0, 6]], ["-", [-1, 0, 6]], ["*", [2, 0, 6]], ["/", [6, 0, 8]]] {
		got := value(plain(t[0], num(1, 2), num(2, 3)), {}).number
		number.compare(got, t[1], 0) == 0
	}
}

test_a_negative_divisor_keeps_the_denominator_positive if {
	got := value(plain("/", num(1, 1), num(-2, 1)), {}).number
	got[2] > 0
	number.compare(got, [-1, 0, 2], 0) == 0
}

test_negation if {
	value({"radicand": -1, "nodes": [num(1, 2), node("neg", 1, [0])]}, {}).number == [-1, 0, 2]
}

test_least_and_greatest if {
	value(plain("min", num(1, 2), num(2, 3)), {}).number == [1, 0, 2]
	value(plain("max", num(1, 2), num(2, 3)), {}).number == [2, 0, 3]
	value(plain("max", num(1, 2), num(1, 2)), {}).number == [1, 0, 2]
}

test_a_root_is_exact_on_both_sides_of_a_square if {
	got := value(root, {"eligible": 1024})
	number.compare(got.number, [48, 0, 1], got.r) == 0
	less := value(root, {"eligible": 1023})
	number.compare(less.number, [48, 0, 1], less.r) == -1
	more := value(root, {"eligible": 1025})
	number.compare(more.number, [48, 0, 1], more.r) == 1
}

test_a_root_of_half_units if {
	formula := {"radicand": 0, "nodes": [quantity("yes"), node("sqrt", 1, [0])]}
	got := number.value(formula, {"yes": 225}, 100)
	number.compare(got.number, [3, 0, 2], got.r) == 0
}

test_the_root_of_a_negative_number_is_unknown if value(root, {"eligible": -1}) == null

test_the_root_of_an_unknown_number_is_unknown if value(root, {"eligible": null}) == null

test_a_division_by_zero_is_unknown if value(plain("/", num(1, 1), quantity("no")), {"no": 0}) == null

# 1/(sqrt(eligible) - 2)
shifted := {"radicand": 0, "nodes": [
	quantity("eligible"), node("sqrt", 1, [0]), num(2, 1), node("-", 2, [1, 2]), num(1, 1),
	node("/", 3, [4, 3]),
]}

test_dividing_by_a_root_goes_by_its_conjugate if {
	got := value(shifted, {"eligible": 5})
	number.compare(got.number, [2, 1, 1], got.r) == 0
}

test_dividing_by_a_root_that_is_whole if {
	got := value(shifted, {"eligible": 9})
	number.compare(got.number, [1, 0, 1], got.r) == 0
}

test_dividing_by_a_root_that_cancels_is_unknown if value(shifted, {"eligible": 4}) == null

# 1/(sqrt(eligible) + 2), where the norm vanishes and the divisor does not.
raised := {"radicand": 0, "nodes": [
	quantity("eligible"), node("sqrt", 1, [0]), num(2, 1), node("+", 2, [1, 2]), num(1, 1),
	node("/", 3, [4, 3]),
]}

test_a_norm_of_zero_does_not_make_a_divisor_of_zero if {
	got := value(raised, {"eligible": 4})
	number.compare(got.number, [1, 0, 4], got.r) == 0
}

test_huge_numbers_stay_exact if {
	big := 123456789012345678901234567890
	got := value(plain("*", num(big, 1), num(big, 1)), {})
	number.compare(got.number, [big * big, 0, 1], 0) == 0
	number.compare(got.number, [(big * big) + 1, 0, 1], 0) == -1
}

# 10^30 and the root of 10^60 + 1 differ by less than a float can tell.
test_a_difference_too_small_for_floats_is_seen if {
	p := 1000000000000000000000000000000
	number.sign(p, -1, (p * p) + 1) == -1
	number.sign(p, -1, p * p) == 0
	number.sign(p, -1, (p * p) - 1) == 1
}

test_fractions_compare_by_cross_multiplication if {
	number.compare([66, 0, 100], [2, 0, 3], 0) == -1
	number.compare([67, 0, 100], [2, 0, 3], 0) == 1
	number.compare([4, 0, 6], [2, 0, 3], 0) == 0
	number.compare([0, 1, 1], [141421356, 0, 100000000], 2) == 1
	number.compare([0, 1, 1], [141421357, 0, 100000000], 2) == -1
}

test_formulas_may_be_twelve_levels_deep if {
	negations := [node("neg", i, [i - 1]) | some i in numbers.range(1, 12)]
	value({"radicand": -1, "nodes": array.concat([quantity("yes")], negations)}, {"yes": 7}).number == [7, 0, 1]
}

# 60 % of the entitled, but 5 at least.
test_a_floor_holds_until_the_share_is_more if {
	nodes := [num(5, 1), num(3, 5), quantity("eligible"), node("*", 1, [1, 2]), node("max", 2, [0, 3])]
	every t in [[0, [5, 0, 1]], [8, [5, 0, 1]], [9, [27, 0, 5]]] {
		got := value({"radicand": -1, "nodes": nodes}, {"eligible": t[0]}).number
		number.compare(got, t[1], 0) == 0
	}
}

# The root of half the entitled is the root of twice their number, halved.
test_the_root_of_a_fraction_is_exact if {
	formula := {"radicand": 2, "nodes": [quantity("eligible"), num(2, 1), node("/", 1, [0, 1]), node("sqrt", 2, [2])]}
	every t in [[50, 1, 0], [51, 1, 1], [49, 1, -1], [500, 10, 0], [5000000001, 100000000, 1]] {
		got := number.value(formula, {"eligible": t[0]}, t[1])
		number.compare(got.number, [5, 0, 1], got.r) == t[2]
	}
}

# (sqrt(eligible) + 1) * (sqrt(eligible) - 1)
test_roots_add_and_multiply if {
	got := value(
		{"radicand": 0, "nodes": [
			quantity("eligible"), node("sqrt", 1, [0]), num(1, 1), node("+", 2, [1, 2]), node("-", 2, [1, 2]),
			node("*", 3, [3, 4]),
		]},
		{"eligible": 3},
	)
	number.compare(got.number, [2, 0, 1], got.r) == 0
}

test_the_least_and_the_greatest_see_through_roots if {
	nodes := [quantity("eligible"), node("sqrt", 1, [0]), num(5, 1)]
	every t in [["min", 24, -1], ["min", 26, 0], ["max", 24, 0], ["max", 26, 1]] {
		got := value({"radicand": 0, "nodes": array.concat(nodes, [node(t[0], 2, [1, 2])])}, {"eligible": t[1]})
		number.compare(got.number, [5, 0, 1], got.r) == t[2]
	}
}
