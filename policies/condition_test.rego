package bylaw.condition_test

import data.bylaw.condition
import data.bylaw.fixture_test as fixture
import data.bylaw.tally

# What the only house sees after votes in favour, against and in abstention, with so many entitled.
seen(yes, no, abstain, eligible) := tally.quantities(
	fixture.tally(yes, no, abstain, 0),
	{"eligible": eligible, "seats": null, "present": null},
)

value(test, quantities) := condition.test(test, {"plain": quantities}, 1)

unheld := 0

unknown := 1

held := 2

two_thirds := fixture.share("yes", ">=", "2/3", "cast")

test_shares_are_exact_at_their_edge[name] if {
	some name, row in {
		"6 of 9 is two thirds": {"test": two_thirds, "votes": [6, 3], "want": held},
		"33 of 50 is not": {"test": two_thirds, "votes": [33, 17], "want": unheld},
		"33 of 50 is 66 percent": {"test": fixture.share("yes", ">=", "66/100", "cast"), "votes": [33, 17], "want": held},
		"6 of 9 is not more than two thirds": {"test": fixture.share("yes", ">", "2/3", "cast"), "votes": [6, 3], "want": unheld},
		"6 of 9 is less than 0.67": {"test": fixture.share("yes", ">=", "67/100", "cast"), "votes": [6, 3], "want": unheld},
		"a third against is at most a third": {"test": fixture.share("no", "<=", "1/3", "cast"), "votes": [6, 3], "want": held},
		"a third against is not fewer": {"test": fixture.share("no", "<", "1/3", "cast"), "votes": [6, 3], "want": unheld},
		"less than a third against": {"test": fixture.share("no", "<", "1/3", "cast"), "votes": [7, 3], "want": held},
		"a tie is at least half": {"test": fixture.share("yes", ">=", "1/2", "cast"), "votes": [5, 5], "want": held},
		"a tie is no majority": {"test": fixture.share("yes", ">", "1/2", "cast"), "votes": [5, 5], "want": unheld},
		"2 of 6 are a third": {"test": fixture.share("yes", ">=", "1/3", "cast"), "votes": [2, 4], "want": held},
		"333 of 1000 are not": {"test": fixture.share("yes", ">=", "1/3", "cast"), "votes": [333, 667], "want": unheld},
	}
	value(row.test, seen(row.votes[0], row.votes[1], 0, null)) == row.want
}

test_plain_numbers_need_no_base[name] if {
	some name, row in {
		"three are at least three": {"cmp": ">=", "n": 3, "want": held},
		"three are not four": {"cmp": ">=", "n": 4, "want": unheld},
		"three are more than two": {"cmp": ">", "n": 2, "want": held},
		"three are not more than three": {"cmp": ">", "n": 3, "want": unheld},
		"three are at most three": {"cmp": "<=", "n": 3, "want": held},
		"three are not at most two": {"cmp": "<=", "n": 2, "want": unheld},
		"three are fewer than four": {"cmp": "<", "n": 4, "want": held},
		"three are not fewer than three": {"cmp": "<", "n": 3, "want": unheld},
	}
	value(fixture.whole("yes", row.cmp, row.n), seen(3, 0, 0, null)) == row.want
}

test_plain_numbers_are_whole_votes_whatever_the_unit if {
	half_vote := {"plain": seen(25, 0, 0, null)}
	condition.test(fixture.whole("yes", ">=", 2), half_vote, 10) == held
	condition.test(fixture.whole("yes", ">=", 3), half_vote, 10) == unheld
	condition.test(fixture.share("yes", ">=", "1/1", "cast"), half_vote, 10) == held
}

test_each_quantity_is_counted_as_defined[name] if {
	votes := {"yes": 5, "no": 3, "abstain": 2, "block": 1}
	q := tally.quantities(votes, {"eligible": 20, "seats": 24, "present": null})
	some name, want in {
		"cast": 9, "participating": 11, "present": 11, "silent": 9, "not_yes": 15, "not_abstaining": 18,
		"yes_or_abstain": 7, "margin": 2, "eligible": 20, "seats": 24, "block": 1,
	}
	value(fixture.whole(name, ">=", want), q) == held
	value(fixture.whole(name, "<=", want), q) == held
}

test_a_margin_may_be_less_than_nothing if {
	value(fixture.whole("margin", "<", 0), seen(2, 3, 0, null)) == held
	value(fixture.whole("margin", ">=", -1), seen(2, 3, 0, null)) == held
	value(fixture.whole("margin", ">=", 0), seen(2, 3, 0, null)) == unheld
}

test_a_share_of_nothing_is_never_reached_and_always_respected[name] if {
	some name, row in {
		"a third": {"cmp": ">=", "value": "1/3", "want": unheld},
		"more than a third": {"cmp": ">", "value": "1/3", "want": unheld},
		"at most a third": {"cmp": "<=", "value": "1/3", "want": held},
		"less than a third": {"cmp": "<", "value": "1/3", "want": held},
		"no part": {"cmp": ">=", "value": "0/1", "want": unheld},
		"less than no part": {"cmp": "<", "value": "0/1", "want": held},
		"more than a part below 0": {"cmp": ">", "value": "-1/2", "want": unheld},
		"at most a part below 0": {"cmp": "<=", "value": "-1/2", "want": held},
	}
	every base in ["cast", "participating", "present", "eligible", "no"] {
		value(fixture.share("yes", row.cmp, row.value, base), seen(0, 0, 0, 0)) == row.want
	}
}

test_a_base_below_nothing_is_empty if {
	q := object.union(seen(1, 0, 3, 2), {"not_abstaining": -1})
	value(fixture.share("yes", ">=", "1/2", "not_abstaining"), q) == unheld
	value(fixture.share("yes", "<=", "1/2", "not_abstaining"), q) == held
}

test_a_ratio_to_no_votes_against_needs_one_in_favour if {
	twice := fixture.share("yes", ">=", "2/1", "no")
	more := fixture.share("yes", ">", "1/1", "no")
	value(twice, seen(1, 0, 0, null)) == held
	value(more, seen(1, 0, 0, null)) == held
	value(twice, seen(0, 0, 5, null)) == unheld
	value(twice, seen(8, 4, 9, null)) == held
	value(twice, seen(5, 3, 4, null)) == unheld
	value(fixture.share("abstain", ">=", "1/1", "no"), seen(1, 0, 0, null)) == held
	value(fixture.share("yes", "<=", "1/1", "no"), seen(4, 0, 0, null)) == held
}

test_what_is_unknown_is_neither_true_nor_false[name] if {
	some name, test in {
		"an unknown count": fixture.whole("silent", ">=", 0),
		"an unknown count of a share": fixture.share("not_yes", "<=", "1/3", "cast"),
		"an unknown base": fixture.share("yes", ">=", "1/2", "eligible"),
		"an unknown base of a share of nothing": fixture.share("yes", ">=", "0/1", "eligible"),
		"an unknown quantity in a formula": fixture.formula("yes", ">=", fixture.roots("3/2", "eligible")),
	}
	value(test, seen(9, 0, 0, null)) == unknown
}

test_a_root_of_less_than_nothing_is_unknown if {
	value(fixture.formula("yes", ">=", fixture.roots("1/1", "margin")), seen(1, 2, 0, null)) == unknown
}

# The quorum of a Debian resolution is three times half the root of the developers.
test_a_quorum_by_root_falls_between_whole_votes if {
	quorum := fixture.formula("yes", ">=", fixture.roots("3/2", "eligible"))
	value(quorum, seen(47, 0, 0, 1000)) == unheld
	value(quorum, seen(48, 0, 0, 1000)) == held
	value(quorum, seen(45, 0, 0, 900)) == held
	value(quorum, seen(44, 0, 0, 900)) == unheld
}

test_a_share_may_be_a_formula if {
	value(fixture.formula("yes", ">", fixture.roots("1/10", "eligible")), seen(10, 0, 0, 10000)) == unheld
	share := object.union(fixture.formula("yes", ">=", fixture.roots("1/10", "no")), {"of": "cast"})
	value(share, seen(3, 9, 0, null)) == unheld
	value(share, seen(4, 9, 0, null)) == held
}

test_of_seats_looks_at_the_seats if {
	house := {"plain": {"yes": 4, "seats": 7}, "seats": {"yes": 5, "seats": 7}}
	condition.test(fixture.share("yes", ">=", "5/7", "seats"), house, 1) == held
	condition.test(fixture.share("yes", ">=", "5/4", "yes"), house, 1) == unheld
}

# Rules over the only house.
holds(rules, quantities) := condition.holds(rules, {"": {"plain": quantities}}, 1)

true_test := fixture.whole("yes", ">=", 0)

false_test := fixture.whole("yes", "<", 0)

unknown_test := fixture.whole("eligible", ">=", 0)

test_rules_that_are_not_there_hold if {
	holds(null, seen(0, 0, 0, null)) == held
	condition.certain(null, {}, 1) == held
}

test_a_list_is_as_weak_as_its_weakest[name] if {
	some name, row in {
		"true": {"list": [true_test], "all": held, "any": held},
		"true and true": {"list": [true_test, true_test], "all": held, "any": held},
		"true and false": {"list": [true_test, false_test], "all": unheld, "any": held},
		"true and unknown": {"list": [true_test, unknown_test], "all": unknown, "any": held},
		"false and unknown": {"list": [unknown_test, false_test], "all": unheld, "any": unknown},
		"false and false": {"list": [false_test, false_test], "all": unheld, "any": unheld},
		"all three": {"list": [unknown_test, true_test, false_test], "all": unheld, "any": held},
	}
	holds(fixture.all_of(row.list), seen(1, 0, 0, null)) == row.all
	holds(fixture.any_of(row.list), seen(1, 0, 0, null)) == row.any
}

# The last of the nodes so far and one more test, turn by turn under any and all: true at last if the depth is even.
tower(depth) := {"nodes": array.concat([true_test], layers), "levels": depth} if {
	layers := [layer |
		some i in numbers.range(1, depth)
		some layer in [
			[false_test, fixture.node("all", i, [(i * 2) - 2, (i * 2) - 1])],
			[true_test, fixture.node("any", i, [(i * 2) - 2, (i * 2) - 1])],
		][i % 2]
	]
}

test_lists_nest_to_twelve_levels[name] if {
	some name, depth in {"one": 1, "four": 4, "five": 5, "eight": 8, "nine": 9, "twelve": 12}
	holds(tower(depth), seen(0, 0, 0, null)) == [unheld, held][depth % 2]
}

test_each_test_sees_its_own_house if {
	houses := {"north": {"plain": seen(3, 1, 0, null)}, "south": {"plain": seen(1, 3, 0, null)}}
	majority := fixture.share("yes", ">", "1/2", "cast")
	both := [fixture.within("north", majority), fixture.within("south", majority)]
	condition.holds(fixture.all_of(both), houses, 1) == unheld
	condition.holds(fixture.any_of(both), houses, 1) == held
	condition.holds(fixture.all_of([both[0]]), houses, 1) == held
}

# A house and what it may become.
turning(futures) := {"": {"futures": [{"plain": f} | some f in futures]}}

test_a_test_is_certain_if_no_future_changes_it if {
	may := turning([seen(6, 0, 0, 9), seen(6, 3, 0, 9), seen(9, 0, 0, 9)])
	condition.certain(fixture.all_of([two_thirds]), may, 1) == held
	condition.certain(fixture.all_of([fixture.share("yes", ">", "2/3", "cast")]), may, 1) == unknown
	condition.certain(fixture.all_of([fixture.whole("yes", ">=", 10)]), may, 1) == unheld
}

test_without_futures_nothing_is_certain if condition.certain(fixture.all_of([true_test]), turning([]), 1) == unknown

test_lists_combine_certain_and_uncertain_tests if {
	may := turning([seen(6, 0, 0, 9), seen(6, 3, 0, 9)])
	certain := two_thirds
	uncertain := fixture.whole("no", "<=", 2)
	lost := fixture.whole("yes", ">=", 7)
	condition.certain(fixture.all_of([certain, uncertain]), may, 1) == unknown
	condition.certain(fixture.any_of([certain, uncertain]), may, 1) == held
	condition.certain(fixture.all_of([uncertain, lost]), may, 1) == unheld
	condition.certain(fixture.any_of([uncertain, lost]), may, 1) == unknown
}
