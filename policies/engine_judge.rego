package bylaw.engine

# Step 7: people decide inside a band, or altogether.
judged := open(7, "the share is not known") if {
	_share == null
} else := rejected(7, "the share is below the band") if {
	_below
} else := rejected(7, sprintf("%s ruled against it", [rule.judge.by])) if {
	_in_band
	input.votes.judge == "fail"
} else := open(7, sprintf("%s must rule on it", [rule.judge.by])) if {
	_in_band
	input.votes.judge == ""
}

_share := [q.yes, q[rule.judge.of]] if {
	rule.judge.below != null
	q := houses[rule.houses[0].id].plain
	q[rule.judge.of] != null
}

_share := null if {
	rule.judge.below != null
	houses[rule.houses[0].id].plain[rule.judge.of] == null
}

_below if _share[1] <= 0

_below if {
	_share[1] > 0
	_share[0] * rule.judge.below[1] < rule.judge.below[0] * _share[1]
}

_above if {
	rule.judge.rounded
	_share[0] * rule.judge.above[1] >= rule.judge.above[0] * _share[1]
}

_above if {
	not rule.judge.rounded
	_share[0] * rule.judge.above[1] > rule.judge.above[0] * _share[1]
}

_in_band if {
	rule.judge != null
	rule.judge.below == null
}

_in_band if {
	rule.judge.below != null
	not _below
	not _above
}
