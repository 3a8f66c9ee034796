package bylaw.tally_test

import data.bylaw.fixture_test as fixture
import data.bylaw.tally

# The tally of the only house.
counted(changes, votes) := tallied_in("", changes, {"votes": votes})

tallied_in(house, changes, more) := t if {
	t := tally.tally(house, null) with input as fixture.motion(changes, more)
}

entitled(house, changes, more) := n if {
	n := tally.eligible(house) with input as fixture.motion(changes, more)
}

# What the tests see of the only house, before the close or after.
seen(changes, more) := house if {
	houses := tally.standing(null, false) with input as fixture.motion(changes, more)
	house := houses[""]
}

closed(changes, more) := house if {
	houses := tally.standing(null, true) with input as fixture.motion(changes, more)
	house := houses[""]
}

three_ballots := [fixture.ballot("ada", "yes"), fixture.ballot("ben", "no"), fixture.ballot("cem", "yes")]

test_a_tally_is_taken_as_given if counted({}, fixture.tallied(4, 2, 1)) == fixture.tally(4, 2, 1, 0)

test_ballots_are_added_up_by_stance if {
	more := [fixture.ballot("dia", "abstain"), fixture.ballot("eva", "no")]
	counted({}, fixture.cast(array.concat(three_ballots, more))) == fixture.tally(2, 2, 1, 0)
	counted({}, fixture.cast([])) == fixture.tally(0, 0, 0, 0)
}

test_a_block_is_a_no_unless_blocks_are_known if {
	tallied := {"houses": {"": fixture.table(fixture.tally(4, 2, 1, 3))}}
	cast := fixture.cast([fixture.ballot("ada", "block"), fixture.ballot("ben", "no")])
	counted({}, tallied) == fixture.tally(4, 5, 1, 0)
	counted({}, cast) == fixture.tally(0, 2, 0, 0)
	counted({"blocks": true}, tallied) == fixture.tally(4, 2, 1, 3)
	counted({"blocks": true}, cast) == fixture.tally(0, 1, 0, 1)
}

heavy := [object.union(fixture.ballot("ada", "yes"), {"weight": 25}), object.union(fixture.ballot("ben", "no"), {"weight": 10})]

test_weights_count_only_where_the_provision_weighs if {
	more := {"votes": fixture.cast(heavy), "unit": 10}
	tallied_in("", {"weighted": true}, more) == fixture.tally(25, 10, 0, 0)
	tallied_in("", {}, more) == fixture.tally(10, 10, 0, 0)
}

test_the_entitled_are_given_or_counted[name] if {
	roll := fixture.members([object.union(fixture.member("ada"), {"weight": 7}), fixture.member("ben")])
	some name, row in {
		"unknown": {"rule": {}, "more": {}, "want": null},
		"given": {"rule": {}, "more": {"electorate": fixture.entitled(40)}, "want": 40},
		"a roll": {"rule": {}, "more": {"electorate": roll}, "want": 2},
		"a roll of weights": {"rule": {"weighted": true}, "more": {"electorate": roll}, "want": 8},
		"an empty roll": {"rule": {}, "more": {"electorate": fixture.members([])}, "want": 0},
	}
	entitled("", row.rule, row.more) == row.want
}

states := {"houses": [fixture.deriving("states", fixture.majority)]}

won := fixture.table(fixture.tally(3, 1, 9, 0))

tied := fixture.table(fixture.tally(2, 2, 0, 0))

quiet := fixture.table(fixture.tally(0, 0, 0, 0))

test_a_derived_house_has_a_seat_for_each_group if {
	groups := {"votes": {"groups": {"north": won, "south": tied, "west": quiet}}}
	entitled("states", states, groups) == 3
	entitled("states", states, object.union(groups, {"electorate": {"states": fixture.roll}})) == 3
	entitled("states", states, object.union(groups, {"unit": 10})) == 30
	given := object.union(fixture.roll, {"eligible": 6})
	entitled("states", states, object.union(groups, {"electorate": {"states": given}})) == 6
}

test_a_group_won_is_a_yes_and_any_other_that_voted_a_no[name] if {
	only_abstentions := fixture.table(fixture.tally(0, 0, 4, 0))
	some name, row in {
		"one won, one tied, one silent": {"groups": {"north": won, "south": tied, "west": quiet}, "want": [1, 1]},
		"nothing but abstentions are no win": {"groups": {"north": won, "south": only_abstentions}, "want": [1, 1]},
		"no votes": {"groups": {"north": quiet}, "want": [0, 0]},
		"no groups": {"groups": {}, "want": [0, 0]},
	}
	tallied_in("states", states, {"votes": {"groups": row.groups}}) == fixture.tally(row.want[0], row.want[1], 0, 0)
}

test_groups_may_win_by_ballots_and_count_in_units if {
	north := object.union(fixture.silence, {"tally": null, "ballots": three_ballots})
	more := {"votes": {"groups": {"north": north, "south": tied}}, "unit": 10}
	tallied_in("states", states, more) == fixture.tally(10, 10, 0, 0)
}

test_an_unknown_win_is_a_no if {
	half := {"houses": [fixture.deriving("states", fixture.all_of([fixture.share("yes", ">", "1/2", "eligible")]))]}
	tallied_in("states", half, {"votes": {"groups": {"north": won}}}) == fixture.tally(0, 1, 0, 0)
}

test_groups_are_added_up if {
	summed := {"houses": [fixture.summing("people")]}
	votes := {"houses": {"people": fixture.silence}, "groups": {"north": won, "south": tied}}
	tallied_in("people", summed, {"votes": votes}) == fixture.tally(5, 3, 9, 0)
	tallied_in("people", summed, {"votes": {"groups": {}}}) == fixture.tally(0, 0, 0, 0)
}

# The proposer's stance next to a tally.
with_stance(stance) := {"houses": {"": object.union(fixture.table(fixture.tally(3, 2, 1, 0)), {"proposer": stance})}}

test_the_proposer_of_a_tally[name] if {
	some name, row in {
		"counts": {"rule": "counts", "stance": "yes", "want": [3, 2, 1]},
		"cast nothing and counts as yes": {"rule": "implicit_yes", "stance": "none", "want": [4, 2, 1]},
		"voted against himself": {"rule": "implicit_yes", "stance": "no", "want": [3, 2, 1]},
		"may have done anything": {"rule": "implicit_yes", "stance": "", "want": [3, 2, 1]},
		"agreed and is taken out": {"rule": "excluded", "stance": "yes", "want": [2, 2, 1]},
		"objected and is taken out": {"rule": "excluded", "stance": "no", "want": [3, 1, 1]},
		"abstained and is taken out": {"rule": "excluded", "stance": "abstain", "want": [3, 2, 0]},
		"blocked, which is a no, and is taken out": {"rule": "excluded", "stance": "block", "want": [3, 1, 1]},
		"cast nothing to take out": {"rule": "excluded", "stance": "none", "want": [3, 2, 1]},
		"is taken out whatever he did": {"rule": "excluded", "stance": "", "want": [3, 2, 1]},
	}
	counted({"proposer_vote": row.rule}, with_stance(row.stance)) == fixture.tally(row.want[0], row.want[1], row.want[2], 0)
}

test_taking_out_leaves_nothing_below_zero if {
	silent := {"houses": {"": object.union(fixture.silence, {"proposer": "yes"})}}
	counted({"proposer_vote": "excluded"}, silent) == fixture.tally(0, 0, 0, 0)
}

test_the_proposer_of_ballots[name] if {
	implicit := {"proposer_vote": "implicit_yes"}
	some name, row in {
		"counts as yes": {"rule": implicit, "by": "dia", "more": [], "yes": 3},
		"spoke himself": {"rule": implicit, "by": "ben", "more": [], "yes": 2},
		"spoke by delegating": {"rule": implicit, "by": "dia", "more": [fixture.delegation("dia", "eva")], "yes": 2},
		"took a ballot back": {"rule": implicit, "by": "dia", "more": [fixture.ballot("dia", "withdrawn")], "yes": 2},
		"proposer unknown": {"rule": implicit, "by": "", "more": [], "yes": 2},
		"is taken out": {"rule": {"proposer_vote": "excluded"}, "by": "ada", "more": [], "yes": 1},
	}
	counted(row.rule, fixture.proposed(row.by, array.concat(three_ballots, row.more))).yes == row.yes
}

test_an_implicit_yes_has_the_weight_of_the_proposer_who_must_be_entitled if {
	rule := {"proposer_vote": "implicit_yes", "weighted": true}
	roll := fixture.members([object.union(fixture.member("dia"), {"weight": 7})])
	more := {"votes": fixture.proposed("dia", []), "electorate": roll}
	tallied_in("", rule, more) == fixture.tally(7, 0, 0, 0)
	tallied_in("", rule, object.union(more, {"electorate": fixture.named(["eva"])})) == fixture.tally(0, 0, 0, 0)
}

test_an_excluded_proposer_is_out_of_the_roll_but_not_out_of_a_given_number if {
	rule := {"proposer_vote": "excluded"}
	votes := fixture.proposed("ada", three_ballots)
	entitled("", rule, {"votes": votes, "electorate": fixture.named(["ada", "ben", "cem"])}) == 2
	entitled("", rule, {"votes": votes, "electorate": fixture.entitled(3)}) == 3
}

test_the_quantities_of_a_tally if {
	votes := {"houses": {"": fixture.table(fixture.tally(4, 2, 1, 1))}}
	seen({"blocks": true}, {"votes": votes, "electorate": fixture.entitled(9)}).plain == {
		"yes": 4, "no": 2, "abstain": 1, "block": 1, "cast": 7, "participating": 8, "present": 8, "eligible": 9,
		"seats": null, "silent": 1, "not_yes": 5, "yes_or_abstain": 5, "margin": 2, "not_abstaining": 8,
	}
}

test_attendance_is_taking_part_unless_given if {
	seen({}, {"votes": fixture.tallied(3, 2, 1)}).plain.present == 6
	seen({}, {"votes": fixture.tallied(3, 2, 1), "electorate": {"": {"present": 8}}}).plain.present == 8
}

test_more_votes_than_entitled_leave_no_voter_silent if {
	seen({}, {"votes": fixture.tallied(3, 2, 1), "electorate": fixture.entitled(4)}).plain.silent == 0
}

test_what_needs_the_entitled_is_unknown_without_them if {
	plain := seen({}, {"votes": fixture.tallied(3, 2, 1)}).plain
	{name | some name, n in plain; n == null} == {"eligible", "seats", "silent", "not_yes", "not_abstaining"}
}

# Seven seats: four entitled, one of which is excluded, two empty.
committee := {"": {"eligible": 4, "seats": 7, "excluded": 1}}

vacant(stance, electorate) := seen({"vacancies": stance}, {"votes": fixture.tallied(2, 1, 0), "electorate": electorate})

test_empty_seats_count_where_a_test_is_of_seats[stance] if {
	some stance, want in {"abstain": [2, 1, 4], "yes": [4, 1, 6], "no": [2, 3, 6]}
	house := vacant(stance, committee)
	[house.seats.yes, house.seats.no, house.seats.eligible] == want
	[house.plain.yes, house.plain.no, house.plain.eligible] == [2, 1, 4]
}

test_a_given_number_of_empty_seats_goes_before_the_difference if {
	vacant("yes", {"": {"eligible": 4, "seats": 7, "vacant": 1}}).seats.yes == 3
	vacant("yes", {"": {"seats": 7, "vacant": 1}}).seats.yes == 3
	vacant("yes", {"": {"seats": 7, "vacant": 1}}).seats.eligible == null
	vacant("yes", {"": {"eligible": 9, "seats": 7}}).seats.yes == 2
}

test_with_unknown_empty_seats_every_quantity_of_seats_is_unknown if {
	house := vacant("no", {"": {"seats": 7}})
	{n | some n in house.seats} == {null}
	house.plain.no == 1
	vacant("abstain", {"": {"seats": 7}}).seats.no == 1
}

# A vote with a chair who has decided.
chaired(yes, no, stance) := {"houses": {"": object.union(fixture.table(fixture.tally(yes, no, 1, 0)), {"casting": stance})}}

test_the_casting_vote_breaks_a_tie_at_the_close[name] if {
	some name, row in {
		"yes": {"votes": chaired(2, 2, "yes"), "want": [3, 2, 1]},
		"no": {"votes": chaired(2, 2, "no"), "want": [2, 3, 1]},
		"a block is a no": {"votes": chaired(2, 2, "block"), "want": [2, 3, 1]},
		"abstain": {"votes": chaired(2, 2, "abstain"), "want": [2, 2, 2]},
		"the chair is silent": {"votes": chaired(2, 2, ""), "want": [2, 2, 1]},
		"there is no tie": {"votes": chaired(3, 2, "no"), "want": [3, 2, 1]},
		"no vote took a side": {"votes": chaired(0, 0, "yes"), "want": [0, 0, 1]},
	}
	plain := closed({"tie": "casting_vote"}, {"votes": row.votes}).plain
	[plain.yes, plain.no, plain.abstain] == row.want
	seen({"tie": "casting_vote"}, {"votes": row.votes}).plain.yes == row.votes.houses[""].tally.yes
	closed({}, {"votes": row.votes}).plain.yes == row.votes.houses[""].tally.yes
}

test_the_casting_vote_weighs_one if {
	more := {"votes": chaired(25, 25, "yes"), "unit": 10}
	closed({"tie": "casting_vote", "weighted": true}, more).plain.yes == 35
}

# The stances in each future of the only house.
futures(changes, more) := {[f.plain[name] | some name in ["yes", "no", "abstain", "block", "present"]] |
	some f in seen(object.union({"early_pass": "when_decided"}, changes), more).futures
}

test_the_silent_may_stay_silent_or_vote_alike if {
	more := {"votes": fixture.tallied(3, 1, 0), "electorate": fixture.entitled(6)}
	alike := {[3, 1, 0, 0, 4], [5, 1, 0, 0, 6], [3, 3, 0, 0, 6], [3, 1, 2, 0, 6]}
	futures({}, more) == alike
	futures({"blocks": true}, more) == alike | {[3, 1, 0, 2, 6]}
}

test_a_given_attendance_grows_with_the_silent if {
	more := {"votes": fixture.tallied(3, 1, 0), "electorate": {"": {"eligible": 6, "present": 4}}}
	{f[4] | some f in futures({}, more)} == {4, 6}
}

test_when_all_have_voted_there_is_one_future if {
	futures({}, {"votes": fixture.tallied(3, 1, 0), "electorate": fixture.entitled(4)}) == {[3, 1, 0, 0, 4]}
	futures({}, {"votes": fixture.tallied(3, 1, 0), "electorate": fixture.entitled(2)}) == {[3, 1, 0, 0, 4]}
}

test_without_the_entitled_there_is_no_future if futures({}, {"votes": fixture.tallied(3, 1, 0)}) == set()
