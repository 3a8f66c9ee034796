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
		"came when the vote had closed", "replaced or withdrawn", "withdraws the earlier ballot", "replaced or withdrawn",
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

test_an_implicit_yes_is_listed if {
	votes := object.union(testing.ballots([]), {"proposer": "p"})
	report({"proposer_vote": "implicit_yes"}, votes, {}, testing.body).ballots == [{
		"voter": "p", "choice": "yes", "id": 0, "counted": true, "why": "the proposer counts as yes",
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

test_groups_that_no_house_takes_are_left_out if {
	void := {"void_double": true}
	cast := testing.ballots([{"voter": "a", "stance": "yes"}, {"voter": "a", "stance": "no"}])
	c := object.union(testing.changed(void, cast, {}), {"votes": {"groups": {"x": cast}}})
	statuses := explain.statuses with input as c
	[s.why | some s in statuses] == ["void: the voter took different stances", "void: the voter took different stances"]
}

test_what_is_needed_is_listed_with_the_ruling if {
	r := report({}, testing.tally(2, 3, 0, 0), early, testing.body)
	[r.outcome, r.closes_at, r.needed] == ["open", "2026-03-02T00:00:00Z", ["2 more votes in favour"]]
}

test_the_tally_is_added_up_over_the_houses if {
	changes := {"provision": {"houses": [testing.house(""), testing.house("upper")]}, "votes": {"houses": {"upper": testing.tally(15, 5, 10, 0)}}}
	known := object.union(object.union(testing.case, changes), {"electorate": {"upper": object.union(testing.body, {"eligible": 60})}, "unit": 10})
	unknown := object.union(known, {"electorate": {"upper": {"eligible": null}}})
	explain.totals == {"yes": 1.8, "no": 0.6, "abstain": 1, "block": 0, "eligible": 6.9} with input as known
	explain.totals.eligible == null with input as unknown
}

test_a_test_names_its_house if {
	there := object.union(testing.share("yes", ">", 1, 1, "no"), {"house": "upper"})
	changes := {"provision": {"houses": [testing.house("upper")], "threshold": testing.rules([there])}}
	c := object.union(object.union(testing.case, changes), {"electorate": {"upper": testing.body}, "votes": {"houses": {"upper": testing.tally(3, 1, 0, 0)}}})
	tests := explain.tests with input as c
	tests[0].text == "threshold: 3 votes in favour in upper, which is more than v of 1 vote against"
}

test_a_test_of_seats_shows_the_empty_ones if {
	rule := {"vacancies": "yes", "threshold": testing.rules([testing.share("yes", ">=", 1, 2, "seats")])}
	r := report(rule, {}, {}, object.union(testing.body, {"eligible": 5, "seats": 7}))
	[r.tests[0].left, r.tests[0].right] == ["5 votes in favour", "v of 7 seats"]
}

test_a_replaced_veto_and_its_replacement_are_told_apart if {
	rule := {"veto": object.union(testing.veto, {"effect": "suspend"})}
	veto := {"voter": "a", "stance": "no", "at": "2026-03-01T01:00:00Z"}
	relent := {"voter": "a", "stance": "yes", "at": "2026-03-05T00:00:00Z"}
	why(rule, [veto, relent], {"now": "2026-03-09T00:00:00Z"}, testing.body) == ["replaced or withdrawn", "counts"]
}

test_what_exceeds_a_holder_casts_no_vote if {
	rule := {"delegation": {"allowed": "proxy", "max_per_holder": 1}}
	list := [{"voter": "a", "stance": "yes"}, {"voter": "b", "delegate_to": "a"}, {"voter": "c", "delegate_to": "a"}]
	why(rule, list, {}, testing.body) == ["counts", "carried by the delegate", "the delegate casts no vote"]
}

test_every_decided_case_lists_its_ballots_once if {
	list := [{"voter": name, "stance": "yes", "id": i} | some i, name in ["a", "b", "c"]]
	ballots := report({}, testing.ballots(list), {}, testing.body).ballots
	[[b.voter, b.id, b.choice, b.counted] | some b in ballots] == [["a", 0, "yes", true], ["b", 1, "yes", true], ["c", 2, "yes", true]]
}

test_in_a_stage_no_ballot_comes_too_late if {
	stages := {"stages": [{"after": testing.length(0, "d"), "threshold": testing.rules([testing.count("yes", ">=", 1)]), "quorum": null}]}
	list := [{"voter": "a", "stance": stance, "at": sprintf("2026-03-0%dT12:00:00Z", [i + 1])} | some i, stance in ["no", "yes"]]
	why(stages, list, {"now": "2026-03-09T00:00:00Z"}, testing.body) == ["replaced or withdrawn", "counts"]
}
