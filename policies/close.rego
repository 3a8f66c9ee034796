# METADATA
# title: Admission and close
# description: |
#   When a vote may open, when it closes, and which of its tests are in force: decision-rules steps 1, 5 and 6.
package bylaw.close

import data.bylaw.ballots
import data.bylaw.clock
import data.bylaw.condition
import data.bylaw.tally

rule := input.provision

period := rule.period

now := clock.parse(input.timing.now)

# METADATA
# description: A time of the case; a time after now counts as absent, but opened and closes may lie ahead.
times[name] := at if {
	some name in [
		"opened", "closes", "published", "proposed", "seconded", "previous", "threshold_met", "acted", "ratified",
		"enacted", "renewed",
	]
	at := _known(name, clock.parse(object.get(input.timing, name, null)))
}

_known(name, at) := at if {
	at != null
	_may_lie_ahead(name, at)
} else := null

_may_lie_ahead(name, _) if name in {"opened", "closes"}

_may_lie_ahead(_, at) if at <= now

opened := times.opened

# METADATA
# description: What needs the opening, by name; without the opening such a motion is open.
needs_opened contains "min_membership" if rule.electorate.min_membership != null

needs_opened contains "min" if {
	period.min != null
	not period.starts_when_passing
}

needs_opened contains key if {
	some key in ["discussion", "max", "early_min"]
	period[key] != null
}

needs_opened contains "blackout" if count(period.blackout) > 0

needs_opened contains "stages" if count(rule.stages) > 0

needs_opened contains key if {
	some key in ["early_pass", "early_fail"]
	rule[key] != "never"
}

needs_opened contains "ballots with a time" if {
	some kind in ["houses", "groups"]
	some table in input.votes[kind]
	some ballot in table.ballots
	ballot.at != null
}

# METADATA
# description: Times that the provision needs and that are not given.
missing contains "opened" if {
	opened == null
	count(needs_opened) > 0
}

missing contains "published" if {
	period.discussion != null
	times.published == null
}

missing contains "proposed" if {
	rule.sponsor != null
	rule.sponsor.within != null
	times.proposed == null
}

missing contains "proposed" if {
	_barred_until != null
	times.proposed == null
	not _too_early(_opening)
}

missing contains "seconded" if {
	_seconding_over
	times.seconded == null
	seconds == 2
}

_opening := opened if opened != null

_opening := now if opened == null

default _barred_until := null

_barred_until := clock.later(times.previous, rule.repropose.after) if {
	rule.repropose != null
	times.previous != null
	not _changed
}

_changed if {
	rule.repropose.unless_changed
	input.timing.substantial_change
}

_too_early(t) if t < _barred_until

# METADATA
# description: Why the motion may not be voted on at all, as {code, text}.
inadmissible contains {"code": "repropose", "text": sprintf("it may not be proposed again before %s", [clock.text(_barred_until)])} if {
	_barred_until != null
	_too_early(min({t | some t in [_opening, times.proposed]; t != null}))
}

inadmissible contains {"code": "discussion", "text": sprintf("the vote may not open before %s", [clock.text(ready)])} if {
	period.discussion != null
	ready := clock.earlier(clock.minimum(times.published, period.discussion, period.unit), period.grace)
	opened < ready
}

inadmissible contains {"code": "blackout", "text": sprintf("%s is a day on which no vote may open or close", [clock.text(t)])} if {
	some t in [opened, first]
	t != null
	some span in period.blackout
	_inside(clock.month_day(t), span)
}

_inside(date, span) if {
	span.from <= span.to
	date >= span.from
	date < span.to
}

_inside(date, span) if {
	span.from > span.to
	_around(date, span)
}

_around(date, span) if date >= span.from

_around(date, span) if date < span.to

# METADATA
# description: Whether enough sponsors support the motion, as 0, 1 or 2; the formula is over the first house.
seconds := 2 if rule.sponsor == null

seconds := condition.test(node, {"plain": object.union(house.plain, {"sponsors": sponsors})}, input.unit) if {
	rule.sponsor != null
	node := {"count": "sponsors", "cmp": ">=", "value": rule.sponsor.seconds, "of": ""}
	house := current[rule.houses[0].id]
	sponsors := input.votes.sponsors + _own
}

default _own := 0

_own := input.unit if rule.sponsor.proposer_counts

_seconding_over if now >= _seconding_end

_seconding_end := clock.later(times.proposed, rule.sponsor.within) if {
	rule.sponsor != null
	rule.sponsor.within != null
	times.proposed != null
}

# METADATA
# description: Why the motion does not have the sponsors that it needs.
unsponsored := {"outcome": "failed", "text": "the sponsors came too late"} if {
	times.seconded >= _seconding_end
} else := {"outcome": "failed", "text": "the time to find sponsors has run out"} if {
	seconds == 0
	_seconding_over
} else := {"outcome": "open", "text": sprintf("it needs %s sponsors", [rule.sponsor.text])} if {
	seconds < 2
}

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

opening := ballots.opened
