# METADATA
# title: Tests of ballots
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
	plain(proxy, [yes("a"), to("b", "no-one")]) == [1, 0, 0, 0]
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
	implicit := {"proposer_vote": "implicit_yes"}
	proposed(implicit, "p", []) == [1, 0, 0, 0]
	proposed(implicit, "p", [no("p")]) == [0, 1, 0, 0]
	proposed(implicit, "stranger", []) == [0, 0, 0, 0]
	proposed(implicit, "", []) == [0, 0, 0, 0]
	proposed({}, "p", [yes("p")]) == [1, 0, 0, 0]
	proposed({"proposer_vote": "excluded"}, "p", [yes("p"), yes("a")]) == [1, 0, 0, 0]
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

test_ballots_outside_the_time_replace_and_void_nothing if {
	early := object.union(no("a"), {"at": "2026-02-28T23:59:59Z"})
	late := object.union(no("a"), {"at": "2026-03-02T00:00:00Z"})
	afterwards := {"now": "2026-03-09T00:00:00Z"}
	every rule in [{}, {"revote": "first"}, {"void_double": true}] {
		tallied(rule, testing.ballots([early, at(yes("a"), 1), late]), afterwards, testing.body) == [1, 0, 0, 0]
	}
}

test_ballots_of_one_moment_count_in_the_order_of_the_list if {
	plain({}, [at(no("a"), 1), at(yes("a"), 1)]) == [1, 0, 0, 0]
	plain({"revote": "first"}, [at(no("a"), 1), at(yes("a"), 1)]) == [0, 1, 0, 0]
}

test_times_are_compared_and_not_their_text if {
	east := object.union(yes("a"), {"at": "2026-03-01T05:00:00+03:00"})
	plain({}, [east, at(no("a"), 3)]) == [0, 1, 0, 0]
	plain({}, [east, at(no("a"), 1)]) == [1, 0, 0, 0]
}

test_two_stances_are_void_before_a_revote_is_looked_at if {
	plain({"void_double": true, "revote": "first"}, [at(yes("a"), 1), at(no("a"), 2)]) == [0, 0, 0, 0]
	plain({"void_double": true}, [yes("a"), {"voter": "a", "stance": "block"}]) == [0, 0, 0, 0]
	plain({"void_double": true}, [no("a"), {"voter": "a", "stance": "block"}]) == [0, 1, 0, 0]
}

test_an_own_stance_overrides_a_delegation_whichever_came_first if {
	plain(proxy, [yes("a"), at(to("b", "a"), 1), at(no("b"), 2)]) == [1, 1, 0, 0]
	plain(proxy, [yes("a"), at(to("b", "a"), 2), at(no("b"), 1)]) == [1, 1, 0, 0]
	plain(object.union(proxy, {"void_double": true}), [yes("a"), to("b", "a"), no("b")]) == [1, 1, 0, 0]
}

test_the_last_or_the_first_delegation_counts if {
	both := [yes("a"), no("c"), at(to("b", "a"), 1), at(to("b", "c"), 2)]
	plain(proxy, both) == [1, 2, 0, 0]
	plain(object.union(proxy, {"revote": "first"}), both) == [2, 1, 0, 0]
}

test_a_delegation_may_be_taken_back if {
	plain(proxy, [yes("a"), at(to("b", "a"), 1), at({"voter": "b", "stance": "withdrawn"}, 2)]) == [1, 0, 0, 0]
}

test_a_delegation_carries_the_weight_of_who_delegates if {
	rolled := testing.members([{"name": "a", "weight": 2}, {"name": "b", "weight": 5}])
	rule := object.union(proxy, {"weighted": true})
	tallied(rule, testing.ballots([no("a"), to("b", "a")]), {}, rolled) == [0, 7, 0, 0]
	plain(rule, [yes("a"), object.union(to("b", "a"), {"weight": 5})]) == [6, 0, 0, 0]
}

test_no_delegation_to_or_from_outside_the_roll if {
	rolled := testing.members([{"name": "a"}, {"name": "b"}])
	tallied(proxy, testing.ballots([yes("stranger"), to("a", "stranger")]), {}, rolled) == [0, 0, 0, 0]
	tallied(proxy, testing.ballots([yes("a"), to("stranger", "a")]), {}, rolled) == [1, 0, 0, 0]
	tallied(liquid, testing.ballots([yes("a"), to("stranger", "a"), to("b", "stranger")]), {}, rolled) == [1, 0, 0, 0]
}

test_cycles_cast_nothing if {
	plain(liquid, [to("a", "a")]) == [0, 0, 0, 0]
	plain(liquid, [to("a", "b"), to("b", "c"), to("c", "a"), to("d", "a"), yes("e")]) == [1, 0, 0, 0]
	plain(liquid, [to("a", "b"), to("b", "c"), to("c", "a"), no("c")]) == [0, 3, 0, 0]
}

test_a_holder_is_full_in_the_order_of_the_delegations if {
	weighed := [
		yes("a"), at(object.union(to("b", "a"), {"weight": 2}), 3), at(object.union(to("c", "a"), {"weight": 3}), 2),
		object.union(to("d", "a"), {"weight": 4}),
	]
	plain(object.union(capped(1), {"weighted": true}), weighed) == [5, 0, 0, 0]
	plain(object.union(capped(2), {"weighted": true}), weighed) == [8, 0, 0, 0]
}

test_a_chain_fills_the_holder_at_its_end if {
	rule := {"delegation": {"allowed": "liquid", "transitive": true, "max_per_holder": 1}}
	plain(rule, [yes("a"), to("b", "a"), to("c", "b")]) == [2, 0, 0, 0]
}

test_a_proposer_who_counts_as_yes_carries_no_delegation if {
	rule := object.union(proxy, {"proposer_vote": "implicit_yes"})
	proposed(rule, "p", [to("a", "p")]) == [1, 0, 0, 0]
	proposed(rule, "p", [to("a", "p"), yes("p")]) == [2, 0, 0, 0]
}

test_a_void_ballot_of_the_proposer_is_a_ballot if {
	rule := {"proposer_vote": "implicit_yes", "void_double": true}
	proposed(rule, "p", [yes("p"), no("p")]) == [0, 0, 0, 0]
	proposed(rule, "p", [object.union(no("p"), {"at": "2026-03-02T00:00:00Z"})]) == [1, 0, 0, 0]
}

test_without_an_opening_no_seat_joined_too_late if {
	roll := testing.members([{"name": "a", "joined": "2026-02-28T00:00:00Z"}])
	rule := {"period": {"min": null}}
	tallied(rule, testing.ballots([yes("a")]), {"opened": null, "closes": "2026-03-02T00:00:00Z"}, roll) == [1, 0, 0, 0]
}

test_delegations_that_are_not_allowed_void_nothing if {
	plain({"void_double": true}, [yes("a"), to("a", "b"), to("a", "c")]) == [1, 0, 0, 0]
}

test_only_who_suspended_may_replace_a_ballot if {
	block := at({"voter": "b", "stance": "block"}, 1)
	turned := object.union(no("a"), {"at": "2026-03-05T00:00:00Z"})
	later([at(yes("a"), 1), block, turned], suspending({})) == [1, 0, 0, 1]
	relent := object.union(yes("b"), {"at": "2026-03-05T00:00:00Z"})
	later([at(yes("a"), 1), block, relent], suspending({"min_holders": 2})) == [1, 0, 0, 1]
}

test_who_is_excluded_in_one_house_votes_in_none if {
	houses := [testing.house(""), testing.house("upper")]
	excluded := {"name": "a", "excluded": "recused"}
	case := object.union(testing.changed({"houses": houses, "electorate": {"exclude": ["recused"]}}, {}, {}), {
		"electorate": {"": testing.members([excluded]), "upper": testing.members([{"name": "a"}, {"name": "b"}])},
		"votes": {"houses": {"upper": testing.ballots([yes("a"), no("b")])}},
	})
	data.bylaw.close.current.upper.tally == {"yes": 0, "no": 1, "abstain": 0, "block": 0} with input as case
}
