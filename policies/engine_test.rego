package bylaw.engine_test

import data.bylaw.engine
import data.bylaw.fixture_test as fixture

# The outcome of a case and the step that decided it.
outcome(changes, more) := [ruling.outcome, ruling.step] if ruling := ruled(changes, more)

ruled(changes, more) := ruling if {
	ruling := engine.ruling with input as fixture.motion(changes, more)
}

# A vote of three days from 1 March, seen at a time, with a tally.
three_days := {"threshold": fixture.majority, "period": {"min": fixture.span("3d")}}

seen(now, votes) := {"votes": votes, "timing": {"opened": fixture.on("03-01"), "now": now}}

carried := fixture.tallied(3, 1, 0)

lost := fixture.tallied(1, 3, 0)

test_an_emergency_act_is_in_force_until_it_must_be_ratified[name] if {
	some name, row in {
		"just acted": {"timing": {"acted": fixture.on("03-10")}, "want": ["passed", 0]},
		"a second before the end": {"timing": {"acted": "2026-03-07T00:00:01Z"}, "want": ["passed", 0]},
		"exactly at the end": {"timing": {"acted": fixture.on("03-07")}, "want": ["failed", 0]},
		"ratified in time": {
			"timing": {"acted": fixture.on("03-01"), "ratified": "2026-03-03T23:59:59Z"},
			"want": ["passed", 0],
		},
		"ratified exactly at the end": {
			"timing": {"acted": fixture.on("03-01"), "ratified": fixture.on("03-04")},
			"want": ["failed", 0],
		},
		"not done yet": {"timing": {"acted": fixture.on("03-11")}, "want": ["open", 6]},
		"not done": {"timing": {}, "want": ["open", 6]},
	}
	emergency := {"emergency": {"holders": ["moderator"], "ratify_within": fixture.span("3d")}}
	outcome(emergency, {"timing": row.timing}) == row.want
}

test_a_sunset_ends_what_was_not_renewed[name] if {
	some name, row in {
		"in force": {"timing": {"enacted": fixture.on("02-11")}, "want": ["passed", 0]},
		"over": {"timing": {"enacted": fixture.on("02-10")}, "want": ["failed", 0]},
		"renewed in time": {
			"timing": {"enacted": fixture.on("01-20"), "renewed": fixture.on("02-19")},
			"want": ["passed", 0],
		},
		"renewed exactly at the end": {
			"timing": {"enacted": fixture.on("01-20"), "renewed": fixture.on("02-20")},
			"want": ["failed", 0],
		},
		"the renewal is over too": {
			"timing": {"enacted": fixture.on("01-10"), "renewed": fixture.on("02-09")},
			"want": ["failed", 0],
		},
		"a renewal to come is none yet": {
			"timing": {"enacted": fixture.on("02-10"), "renewed": fixture.on("03-11")},
			"want": ["failed", 0],
		},
		"not enacted": {"timing": {"renewed": fixture.on("02-10")}, "want": ["open", 6]},
	}
	outcome({"expires": fixture.span("1mo")}, {"timing": row.timing}) == row.want
}

test_with_emergency_and_sunset_both_must_hold if {
	both := {
		"emergency": {"holders": ["moderator"], "ratify_within": fixture.span("3d")},
		"expires": fixture.span("1mo"),
	}
	acted := {"acted": fixture.on("03-01")}
	ratified := {"acted": fixture.on("03-01"), "ratified": fixture.on("03-02")}
	outcome(both, {"timing": object.union(ratified, {"enacted": fixture.on("03-02")})}) == ["passed", 0]
	outcome(both, {"timing": object.union(acted, {"enacted": fixture.on("03-02")})}) == ["failed", 0]
	outcome(both, {"timing": object.union(ratified, {"enacted": fixture.on("02-01")})}) == ["failed", 0]
}

test_what_is_in_force_may_take_effect_and_needs_no_votes if {
	ruling := ruled({"expires": fixture.span("1mo")}, {"timing": {"enacted": fixture.on("03-01")}})
	ruling.enactable
	ruling.enactable_at == ""
	not ruled({"expires": fixture.span("1mo")}, {"timing": {"enacted": fixture.on("01-01")}}).enactable
}

test_a_time_that_is_needed_and_not_known_keeps_it_open if {
	outcome(three_days, {"votes": carried}) == ["open", 1]
	ruled(three_days, {"votes": carried}).why == `the time "opened" is not known`
}

test_what_may_not_be_voted_on_fails_first if {
	blackout := {"blackout": [{"from": 301, "to": 302}]}
	barred := object.union(three_days, {"period": blackout})
	outcome(barred, seen(fixture.on("03-10"), carried)) == ["failed", 1]
}

test_without_sponsors_it_waits_and_then_fails if {
	sponsor := {"seconds": fixture.constant([2, 1]), "text": "2", "within": fixture.span("7d"), "proposer_counts": false}
	sponsored := object.union(three_days, {"sponsor": sponsor})
	waiting := seen(fixture.on("03-10"), carried)
	outcome(sponsored, object.union(waiting, {"timing": {"proposed": fixture.on("03-04")}})) == ["open", 1]
	outcome(sponsored, object.union(waiting, {"timing": {"proposed": fixture.on("03-03")}})) == ["failed", 1]
}

test_before_the_opening_it_is_open if {
	outcome(three_days, seen("2026-02-28T23:59:59Z", carried)) == ["open", 2]
	outcome({"threshold": fixture.majority}, seen("2026-02-28T23:59:59Z", carried)) == ["open", 2]
}

test_it_is_decided_exactly_at_the_close[name] if {
	some name, row in {
		"a second before": {"now": "2026-03-03T23:59:59Z", "votes": carried, "want": ["open", 6]},
		"at the close": {"now": fixture.on("03-04"), "votes": carried, "want": ["passed", 8]},
		"lost at the close": {"now": fixture.on("03-04"), "votes": lost, "want": ["failed", 8]},
		"a tie fails": {"now": fixture.on("03-04"), "votes": fixture.tallied(2, 2, 5), "want": ["failed", 8]},
		"no votes": {"now": fixture.on("03-04"), "votes": fixture.tallied(0, 0, 0), "want": ["failed", 8]},
	}
	outcome(three_days, seen(row.now, row.votes)) == row.want
}

test_an_open_vote_says_when_it_closes if {
	ruling := ruled(three_days, seen(fixture.on("03-02"), carried))
	ruling.closes_at == fixture.on("03-04")
	ruling.why == "the vote runs until 2026-03-04T00:00:00Z"
}

test_without_a_close_it_stays_open if {
	ruling := ruled({"threshold": fixture.majority}, seen(fixture.on("03-10"), carried))
	[ruling.outcome, ruling.step, ruling.closes_at, ruling.why] == ["open", 6, "", "no close is set"]
}

test_silence_passes_only_by_lazy_consensus if {
	lazy := {"threshold": fixture.all_of([fixture.whole("no", "<=", 0)]), "period": {"min": fixture.span("72h")}}
	outcome(lazy, seen(fixture.on("03-04"), fixture.tallied(0, 0, 0))) == ["passed", 8]
	outcome(lazy, seen(fixture.on("03-04"), fixture.tallied(9, 1, 0))) == ["failed", 8]
}

test_a_provision_that_only_waits_decides_nothing if {
	outcome({"period": {"min": fixture.span("3d")}}, seen(fixture.on("03-10"), carried)) == ["open", 8]
	quorate := {"quorum": fixture.all_of([fixture.whole("participating", ">=", 1)])}
	outcome(object.union({"period": {"min": fixture.span("3d")}}, quorate), seen(fixture.on("03-10"), carried)) == ["open", 8]
}

a_quarter := {"quorum": fixture.all_of([fixture.share("participating", ">=", "1/4", "eligible")])}

test_the_quorum_comes_before_the_threshold[name] if {
	some name, row in {
		"reached exactly": {"eligible": 16, "votes": carried, "want": ["passed", 8]},
		"missed by one": {"eligible": 17, "votes": carried, "want": ["failed", 8]},
		"abstentions count": {"eligible": 20, "votes": fixture.tallied(3, 1, 1), "want": ["passed", 8]},
		"reached, but lost": {"eligible": 16, "votes": lost, "want": ["failed", 8]},
		"unknown": {"eligible": null, "votes": carried, "want": ["open", 8]},
		"unknown, and lost": {"eligible": null, "votes": lost, "want": ["open", 8]},
	}
	case := object.union(seen(fixture.on("03-04"), row.votes), {"electorate": fixture.entitled(row.eligible)})
	outcome(object.union(three_days, a_quarter), case) == row.want
}

test_the_reason_distinguishes_quorum_and_threshold if {
	rule := object.union(three_days, a_quarter)
	few := object.union(seen(fixture.on("03-04"), carried), {"electorate": fixture.entitled(99)})
	many := object.union(seen(fixture.on("03-04"), lost), {"electorate": fixture.entitled(4)})
	ruled(rule, few).why == "the quorum is missed"
	ruled(rule, many).why == "the threshold is missed"
}

test_an_unknown_threshold_keeps_it_open if {
	absolute := {"threshold": fixture.all_of([fixture.share("yes", ">", "1/2", "eligible")])}
	outcome(object.union(three_days, absolute), seen(fixture.on("03-04"), carried)) == ["open", 8]
}

test_a_missed_quorum_lets_the_vote_run_on_to_the_longest_time[name] if {
	some name, row in {
		"still short": {"now": fixture.on("03-04"), "votes": carried, "want": ["open", 6]},
		"short at the end": {"now": fixture.on("03-15"), "votes": carried, "want": ["failed", 8]},
		"a second before the end": {"now": "2026-03-14T23:59:59Z", "votes": carried, "want": ["open", 6]},
		"enough": {"now": fixture.on("03-04"), "votes": fixture.tallied(20, 5, 0), "want": ["passed", 8]},
	}
	extending := object.union(three_days, {"on_no_quorum": "extend", "period": {"max": fixture.span("14d")}})
	case := object.union(seen(row.now, row.votes), {"electorate": fixture.entitled(100)})
	outcome(object.union(extending, a_quarter), case) == row.want
}

test_the_reason_of_an_extension_is_the_turnout if {
	extending := object.union(three_days, {"on_no_quorum": "extend", "period": {"max": fixture.span("14d")}})
	case := object.union(seen(fixture.on("03-04"), carried), {"electorate": fixture.entitled(100)})
	ruled(object.union(extending, a_quarter), case).why == "the vote runs on, because too few took part"
}

test_without_a_longest_time_an_extension_has_no_end if {
	extending := object.union(object.union(three_days, a_quarter), {"on_no_quorum": "extend"})
	case := object.union(seen(fixture.on("03-30"), carried), {"electorate": fixture.entitled(100)})
	outcome(extending, case) == ["open", 8]
}

test_escalation_hands_a_lost_motion_on_but_no_missed_quorum if {
	escalating := object.union(object.union(three_days, a_quarter), {"on_fail": "escalate"})
	many := object.union(seen(fixture.on("03-04"), lost), {"electorate": fixture.entitled(4)})
	few := object.union(seen(fixture.on("03-04"), lost), {"electorate": fixture.entitled(99)})
	outcome(escalating, many) == ["open", 8]
	outcome(escalating, few) == ["failed", 8]
}

# Two yes and no objection within a week, then one.
ticket := {"stages": [
	{"after": fixture.span("0d"), "quorum": null, "threshold": fixture.all_of([fixture.whole("yes", ">=", 3)])},
	{"after": fixture.span("7d"), "quorum": null, "threshold": fixture.all_of([fixture.whole("yes", ">=", 1)])},
]}

test_stages_replace_the_tests_as_time_passes[name] if {
	some name, row in {
		"the first holds": {"now": fixture.on("03-01"), "yes": 3, "want": ["passed", 8]},
		"a later one may still decide": {"now": "2026-03-07T23:59:59Z", "yes": 2, "want": ["open", 5]},
		"the second holds": {"now": fixture.on("03-08"), "yes": 1, "want": ["passed", 8]},
		"the last is missed": {"now": fixture.on("03-08"), "yes": 0, "want": ["failed", 8]},
	}
	outcome(ticket, seen(row.now, fixture.tallied(row.yes, 0, 0))) == row.want
}

test_before_the_first_stage_it_is_open if {
	late := {"stages": [object.union(ticket.stages[1], {"after": fixture.span("2d")})]}
	outcome(late, seen("2026-03-02T23:59:59Z", carried)) == ["open", 5]
	outcome(late, seen(fixture.on("03-03"), carried)) == ["passed", 8]
}

test_stages_leave_the_judge_and_the_close_out if {
	judged := object.union(ticket, {"judge": {"by": "chair", "of": "cast", "below": null, "above": null, "rounded": false, "band": ""}})
	outcome(judged, seen(fixture.on("03-01"), fixture.tallied(3, 0, 0))) == ["passed", 8]
}

test_the_casting_vote_counts_at_a_stage if {
	chaired := object.union(fixture.table(fixture.tally(2, 2, 0, 0)), {"casting": "yes"})
	case := seen(fixture.on("03-01"), {"houses": {"": chaired}})
	outcome(object.union(ticket, {"tie": "casting_vote"}), case) == ["passed", 8]
	outcome(ticket, case) == ["open", 5]
}

# Ten days after the tests first hold.
support := {
	"threshold": fixture.all_of([fixture.share("yes", ">", "1/2", "eligible")]),
	"period": {"starts_when_passing": true, "min": fixture.span("10d")},
}

test_a_clock_that_starts_when_passing_waits_for_support[name] if {
	some name, row in {
		"not yet": {"yes": 2, "met": null, "want": ["open", 6]},
		"met, and the clock runs": {"yes": 3, "met": "2026-03-01T00:00:00Z", "want": ["open", 6]},
		"met, and the clock ran out": {"yes": 3, "met": "2026-02-28T00:00:00Z", "want": ["passed", 8]},
		"met once, but no longer": {"yes": 2, "met": "2026-02-01T00:00:00Z", "want": ["open", 6]},
		"unknown time": {"yes": 3, "met": null, "want": ["open", 6]},
	}
	case := {
		"votes": fixture.tallied(row.yes, 0, 0), "electorate": fixture.entitled(5),
		"timing": {"threshold_met": row.met},
	}
	outcome(support, case) == row.want
}
