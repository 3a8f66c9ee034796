# METADATA
# title: Tests of explanations
package bylaw.explain_test

import data.bylaw.explain
import data.bylaw.testing

report(rule, votes, timing, electorate) := out if {
	c := object.union(testing.changed(rule, votes, timing), {"electorate": {"": electorate}})
	out := explain.report with input as c
}

early := {"now": "2026-03-01T12:00:00Z"}

test_a_test_shows_both_sides if {
	r := report({"quorum": testing.rules([testing.share("participating", ">=", 1, 4, "eligible")])}, {}, {}, testing.body)
	r.tally == {"yes": 3, "no": 1, "abstain": 0, "block": 0, "eligible": 9}
	r.tests == [
		{
			"left": "4 members taking part", "op": ">=", "right": "v of 9 entitled members", "holds": true,
			"text": "quorum: 4 members taking part, which is at least v of 9 entitled members",
		},
		{
			"left": "3 votes in favour", "op": ">", "right": "v of 1 vote against", "holds": true,
			"text": "threshold: 3 votes in favour, which is more than v of 1 vote against",
		},
	]
}

test_a_test_that_is_false_or_unknown_says_so if {
	rule := {"threshold": testing.joined("any", [testing.count("yes", ">=", 9), testing.share("yes", ">=", 1, 2, "seats")])}
	r := report(rule, {}, {}, object.union(testing.body, {"eligible": null}))
	[t.holds | some t in r.tests] == [false, null]
	contains(r.tests[0].text, "which is not at least v")
	contains(r.tests[1].text, "which may or may not be at least v of ? seats")
	r.tally.eligible == null
}

test_a_veto_by_test_is_shown if {
	rule := {"veto": object.union(testing.veto, {"all": false, "test": testing.rules([testing.count("no", ">=", 5)])})}
	startswith(report(rule, {}, {}, testing.body).tests[0].text, "veto: 1 vote against, which is not")
}

why(rule, list, timing, electorate) := [s.why | some s in report(rule, testing.ballots(list), timing, electorate).ballots]

test_every_ballot_says_why_it_counts_or_not if {
	list := [
		{"voter": "a", "stance": "yes"}, {"voter": "b", "stance": "yes", "binding": false},
		{"voter": "c", "stance": "yes", "at": "2026-02-01T00:00:00Z"}, {"voter": "d", "stance": "yes", "at": "2026-03-09T00:00:00Z"},
		{"voter": "e", "stance": "yes", "at": "2026-03-02T12:00:00Z"}, {"voter": "f", "stance": "yes"},
		{"voter": "f", "stance": "withdrawn"}, {"voter": "g", "stance": "yes"}, {"voter": "g", "stance": "no"},
	]
	why({}, list, {"now": "2026-03-03T00:00:00Z"}, testing.body) == [
		"counts", "not binding", "came before the vote opened", "came after the moment of this decision",
		"came when the vote had closed", "replaced or taken back", "takes the earlier ballot back", "replaced or taken back",
		"counts",
	]
}

test_strangers_and_void_ballots_are_told_apart if {
	rolled := testing.members([{"name": "a"}])
	why({}, [{"voter": "z", "stance": "yes"}], {}, rolled) == ["not entitled to vote here"]
	twice := [{"voter": "a", "stance": "yes"}, {"voter": "a", "stance": "no"}]
	why({"void_double": true}, twice, {}, rolled) == ["void: the voter took different stances", "void: the voter took different stances"]
}

test_delegations_are_told if {
	proxy := {"delegation": {"allowed": "proxy"}}
	list := [{"voter": "a", "stance": "yes"}, {"voter": "b", "delegate_to": "a"}, {"voter": "c", "delegate_to": "z"}]
	why(proxy, list, {}, testing.body) == ["counts", "carried by the delegate", "the delegate casts no vote"]
	report(proxy, testing.ballots(list), {}, testing.body).ballots[1].choice == "delegated to a"
}

test_a_presumed_yes_is_told if {
	votes := object.union(testing.ballots([]), {"proposer": "p"})
	report({"proposer_vote": "implicit_yes"}, votes, {}, testing.body).ballots == [{
		"voter": "p", "choice": "yes", "id": 0, "counted": true, "why": "the proposer's yes is presumed",
	}]
}

test_ballots_of_groups_are_told if {
	c := object.union(testing.changed({"houses": [object.union(testing.house(""), {"sum_groups": true})]}, {}, {}), {"votes": {"groups": {
		"x": testing.ballots([{"voter": "a", "stance": "yes"}, {"voter": "b", "stance": "no"}]),
	}}})
	report := explain.report with input as c
	[s.why | some s in report.ballots] == ["counts", "counts"]
	derived := explain.report with input as object.union(c, {"provision": {"houses": [object.union(
		testing.house(""),
		{"derived": true, "win": testing.rules([testing.share("yes", ">", 1, 2, "cast")])},
	)]}})
	derived.tally.no == 1
}

needed(rule, votes, timing, electorate) := report(rule, votes, timing, electorate).needed

two_thirds := {"threshold": testing.rules([testing.share("yes", ">=", 2, 3, "cast")])}

test_what_is_still_needed if {
	needed(two_thirds, testing.tally(3, 2, 0, 0), early, testing.body) == ["1 more vote in favour"]
	needed(two_thirds, testing.tally(2, 2, 0, 0), early, testing.body) == ["2 more votes in favour"]
	needed(two_thirds, testing.tally(3, 1, 0, 0), early, testing.body) == []
	needed(two_thirds, testing.tally(1, 5, 0, 0), early, testing.body) == ["other votes than those that are still out"]
	needed(two_thirds, testing.tally(1, 5, 0, 0), {}, testing.body) == []
	needed(two_thirds, testing.tally(1, 5, 0, 0), early, object.union(testing.body, {"eligible": null})) == [
		"other votes than those that are still out",
	]
}

test_others_may_help_by_abstaining if {
	quorum := {"quorum": testing.rules([testing.count("participating", ">=", 4)])}
	needed(quorum, testing.tally(1, 0, 0, 0), early, testing.body) == ["3 more votes in favour, or 1 if 2 others abstain"]
	needed(quorum, testing.tally(2, 0, 0, 0), early, testing.body) == ["2 more votes in favour, or 1 if another member abstains"]
}

test_many_votes_are_found_in_strides if {
	crowd := object.union(testing.body, {"eligible": 10000})
	rule := {"threshold": testing.rules([testing.share("yes", ">", 1, 2, "eligible")])}
	needed(rule, testing.tally(1, 0, 0, 0), early, crowd) == ["5000 more votes in favour"]
}

test_sponsors_and_rulings_are_waited_for if {
	sponsor := {"sponsor": {"seconds": testing.number(2, 1), "text": "2", "within": null, "proposer_counts": false}}
	needed(sponsor, {}, {}, testing.body) == ["it needs 2 sponsors"]
	judge := {"threshold": null, "judge": {"by": "chair", "of": "cast", "below": null, "above": null, "rounded": false, "band": ""}}
	needed(judge, {}, {}, testing.body) == ["a ruling by chair"]
}

test_of_several_houses_those_that_lack_votes_are_named if {
	rule := object.union(testing.provision, {
		"houses": [testing.house("a"), testing.house("b")],
		"threshold": testing.joined("all", [in_house("a"), in_house("b")]),
	})
	c := {
		"provision": rule, "electorate": {"a": testing.body, "b": testing.body},
		"votes": object.union(testing.case.votes, {"houses": {"a": testing.tally(3, 1, 0, 0), "b": testing.tally(1, 1, 0, 0)}}),
		"timing": object.union(testing.case.timing, early), "unit": 1,
	}
	report := explain.report with input as object.union(c, {"votes": {"houses": {"": null}}})
	report.needed == ["the tests of b"]
}

in_house(id) := object.union(testing.share("yes", ">", 1, 1, "no"), {"house": id})
