package bylaw.engine_test

import data.bylaw.fixture_test as fixture

# A vote of three days that people judge.
judged(changes) := object.union(three_days, {
	"threshold": null,
	"judge": object.union({"by": "bureaucrat", "of": "cast", "below": null, "above": null, "rounded": false, "band": ""}, changes),
})

# 65 to 75 percent, both inside; and the same after rounding halves up to whole percents.
band := {"below": [13, 20], "above": [3, 4], "band": "65% to 75%"}

rounded := {"below": [129, 200], "above": [151, 200], "rounded": true, "band": "65% to 75%"}

test_people_decide_inside_the_band[name] if {
	some name, row in {
		"below": {"judge": band, "votes": [64, 36], "want": ["failed", 7]},
		"at the lower edge": {"judge": band, "votes": [65, 35], "want": ["open", 7]},
		"at the upper edge": {"judge": band, "votes": [75, 25], "want": ["open", 7]},
		"above": {"judge": band, "votes": [76, 24], "want": ["passed", 8]},
		"75.3 percent is above": {"judge": band, "votes": [753, 247], "want": ["passed", 8]},
		"75.3 percent rounds into the band": {"judge": rounded, "votes": [753, 247], "want": ["open", 7]},
		"75.5 percent rounds out of it": {"judge": rounded, "votes": [755, 245], "want": ["passed", 8]},
		"64.5 percent rounds into it": {"judge": rounded, "votes": [645, 355], "want": ["open", 7]},
		"64.4 percent does not": {"judge": rounded, "votes": [644, 356], "want": ["failed", 7]},
		"with nothing cast it is missed": {"judge": band, "votes": [0, 0], "want": ["failed", 7]},
	}
	outcome(judged(row.judge), seen(fixture.on("03-04"), fixture.tallied(row.votes[0], row.votes[1], 0))) == row.want
}

test_a_ruling_counts_inside_the_band_only[name] if {
	some name, row in {
		"for, inside": {"votes": [70, 30], "ruling": "pass", "want": ["passed", 8]},
		"against, inside": {"votes": [70, 30], "ruling": "fail", "want": ["failed", 7]},
		"for, below": {"votes": [60, 40], "ruling": "pass", "want": ["failed", 7]},
		"against, above": {"votes": [80, 20], "ruling": "fail", "want": ["passed", 8]},
	}
	votes := object.union(fixture.tallied(row.votes[0], row.votes[1], 0), {"judge": row.ruling})
	outcome(judged(band), seen(fixture.on("03-04"), votes)) == row.want
}

test_without_a_band_people_always_decide if {
	at_close := seen(fixture.on("03-04"), fixture.tallied(9, 0, 0))
	outcome(judged({}), at_close) == ["open", 7]
	ruled(judged({}), at_close).why == "bureaucrat must rule on it"
	outcome(judged({}), object.union(at_close, {"votes": {"judge": "pass"}})) == ["passed", 8]
	outcome(judged({}), object.union(at_close, {"votes": {"judge": "fail"}})) == ["failed", 7]
}

test_a_ruling_does_not_close_the_vote if {
	running := seen(fixture.on("03-02"), object.union(carried, {"judge": "pass"}))
	outcome(object.union(judged({}), {"early_pass": "when_passing"}), running) == ["open", 6]
}

test_a_share_of_an_unknown_base_keeps_the_judge_waiting if {
	of_all := judged(object.union(band, {"of": "eligible"}))
	at_close := seen(fixture.on("03-04"), fixture.tallied(7, 3, 0))
	outcome(of_all, at_close) == ["open", 7]
	ruled(of_all, at_close).why == "the share is not known"
	outcome(of_all, object.union(at_close, {"electorate": fixture.entitled(20)})) == ["failed", 7]
}

test_below_the_band_is_a_failed_threshold_that_may_escalate if {
	escalating := object.union(judged(band), {"on_fail": "escalate"})
	outcome(escalating, seen(fixture.on("03-04"), fixture.tallied(1, 9, 0))) == ["open", 7]
}

test_the_judge_looks_at_the_first_house if {
	two := object.union(judged(band), {"houses": [fixture.house("lower"), fixture.house("upper")]})
	case := seen(fixture.on("03-04"), {"houses": {
		"lower": fixture.table(fixture.tally(70, 30, 0, 0)),
		"upper": fixture.table(fixture.tally(0, 100, 0, 0)),
	}})
	outcome(two, case) == ["open", 7]
	outcome(object.union(two, {"houses": [fixture.house("upper"), fixture.house("lower")]}), case) == ["failed", 7]
}
