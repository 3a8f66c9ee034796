package bylaw.engine

import data.bylaw.clock
import data.bylaw.close
import data.bylaw.condition
import data.bylaw.tally

# METADATA
# description: An early close, where the provision has one and the votes could be read.
early := _through(6, "enough votes to pass before the close") if {
	_early_allowed
	_early_pass
} else := _lost if {
	_early_allowed
	rule.early_fail == "when_decided"
	_lost
}

_early_allowed if {
	not rule.period.starts_when_passing
	rule.judge == null
	rule.threshold != null
	now >= early_from
}

# METADATA
# description: The earliest moment of an early close.
early_from := clock.minimum(times.opened, rule.period.early_min, rule.period.unit) if rule.period.early_min != null

early_from := times.opened if rule.period.early_min == null

_early_pass if {
	rule.early_pass in {"when_passing", "when_all_voted"}
	min([quorum, threshold]) == 2
	_no_veto_by_test
	_enough_voted
}

_early_pass if {
	rule.early_pass == "when_decided"
	min([certain_quorum, certain_threshold]) == 2
	_certainly_no_veto
}

_no_veto_by_test if not veto_test

_no_veto_by_test if veto_test == 0

_enough_voted if rule.early_pass == "when_passing"

_enough_voted if none_silent

# METADATA
# description: Whether everybody is known to have voted.
none_silent if {
	every id, house in houses {
		tally.foreseeable(id, house.base)
		house.plain.silent == 0
	}
}

certain_quorum := condition.certain(close.quorum, houses, unit)

certain_threshold := condition.certain(close.threshold, houses, unit)

_certainly_no_veto if rule.veto == null

_certainly_no_veto if count(rule.veto.holders) > 0

_certainly_no_veto if {
	rule.veto.all
	none_silent
}

_certainly_no_veto if {
	rule.veto.test != null
	condition.certain(rule.veto.test, houses, unit) == 0
}

_lost := without_quorum("the quorum can no longer be reached") if {
	certain_quorum == 0
} else := rejected(6, "the threshold can no longer be reached") if {
	certain_threshold == 0
}
