package bylaw.engine_test

import data.bylaw.fixture_test as fixture

# A vote that closed and passed on 4 March, with what the provision says about putting it into force.
enacting(enact) := object.union(three_days, {"enact": enact})

passed_then(now) := seen(now, carried)

test_what_passed_may_take_effect_at_the_close if {
	ruling := ruled(three_days, passed_then(fixture.on("03-10")))
	[ruling.outcome, ruling.enactable, ruling.enactable_at] == ["passed", true, fixture.on("03-04")]
}

test_nothing_but_a_passed_motion_may_take_effect[name] if {
	some name, case in {
		"open": passed_then(fixture.on("03-02")),
		"failed": seen(fixture.on("03-04"), lost),
		"unknown": {"votes": carried},
	}
	ruling := ruled(three_days, case)
	[ruling.enactable, ruling.enactable_at] == [false, ""]
}

test_a_delay_runs_from_the_close[name] if {
	some name, row in {
		"a second before": {"now": "2026-03-05T23:59:59Z", "want": false},
		"exactly": {"now": fixture.on("03-06"), "want": true},
	}
	ruling := ruled(enacting({"delay": fixture.span("2d")}), passed_then(row.now))
	[ruling.outcome, ruling.enactable, ruling.enactable_at] == ["passed", row.want, fixture.on("03-06")]
}

test_nothing_takes_effect_before_its_date[name] if {
	some name, row in {
		"a second before": {"now": "2026-03-08T23:59:59Z", "want": false},
		"exactly": {"now": fixture.on("03-09"), "want": true},
	}
	ruling := ruled(enacting({"not_before": fixture.on("03-09")}), passed_then(row.now))
	[ruling.outcome, ruling.enactable, ruling.enactable_at] == ["passed", row.want, fixture.on("03-09")]
}

test_the_later_of_delay_and_date_counts if {
	both := {"delay": fixture.span("2d"), "not_before": fixture.on("03-05")}
	ruled(enacting(both), passed_then(fixture.on("03-05"))).enactable_at == fixture.on("03-06")
	not ruled(enacting(both), passed_then(fixture.on("03-05"))).enactable
}

test_what_is_not_enacted_in_time_expires[name] if {
	some name, row in {
		"while it may be enacted": {"timing": {"now": "2026-03-08T23:59:59Z"}, "want": ["passed", 8]},
		"exactly at the end": {"timing": {"now": fixture.on("03-09")}, "want": ["failed", 10]},
		"enacted in time": {
			"timing": {"now": fixture.on("03-20"), "enacted": "2026-03-08T23:59:59Z"},
			"want": ["passed", 8],
		},
		"enacted exactly at the end": {
			"timing": {"now": fixture.on("03-20"), "enacted": fixture.on("03-09")},
			"want": ["failed", 10],
		},
	}
	expiring := enacting({"delay": fixture.span("2d"), "grace": fixture.span("3d")})
	outcome(expiring, object.union(passed_then(""), {"timing": row.timing})) == row.want
}

test_grace_runs_from_the_later_of_delay_and_date if {
	expiring := enacting({
		"delay": fixture.span("1d"), "grace": fixture.span("3d"),
		"not_before": fixture.on("03-10"),
	})
	outcome(expiring, passed_then("2026-03-12T23:59:59Z")) == ["passed", 8]
	outcome(expiring, passed_then(fixture.on("03-13"))) == ["failed", 10]
}

test_grace_does_not_touch_what_has_not_passed if {
	expiring := enacting({"grace": fixture.span("3d")})
	outcome(expiring, seen(fixture.on("03-20"), lost)) == ["failed", 8]
}

test_a_second_body_must_decide_too[name] if {
	some name, row in {
		"passed": {"concurs": {"board": "passed", "staff": "passed"}, "want": ["passed", 8], "enactable": true},
		"one is open": {"concurs": {"board": "passed", "staff": "open"}, "want": ["passed", 8], "enactable": false},
		"one is unheard": {"concurs": {"board": "passed"}, "want": ["passed", 8], "enactable": false},
		"one failed": {"concurs": {"board": "failed", "staff": "open"}, "want": ["failed", 10], "enactable": false},
		"one vetoed": {"concurs": {"board": "passed", "staff": "vetoed"}, "want": ["failed", 10], "enactable": false},
		"a stranger failed": {
			"concurs": {"board": "passed", "staff": "passed", "press": "failed"}, "want": ["passed", 8], "enactable": true,
		},
	}
	votes := object.union(carried, {"concurs": row.concurs})
	ruling := ruled(enacting({"concurs": ["board", "staff"]}), seen(fixture.on("03-04"), votes))
	[ruling.outcome, ruling.step, ruling.enactable] == array.concat(row.want, [row.enactable])
}

# Passed before the close, since the tests hold.
early_enacting(enact) := object.union(enacting(enact), {"early_pass": "when_passing", "period": {"min": fixture.span("30d")}})

met(time) := object.union(passed_then(fixture.on("03-10")), {"timing": {"threshold_met": time}})

test_after_an_early_pass_a_delay_runs_from_the_support[name] if {
	some name, row in {
		"served": {"met": fixture.on("03-08"), "want": [true, fixture.on("03-10")]},
		"running": {"met": "2026-03-08T00:00:01Z", "want": [false, "2026-03-10T00:00:01Z"]},
		"met before an early close was possible": {"met": fixture.on("03-01"), "want": [true, fixture.on("03-07")]},
		"unknown": {"met": null, "want": [false, ""]},
	}
	rule := object.union(early_enacting({"delay": fixture.span("2d")}), {"period": {"early_min": fixture.span("4d")}})
	ruling := ruled(rule, met(row.met))
	[ruling.outcome, ruling.enactable, ruling.enactable_at] == array.concat(["passed"], row.want)
}

test_without_the_moment_of_passing_grace_does_not_run if {
	outcome(early_enacting({"grace": fixture.span("1d")}), met(fixture.on("03-08"))) == ["failed", 10]
	outcome(early_enacting({"grace": fixture.span("1d")}), met(null)) == ["passed", 6]
}

# Passed in a stage that began on 3 March.
staged_enacting(enact) := object.union(rule, {"enact": enact}) if {
	rule := {"stages": [{"after": fixture.span("2d"), "quorum": null, "threshold": fixture.majority}]}
}

test_in_a_stage_a_delay_runs_from_the_support_or_the_start_of_the_stage[name] if {
	some name, row in {
		"unknown start": {"met": null, "want": fixture.on("03-05")},
		"met before the stage": {"met": fixture.on("03-02"), "want": fixture.on("03-05")},
		"met in the stage": {"met": fixture.on("03-06"), "want": fixture.on("03-08")},
	}
	ruling := ruled(staged_enacting({"delay": fixture.span("2d")}), met(row.met))
	[ruling.outcome, ruling.enactable, ruling.enactable_at] == ["passed", true, row.want]
}

test_after_an_early_pass_a_date_is_known_without_the_moment_of_passing if {
	ruling := ruled(early_enacting({"not_before": fixture.on("03-20")}), met(null))
	[ruling.outcome, ruling.enactable, ruling.enactable_at] == ["passed", false, fixture.on("03-20")]
}
