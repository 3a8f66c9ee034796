package bylaw.decision_test

import data.bylaw.testing

dismissed_at(review, by, state, at) := object.union(dismissed(review, by, state), {"dismissed": {"at": at}})

dee := {"login": "dee", "id": 104}

later := {"now": "2026-03-05T00:00:00Z"}

reviewed_later(rule, list) := decided(rule, object.union(later, {"reviews": list}))

test_who_dismisses_the_own_review_in_time_takes_the_ballot_back if {
	in_time := dismissed_at(review(1, "ben", "", ""), ben, "APPROVED", "2026-03-01T23:59:59Z")
	d := reviewed({}, [in_time])
	tally(d) == [0, 0, 0, 0]
	d.ballots == [{"seat": "ben", "choice": "withdrawn", "counted": false, "why": "dismissed by its own author"}]
	d.warnings == []
	again := review(2, "ben", "CHANGES_REQUESTED", "")
	tally(reviewed({"proposer_vote": "implicit_yes"}, [in_time, again])) == [1, 1, 0, 0]
}

test_a_dismissal_after_the_close_changes_nothing if {
	every at in ["2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z"] {
		late := dismissed_at(review(1, "ben", "", ""), ben, "CHANGES_REQUESTED", at)
		d := reviewed_later({}, [late, review(2, "cas", "APPROVED", "")])
		tally(d) == [1, 1, 0, 0]
		d.outcome == "failed"
		d.ballots[0] == {"seat": "ben", "choice": "no", "counted": true, "why": "counts"}
		d.warnings[0].text == "the review by ben was dismissed by ben after the vote had closed and still counts"
	}
}

test_a_dismissal_at_an_unknown_time_decides_nothing if {
	undated := dismissed(review(1, "ben", "", ""), ben, "CHANGES_REQUESTED")
	d := reviewed({}, [undated, review(2, "cas", "APPROVED", "")])
	d.outcome == "open"
	d.ballots[0].why == "dismissed by its own author"
	d.rulings[0].needed == ["certainty about a ballot that was edited or dismissed"]
	settled := array.concat(two, [dismissed(review(3, "dee", "", ""), dee, "CHANGES_REQUESTED")])
	reviewed({}, settled).outcome == "passed"
}

suspending := {"veto": object.union(testing.veto, {"stance": "no", "effect": "suspend"})}

objection := review(3, "dee", "CHANGES_REQUESTED", "")

test_who_suspends_a_vote_may_dismiss_the_own_veto_after_the_close if {
	own := dismissed_at(objection, dee, "CHANGES_REQUESTED", "2026-03-03T00:00:00Z")
	older := object.union(own, {"id": 9, "submitted_at": "2026-03-01T00:30:00Z"})
	reviewed_later(suspending, array.concat(two, [objection])).outcome == "open"
	reviewed_later(suspending, array.concat(two, [own])).outcome == "passed"
	reviewed_later(suspending, array.concat(two, [older, objection])).outcome == "open"
	another := dismissed_at(objection, cas, "CHANGES_REQUESTED", "2026-03-03T00:00:00Z")
	reviewed_later(suspending, array.concat(two, [another])).outcome == "open"
	replaced := object.union(review(4, "dee", "APPROVED", ""), {"submitted_at": "2026-03-03T00:00:00Z"})
	reviewed_later(suspending, array.concat(two, [objection, replaced])).outcome == "passed"
	taken_back := dismissed_at(replaced, dee, "APPROVED", "2026-03-04T00:00:00Z")
	reviewed_later(suspending, array.concat(two, [objection, taken_back])).outcome == "open"
}

edited_at(review, at) := object.union(review, {"edited": true, "edited_at": at, "read_at": "2026-03-01T09:00:00Z"})

abstained(at) := reviewed_later(
	{"quorum": testing.rules([testing.count("participating", ">=", 3)])},
	array.concat(two, [edited_at(review(3, "dee", "COMMENTED", "/abstain"), at)]),
)

test_words_that_were_read_count_until_they_are_edited if {
	before := abstained("2026-03-01T23:00:00Z")
	before.outcome == "open"
	before.ballots[2].choice == "unknown"
	before.warnings[0].text == "the review by dee was edited, so its words no longer count"
	after := abstained("2026-03-02T00:00:00Z")
	after.outcome == "passed"
	after.ballots[2] == {"seat": "dee", "choice": "abstain", "counted": true, "why": "counts"}
	after.warnings[0].text == "the review by dee was edited after the vote had closed, so what it said before counts"
}

remarked(at) := reviewed_later({}, [review(1, "ben", "APPROVED", ""), edited_at(review(2, "cas", "COMMENTED", "hm"), at)])

test_a_remark_that_is_edited_after_the_close_stays_one if {
	count(remarked("2026-03-02T00:00:00Z").ballots) == 1
	remarked("2026-03-01T23:00:00Z").ballots[1].choice == "unknown"
}

test_words_may_be_edited_and_the_review_dismissed if {
	own := dismissed_at(review(1, "ben", "", "no"), ben, "CHANGES_REQUESTED", "2026-03-01T20:00:00Z")
	tally(reviewed({}, [edited_at(own, "2026-03-01T10:00:00Z")])) == [0, 0, 0, 0]
	lost := dismissed(review(1, "ben", "", "no"), cas, "")
	reviewed({}, [edited_at(lost, "2026-03-01T10:00:00Z")]).ballots[0].choice == "unknown"
}

ruled(at) := decided(judge, object.union(later, {
	"reviews": array.concat(two, [edited_at(review(3, "dee", "COMMENTED", "/judge pass"), at)]),
	"roster": array.concat(array.slice(facts.roster, 0, 3), [chair]),
})).outcome

test_a_ruling_that_was_read_counts_when_it_is_edited_after_the_close if {
	ruled("2026-03-04T00:00:00Z") == "passed"
	ruled("2026-03-01T12:00:00Z") == "open"
}

seconded(second) := decided(
	sponsor(testing.length(4, "h")),
	{"reviews": array.concat(two, [second]), "timing": {"proposed": "2026-03-01T00:00:00Z"}},
).outcome

test_a_second_that_was_edited_unread_fails_nothing if {
	seconded(review(3, "dee", "COMMENTED", "hm")) == "failed"
	seconded(edited(review(3, "dee", "COMMENTED", "hm"))) == "open"
	seconded(edited_at(review(3, "dee", "COMMENTED", "/second"), "2026-03-05T00:00:00Z")) == "passed"
}
