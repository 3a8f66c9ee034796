package bylaw.close

import data.bylaw.clock
import data.bylaw.condition
import data.bylaw.tally

# METADATA
# description: The stage reached, null before the first and where there are none.
default stage := null

stage := rule.stages[index] if {
	reached := [[_starts(s), i] | some i, s in rule.stages; _starts(s) <= now]
	index := max(reached)[1]
}

_starts(s) := clock.later(opened, s.after) if opened != null

# METADATA
# description: When the present stage began.
stage_start := _starts(stage)

staged if count(rule.stages) > 0

# METADATA
# description: Whether a later stage is still to come.
later_stage if {
	some s in rule.stages
	_starts(s) > now
}

default quorum := null

quorum := stage.quorum if staged

quorum := rule.quorum if not staged

default threshold := null

threshold := stage.threshold if staged

threshold := rule.threshold if not staged

# The end of the usual and of the longest voting time, null where there is none.
default _min_end := null

_min_end := clock.minimum(opened, period.min, period.unit) if {
	period.min != null
	opened != null
}

default _max_end := null

_max_end := clock.maximum(opened, period.max, period.unit) if {
	period.max != null
	opened != null
}

# METADATA
# description: The first close of the vote, null for never.
default first := null

first := clock.minimum(times.threshold_met, period.min, period.unit) if {
	not staged
	period.starts_when_passing
	times.threshold_met != null
	period.min != null
}

first := times.threshold_met if {
	not staged
	period.starts_when_passing
	period.min == null
}

first := _latest_allowed(max({t | some t in [times.closes, _least]; t != null})) if {
	not staged
	not period.starts_when_passing
	times.closes != null
}

first := _latest_allowed(_min_end) if {
	not staged
	not period.starts_when_passing
	times.closes == null
	_min_end != null
}

first := _max_end if {
	not staged
	not period.starts_when_passing
	times.closes == null
	_min_end == null
}

_least := clock.earlier(_min_end, period.grace) if _min_end != null

_least := null if _min_end == null

_latest_allowed(t) := min({limit | some limit in [t, _max_end]; limit != null})

# METADATA
# description: Whether the vote runs on to the longest time, because the quorum was missed at the first close.
extended if {
	rule.on_no_quorum == "extend"
	not period.starts_when_passing
	first != null
	now >= first
	_max_end > first
	condition.holds(rule.quorum, tally.standing(first, true), input.unit) == 0
}

# METADATA
# description: When the vote closes, null for never.
at := _max_end if extended

at := first if not extended

closed if {
	at != null
	now >= at
}

# Stages and clocks that start when the tests hold take ballots until now.
_cutoff := null if _until_now

_cutoff := at if not _until_now

_until_now if staged

_until_now if period.starts_when_passing

# METADATA
# description: The houses as they stand now, with the casting vote once the vote has closed or a stage is reached.
current := tally.standing(_cutoff, true) if _settled

current := tally.standing(_cutoff, false) if not _settled

_settled if closed

_settled if stage != null

# METADATA
# description: The ballots before this moment count, null for all until now.
cutoff := _cutoff

# METADATA
# description: Whether a missed quorum lets the vote run on, and to what end; null end is one still to be set.
runs_on if {
	rule.on_no_quorum == "extend"
	_max_end == null
}

runs_on if {
	rule.on_no_quorum == "extend"
	now < _max_end
}
