# METADATA
# title: Tests of admission and close
package bylaw.close_test

import data.bylaw.close
import data.bylaw.testing

outcome(rule, timing) := out if out := data.bylaw.engine.ruling.outcome with input as testing.changed(rule, {}, timing)

first(period, timing) := out if out := close.first with input as testing.changed({"period": period}, {}, timing)

at(text) := time.parse_rfc3339_ns(text)

test_the_close_is_never_before_min_and_never_after_max if {
	longer := {"max": testing.length(3, "d")}
	first(longer, {}) == at("2026-03-02T00:00:00Z")
	first(longer, {"closes": "2026-03-01T12:00:00Z"}) == at("2026-03-02T00:00:00Z")
	first(longer, {"closes": "2026-03-03T12:00:00Z"}) == at("2026-03-03T12:00:00Z")
	first(longer, {"closes": "2026-03-09T00:00:00Z"}) == at("2026-03-04T00:00:00Z")
	first({"max": testing.length(2, "h")}, {}) == at("2026-03-01T02:00:00Z")
	first({"min": null, "max": testing.length(2, "h")}, {}) == at("2026-03-01T02:00:00Z")
	first({"min": null}, {}) == null
	first({"min": null}, {"closes": "2026-03-01T12:00:00Z"}) == at("2026-03-01T12:00:00Z")
}

test_grace_counts_only_where_a_close_is_set if {
	short := {"grace": testing.length(8, "h")}
	first(short, {}) == at("2026-03-02T00:00:00Z")
	first(short, {"closes": "2026-03-01T16:00:00Z"}) == at("2026-03-01T16:00:00Z")
	first(short, {"closes": "2026-03-01T15:00:00Z"}) == at("2026-03-01T16:00:00Z")
}

test_a_clock_that_starts_when_the_tests_hold if {
	starting := {"starts_when_passing": true}
	first(starting, {}) == null
	first(starting, {"threshold_met": "2026-03-01T12:00:00Z"}) == at("2026-03-02T12:00:00Z")
	first(object.union(starting, {"min": null}), {"threshold_met": "2026-03-01T12:00:00Z"}) == at("2026-03-01T12:00:00Z")
}

needs(rule) := out if out := close.needs_opened with input as testing.changed(object.union({"period": {"min": null}}, rule), {}, {})

test_what_needs_the_opening if {
	needs({}) == set()
	needs({"period": {"min": testing.length(1, "d")}}) == {"min"}
	needs({"period": {"min": testing.length(1, "d"), "starts_when_passing": true}}) == set()
	needs({"period": {"max": testing.length(1, "d")}}) == {"max"}
	needs({"period": {"early_min": testing.length(1, "d")}}) == {"early_min"}
	needs({"period": {"discussion": testing.length(1, "d")}}) == {"discussion"}
	needs({"period": {"blackout": [{"from": 101, "to": 102}]}}) == {"blackout"}
	needs({"electorate": {"min_membership": testing.length(1, "d")}}) == {"min_membership"}
	needs({"early_pass": "when_passing"}) == {"early_pass"}
	needs({"early_fail": "when_decided"}) == {"early_fail"}
	needs({"stages": [{"after": testing.length(1, "d"), "threshold": null, "quorum": null}]}) == {"stages"}
}

test_ballots_with_a_time_need_the_opening if {
	votes := testing.ballots([{"stance": "yes", "at": "2026-03-01T01:00:00Z"}])
	c := testing.changed({"period": {"min": null}}, votes, {"opened": null, "closes": "2026-03-02T00:00:00Z"})
	data.bylaw.engine.ruling.outcome == "open" with input as c
}

test_a_time_after_now_is_absent if {
	close.times.published == null with input as testing.changed({}, {}, {"published": "2026-03-02T00:00:01Z"})
	close.times.closes != null with input as testing.changed({}, {}, {"closes": "2026-03-09T00:00:00Z"})
}

discussed(published) := outcome({"period": {"discussion": testing.length(2, "d")}}, {"published": published})

test_a_discussion_must_be_long_enough if {
	discussed("2026-02-27T00:00:00Z") == "passed"
	discussed("2026-02-27T00:00:01Z") == "failed"
	discussed(null) == "open"
	graced := {"period": {"discussion": testing.length(2, "d"), "grace": testing.length(1, "h")}}
	outcome(graced, {"published": "2026-02-27T01:00:00Z"}) == "passed"
}

dark(from, to) := outcome({"period": {"blackout": [{"from": from, "to": to}]}}, {})

test_a_blackout_looks_at_opening_and_close if {
	every t in [
		[301, 302, "failed"], [302, 303, "failed"], [303, 310, "passed"], [228, 301, "passed"], [301, 301, "passed"],
		[1201, 302, "failed"], [1201, 301, "passed"], [302, 115, "failed"],
	] {
		dark(t[0], t[1]) == t[2]
	}
}

again(timing) := outcome({"repropose": {"after": testing.length(1, "mo"), "unless_changed": true}}, timing)

test_proposing_again_takes_time if {
	again({}) == "passed"
	again({"previous": "2026-02-01T00:00:00Z", "proposed": "2026-03-01T00:00:00Z"}) == "passed"
	again({"previous": "2026-02-01T00:00:01Z"}) == "failed"
	again({"previous": "2026-01-01T00:00:00Z"}) == "open"
	again({"previous": "2026-01-15T00:00:00Z", "proposed": "2026-02-14T00:00:00Z"}) == "failed"
	again({"previous": "2026-02-27T00:00:00Z", "substantial_change": true}) == "passed"
	again({"opened": null, "previous": "2026-02-27T00:00:00Z"}) == "open"
}

test_a_substantial_change_helps_only_where_the_provision_says_so[name] if {
	some name, row in {"it does": {"unless": true, "want": 0}, "it does not": {"unless": false, "want": 1}}
	rule := {"period": {"min": null}, "repropose": {"after": testing.length(1, "mo"), "unless_changed": row.unless}}
	timing := {"opened": null, "previous": "2026-02-27T00:00:00Z", "substantial_change": true}
	reasons := close.inadmissible with input as testing.changed(rule, {}, timing)
	count(reasons) == row.want
}

sponsored(n, rule, timing) := out if out := data.bylaw.engine.ruling with input as object.union(
	testing.changed({"sponsor": object.union({"seconds": testing.number(2, 1), "text": "2", "within": null, "proposer_counts": false}, rule)}, {}, timing),
	{"votes": {"sponsors": n}},
)

test_sponsors if {
	sponsored(2, {}, {}).outcome == "passed"
	sponsored(1, {}, {}).why == "it needs 2 sponsors"
	sponsored(1, {"proposer_counts": true}, {}).outcome == "passed"
	sponsored(0, {"seconds": testing.number(1, 1), "text": "1"}, {}).why == "it needs 1 sponsor"
	sponsored(0, {"seconds": testing.number(9, 4), "text": "9/4"}, {}).why == "it needs 3 sponsors"
	sponsored(9, {"seconds": testing.quantity("seats"), "text": "seats"}, {}).outcome == "open"
}

test_sponsors_in_time if {
	within := {"within": testing.length(1, "d")}
	sponsored(2, within, {}).why == "the time \"proposed\" is not known"
	proposed := {"proposed": "2026-03-01T00:00:00Z"}
	sponsored(2, within, object.union(proposed, {"seconded": "2026-03-01T23:59:59Z"})).outcome == "passed"
	sponsored(2, within, object.union(proposed, {"seconded": "2026-03-02T00:00:00Z"})).why == "the sponsors came too late"
	sponsored(2, within, proposed).why == "the time \"seconded\" is not known"
	sponsored(1, within, proposed).why == "the time to find sponsors has run out"
	sponsored(1, within, {"proposed": "2026-03-01T00:00:01Z"}).outcome == "open"
}

stage(after, name) := {"after": testing.length(after, "d"), "threshold": name, "quorum": null}

reached(stages, now) := out if out := close.stage with input as testing.changed({"stages": stages}, {}, {"now": now})

test_the_stage_is_the_last_one_reached if {
	stages := [stage(7, "b"), stage(0, "a"), stage(7, "c")]
	reached(stages, "2026-03-02T00:00:00Z").threshold == "a"
	reached(stages, "2026-03-08T00:00:00Z").threshold == "c"
	reached([stage(7, "b")], "2026-03-02T00:00:00Z") == null
}

test_before_the_first_stage_no_test_is_in_force if {
	later := testing.changed({"stages": [stage(7, "b")]}, {}, {})
	close.threshold == null with input as later
	close.quorum == null with input as later
}

# The close of a vote that opened on Friday 6 March at 16:00, by lengths counted in a unit.
friday(unit, period, timing) := out if {
	opened := object.union({"opened": "2026-03-06T16:00:00Z", "now": "2026-03-31T00:00:00Z"}, timing)
	whole := object.union({"min": null, "unit": unit}, period)
	out := first(whole, opened)
}

test_lengths_in_days_may_be_counted_by_date[name] if {
	some name, row in {
		"exact": {"unit": "exact", "period": {"min": testing.length(3, "d")}, "want": "2026-03-09T16:00:00Z"},
		"dates": {"unit": "calendar_days", "period": {"min": testing.length(3, "d")}, "want": "2026-03-09T00:00:00Z"},
		"working days": {"unit": "business_days", "period": {"min": testing.length(3, "d")}, "want": "2026-03-11T00:00:00Z"},
		"the longest by dates": {"unit": "calendar_days", "period": {"max": testing.length(3, "d")}, "want": "2026-03-10T00:00:00Z"},
		"the longest by working days": {"unit": "business_days", "period": {"max": testing.length(3, "d")}, "want": "2026-03-12T00:00:00Z"},
		"hours": {"unit": "business_days", "period": {"min": testing.length(72, "h")}, "want": "2026-03-09T16:00:00Z"},
	}
	friday(row.unit, row.period, {}) == at(row.want)
}

test_grace_forgives_minutes_of_a_poll_and_not_of_dates if {
	eight_hours := {"min": testing.length(3, "d"), "grace": testing.length(8, "h")}
	friday("exact", eight_hours, {"closes": "2026-03-09T08:00:00Z"}) == at("2026-03-09T08:00:00Z")
	friday("exact", eight_hours, {"closes": "2026-03-09T07:59:00Z"}) == at("2026-03-09T08:00:00Z")
	friday("calendar_days", eight_hours, {"closes": "2026-03-08T12:00:00Z"}) == at("2026-03-08T16:00:00Z")
}

test_a_discussion_may_be_counted_by_date if {
	dated := {"period": {"discussion": testing.length(2, "d"), "unit": "calendar_days"}}
	outcome(dated, {"published": "2026-02-27T23:59:59Z"}) == "passed"
	outcome(dated, {"published": "2026-02-28T00:00:00Z"}) == "failed"
}

test_a_set_close_may_put_a_vote_off_but_not_past_the_longest_time if {
	bounded := {"min": testing.length(1, "d"), "max": testing.length(3, "d")}
	friday("exact", bounded, {"closes": "2026-03-08T00:00:00Z"}) == at("2026-03-08T00:00:00Z")
	friday("exact", bounded, {"closes": "2026-03-20T00:00:00Z"}) == at("2026-03-09T16:00:00Z")
	friday("exact", {"min": testing.length(9, "d"), "max": testing.length(3, "d")}, {}) == at("2026-03-09T16:00:00Z")
}

test_a_set_close_needs_no_opening if {
	timing := {"opened": null, "closes": "2026-03-02T00:00:00Z"}
	first({"min": null}, timing) == at("2026-03-02T00:00:00Z")
	outcome({"period": {"min": null}}, timing) == "passed"
}

test_a_clock_that_starts_when_passing_knows_no_grace_no_close_and_no_longest_time if {
	met := {"threshold_met": "2026-03-01T12:00:00Z", "closes": "2026-03-01T13:00:00Z"}
	starting := {"starts_when_passing": true, "grace": testing.length(8, "h"), "max": testing.length(1, "h")}
	first(starting, met) == at("2026-03-02T12:00:00Z")
}

# A quorum of five, first missed with three yes and one no.
extending := {
	"quorum": testing.rules([testing.count("participating", ">=", 5)]), "on_no_quorum": "extend",
	"period": {"max": testing.length(3, "d")},
}

test_ballots_of_an_extension_count if {
	yes := [{"voter": sprintf("v%d", [i]), "stance": "yes", "at": "2026-03-01T12:00:00Z"} | some i in numbers.range(1, 4)]
	late := {"voter": "w", "stance": "yes", "at": "2026-03-03T00:00:00Z"}
	few := testing.ballots(array.concat(yes, [late]))
	timing := {"now": "2026-03-04T00:00:00Z"}
	data.bylaw.engine.ruling.outcome == "passed" with input as testing.changed(extending, few, timing)
	in_time := testing.ballots(array.concat(yes, [object.union(late, {"at": "2026-03-01T13:00:00Z"})]))
	data.bylaw.close.at == at("2026-03-02T00:00:00Z") with input as testing.changed(extending, in_time, timing)
}

test_only_an_unreached_quorum_extends[name] if {
	some name, row in {
		"missed": {"rule": {}, "now": "2026-03-02T00:00:00Z", "extended": true},
		"before the first close": {"rule": {}, "now": "2026-03-01T23:59:59Z", "extended": false},
		"missed for good": {"rule": {"on_no_quorum": "fail"}, "now": "2026-03-02T00:00:00Z", "extended": false},
		"missed and void": {"rule": {"on_no_quorum": "void"}, "now": "2026-03-02T00:00:00Z", "extended": false},
		"no later end": {"rule": {"period": {"max": testing.length(1, "d")}}, "now": "2026-03-02T00:00:00Z", "extended": false},
		"unknown": {
			"rule": {"quorum": testing.rules([testing.count("seats", ">=", 5)])}, "now": "2026-03-02T00:00:00Z",
			"extended": false,
		},
	}
	rule := object.union(extending, row.rule)
	end := close.at with input as testing.changed(rule, {}, {"now": row.now})
	wanted := {true: "2026-03-04T00:00:00Z", false: "2026-03-02T00:00:00Z"}
	end == at(wanted[row.extended])
}

# Three days of voting from 1 March, dark in between, which may be extended to the fifth.
test_a_blackout_ignores_the_days_between_an_extension_and_an_early_close if {
	longer := {"period": {"min": testing.length(3, "d"), "blackout": [{"from": 302, "to": 304}]}}
	outcome(longer, {"now": "2026-03-04T00:00:00Z"}) == "passed"
	outcome(object.union(longer, {"early_pass": "when_passing"}), {"now": "2026-03-02T00:00:00Z"}) == "passed"
	runs_into := object.union(extending, {"period": {"blackout": [{"from": 304, "to": 305}]}})
	outcome(runs_into, {"now": "2026-03-03T00:00:00Z"}) == "open"
}

test_stages_and_waiting_clocks_take_ballots_until_now if {
	vote := {"voter": "a", "stance": "yes", "at": "2026-03-20T00:00:00Z"}
	once := testing.rules([testing.count("yes", ">=", 1)])
	now := {"now": "2026-03-21T00:00:00Z"}
	staged := {"stages": [{"after": testing.length(0, "d"), "threshold": once, "quorum": null}]}
	outcome_of(staged, vote, now) == "passed"
	starting := {"threshold": once, "period": {"starts_when_passing": true}}
	outcome_of(starting, vote, object.union(now, {"threshold_met": "2026-03-20T00:00:00Z"})) == "passed"
	outcome_of({"threshold": once}, vote, now) == "failed"
}

outcome_of(rule, ballot, timing) := out if {
	out := data.bylaw.engine.ruling.outcome with input as testing.changed(rule, testing.ballots([ballot]), timing)
}

test_the_first_house_finds_the_sponsors if {
	rule := object.union(testing.provision, {
		"houses": [testing.house("lower"), testing.house("upper")], "threshold": null,
		"sponsor": {"seconds": testing.quantity("eligible"), "text": "eligible", "within": null, "proposer_counts": false},
	})
	case := object.union(object.remove(testing.case, ["electorate"]), {
		"provision": rule,
		"electorate": {"lower": object.union(testing.body, {"eligible": 2}), "upper": testing.body},
		"votes": {"houses": {"lower": testing.tally(1, 0, 0, 0), "upper": testing.tally(1, 0, 0, 0)}},
	})
	close.seconds == 2 with input as object.union(case, {"votes": {"sponsors": 2}})
	close.seconds == 0 with input as object.union(case, {"votes": {"sponsors": 1}})
}

test_ballots_without_a_time_need_no_opening if {
	votes := testing.ballots([{"stance": "yes"}])
	timing := {"opened": null, "closes": "2026-03-02T00:00:00Z"}
	data.bylaw.engine.ruling.outcome == "passed" with input as testing.changed({"period": {"min": null}}, votes, timing)
}

test_stages_have_no_close_of_their_own if {
	staged := object.union(extending, {"stages": [{"after": testing.length(0, "d"), "threshold": null, "quorum": null}]})
	every period, timing in {
		{}: {"closes": "2026-03-02T00:00:00Z"},
		{"min": null}: {"closes": null},
		{"starts_when_passing": true}: {"threshold_met": "2026-03-01T00:00:00Z"},
	} {
		rule := object.union(staged, {"period": period})
		case := testing.changed(rule, {}, object.union({"now": "2026-03-09T00:00:00Z"}, timing))
		close.at == null with input as case
	}
}

test_a_clock_that_starts_when_passing_is_not_extended if {
	starting := object.union(extending, {"period": {"starts_when_passing": true, "max": testing.length(9, "d")}})
	timing := {"threshold_met": "2026-03-01T00:00:00Z", "now": "2026-03-03T00:00:00Z"}
	close.at == at("2026-03-02T00:00:00Z") with input as testing.changed(starting, {}, timing)
}

test_a_quorum_missed_for_good_fails_though_a_longer_time_is_named if {
	outcome(object.union(extending, {"on_no_quorum": "fail"}), {}) == "failed"
	outcome(object.union(extending, {"on_no_quorum": "void"}), {}) == "failed"
	outcome(extending, {}) == "open"
}

test_a_share_is_named_with_its_number[name] if {
	some name, row in {
		"known": {"eligible": 9, "want": "it needs 2 sponsors (1/5 of 9 entitled members)"},
		"one": {"eligible": 5, "want": "it needs 1 sponsor (1/5 of 5 entitled members)"},
		"unknown": {"eligible": null, "want": "it needs 1/5 of ? entitled members as sponsors"},
	}
	fifth := {"radicand": -1, "nodes": [
		{"op": "num", "value": [1, 5], "args": [], "level": 0},
		{"op": "quantity", "name": "eligible", "args": [], "level": 0},
		{"op": "*", "args": [0, 1], "level": 1},
	]}
	rule := {"seconds": fifth, "text": "1/5*eligible", "share": "1/5", "of": "eligible", "within": null, "proposer_counts": false}
	case := object.union(testing.changed({"sponsor": rule}, {}, {}), {"votes": {"sponsors": 0}, "electorate": {"": {"eligible": row.eligible}}})
	data.bylaw.engine.ruling.why == row.want with input as case
}
