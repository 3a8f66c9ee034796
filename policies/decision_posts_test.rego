package bylaw.decision_test

import data.bylaw.decision
import data.bylaw.testing

# METADATA
# description: A seat that votes with its Mastodon account. One without an account of the forge cannot review.
posting(i, name) := object.union(seat(i, name), {"mastodon_id": sprintf("%d", [11 + i])})

only_posting(i, name) := object.remove(posting(i, name), ["github"])

# METADATA
# description: A post at so many hours after the opening.
post(id, name, choice) := {
	"channel": "mastodon", "account": sprintf("@%s@social.example", [name]),
	"account_id": {"ada": "11", "ben": "12", "cas": "13", "dee": "14", "zed": "99"}[name],
	"commitment": sprintf("seat:%d", [id]), "choice": choice, "digest": "d", "cast_at": sprintf("2026-03-01T0%d:30:00Z", [id]),
}

elsewhere := {
	"version": 2, "roster": [posting(0, "ada"), posting(1, "ben"), posting(2, "cas"), only_posting(3, "dee")],
	"timing": {"opened_at": "2026-03-01T00:00:00Z", "read_through": "2026-03-02T00:00:00Z"},
}

posted(rule, posts) := decided(rule, object.union(elsewhere, {"ballots": posts}))

# METADATA
# description: What counts and why, by the seat, of ballots on Mastodon.
shown(d) := [[b.seat, b.choice, b.counted, b.why] | some b in d.ballots; b.channel == "mastodon"]

test_posts_are_votes_like_reviews if {
	d := posted({}, [post(1, "ben", "yes"), post(2, "cas", "yes"), post(3, "dee", "no")])
	d.outcome == "passed"
	d.rulings[0].tally == {"yes": 2, "no": 1, "abstain": 0, "block": 0, "eligible": 4}
	shown(d) == [["ben", "yes", true, "counts"], ["cas", "yes", true, "counts"], ["dee", "no", true, "counts"]]
}

test_facts_of_version_1_know_no_posts if {
	d := decided({}, object.union(elsewhere, {"ballots": [], "version": 1}))
	d.rulings[0].tally.eligible == 3
	not "posts" in {n | some r in d.rulings; some n in r.needed}
}

test_the_last_post_of_a_seat_counts if {
	d := posted({}, [post(1, "ben", "yes"), post(2, "ben", "no"), post(3, "cas", "yes"), post(4, "cas", "withdraw")])
	tally(d) == [0, 1, 0, 0]
	shown(d)[0] == ["ben", "yes", false, "replaced or withdrawn"]
	shown(d)[3] == ["cas", "withdrawn", false, "withdraws the earlier ballot"]
	tally(posted({"revote": "first"}, [post(1, "ben", "yes"), post(2, "ben", "no")])) == [1, 0, 0, 0]
}

both(reviews, posts) := decided({}, object.union(elsewhere, {"reviews": reviews, "ballots": posts}))

test_a_review_outranks_posts_before_and_after_it if {
	d := both([review(3, "ben", "APPROVED", "")], [post(1, "ben", "no"), post(4, "ben", "no"), post(5, "ben", "withdraw")])
	tally(d) == [1, 0, 0, 0]
	shown(d) == [
		["ben", "no", false, "the review by this seat counts"], ["ben", "no", false, "the review by this seat counts"],
		["ben", "withdrawn", false, "the review by this seat counts"],
	]
}

test_a_review_that_withdraws_lets_later_posts_count if {
	reviews := [review(1, "ben", "APPROVED", ""), review(3, "ben", "COMMENTED", "/withdraw")]
	tally(both(reviews, [post(2, "ben", "yes")])) == [0, 0, 0, 0]
	tally(both(reviews, [post(4, "ben", "no")])) == [0, 1, 0, 0]
}

test_a_review_after_the_close_outranks_nothing if {
	late := object.union(review(1, "ben", "APPROVED", ""), {"submitted_at": "2026-03-02T00:00:00Z"})
	later_read := {"now": "2026-03-05T00:00:00Z", "reviews": [late], "ballots": [post(1, "ben", "no")]}
	tally(decided({}, object.union(elsewhere, later_read))) == [0, 1, 0, 0]
}

test_a_delegation_of_the_roster_does_not_outrank_a_post if {
	roster := [object.union(posting(1, "ben"), {"delegate": "cas"}), object.union(posting(2, "cas"), {"delegate": ""})]
	rule := {"delegation": object.union(testing.provision.delegation, {"allowed": "proxy"})}
	d := decided(rule, object.union(elsewhere, {"roster": roster, "ballots": [post(1, "ben", "no"), post(2, "cas", "yes")]}))
	tally(d) == [1, 1, 0, 0]
}

test_whose_post_it_is_the_id_says if {
	renamed := object.union(post(2, "ben", "no"), {"account": "@benjamin@social.example"})
	copied := object.union(post(3, "ben", "no"), {"account_id": "99"})
	d := posted({}, [post(1, "cas", "yes"), renamed, copied, post(4, "zed", "no")])
	tally(d) == [1, 0, 0, 0]
	shown(d) == [
		["cas", "yes", true, "counts"], ["ben", "no", false, "the account of this seat has another name on the roster"],
		["@ben@social.example", "no", false, "not on the roster"], ["@zed@social.example", "no", false, "not on the roster"],
	]
}

test_a_post_on_other_content_is_stale if {
	d := posted({}, [object.union(post(1, "ben", "no"), {"digest": "e"}), post(2, "cas", "yes")])
	tally(d) == [1, 0, 0, 0]
	shown(d)[0] == ["ben", "no", false, "cast on a different revision"]
}

test_a_block_without_a_veto_is_a_no if {
	tally(posted({}, [post(1, "ben", "block")])) == [0, 1, 0, 0]
	rule := {"veto": object.union(testing.veto, {"stance": "block", "needs_reason": true}), "blocks": true}
	posted(rule, [post(1, "ben", "block"), post(2, "cas", "yes"), post(3, "dee", "yes")]).outcome == "passed"
	reasoned := object.union(post(1, "ben", "block"), {"reasoned": true})
	posted(rule, [reasoned, post(2, "cas", "yes"), post(3, "dee", "yes")]).outcome == "vetoed"
}

test_a_post_that_cannot_be_read_is_unknown if {
	d := posted({}, [post(1, "ben", "unknown"), post(2, "cas", "yes")])
	d.outcome == "open"
	shown(d)[0] == ["ben", "unknown", true, "counts"]
	d.rulings[0].needed == ["certainty about a ballot that was edited or dismissed"]
	posted({}, [post(1, "ben", "unknown"), post(2, "cas", "yes"), post(3, "dee", "yes"), post(4, "ada", "yes")]).outcome == "passed"
	decided_anyway := both([review(3, "ben", "APPROVED", "")], [post(1, "ben", "unknown")])
	decided_anyway.outcome == "passed"
}

test_an_article_may_keep_to_reviews if {
	d := posted({"channels": ["review"]}, [post(1, "ben", "no"), post(2, "dee", "no")])
	tally(d) == [0, 0, 0, 0]
	d.rulings[0].tally.eligible == 3
	shown(d)[0] == ["ben", "no", false, "only reviews count under this article"]
	behind := object.union(elsewhere, {"timing": {"read_through": "2026-03-01T05:00:00Z"}, "reviews": two})
	decided({"channels": ["review"]}, behind).outcome == "passed"
	decided({"channels": ["review", "mastodon"]}, behind).outcome == "open"
}

test_a_ruling_waits_for_the_inbox if {
	d := decided({}, object.union(elsewhere, {
		"now": "2026-03-02T00:10:00Z", "timing": {"read_through": "2026-03-01T23:59:59Z"}, "reviews": two,
		"ballots": [post(1, "dee", "yes")],
	}))
	d.outcome == "open"
	tally(d) == [3, 0, 0, 0]
	d.rulings[0].needed == ["the inbox, which has read votes on Mastodon until 2026-03-01T23:59:59Z"]
}

test_what_was_cast_after_the_inbox_read_does_not_count_yet if {
	d := decided({}, object.union(elsewhere, {"timing": {"read_through": "2026-03-01T01:30:00Z"}, "reviews": two}))
	tally(d) == [1, 0, 0, 0]
	d.ballots[1].why == "counts once the inbox has read this far"
	unread := object.union(object.remove(facts, ["timing"]), object.union(elsewhere, {"timing": {"opened_at": "2026-03-01T00:00:00Z", "read_through": ""}, "reviews": two}))
	nothing := decision.decision with input as unread with data.constitution.provisions as law({})
	nothing.outcome == "open"
	nothing.rulings[0].needed[count(nothing.rulings[0].needed) - 1] == "the inbox, which has read votes on Mastodon until the opening"
}

test_a_vote_without_its_post_has_not_opened if {
	unposted := object.union(elsewhere, {"timing": {"opened_at": "", "read_through": "2026-03-01T01:30:00Z"}, "reviews": two})
	d := decided({}, unposted)
	d.outcome == "open"
	d.rulings[0].needed[count(d.rulings[0].needed) - 1] == "the post of the inbox about this proposal, which opens the vote"
	draft := decided({}, object.union(unposted, {"proposal": {"draft": true}}))
	not "the post of the inbox about this proposal, which opens the vote" in draft.rulings[0].needed
}

test_once_the_close_is_covered_time_goes_on if {
	rule := {"enact": object.union(testing.provision.enact, {"delay": {"n": 2, "unit": "d"}})}
	posts := [post(1, "ben", "yes"), post(2, "dee", "yes")]
	early := decided(rule, object.union(elsewhere, {"now": "2026-03-03T00:00:00Z", "ballots": posts}))
	early.outcome == "passed"
	not early.enactable
	decided(rule, object.union(elsewhere, {"now": "2026-03-05T00:00:00Z", "ballots": posts})).enactable
}

test_an_early_close_is_seen_as_of_what_was_read if {
	rule := {"early_pass": "when_decided"}
	posts := [post(1, "ben", "yes"), post(2, "dee", "yes"), post(3, "cas", "yes")]
	at := {"now": "2026-03-01T08:00:00Z", "ballots": posts}
	decided(rule, object.union(elsewhere, object.union(at, {"timing": {"read_through": "2026-03-01T04:00:00Z"}}))).outcome == "passed"
	decided(rule, object.union(elsewhere, object.union(at, {"timing": {"read_through": "2026-03-01T03:00:00Z"}}))).outcome == "open"
}

test_a_merge_is_judged_as_of_what_was_read if {
	posts := [post(1, "ben", "yes"), post(2, "dee", "yes"), post(3, "cas", "yes"), object.union(post(4, "ben", "no"), {"cast_at": "2026-03-01T07:00:00Z"})]
	merged := object.union(elsewhere, {"ballots": posts, "timing": {"merged_at": "2026-03-01T06:00:00Z"}})
	d := decided({"early_pass": "when_decided"}, merged)
	d.outcome == "passed"
	shown(d)[3] == ["ben", "no", false, "came after the moment of this decision"]
}

concerning(change) := decided({"electorate": object.union(testing.provision.electorate, {"exclude": ["subject"]})}, object.union(elsewhere, {
	"ballots": [post(1, "dee", "no"), post(2, "ben", "yes")], "changes": [object.union(facts.changes[0], change)],
}))

test_who_is_concerned_is_excluded_by_either_name if {
	tally(concerning({})) == [1, 1, 0, 0]
	tally(concerning({"target": "@dee@social.example"})) == [1, 0, 0, 0]
	tally(concerning({"target": "@another@social.example", "after": {"id": "14"}})) == [1, 0, 0, 0]
	tally(concerning({"target": "@another@social.example", "after": {"id": "99"}})) == [1, 1, 0, 0]
}

test_weights_count_on_both_channels if {
	roster := [object.union(posting(1, "ben"), {"weight": "2.5"}), object.union(only_posting(3, "dee"), {"weight": "0.5"})]
	d := decided({"weighted": true}, object.union(elsewhere, {"roster": roster, "reviews": [review(1, "ben", "APPROVED", "")], "ballots": [post(2, "dee", "no")]}))
	tally(d) == [2.5, 0.5, 0, 0]
}

test_a_veto_that_suspends_is_taken_back_where_it_was_cast if {
	rule := {"veto": object.union(testing.veto, {"stance": "block", "effect": "suspend"}), "blocks": true}
	after := {"now": "2026-03-04T00:00:00Z", "timing": {"read_through": "2026-03-04T00:00:00Z"}}
	relents := object.union(post(3, "ben", "yes"), {"cast_at": "2026-03-03T00:00:00Z"})
	by_post := [post(1, "ben", "block"), post(2, "dee", "yes"), relents]
	decided(rule, object.union(elsewhere, object.union(after, {"ballots": by_post}))).outcome == "passed"
	by_review := {"reviews": [review(1, "ben", "CHANGES_REQUESTED", "/block")], "ballots": [post(2, "dee", "yes"), relents]}
	decided(rule, object.union(elsewhere, object.union(after, by_review))).outcome == "open"
}
