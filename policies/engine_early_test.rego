package bylaw.engine_test

import data.bylaw.fixture_test as fixture

# On the second day of three, with so many entitled.
midway(votes, eligible) := object.union(seen(fixture.on("03-02"), votes), {"electorate": fixture.entitled(eligible)})

passing(how, changes) := object.union(object.union(three_days, {"early_pass": how}), changes)

failing(changes) := object.union(object.union(three_days, {"early_fail": "when_decided"}), changes)

test_early_closing_is_off_unless_asked_for if {
	outcome(three_days, midway(fixture.tallied(9, 0, 0), 9)) == ["open", 6]
	outcome(three_days, midway(fixture.tallied(0, 9, 0), 9)) == ["open", 6]
	outcome(passing("when_decided", {}), midway(fixture.tallied(0, 9, 0), 9)) == ["open", 6]
	outcome(failing({}), midway(fixture.tallied(9, 0, 0), 9)) == ["open", 6]
}

test_when_passing_needs_the_tests_to_hold_now[name] if {
	some name, row in {
		"they hold": {"votes": fixture.tallied(3, 1, 0), "want": ["passed", 6]},
		"a tie": {"votes": fixture.tallied(2, 2, 0), "want": ["open", 6]},
		"the quorum is missed": {"votes": fixture.tallied(2, 1, 0), "want": ["open", 6]},
	}
	outcome(passing("when_passing", a_quarter), midway(row.votes, 16)) == row.want
}

test_an_early_close_waits_for_its_earliest_moment[name] if {
	some name, row in {
		"a second before": {"now": "2026-03-02T23:59:59Z", "want": ["open", 6]},
		"exactly": {"now": fixture.on("03-03"), "want": ["passed", 6]},
	}
	rule := passing("when_passing", {"period": {"early_min": fixture.span("48h")}})
	outcome(rule, seen(row.now, carried)) == row.want
}

test_when_all_voted_needs_everybody[name] if {
	some name, row in {
		"everybody": {"votes": fixture.tallied(3, 1, 1), "eligible": 5, "want": ["passed", 6]},
		"one is silent": {"votes": fixture.tallied(3, 1, 0), "eligible": 5, "want": ["open", 6]},
		"unknown": {"votes": fixture.tallied(3, 1, 1), "eligible": null, "want": ["open", 6]},
		"everybody, but lost": {"votes": fixture.tallied(1, 3, 1), "eligible": 5, "want": ["open", 6]},
	}
	outcome(passing("when_all_voted", {}), midway(row.votes, row.eligible)) == row.want
}

test_when_decided_passes_what_the_silent_cannot_change[name] if {
	some name, row in {
		"more than all others": {"votes": fixture.tallied(3, 0, 0), "eligible": 5, "want": ["passed", 6]},
		"half may still object": {"votes": fixture.tallied(3, 0, 0), "eligible": 6, "want": ["open", 6]},
		"unknown number": {"votes": fixture.tallied(9, 0, 0), "eligible": null, "want": ["open", 6]},
		"more votes than entitled": {"votes": fixture.tallied(3, 1, 0), "eligible": 2, "want": ["passed", 6]},
	}
	outcome(passing("when_decided", {}), midway(row.votes, row.eligible)) == row.want
}

test_every_way_in_which_the_silent_may_vote_is_tried[name] if {
	some name, row in {
		"all may stay silent": {"test": fixture.whole("participating", ">=", 4), "sure": false},
		"all may vote yes": {"test": fixture.whole("yes", "<=", 3), "sure": false},
		"all may vote no": {"test": fixture.whole("no", "<=", 0), "sure": false},
		"all may abstain": {"test": fixture.whole("abstain", "<=", 0), "sure": false},
		"attendance grows": {"test": fixture.share("yes", ">=", "3/4", "present"), "sure": false},
		"attendance cannot outgrow it": {"test": fixture.share("yes", ">=", "3/5", "present"), "sure": true},
		"blocks are not known": {"test": fixture.whole("block", "<=", 0), "sure": true},
	}
	rule := passing("when_decided", {"threshold": fixture.all_of([row.test])})
	outcome(rule, midway(fixture.tallied(3, 0, 0), 5)) == {true: ["passed", 6], false: ["open", 6]}[row.sure]
}

test_where_blocks_are_known_the_silent_may_block if {
	no_block := passing("when_decided", {"threshold": fixture.all_of([fixture.whole("block", "<=", 0)]), "blocks": true})
	outcome(no_block, midway(fixture.tallied(4, 0, 0), 5)) == ["open", 6]
	outcome(no_block, midway(fixture.tallied(5, 0, 0), 5)) == ["passed", 6]
}

test_when_decided_fails_what_can_no_longer_hold[name] if {
	some name, row in {
		"more than all others": {"votes": fixture.tallied(0, 3, 0), "eligible": 5, "want": ["failed", 6]},
		"half is enough against a majority": {"votes": fixture.tallied(0, 3, 0), "eligible": 6, "want": ["failed", 6]},
		"all others may agree": {"votes": fixture.tallied(0, 2, 0), "eligible": 5, "want": ["open", 6]},
		"unknown number": {"votes": fixture.tallied(0, 9, 0), "eligible": null, "want": ["open", 6]},
	}
	outcome(failing({}), midway(row.votes, row.eligible)) == row.want
}

test_an_early_failure_has_its_usual_effect if {
	beaten := midway(fixture.tallied(0, 3, 0), 5)
	outcome(failing({"on_fail": "escalate"}), beaten) == ["open", 6]
	hopeless := {"quorum": fixture.all_of([fixture.whole("participating", ">=", 6)])}
	outcome(failing(hopeless), beaten) == ["failed", 8]
	ruled(failing(hopeless), beaten).why == "the quorum can no longer be reached"
	extending := object.union(hopeless, {"on_no_quorum": "extend", "period": {"max": fixture.span("14d")}})
	outcome(failing(extending), beaten) == ["open", 8]
}

test_the_quorum_must_be_certain_too if {
	rule := passing("when_decided", {"quorum": fixture.all_of([fixture.whole("participating", ">=", 4)])})
	outcome(rule, midway(fixture.tallied(3, 0, 0), 5)) == ["open", 6]
	outcome(rule, midway(fixture.tallied(3, 0, 1), 5)) == ["passed", 6]
}

test_a_list_is_certain_as_its_members_are if {
	either := {"threshold": fixture.any_of([fixture.whole("no", "<=", 0), fixture.whole("yes", ">=", 3)])}
	outcome(passing("when_decided", either), midway(fixture.tallied(3, 0, 0), 9)) == ["passed", 6]
	outcome(passing("when_decided", either), midway(fixture.tallied(2, 0, 0), 9)) == ["open", 6]
}

test_a_veto_by_test_must_be_false_for_an_early_pass[name] if {
	some name, row in {
		"false": {"test": fixture.whole("no", ">", 5), "how": "when_passing", "want": ["passed", 6]},
		"true": {"test": fixture.whole("no", ">", 0), "how": "when_passing", "want": ["open", 6]},
		"unknown": {"test": fixture.whole("seats", ">", 5), "how": "when_passing", "want": ["open", 6]},
		"certainly false": {"test": fixture.whole("no", ">", 2), "how": "when_decided", "want": ["passed", 6]},
		"false so far": {"test": fixture.whole("no", ">", 1), "how": "when_decided", "want": ["open", 6]},
	}
	rule := passing(row.how, {"veto": object.union(fixture.veto_by_test(row.test), {"when": "if_passing"})})
	outcome(rule, midway(fixture.tallied(4, 1, 0), 6)) == row.want
}

test_where_every_voter_may_veto_none_may_be_silent if {
	blocking := object.union(passing("when_decided", {"blocks": true}), {"veto": object.union(fixture.anybody, {"stance": "block"})})
	outcome(blocking, midway(fixture.tallied(4, 0, 0), 5)) == ["open", 6]
	outcome(blocking, midway(fixture.tallied(4, 0, 1), 5)) == ["passed", 6]
}

test_vetoes_of_role_holders_count_as_they_stand if {
	rule := passing("when_decided", {"veto": object.union(fixture.veto(["board"]), {"when": "if_passing"})})
	votes := fixture.tallied(4, 0, 0)
	outcome(rule, midway(votes, 5)) == ["passed", 6]
	outcome(rule, midway(object.union(votes, {"vetoes": 1}), 5)) == ["vetoed", 9]
}

test_there_is_no_early_close_of_a_derived_house if {
	groups := {name: fixture.table(fixture.tally(5, 0, 0, 0)) | some name in ["north", "south"]}
	house := {"houses": [fixture.deriving("", fixture.majority)]}
	case := seen(fixture.on("03-02"), {"groups": groups})
	outcome(passing("when_decided", house), case) == ["open", 6]
	outcome(passing("when_all_voted", house), case) == ["open", 6]
	outcome(passing("when_passing", house), case) == ["passed", 6]
}

test_there_is_no_early_close_where_the_clock_starts_when_passing if {
	rule := object.union(support, {"early_pass": "when_passing"})
	case := object.union(seen(fixture.on("03-02"), fixture.tallied(5, 0, 0)), {"electorate": fixture.entitled(5)})
	outcome(rule, case) == ["open", 6]
}

test_there_is_no_early_pass_without_a_threshold if {
	outcome(passing("when_passing", {"threshold": null}), midway(carried, 4)) == ["open", 6]
}

test_the_casting_vote_does_not_close_early if {
	rule := passing("when_passing", {"tie": "casting_vote"})
	votes := {"houses": {"": object.union(fixture.table(fixture.tally(2, 2, 0, 0)), {"casting": "yes"})}}
	outcome(rule, midway(votes, 4)) == ["open", 6]
	outcome(rule, seen(fixture.on("03-04"), votes)) == ["passed", 8]
}

test_that_it_once_held_decides_nothing if {
	case := object.union(midway(fixture.tallied(2, 2, 0), 4), {"timing": {"threshold_met": fixture.on("03-01")}})
	outcome(passing("when_passing", {}), case) == ["open", 6]
}
