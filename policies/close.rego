# METADATA
# title: Admission and close
# description: |
#   When a vote may open, when it closes, and which of its tests are in force: decision-rules steps 1, 5 and 6.
package bylaw.close

import data.bylaw.clock
import data.bylaw.condition
import data.bylaw.number
import data.bylaw.words

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

seconds := condition.test(node, {"plain": object.union(_sponsored.plain, {"sponsors": sponsors})}, input.unit) if {
	rule.sponsor != null
	node := {"count": "sponsors", "cmp": ">=", "value": rule.sponsor.seconds, "of": ""}
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
} else := {"outcome": "open", "text": sprintf("it needs %s", [_backing])} if {
	seconds < 2
}

# How many sponsors that is, and of whom where a share of them is asked for.
_backing := sprintf("%s (%s)", [words.sponsors(_fewest_sponsors), _share]) if {
	_share
	_fewest_sponsors
} else := sprintf("%s as sponsors", [_share]) if {
	_share
} else := words.sponsors(_fewest_sponsors) if {
	_fewest_sponsors
} else := sprintf("%s sponsors", [rule.sponsor.text])

_share := sprintf("%s of %s", [rule.sponsor.share, words.quantity(_sponsored.plain[of], input.unit, of)]) if {
	of := rule.sponsor.of
}

# Whole where the formula has a value without a root.
_fewest_sponsors := number.ceiling(value.number) if {
	value := number.value(rule.sponsor.seconds, _sponsored.plain, input.unit)
	value.number[1] == 0
}

_sponsored := current[rule.houses[0].id]
