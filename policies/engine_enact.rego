package bylaw.engine

import data.bylaw.clock
import data.bylaw.close

# Step 10: whether a passed decision may take effect.
final := failed(10, "another body decided against it") if {
	_awaiting
	some name in rule.enact.concurs
	input.votes.concurs[name] in {"failed", "vetoed"}
} else := failed(10, "it was not put into force in time") if {
	_awaiting
	now >= _enact_until
	not _earlier(times.enacted, _enact_until)
} else := verdict

_awaiting if {
	verdict.outcome == "passed"
	verdict.step > 0
}

# METADATA
# description: The moment of passing, null where it is unknown.
default passed_at := null

passed_at := close.at if {
	not close.staged
	closed
}

passed_at := max({times.threshold_met, early_from}) if {
	not close.staged
	not closed
	times.threshold_met != null
}

passed_at := max({t | some t in [times.threshold_met, close.stage_start]; t != null}) if close.staged

default _delay_over := null

_delay_over := clock.later(passed_at, rule.enact.delay) if passed_at != null

_not_before := clock.parse(rule.enact.not_before)

_enact_until := clock.later(max(starts), rule.enact.grace) if {
	rule.enact.grace != null
	starts := {t | some t in [_delay_over, _not_before]; t != null}
	count(starts) > 0
}

default enactable := false

enactable if {
	final.outcome == "passed"
	final.step == 0
}

enactable if {
	final.outcome == "passed"
	_delay_served
	not _too_soon
	every name in rule.enact.concurs { input.votes.concurs[name] == "passed" }
}

_delay_served if rule.enact.delay == null

_delay_served if {
	_delay_over != null
	now >= _delay_over
}

_too_soon if _not_before > now

# METADATA
# description: When a passed decision may take effect, null where it is unknown or it has not passed.
default enactable_at := null

enactable_at := max({t | some t in [_delay_over, _not_before]; t != null}) if {
	final.outcome == "passed"
	final.step > 0
	passed_at != null
}

# An unknown moment of passing lies before now, and so before a date that is still to come.
enactable_at := _not_before if {
	final.outcome == "passed"
	final.step > 0
	passed_at == null
	rule.enact.delay == null
	_too_soon
}
