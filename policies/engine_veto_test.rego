package bylaw.engine_test

import data.bylaw.engine
import data.bylaw.fixture_test as fixture

# A vote of three days in which the board may object.
vetoable(changes) := object.union(three_days, {"veto": object.union(fixture.veto(["board"]), changes)})

# The same in which anybody may.
objectionable(changes) := object.union(three_days, {"veto": object.union(fixture.anybody, changes)})

by_test(changes, test) := object.union(three_days, {"veto": object.union(fixture.veto_by_test(test), changes)})

running := fixture.on("03-02")

closing := fixture.on("03-04")

others := [fixture.ballot("ben", "yes"), fixture.ballot("cem", "yes"), fixture.ballot("dia", "yes")]

objection := fixture.ballot_by("board", "ada", "no")

objected := fixture.cast(array.concat(others, [objection]))

test_a_veto_takes_effect_at_once[effect] if {
	some effect, want in {"defeat": "vetoed", "void": "failed", "suspend": "open", "escalate": "open"}
	outcome(vetoable({"effect": effect}), seen(running, objected)) == [want, 4]
	outcome(vetoable({"effect": effect}), seen(closing, objected)) == [want, 4]
}

test_a_veto_that_waits_needs_a_motion_that_passes[name] if {
	some name, row in {
		"while the vote runs": {"now": running, "ballots": array.concat(others, [objection]), "want": ["open", 6]},
		"at the close": {"now": closing, "ballots": array.concat(others, [objection]), "want": ["vetoed", 9]},
		"lost anyway": {"now": closing, "ballots": [objection], "want": ["failed", 8]},
	}
	outcome(vetoable({"when": "if_passing"}), seen(row.now, fixture.cast(row.ballots))) == row.want
}

test_only_a_standing_veto_of_a_holder_counts[name] if {
	some name, row in {
		"no objection": {"ballots": [], "veto": false},
		"not a holder": {"ballots": [fixture.ballot("ada", "no")], "veto": false},
		"another role": {"ballots": [fixture.ballot_by("staff", "ada", "no")], "veto": false},
		"a holder in favour": {"ballots": [fixture.ballot_by("board", "ada", "yes")], "veto": false},
		"withdrawn": {"ballots": [objection, fixture.ballot_by("board", "ada", "withdrawn")], "veto": false},
		"turned into a yes": {"ballots": [objection, fixture.ballot_by("board", "ada", "yes")], "veto": false},
		"turned into a no": {"ballots": [fixture.ballot_by("board", "ada", "yes"), objection], "veto": true},
		"not binding": {"ballots": [object.union(objection, {"binding": false})], "veto": false},
		"before the opening": {"ballots": [object.union(objection, {"at": fixture.on("02-28")})], "veto": false},
		"a second before the close": {"ballots": [object.union(objection, {"at": "2026-03-03T23:59:59Z"})], "veto": true},
		"at the close": {"ballots": [object.union(objection, {"at": closing})], "veto": false},
	}
	ruling := ruled(vetoable({}), seen(closing, fixture.cast(array.concat(others, row.ballots))))
	ruling.outcome == "vetoed" == row.veto
}

test_holders_may_stand_outside_the_electorate_but_not_be_excluded if {
	roll := [fixture.member(name) | some name in ["ben", "cem", "dia"]]
	subject := object.union(fixture.member("ada"), {"excluded": "subject"})
	rule := object.union(vetoable({}), {"electorate": {"exclude": ["subject"]}})
	outside := object.union(seen(closing, objected), {"electorate": fixture.members(roll)})
	excluded := object.union(seen(closing, objected), {"electorate": fixture.members(array.concat(roll, [subject]))})
	outcome(rule, outside) == ["vetoed", 4]
	outcome(rule, excluded) == ["passed", 8]
	outcome(vetoable({}), excluded) == ["vetoed", 4]
}

test_so_many_holders_as_needed_must_object[name] if {
	some name, row in {
		"one": {"names": ["ada"], "veto": false},
		"one of them twice": {"names": ["ada", "ada"], "veto": false},
		"two": {"names": ["ada", "eva"], "veto": true},
	}
	objections := [fixture.ballot_by("board", name, "no") | some name in row.names]
	ruling := ruled(vetoable({"min_holders": 2}), seen(closing, fixture.cast(array.concat(others, objections))))
	ruling.outcome == "vetoed" == row.veto
}

test_without_the_reason_that_it_needs_an_objection_is_a_vote[name] if {
	some name, row in {
		"no reason": {"reason": "", "want": ["passed", 8]},
		"nothing but spaces": {"reason": " \n", "want": ["passed", 8]},
		"a reason": {"reason": "it breaks article 2", "want": ["vetoed", 4]},
	}
	ballots := array.concat(others, [object.union(objection, {"reason": row.reason})])
	case := seen(closing, fixture.cast(ballots))
	outcome(vetoable({"needs_reason": true}), case) == row.want
	outcome(objectionable({"needs_reason": true}), case) == row.want
}

test_a_veto_by_block_is_no_no_and_a_no_is_no_veto if {
	blocking := object.union(vetoable({"stance": "block"}), {"blocks": true})
	block := fixture.ballot_by("board", "ada", "block")
	outcome(blocking, seen(closing, objected)) == ["passed", 8]
	outcome(blocking, seen(closing, fixture.cast(array.concat(others, [block])))) == ["vetoed", 4]
}

test_a_number_of_vetoes_speaks_for_the_ballots[name] if {
	some name, row in {"none": {"n": 0, "want": ["passed", 8]}, "one": {"n": 1, "want": ["vetoed", 4]}}
	outcome(vetoable({}), seen(closing, object.union(carried, {"vetoes": row.n}))) == row.want
	outcome(vetoable({}), object.union(seen(closing, object.union(carried, {"vetoes": row.n * 10})), {"unit": 10})) == row.want
}

test_nine_of_ten_override_a_veto[name] if {
	some name, row in {
		"nine of ten": {"votes": [9, 1], "want": ["passed", 8]},
		"eight of nine": {"votes": [8, 1], "want": ["vetoed", 4]},
	}
	override := fixture.all_of([fixture.share("yes", ">=", "9/10", "cast")])
	case := seen(closing, fixture.tallied(row.votes[0], row.votes[1], 0))
	outcome(objectionable({"override": override}), case) == row.want
}

test_an_unknown_override_lets_the_veto_stand if {
	override := fixture.all_of([fixture.share("yes", ">=", "9/10", "eligible")])
	outcome(objectionable({"override": override}), seen(closing, objected)) == ["vetoed", 4]
	of_nothing := object.union(seen(closing, objected), {"electorate": fixture.entitled(3)})
	outcome(objectionable({"override": override}), of_nothing) == ["passed", 8]
}

test_by_tallies_everybodys_vetoes_are_the_votes_with_that_stance if {
	outcome(objectionable({"min_holders": 2}), seen(closing, fixture.tallied(9, 1, 0))) == ["passed", 8]
	outcome(objectionable({"min_holders": 2}), seen(closing, fixture.tallied(9, 2, 0))) == ["vetoed", 4]
	outcome(objectionable({}), seen(closing, fixture.tallied(9, 0, 4))) == ["passed", 8]
}

test_by_ballots_persons_veto_and_not_weights if {
	heavy := object.union(objection, {"weight": 5})
	weighted := object.union(objectionable({"min_holders": 2}), {"weighted": true})
	ruled(weighted, seen(closing, fixture.cast([heavy]))).outcome == "failed"
	ruled(weighted, seen(closing, fixture.cast([heavy, fixture.ballot("eva", "no")]))).outcome == "vetoed"
}

test_delegated_votes_are_vetoes_too if {
	liquid := {"delegation": {"allowed": "liquid", "transitive": true}}
	rule := object.union(objectionable({"min_holders": 2}), liquid)
	carried_on := array.concat(others, [objection, fixture.delegation("eva", "ada")])
	outcome(rule, seen(closing, fixture.cast(carried_on))) == ["vetoed", 4]
}

test_everybodys_vetoes_are_added_up_over_houses_and_groups[name] if {
	some name, row in {
		"two houses": {
			"houses": [fixture.house("north"), fixture.house("south")],
			"votes": {"houses": {
				"north": fixture.table(fixture.tally(5, 1, 0, 0)),
				"south": object.union(fixture.silence, {"tally": null, "ballots": [objection]}),
			}},
		},
		"groups added up": {
			"houses": [fixture.summing("")],
			"votes": {"groups": {
				"north": fixture.table(fixture.tally(5, 1, 0, 0)),
				"south": object.union(fixture.silence, {"tally": null, "ballots": [objection]}),
			}},
		},
		"groups won": {
			"houses": [fixture.deriving("", fixture.majority)],
			"votes": {"groups": {
				"north": fixture.table(fixture.tally(1, 5, 0, 0)),
				"south": fixture.table(fixture.tally(3, 4, 0, 0)),
				"west": fixture.table(fixture.tally(4, 1, 0, 0)),
			}},
		},
	}
	more := object.union(seen(closing, row.votes), {"electorate": {"north": fixture.roll, "south": fixture.roll}})
	two := object.union(objectionable({"min_holders": 2}), {"houses": row.houses, "threshold": null})
	three := object.union(objectionable({"min_holders": 3}), {"houses": row.houses, "threshold": null})
	ruled(two, more).outcome == "vetoed"
	ruled(three, more).outcome != "vetoed"
}

# The council objects when no vote can break a margin of three.
narrow := fixture.whole("margin", "<", 3)

test_a_test_may_veto_once_the_vote_has_closed[name] if {
	some name, row in {
		"while the vote runs": {"now": running, "votes": [4, 3], "want": ["open", 6]},
		"narrow": {"now": closing, "votes": [4, 3], "want": ["vetoed", 8]},
		"narrow and lost": {"now": closing, "votes": [3, 4], "want": ["vetoed", 8]},
		"clear": {"now": closing, "votes": [6, 3], "want": ["passed", 8]},
	}
	outcome(by_test({}, narrow), seen(row.now, fixture.tallied(row.votes[0], row.votes[1], 0))) == row.want
}

test_a_test_that_waits_vetoes_only_what_passes if {
	waiting := by_test({"when": "if_passing"}, narrow)
	outcome(waiting, seen(closing, fixture.tallied(4, 3, 0))) == ["vetoed", 9]
	outcome(waiting, seen(closing, fixture.tallied(3, 4, 0))) == ["failed", 8]
	outcome(waiting, seen(closing, fixture.tallied(6, 3, 0))) == ["passed", 8]
}

test_an_unknown_test_leaves_the_motion_open if {
	unknown := fixture.whole("silent", ">", 3)
	outcome(by_test({}, unknown), seen(closing, carried)) == ["open", 8]
	outcome(by_test({"when": "if_passing"}, unknown), seen(closing, carried)) == ["open", 9]
	outcome(by_test({"when": "if_passing"}, unknown), seen(closing, lost)) == ["failed", 8]
}

test_a_test_may_be_overridden if {
	override := fixture.all_of([fixture.whole("yes", ">=", 4)])
	outcome(by_test({"override": override}, narrow), seen(closing, fixture.tallied(4, 3, 0))) == ["passed", 8]
	outcome(by_test({"override": override}, narrow), seen(closing, fixture.tallied(3, 2, 0))) == ["vetoed", 8]
}

test_a_missed_quorum_goes_before_the_veto_by_test if {
	rule := object.union(by_test({}, narrow), {"quorum": fixture.all_of([fixture.whole("participating", ">=", 9)])})
	outcome(rule, seen(closing, fixture.tallied(4, 3, 0))) == ["failed", 8]
}

test_a_suspending_veto_may_be_withdrawn_after_the_close if {
	let_go := object.union(objection, {"stance": "yes", "at": fixture.on("03-05")})
	case := seen(fixture.on("03-06"), fixture.cast(array.concat(others, [objection, let_go])))
	outcome(vetoable({"effect": "suspend"}), case) == ["passed", 8]
	outcome(vetoable({"effect": "escalate"}), case) == ["passed", 8]
	outcome(objectionable({"effect": "suspend"}), case) == ["passed", 8]
	outcome(vetoable({"effect": "defeat"}), case) == ["vetoed", 4]
}

test_no_veto_may_suspend_after_the_close if {
	late := object.union(objection, {"at": fixture.on("03-05")})
	case := seen(fixture.on("03-06"), fixture.cast(array.concat(others, [late])))
	outcome(vetoable({"effect": "suspend"}), case) == ["passed", 8]
}

test_the_holders_who_object_are_named_once if {
	case := seen(closing, fixture.cast(array.concat(others, [objection, objection])))
	names := engine.vetoers with input as fixture.motion(vetoable({}), case)
	names == {"ada"}
}

test_the_last_ballot_of_a_holder_speaks_whatever_is_counted if {
	relented := fixture.cast(array.concat(others, [objection, fixture.ballot_by("board", "ada", "yes")]))
	first := object.union(vetoable({}), {"revote": "first"})
	outcome(first, seen(closing, relented)) == ["passed", 8]
	outcome(object.union(objectionable({}), {"revote": "first"}), seen(closing, relented)) == ["vetoed", 4]
}

test_a_void_ballot_is_no_veto if {
	torn := fixture.cast(array.concat(others, [fixture.ballot_by("board", "ada", "yes"), objection]))
	outcome(object.union(vetoable({}), {"void_double": true}), seen(closing, torn)) == ["passed", 8]
	outcome(object.union(objectionable({}), {"void_double": true}), seen(closing, torn)) == ["passed", 8]
}

test_an_excluded_proposer_has_no_veto if {
	own := object.union(objected, {"houses": {"": {"proposer": "ada"}}})
	outcome(vetoable({}), seen(closing, own)) == ["vetoed", 4]
	outcome(object.union(vetoable({}), {"proposer_vote": "excluded"}), seen(closing, own)) == ["passed", 8]
}
