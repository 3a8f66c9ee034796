# METADATA
# title: The ruling of one provision
# description: |
#   Decides one case: input holds provision, electorate, votes, timing and unit in normal form. The steps and their order
#   are those of the decision rules, 2.3.
package bylaw.engine

import data.bylaw.clock
import data.bylaw.close
import data.bylaw.condition

rule := input.provision

times := close.times

now := close.now

unit := input.unit

houses := close.current

# METADATA
# title: Ruling
# description: The outcome of the case, when it may take effect, and what led to it.
# entrypoint: true
ruling := {
	"outcome": final.outcome,
	"enactable": enactable,
	"enactable_at": clock.text(enactable_at),
	"closes_at": clock.text(close.at),
	"step": final.step,
	"why": final.why,
}

# The outcome before step 10, with the moment of passing where it is known.
verdict := in_force if {
	in_force
} else := open(1, sprintf("the time %q is not known", [sort(close.missing)[0]])) if {
	count(close.missing) > 0
} else := failed(1, sort([reason.text | some reason in close.inadmissible])[0]) if {
	count(close.inadmissible) > 0
} else := {"outcome": close.unsponsored.outcome, "step": 1, "why": close.unsponsored.text} if {
	close.unsponsored
} else := open(2, "the vote has not opened") if {
	times.opened > now
} else := stopped(4) if {
	rule.veto.when == "always"
	vetoed
} else := before_stage if {
	before_stage
} else := early if {
	not closed
	early
} else := open(6, running) if {
	not closed
} else := judged if {
	not close.staged
	judged
} else := counted

open(step, why) := {"outcome": "open", "step": step, "why": why}

failed(step, why) := {"outcome": "failed", "step": step, "why": why}

passed(step, why) := {"outcome": "passed", "step": step, "why": why}

# Step 0: what is in force already.
in_force := failed(0, _lapsed[0]) if count(_lapsed) > 0

in_force := passed(0, "it is in force") if {
	_acted_or_enacted
	count(_lapsed) == 0
}

_acted_or_enacted if _acted

_acted_or_enacted if _enacted

_acted if {
	rule.emergency != null
	times.acted != null
}

_enacted if {
	rule.expires != null
	times.enacted != null
}

_lapsed := [why |
	some why in [
		_when(_emergency_over, "the emergency action was not ratified in time"),
		_when(_expired, "it was not renewed in time"),
	]
	why != ""
]

_when(true, why) := why

_when(false, _) := ""

default _emergency_over := false

_emergency_over if {
	_acted
	end := clock.later(times.acted, rule.emergency.ratify_within)
	now >= end
	not _earlier(times.ratified, end)
}

default _expired := false

_expired if {
	_enacted
	end := clock.later(times.enacted, rule.expires)
	now >= end
	not _earlier(times.renewed, end)
}

_expired if {
	_enacted
	_earlier(times.renewed, clock.later(times.enacted, rule.expires))
	now >= clock.later(times.renewed, rule.expires)
}

_earlier(t, end) if {
	t != null
	t < end
}

# Step 5: stages.
before_stage := open(5, "the first stage has not begun") if {
	close.staged
	close.stage == null
} else := open(5, "a later stage may still decide") if {
	close.staged
	close.later_stage
	min([quorum, threshold]) < 2
}

quorum := condition.holds(close.quorum, houses, unit)

threshold := condition.holds(close.threshold, houses, unit)

# Step 6: the close.
closed if close.staged

closed if {
	not close.staged
	close.closed
	_still_holds
}

_still_holds if not rule.period.starts_when_passing

_still_holds if min([quorum, threshold]) == 2

running := "the tests do not hold yet" if {
	rule.period.starts_when_passing
} else := "the vote runs on, because too few took part" if {
	close.extended
} else := sprintf("the vote runs until %s", [clock.text(close.at)]) if {
	close.at != null
} else := "no close is set"

# Steps 8 and 9.
counted := open(8, "the provision has no threshold and no judge here: it decides nothing") if {
	_decides_nothing
} else := _through(8, "quorum and threshold are reached")

# A quorum alone says how many took part, not what they want. In stages a judge has no say.
_decides_nothing if {
	close.threshold == null
	rule.judge == null
}

_decides_nothing if {
	close.threshold == null
	close.staged
}

# What becomes of a motion whose tests are looked at now; passing is where it has stood all of them.
_through(step, why) := without_quorum("the quorum is missed") if {
	quorum == 0
} else := open(8, "the quorum is not known") if {
	quorum == 1
} else := stopped(8) if {
	_veto_by_test_now
	veto_test == 2
	_not_overridden
} else := open(8, "whether the veto is in force is not known") if {
	_veto_by_test_now
	veto_test == 1
} else := rejected(8, "the threshold is missed") if {
	threshold == 0
} else := open(8, "the threshold is not known") if {
	threshold == 1
} else := stopped(9) if {
	rule.veto.when == "if_passing"
	vetoed
} else := open(9, "whether the veto is in force is not known") if {
	rule.veto.when == "if_passing"
	veto_test == 1
} else := passed(step, why)

_veto_by_test_now if {
	rule.veto.test != null
	rule.veto.when == "always"
}

without_quorum(why) := open(8, sprintf("%s, and the vote runs on", [why])) if {
	close.runs_on
} else := failed(8, why)

rejected(step, why) := failed(step, why) if rule.on_fail == "reject"

rejected(step, why) := open(step, sprintf("%s, and another body decides", [why])) if rule.on_fail == "escalate"
