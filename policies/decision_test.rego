# METADATA
# title: Tests of the decision on a proposal
package bylaw.decision_test

import data.bylaw.decision
import data.bylaw.reviews
import data.bylaw.testing

law(rule) := [{
	"id": "sever", "citation": "3.1", "rule": object.union(testing.provision, rule),
	"governs": [{"skills": ["block_domain"], "subjects": [], "where": {}, "within": null, "beyond": null}],
}]

seat(i, name) := {"seat": name, "github": {"login": name, "id": 101 + i}, "roles": ["member"], "mastodon": sprintf("@%s@social.example", [name])}

facts := {
	"now": "2026-03-02T00:00:00Z", "instance": "social.example",
	"proposal": {
		"number": 3, "author": {"login": "ada", "id": 101}, "state": "open", "draft": false, "base": "b", "digest": "d",
		"editorial": false,
	},
	"changes": [{"id": "c", "action": "create", "skill": "block_domain", "target": "spam.example", "after": {}}],
	"subjects": [], "paths": [], "reviews": [],
	"roster": [seat(i, name) | some i, name in ["ada", "ben", "cas", "dee"]],
	"timing": {"opened_at": "2026-03-01T00:00:00Z"},
}

review(id, seat, state, body) := {
	"id": id, "author": {"login": seat, "id": {"ada": 101, "ben": 102, "cas": 103, "dee": 104, "zed": 999}[seat]},
	"state": state, "body": body, "digest": "d", "submitted_at": sprintf("2026-03-01T0%d:00:00Z", [id]),
}

decided(rule, patch) := out if {
	out := decision.decision with input as object.union(facts, patch) with data.constitution.provisions as law(rule)
}

reviewed(rule, list) := decided(rule, {"reviews": list})

tally(d) := [t.yes, t.no, t.abstain, t.block] if t := d.rulings[0].tally

two := [review(1, "ben", "APPROVED", ""), review(2, "cas", "APPROVED", "")]

test_a_proposal_passes if {
	d := reviewed({}, two)
	d.outcome == "passed"
	d.enactable
	d.enactable_at == "2026-03-02T00:00:00Z"
	d.closes_at == "2026-03-02T00:00:00Z"
	d.rulings[0].citation == "3.1"
	d.rulings[0].tally == {"yes": 2, "no": 0, "abstain": 0, "block": 0, "eligible": 4}
	not d.final
}

# A bot says who filled in the form, and no bot can give a vote. The member can vote by a review.
test_a_proposer_by_form_does_not_count_as_yes if {
	asked := {"proposal": {"issue": 7}}
	one := [review(1, "ben", "APPROVED", "")]
	tally(decided({"proposer_vote": "implicit_yes"}, {"reviews": one})) == [2, 0, 0, 0]
	tally(decided({"proposer_vote": "implicit_yes"}, object.union({"reviews": one}, asked))) == [1, 0, 0, 0]
	own := [review(1, "ben", "APPROVED", ""), review(2, "ada", "APPROVED", "")]
	tally(decided({"proposer_vote": "implicit_yes"}, object.union({"reviews": own}, asked))) == [2, 0, 0, 0]
	tally(decided({"proposer_vote": "excluded"}, object.union({"reviews": own}, asked))) == [1, 0, 0, 0]
}

test_a_lost_vote_is_final if {
	d := reviewed({}, [review(1, "ben", "CHANGES_REQUESTED", "")])
	d.outcome == "failed"
	d.final
	not d.enactable
}

test_a_vetoed_vote_is_final if {
	d := reviewed({"veto": testing.veto}, [review(1, "ben", "CHANGES_REQUESTED", "")])
	d.outcome == "vetoed"
	d.final
}

test_a_refusal_can_be_mended if {
	every patch in [
		{"changes": [object.union(facts.changes[0], {"skill": "block_ip"})]}, {"changes": []}, {"proposal": {"state": "closed"}},
		{"subjects": ["mass_change"]},
	] {
		d := decided({}, object.union(patch, {"reviews": two}))
		d.outcome == "failed"
		not d.final
		count(d.denials) == 1
	}
}

test_what_has_not_opened_is_open if {
	decided({}, {"reviews": two, "proposal": {"draft": true}}).outcome == "open"
	decided({}, {"reviews": two, "timing": {"opened_at": ""}}).outcome == "open"
}

test_editorial_changes_need_no_vote if {
	d := decided({}, {"proposal": {"editorial": true}, "changes": []})
	d.outcome == "passed"
	d.editorial
	d.enactable
	d.rulings == []
	d.closes_at == ""
	not decided({}, {"proposal": {"editorial": true}}).editorial
}

test_guards_deny_and_warn if {
	d := decision.decision with input as object.union(facts, {"reviews": two})
		with data.constitution.provisions as law({})
		with data.bylaw.guard.deny as {"plain", {"code": "x", "text": "object", "path": "p", "line": 4}, 7}
		with data.bylaw.guard.warn as {"mind", {"text": 5}}
	d.outcome == "failed"
	{x.text | some x in d.denials} == {"plain", "object", "7"}
	{x.text | some x in d.warnings} == {"mind", "a guard of the community"}
}

test_every_ballot_is_listed if {
	list := [
		review(1, "ben", "APPROVED", ""), review(2, "zed", "APPROVED", ""), object.union(review(3, "cas", "APPROVED", ""), {"digest": "old"}),
		review(4, "dee", "COMMENTED", "hello"), review(5, "dee", "COMMENTED", "/abstain"),
		object.union(review(6, "cas", "DISMISSED", ""), {"dismissed": {"by": {"login": "cas", "id": 103}, "state": "APPROVED"}}),
	]
	[[b.seat, b.choice, b.why] | some b in reviewed({"proposer_vote": "implicit_yes"}, list).ballots] == [
		["ben", "yes", "counts"], ["zed", "yes", "not on the roster"], ["cas", "yes", "cast on a different revision"],
		["dee", "abstain", "counts"], ["cas", "withdrawn", "dismissed by its own author"],
		["ada", "yes", "the proposer counts as yes"],
	]
}

test_a_ballot_that_no_provision_looks_at if {
	d := decided({}, {"reviews": two, "changes": [object.union(facts.changes[0], {"skill": "block_ip"})]})
	d.ballots[0].why == "no provision counts it"
}

dismissed(review, by, state) := object.union(review, {"state": "DISMISSED", "dismissed": {"by": by, "state": state}})

ben := {"login": "ben", "id": 102}

cas := {"login": "cas", "id": 103}

test_a_dismissal_by_another_is_reported_and_does_not_count if {
	d := reviewed({}, [dismissed(review(1, "ben", "", ""), cas, "APPROVED")])
	tally(d) == [1, 0, 0, 0]
	d.warnings[0].text == "the review by ben was dismissed by cas and still counts"
}

test_a_dismissal_by_a_push_does_not_withdraw if {
	pushed := object.union(dismissed(review(1, "ben", "", ""), ben, "CHANGES_REQUESTED"), {"dismissed": {"commit": "c"}})
	tally(reviewed({}, [pushed])) == [0, 1, 0, 0]
}

test_an_unknown_ballot_decides_nothing if {
	unknown := dismissed(review(3, "dee", "", ""), cas, "")
	d := reviewed({}, [review(1, "ben", "APPROVED", ""), unknown])
	d.outcome == "open"
	d.rulings[0].needed == ["certainty about a ballot that was edited or dismissed"]
	d.ballots[1].choice == "unknown"
	reviewed({}, array.concat(two, [unknown])).outcome == "passed"
}

unknown_of(list) := [dismissed(review(i, name, "", ""), {"login": "zed", "id": 999}, "") | some i, name in list]

test_two_unknown_ballots_are_tried_in_every_combination if {
	two_lost := unknown_of({2: "cas", 3: "dee"})
	reviewed({"threshold": testing.rules([testing.count("yes", ">=", 1)])}, array.concat([review(1, "ben", "APPROVED", "")], two_lost)).outcome == "passed"
	reviewed({"threshold": testing.rules([testing.count("yes", ">=", 2)])}, array.concat([review(1, "ben", "APPROVED", "")], two_lost)).outcome == "open"
	reviewed({"threshold": testing.rules([testing.count("yes", ">=", 4)])}, array.concat([review(1, "ben", "APPROVED", "")], two_lost)).outcome == "failed"
}

test_more_unknown_ballots_are_tried_at_their_extremes if {
	lost := unknown_of({2: "cas", 3: "dee", 4: "ada"})
	reviewed({"threshold": testing.rules([testing.count("yes", ">=", 1)])}, array.concat([review(1, "ben", "APPROVED", "")], lost)).outcome == "passed"
	reviewed({"threshold": testing.rules([testing.count("yes", ">=", 4)])}, array.concat([review(1, "ben", "APPROVED", "")], lost)).outcome == "open"
	reviewed({"threshold": testing.rules([testing.count("yes", ">=", 5)])}, array.concat([review(1, "ben", "APPROVED", "")], lost)).outcome == "failed"
}

edited(review) := object.union(review, {"edited": true})

test_edited_words_are_unknown if {
	blocks := {"blocks": true, "veto": object.union(testing.veto, {"stance": "block"})}
	reviewed(blocks, array.concat(two, [edited(review(3, "dee", "CHANGES_REQUESTED", "no"))])).outcome == "open"
	reviewed({}, array.concat(two, [edited(review(3, "dee", "CHANGES_REQUESTED", "no"))])).outcome == "passed"
	d := reviewed({"quorum": testing.rules([testing.count("participating", ">=", 3)])}, array.concat(two, [edited(review(3, "dee", "COMMENTED", "/abstain"))]))
	d.outcome == "open"
	d.warnings[0].code == "edited"
	reviewed({}, [review(1, "ben", "APPROVED", ""), edited(review(3, "ada", "COMMENTED", "/yes"))]).outcome == "open"
}

test_words_of_the_proposer if {
	tally(reviewed({}, [review(1, "ada", "COMMENTED", "/yes")])) == [1, 0, 0, 0]
	tally(reviewed({}, [review(1, "ada", "COMMENTED", "/no\nsorry")])) == [0, 1, 0, 0]
	tally(reviewed({}, [review(1, "ben", "COMMENTED", "/yes")])) == [0, 0, 0, 0]
}

test_blocks_and_their_reasons if {
	veto := object.union(testing.veto, {"stance": "block", "needs_reason": true})
	reviewed({"blocks": true, "veto": veto}, [review(1, "ben", "CHANGES_REQUESTED", "/block")]).outcome == "failed"
	reviewed({"blocks": true, "veto": veto}, [review(1, "ben", "CHANGES_REQUESTED", "/block\nit leaks")]).outcome == "vetoed"
	reviewed({"veto": object.union(veto, {"stance": "no"})}, [review(1, "ben", "CHANGES_REQUESTED", "it leaks")]).outcome == "vetoed"
}

test_a_pending_review_is_no_ballot if tally(reviewed({}, [review(1, "ben", "PENDING", "")])) == [0, 0, 0, 0]

chair := object.union(facts.roster[3], {"roles": ["member", "chair"]})

chaired(rule, list) := decided(rule, {"reviews": list, "roster": array.concat(array.slice(facts.roster, 0, 3), [chair])})

test_the_chair_casts_the_deciding_vote if {
	tied := [review(1, "ben", "APPROVED", ""), review(2, "cas", "CHANGES_REQUESTED", "")]
	chaired({"tie": "casting_vote"}, array.concat(tied, [review(3, "dee", "COMMENTED", "/casting yes")])).outcome == "passed"
	chaired({"tie": "casting_vote"}, array.concat(tied, [review(3, "dee", "COMMENTED", "/casting no")])).outcome == "failed"
	chaired({"tie": "casting_vote"}, array.concat(tied, [review(3, "ben", "COMMENTED", "/casting yes")])).outcome == "failed"
	chaired({"tie": "casting_vote"}, array.concat(two, [edited(review(3, "dee", "COMMENTED", "/casting no"))])).outcome == "open"
}

judge := {"judge": {"by": "chair", "of": "cast", "below": null, "above": null, "rounded": false, "band": ""}}

test_a_judge_rules if {
	chaired(judge, array.concat(two, [review(3, "dee", "COMMENTED", "/judge  pass")])).outcome == "passed"
	chaired(judge, array.concat(two, [review(3, "dee", "COMMENTED", "/judge fail")])).outcome == "failed"
	chaired(judge, two).outcome == "open"
	d := chaired(judge, array.concat(two, [review(3, "dee", "COMMENTED", "/judge pass"), edited(review(4, "dee", "COMMENTED", "/judge fail"))]))
	d.outcome == "open"
	"certainty about a ruling that was edited" in d.rulings[0].needed
}

sponsor(within) := {"sponsor": {"seconds": testing.number(1, 1), "text": "1", "within": within, "proposer_counts": false}}

test_seconds_come_from_others if {
	second := review(3, "dee", "COMMENTED", "/second")
	reviewed(sponsor(null), array.concat(two, [second])).outcome == "passed"
	reviewed(sponsor(null), array.concat(two, [review(3, "ada", "COMMENTED", "/second")])).outcome == "open"
	patch := {"reviews": array.concat(two, [second]), "timing": {"proposed": "2026-03-01T00:00:00Z"}}
	decided(sponsor(testing.length(4, "h")), patch).outcome == "passed"
	decided(sponsor(testing.length(3, "h")), patch).outcome == "failed"
	reviewed(sponsor(testing.length(4, "h")), array.concat(two, [second])).outcome == "open"
}

rostered(patch, list) := tally(decided({}, {"reviews": list, "roster": [object.union(s, object.get(patch, s.seat, {})) | some s in facts.roster]}))

test_the_roster_is_that_of_the_opening if {
	rostered({"ben": {"since": "2026-03-01T00:00:01Z"}}, two) == [1, 0, 0, 0]
	rostered({"ben": {"since": "2026-03-01T00:00:00Z"}}, two) == [2, 0, 0, 0]
	rostered({"ben": {"until": "2026-03-01T00:00:00Z"}}, two) == [1, 0, 0, 0]
	rostered({"ben": {"until": "2026-03-01T00:00:01Z"}}, two) == [2, 0, 0, 0]
	rostered({"ben": {"github": {"id": 0}}}, two) == [1, 0, 0, 0]
}

test_roles_make_the_electorate if {
	d := decided({"electorate": {"role": "chair"}}, {"reviews": two, "roster": array.concat(array.slice(facts.roster, 0, 3), [chair])})
	d.rulings[0].tally.eligible == 1
	d.ballots[0].why == "not entitled to vote here"
}

test_the_subject_does_not_vote if {
	about := {"changes": [object.union(facts.changes[0], {"target": "@ben"})], "reviews": two}
	decided({"electorate": {"exclude": ["subject"]}}, about).rulings[0].tally.eligible == 3
	decided({}, about).rulings[0].tally.eligible == 4
}

test_vacant_seats_count_where_said if {
	vacant := array.concat(facts.roster, [{"seat": "empty", "roles": ["member"]}])
	rule := {"vacancies": "yes", "threshold": testing.rules([testing.share("yes", ">", 1, 2, "seats")])}
	decided(rule, {"roster": vacant, "reviews": two}).outcome == "passed"
	decided(object.union(rule, {"vacancies": "abstain"}), {"roster": vacant, "reviews": two}).outcome == "failed"
}

test_weights_are_exact if {
	weighed := [object.union(s, object.get({"ben": {"weight": "1.25"}, "cas": {"weight": "0.5"}}, s.seat, {})) | some s in facts.roster]
	tally(decided({"weighted": true}, {"roster": weighed, "reviews": two})) == [1.75, 0, 0, 0]
	tally(decided({}, {"roster": weighed, "reviews": two})) == [2, 0, 0, 0]
}

test_whole_weights_count_too if {
	weighed := [object.union(s, object.get({"ben": {"weight": "3"}, "cas": {"weight": "2"}}, s.seat, {})) | some s in facts.roster]
	tally(decided({"weighted": true}, {"roster": weighed, "reviews": two})) == [5, 0, 0, 0]
	tally(decided({}, {"roster": weighed, "reviews": two})) == [2, 0, 0, 0]
}

test_delegations_of_the_roster if {
	handed := [object.union(s, object.get({"dee": {"delegate": "ben"}}, s.seat, {})) | some s in facts.roster]
	tally(decided({"delegation": {"allowed": "proxy"}}, {"roster": handed, "reviews": two})) == [3, 0, 0, 0]
	tally(decided({}, {"roster": handed, "reviews": two})) == [2, 0, 0, 0]
}

grouped := [object.union(s, {"groups": [{"ada": "x", "ben": "x", "cas": "y", "dee": "y"}[s.seat]]}) | some s in facts.roster]

test_groups_come_from_the_roster if {
	summed := {"houses": [object.union(testing.house(""), {"sum_groups": true})]}
	tally(decided(summed, {"roster": grouped, "reviews": two})) == [2, 0, 0, 0]
	derived := {"houses": [object.union(testing.house(""), {"derived": true, "win": testing.rules([testing.share("yes", ">", 1, 2, "cast")])})]}
	tally(decided(derived, {"roster": grouped, "reviews": two})) == [2, 0, 0, 0]
	house := object.union(testing.share("yes", ">", 1, 1, "no"), {"house": "x"})
	named := {"houses": [testing.house("x")], "threshold": testing.rules([house])}
	d := decided(named, {"roster": grouped, "reviews": two})
	tally(d) == [1, 0, 0, 0]
	d.rulings[0].tally.eligible == 2
}

test_what_came_after_the_merge_does_not_count if {
	tally(decided({}, {"reviews": two, "timing": {"merged_at": "2026-03-01T01:30:00Z"}})) == [1, 0, 0, 0]
}

test_another_matching_provision_may_have_to_concur if {
	both := array.concat(law({"enact": {"concurs": ["board"]}}), [object.union(law({})[0], {"id": "board", "citation": "4.1"})])
	d := decision.decision with input as object.union(facts, {"reviews": two}) with data.constitution.provisions as both
	d.outcome == "passed"
	d.enactable
	alone := decided({"enact": {"concurs": ["board"]}}, {"reviews": two})
	alone.outcome == "passed"
	not alone.enactable
	waiting := reviews.variants with input as facts
	waiting == [[]]
}
