package bylaw.needed_test

import data.bylaw.fixture_test as fixture
import data.bylaw.needed

# What a motion of three days still needs on its second day, with so many entitled.
texts(changes, votes, eligible) := asked(changes, {"votes": votes, "electorate": fixture.entitled(eligible)})

asked(changes, more) := out if {
	rule := object.union({"threshold": fixture.majority, "period": {"min": fixture.span("3d")}}, changes)
	timing := {"opened": fixture.on("03-01"), "now": fixture.on("03-02")}
	out := needed.texts with input as fixture.motion(rule, object.union({"timing": timing}, more))
}

others_only := ["other votes than those that are still out"]

test_the_fewest_votes_in_favour_are_named[name] if {
	two_thirds := {"threshold": fixture.all_of([fixture.share("yes", ">=", "2/3", "cast")])}
	some name, row in {
		"one": {"votes": fixture.tallied(3, 2, 0), "eligible": 9, "want": ["1 more vote in favour"]},
		"two": {"votes": fixture.tallied(2, 2, 0), "eligible": 9, "want": ["2 more votes in favour"]},
		"all who are left": {"votes": fixture.tallied(2, 2, 0), "eligible": 6, "want": ["2 more votes in favour"]},
		"more than are left": {"votes": fixture.tallied(2, 2, 0), "eligible": 5, "want": others_only},
		"none are left": {"votes": fixture.tallied(2, 2, 0), "eligible": 4, "want": others_only},
		"unknown number left": {"votes": fixture.tallied(2, 2, 0), "eligible": null, "want": others_only},
		"none, it holds": {"votes": fixture.tallied(2, 1, 0), "eligible": 9, "want": []},
	}
	texts(two_thirds, row.votes, row.eligible) == row.want
}

test_what_is_decided_needs_nothing if {
	decided := {"votes": fixture.tallied(1, 3, 0), "electorate": fixture.entitled(9), "timing": {"now": fixture.on("03-04")}}
	asked({}, decided) == []
}

test_abstentions_help_a_quorum[name] if {
	quorum := {"quorum": fixture.all_of([fixture.whole("participating", ">=", 4)])}
	some name, row in {
		"two": {"yes": 1, "want": ["3 more votes in favour, or 1 if 2 others abstain"]},
		"one": {"yes": 2, "want": ["2 more votes in favour, or 1 if another member abstains"]},
		"none": {"yes": 3, "want": ["1 more vote in favour"]},
	}
	texts(quorum, fixture.tallied(row.yes, 0, 0), 9) == row.want
}

test_a_given_attendance_grows_with_the_votes if {
	attended := {"threshold": fixture.all_of([fixture.share("yes", ">", "1/2", "present")])}
	more := {"votes": fixture.tallied(2, 1, 1), "electorate": {"": {"eligible": 9, "present": 4}}}
	asked(attended, more) == ["1 more vote in favour"]
}

test_large_electorates_are_searched_to_the_exact_number[name] if {
	some name, row in {
		"a round number": {"eligible": 400, "want": ["200 more votes in favour"]},
		"one more": {"eligible": 402, "want": ["201 more votes in favour"]},
		"in the first stride": {"eligible": 42, "want": ["21 more votes in favour"]},
	}
	absolute := {"threshold": fixture.all_of([fixture.share("yes", ">", "1/2", "eligible")])}
	texts(absolute, fixture.tallied(1, 0, 0), row.eligible) == row.want
}

test_votes_are_asked_for_in_whole_numbers if {
	weighed := {"votes": fixture.tallied(15, 25, 0), "electorate": fixture.entitled(100), "unit": 10}
	asked({"weighted": true}, weighed) == ["2 more votes in favour"]
}

test_a_motion_without_sponsors_asks_for_them if {
	sponsor := {"seconds": fixture.constant([2, 1]), "text": "2", "within": null, "proposer_counts": false}
	texts({"sponsor": sponsor}, fixture.tallied(0, 1, 0), 9) == ["it needs 2 sponsors"]
}

test_inside_the_band_a_ruling_is_needed if {
	judge := {"by": "chair", "of": "cast", "below": [13, 20], "above": [3, 4], "rounded": false, "band": "65% to 75%"}
	closed := {"votes": fixture.tallied(7, 3, 0), "timing": {"now": fixture.on("03-04")}}
	asked({"threshold": null, "judge": judge}, closed) == ["a ruling by chair"]
}

test_a_suspending_veto_is_nothing_that_votes_can_mend if {
	veto := object.union(fixture.veto(["board"]), {"effect": "suspend"})
	texts({"veto": veto}, object.union(fixture.tallied(3, 1, 0), {"vetoes": 1}), 9) == []
}

test_before_the_opening_nothing_is_needed_yet if {
	asked({}, {"votes": fixture.tallied(0, 0, 0), "timing": {"opened": fixture.on("03-05")}}) == []
}

test_of_several_houses_those_that_lack_votes_are_named if {
	majority := fixture.share("yes", ">", "1/2", "cast")
	rule := {
		"houses": [fixture.house("north"), fixture.house("south"), fixture.house("west")],
		"threshold": fixture.all_of([fixture.within(house, majority) | some house in ["west", "north", "south"]]),
	}
	asked(rule, {"votes": {"houses": {
		"north": fixture.table(fixture.tally(1, 1, 0, 0)), "south": fixture.table(fixture.tally(3, 1, 0, 0)),
		"west": fixture.table(fixture.tally(0, 1, 0, 0)),
	}}}) == ["the tests of north and west"]
}

test_a_stage_asks_for_its_own_tests if {
	stages := [
		{"after": fixture.span("0d"), "quorum": null, "threshold": fixture.all_of([fixture.whole("yes", ">=", 3)])},
		{"after": fixture.span("7d"), "quorum": null, "threshold": fixture.all_of([fixture.whole("yes", ">=", 1)])},
	]
	texts({"stages": stages}, fixture.tallied(1, 0, 0), 9) == ["2 more votes in favour"]
}

test_before_the_first_stage_there_is_nothing_to_test if {
	stages := [{"after": fixture.span("7d"), "quorum": fixture.majority, "threshold": fixture.majority}]
	texts({"stages": stages}, fixture.tallied(0, 1, 0), 9) == []
}
