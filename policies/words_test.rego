# METADATA
# title: Tests of words and numbers for people
package bylaw.words_test

import data.bylaw.words

test_decimals_lose_no_digit if {
	every t in [
		[7, 1, "7"], [0, 1, "0"], [-3, 1, "-3"], [0, 10, "0"], [15, 10, "1.5"], [5, 100, "0.05"], [150, 100, "1.5"],
		[-5, 10, "-0.5"], [100, 10, "10"], [123456789012345678901234567890, 10, "12345678901234567890123456789"],
	] {
		words.decimal(t[0], t[1]) == t[2]
	}
}

test_quantities_have_their_noun if {
	words.quantity(1, 1, "yes") == "1 vote in favour"
	words.quantity(2, 1, "yes") == "2 votes in favour"
	words.quantity(10, 10, "seats") == "1 seat"
	words.quantity(15, 10, "cast") == "1.5 votes cast"
	words.quantity(null, 1, "eligible") == "? entitled members"
}

test_a_house_is_named if {
	words.in_house("") == ""
	words.in_house("cantons") == " in cantons"
}

test_nothing_is_plural if {
	words.quantity(0, 1, "yes") == "0 votes in favour"
	words.quantity(0, 10, "silent") == "0 silent members"
	words.quantity(-1, 1, "margin") == "-1 votes of margin"
	words.quantity(1, 10, "yes") == "0.1 votes in favour"
}

test_whole_weights_lose_their_zeros_and_no_others if {
	words.decimal(1000, 100) == "10"
	words.decimal(1010, 100) == "10.1"
	words.decimal(-1005, 100) == "-10.05"
	words.decimal(1, 1000000) == "0.000001"
}

test_every_quantity_that_a_test_may_name_has_a_noun if {
	every name in [
		"yes", "no", "abstain", "block", "cast", "participating", "present", "silent", "not_yes",
		"yes_or_abstain", "margin", "eligible", "seats", "not_abstaining",
	] {
		words.quantity(1, 1, name) != words.quantity(2, 1, name)
		startswith(words.quantity(null, 1, name), "? ")
	}
}

test_every_operator_is_spelled_out if {
	words.operator == {">=": "at least", ">": "more than", "<=": "at most", "<": "fewer than"}
}
