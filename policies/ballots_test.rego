# METADATA
# title: Tests of ballots and tallies
package bylaw.ballots_test

import data.bylaw.testing

# The tally of the only house at the close, as [yes, no, abstain, block].
tallied(rule, votes, timing, electorate) := [t.yes, t.no, t.abstain, t.block] if {
	c := object.union(testing.changed(rule, votes, timing), {"electorate": {"": electorate}})
	t := data.bylaw.close.current[""].tally with input as c
}

plain(rule, list) := tallied(rule, testing.ballots(list), {}, testing.body)

yes(who) := {"voter": who, "stance": "yes"}

no(who) := {"voter": who, "stance": "no"}

at(vote, hour) := object.union(vote, {"at": sprintf("2026-03-01T%02d:00:00Z", [hour])})

to(who, delegate) := {"voter": who, "delegate_to": delegate}

test_ballots_are_counted if {
	plain({}, [yes("a"), yes("b"), no("c"), {"voter": "d", "stance": "abstain"}]) == [2, 1, 1, 0]
}

test_a_block_may_be_only_a_no if {
	plain({}, [{"voter": "a", "stance": "block"}]) == [0, 1, 0, 0]
	plain({"blocks": true}, [{"voter": "a", "stance": "block"}]) == [0, 0, 0, 1]
	tallied({}, testing.tally(1, 2, 3, 4), {}, testing.body) == [1, 6, 3, 0]
	tallied({"blocks": true}, testing.tally(1, 2, 3, 4), {}, testing.body) == [1, 2, 3, 4]
}

test_ballots_that_do_not_bind_are_dropped if plain({}, [yes("a"), object.union(no("b"), {"binding": false})]) == [1, 0, 0, 0]

test_ballots_outside_the_time_are_dropped if {
	outside := [
		object.union(yes("a"), {"at": "2026-02-28T23:59:59Z"}), object.union(yes("b"), {"at": "2026-03-02T00:00:00Z"}),
		object.union(yes("c"), {"at": "2026-03-03T00:00:00Z"}), at(yes("d"), 0),
	]
	plain({}, outside) == [1, 0, 0, 0]
	tallied({}, testing.ballots(outside), {"now": "2026-03-09T00:00:00Z"}, testing.body) == [1, 0, 0, 0]
}

test_the_last_or_the_first_ballot_counts if {
	both := [at(no("a"), 2), at(yes("a"), 1)]
	plain({}, both) == [0, 1, 0, 0]
	plain({"revote": "first"}, both) == [1, 0, 0, 0]
	plain({}, [at(no("a"), 1), at(yes("a"), 1)]) == [1, 0, 0, 0]
	plain({}, [at(no("a"), 1), yes("a")]) == [0, 1, 0, 0]
}

test_two_stances_may_void_everything if {
	plain({"void_double": true}, [yes("a"), no("a"), yes("b")]) == [1, 0, 0, 0]
	plain({"void_double": true}, [yes("a"), yes("a")]) == [1, 0, 0, 0]
}

test_withdrawing_takes_back_what_came_before if {
	back := {"voter": "a", "stance": "withdrawn"}
	plain({}, [at(yes("a"), 1), at(back, 2)]) == [0, 0, 0, 0]
	plain({}, [at(yes("a"), 1), at(back, 2), at(no("a"), 3)]) == [0, 1, 0, 0]
	plain({"void_double": true}, [at(yes("a"), 1), at(back, 2), at(no("a"), 3)]) == [0, 1, 0, 0]
}

proxy := {"delegation": {"allowed": "proxy"}}

liquid := {"delegation": {"allowed": "liquid", "transitive": true}}

test_delegation_must_be_allowed if {
	plain({}, [yes("a"), to("b", "a")]) == [1, 0, 0, 0]
	plain(proxy, [yes("a"), to("b", "a")]) == [2, 0, 0, 0]
	plain(proxy, [yes("a"), to("b", "a"), no("b")]) == [1, 1, 0, 0]
	plain(proxy, [yes("a"), to("b", "nobody")]) == [1, 0, 0, 0]
}

test_chains_of_delegation if {
	chain := [yes("a"), to("b", "a"), to("c", "b")]
	plain(proxy, chain) == [2, 0, 0, 0]
	plain(liquid, chain) == [3, 0, 0, 0]
	plain(liquid, [yes("a"), to("b", "c"), to("c", "b")]) == [1, 0, 0, 0]
	plain(object.union(liquid, {"void_double": true}), [yes("a"), to("b", "a"), to("b", "c")]) == [1, 0, 0, 0]
	plain(object.union(liquid, {"void_double": true}), [yes("a"), no("a"), to("b", "a")]) == [0, 0, 0, 0]
}

capped(n) := {"delegation": {"allowed": "proxy", "max_per_holder": n}}

test_holders_carry_as_many_as_allowed if {
	list := [yes("a"), to("b", "a"), to("c", "a"), no("d"), to("e", "d")]
	plain(capped(1), list) == [2, 2, 0, 0]
	plain(capped(0), list) == [1, 1, 0, 0]
	plain(capped(9), list) == [3, 2, 0, 0]
}

test_weights if {
	list := [object.union(yes("a"), {"weight": 5}), object.union(no("b"), {"weight": 3})]
	plain({}, list) == [1, 1, 0, 0]
	plain({"weighted": true}, list) == [5, 3, 0, 0]
	rolled := testing.members([{"name": "a", "weight": 7}, {"name": "b"}])
	tallied({"weighted": true}, testing.ballots([yes("a"), no("b")]), {}, rolled) == [7, 1, 0, 0]
}

on_roll(rule, list) := tallied(rule, testing.ballots([yes(m.name) | some m in list]), {}, testing.members(list))

test_the_roll_says_who_is_entitled if {
	on_roll({}, [{"name": "a"}, {"name": "b", "joined": "2026-03-01T00:00:00Z"}]) == [2, 0, 0, 0]
	on_roll({}, [{"name": "a", "joined": "2026-03-01T00:00:01Z"}]) == [0, 0, 0, 0]
	tallied({}, testing.ballots([yes("stranger")]), {}, testing.members([{"name": "a"}])) == [0, 0, 0, 0]
}

test_membership_and_contributions if {
	aged := {"electorate": {"min_membership": testing.length(1, "mo")}}
	on_roll(aged, [{"name": "a", "joined": "2026-02-01T00:00:00Z"}, {"name": "b", "joined": "2026-02-01T00:00:01Z"}, {"name": "c"}]) == [1, 0, 0, 0]
	busy := {"electorate": {"min_contributions": [5, 2]}}
	on_roll(busy, [{"name": "a", "contributions": [5, 2]}, {"name": "b", "contributions": [12, 5]}]) == [1, 0, 0, 0]
}

test_who_is_excluded if {
	list := [{"name": "a", "excluded": "subject"}, {"name": "b", "excluded": "recused"}, {"name": "c"}]
	on_roll({}, list) == [3, 0, 0, 0]
	on_roll({"electorate": {"exclude": ["subject"]}}, list) == [2, 0, 0, 0]
	on_roll({"electorate": {"exclude": ["subject", "recused"]}}, list) == [1, 0, 0, 0]
}

proposed(rule, who, list) := tallied(rule, object.union(testing.ballots(list), {"proposer": who}), {}, testing.members([{"name": "a"}, {"name": "p"}]))

test_the_proposer_with_ballots if {
	presumed := {"proposer_vote": "implicit_yes"}
	proposed(presumed, "p", []) == [1, 0, 0, 0]
	proposed(presumed, "p", [no("p")]) == [0, 1, 0, 0]
	proposed(presumed, "stranger", []) == [0, 0, 0, 0]
	proposed(presumed, "", []) == [0, 0, 0, 0]
	proposed({}, "p", [yes("p")]) == [1, 0, 0, 0]
	proposed({"proposer_vote": "excluded"}, "p", [yes("p"), yes("a")]) == [1, 0, 0, 0]
}

said(rule, stance) := tallied(rule, object.union(testing.tally(3, 2, 1, 0), {"proposer": stance}), {}, testing.body)

test_the_stance_of_the_proposer_in_a_tally if {
	said({"proposer_vote": "implicit_yes"}, "none") == [4, 2, 1, 0]
	said({"proposer_vote": "implicit_yes"}, "no") == [3, 2, 1, 0]
	said({"proposer_vote": "excluded"}, "block") == [3, 1, 1, 0]
	said({"proposer_vote": "excluded"}, "none") == [3, 2, 1, 0]
	said({"proposer_vote": "excluded"}, "") == [3, 2, 1, 0]
}

suspending(patch) := {"blocks": true, "veto": object.union(testing.veto, object.union({"stance": "block", "effect": "suspend"}, patch))}

later(list, rule) := tallied(rule, testing.ballots(list), {"now": "2026-03-09T00:00:00Z"}, testing.body)

test_who_suspends_may_replace_the_ballot if {
	block := at({"voter": "b", "stance": "block"}, 1)
	relent := object.union(yes("b"), {"at": "2026-03-05T00:00:00Z"})
	later([block, relent], suspending({})) == [1, 0, 0, 0]
	later([block, relent], suspending({"effect": "defeat"})) == [0, 0, 0, 1]
	later([block, relent], suspending({"min_holders": 2})) == [0, 0, 0, 1]
	later([block, object.union(relent, {"stance": "withdrawn"})], suspending({})) == [0, 0, 0, 0]
	later([at(yes("b"), 1), relent], suspending({})) == [1, 0, 0, 0]
}

test_a_role_holder_who_suspends_may_too if {
	holder := {"voter": "g", "roles": ["board"]}
	list := [object.union(at(no("g"), 1), holder), object.union({"stance": "abstain", "at": "2026-03-05T00:00:00Z"}, holder)]
	rule := {"veto": object.union(testing.veto, {"all": false, "holders": ["board"], "effect": "escalate"})}
	later(list, rule) == [0, 0, 1, 0]
}

quantities(rule, votes, electorate) := q if {
	c := object.union(testing.changed(rule, votes, {}), {"electorate": {"": electorate}})
	q := data.bylaw.close.current[""] with input as c
}

test_quantities if {
	q := quantities({"blocks": true}, testing.tally(4, 2, 1, 1), testing.body).plain
	q == {
		"yes": 4, "no": 2, "abstain": 1, "block": 1, "cast": 7, "participating": 8, "present": 8, "eligible": 9,
		"seats": null, "silent": 1, "not_yes": 5, "yes_or_abstain": 5, "margin": 2, "not_abstaining": 8,
	}
}

test_silent_is_never_below_zero if quantities({}, testing.tally(9, 9, 0, 0), testing.body).plain.silent == 0

test_what_needs_the_electorate_may_be_unknown if {
	q := quantities({}, testing.tally(1, 0, 0, 0), object.union(testing.body, {"eligible": null})).plain
	[q.silent, q.not_yes, q.not_abstaining] == [null, null, null]
}

seats(patch) := object.union(testing.body, object.union({"eligible": 5, "seats": 9, "excluded": 1}, patch))

test_vacancies_count_in_tests_of_seats if {
	q := quantities({"vacancies": "yes"}, testing.tally(1, 1, 0, 0), seats({}))
	[q.plain.yes, q.plain.eligible] == [1, 5]
	[q.seats.yes, q.seats.eligible, q.seats.silent] == [4, 8, 3]
	given := quantities({"vacancies": "no"}, testing.tally(1, 1, 0, 0), seats({"vacant": 1}))
	[given.seats.no, given.seats.eligible] == [2, 6]
	quantities({}, testing.tally(1, 1, 0, 0), seats({})).seats.yes == 1
	quantities({"vacancies": "yes"}, testing.tally(1, 1, 0, 0), seats({"seats": null})).seats.yes == null
	quantities({"vacancies": "yes"}, testing.tally(1, 1, 0, 0), seats({"eligible": null, "vacant": 1})).seats.eligible == null
}

test_the_casting_vote_breaks_a_tie if {
	tied := object.union(testing.tally(2, 2, 0, 0), {"casting": "yes"})
	quantities({"tie": "casting_vote"}, tied, testing.body).plain.yes == 3
	quantities({}, tied, testing.body).plain.yes == 2
	quantities({"tie": "casting_vote"}, object.union(testing.tally(0, 0, 0, 0), {"casting": "yes"}), testing.body).plain.yes == 0
	quantities({"tie": "casting_vote"}, testing.tally(2, 2, 0, 0), testing.body).plain.yes == 2
}

test_present_grows_with_the_silent if {
	futures := quantities({"blocks": true}, testing.tally(3, 0, 0, 0), object.union(testing.body, {"present": 4})).futures
	[f.plain.present | some f in futures] == [4, 10, 10, 10, 10]
	[f.plain.silent | some f in futures] == [6, 0, 0, 0, 0]
	count(quantities({}, testing.tally(3, 0, 0, 0), object.union(testing.body, {"eligible": null})).futures) == 0
}

test_a_derived_house_counts_its_groups if {
	rule := {"houses": [object.union(testing.house(""), {"derived": true, "win": testing.rules([testing.share("yes", ">", 1, 2, "cast")])})]}
	c := object.union(testing.changed(rule, {}, {}), {
		"votes": {"groups": {"x": testing.tally(2, 1, 0, 0), "y": testing.tally(1, 1, 0, 0), "z": testing.tally(0, 0, 0, 0)}},
		"electorate": {"": {"eligible": null}},
	})
	q := data.bylaw.close.current[""].plain with input as c
	[q.yes, q.no, q.silent, q.eligible] == [1, 1, 1, 3]
}
