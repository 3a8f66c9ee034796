# METADATA
# title: The ruling of one provision
# description: |
#   Decides one case: input holds provision, electorate, votes, timing and unit in normal form. The steps and their order
#   are those of the decision rules, 2.3.
package bylaw.engine

import data.bylaw.ballots
import data.bylaw.clock
import data.bylaw.close
import data.bylaw.condition
import data.bylaw.tally

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
		_when(_emergency_over, "the emergency act was not ratified in time"),
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

# Steps 4 and 9: a veto, unless it is overridden.
vetoed if {
	veto_count >= rule.veto.min_holders * unit
	_not_overridden
}

vetoed if {
	rule.veto.test != null
	rule.veto.when == "if_passing"
	veto_test == 2
	_not_overridden
}

_not_overridden if rule.veto.override == null

_not_overridden if condition.holds(rule.veto.override, houses, unit) < 2

veto_test := condition.holds(rule.veto.test, houses, unit) if rule.veto.test != null

# METADATA
# description: Vetoes in units. Persons count, not weights; nothing for a veto by test.
veto_count := sum([_stance_persons(id) | some id, _ in tally.houses]) if rule.veto.all

veto_count := input.votes.vetoes if {
	_by_role
	input.votes.vetoes != null
}

veto_count := count(vetoers) * unit if {
	_by_role
	input.votes.vetoes == null
}

_by_role if count(rule.veto.holders) > 0

# With tallies, and where groups are tallied, the votes themselves.
_stance_persons(house) := count([1 | some vote in _house_votes(house); _vetoes(vote)]) * unit if {
	input.votes.houses[house].ballots != null
	not _grouped(house)
}

_stance_persons(house) := houses[house].tally[ballots.stance(rule.veto.stance)] if {
	input.votes.houses[house].ballots == null
	not _grouped(house)
}

_stance_persons(house) := houses[house].tally[ballots.stance(rule.veto.stance)] if tally.houses[house].derived

_stance_persons(house) := sum([_group_persons(id, house) | some id, _ in input.votes.groups]) if {
	tally.houses[house].sum_groups
}

_group_persons(id, _) := tally.as_known(t)[ballots.stance(rule.veto.stance)] if {
	t := input.votes.groups[id].tally
	t != null
}

_group_persons(id, house) := count([1 |
	some vote in ballots.votes("groups", id, house, close.cutoff)
	_vetoes(vote)
]) * unit if {
	input.votes.groups[id].tally == null
}

_grouped(house) if tally.houses[house].derived

_grouped(house) if tally.houses[house].sum_groups

_house_votes(house) := ballots.votes("houses", house, house, close.cutoff)

_vetoes(vote) if {
	vote.stance == ballots.stance(rule.veto.stance)
	_has_reason(vote.reason)
}

_has_reason(_) if not rule.veto.needs_reason

_has_reason(reason) if trim_space(reason) != ""

# METADATA
# description: Role holders whose last ballot in time is a veto.
vetoers contains name if {
	waits := ballots.waiting(close.cutoff)
	some kind, id, name
	entries := ballots.by_voter[kind][id][name]
	not name in ballots.excluded_persons
	ballots.vetoes(entries, close.cutoff, waits)
}

stopped(step) := {"outcome": effects[rule.veto.effect], "step": step, "why": stop_words[rule.veto.effect]}

effects := {"defeat": "vetoed", "void": "failed", "suspend": "open", "escalate": "open"}

stop_words := {
	"defeat": "a veto defeats it",
	"void": "a veto makes the vote void",
	"suspend": "a veto suspends it until it is withdrawn",
	"escalate": "a veto hands it to another body",
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

# METADATA
# description: An early close, where the provision has one and somebody could look.
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

_enough_voted if nobody_silent

# METADATA
# description: Whether everybody is known to have voted.
nobody_silent if {
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
	nobody_silent
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

# Steps 8 and 9.
counted := open(8, "the provision has no threshold, judge or stages: it decides nothing") if {
	_decides_nothing
} else := _through(8, "quorum and threshold are reached")

_decides_nothing if {
	rule.threshold == null
	rule.judge == null
	not close.staged
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
} else := open(8, "whether the veto stands is not known") if {
	_veto_by_test_now
	veto_test == 1
} else := rejected(8, "the threshold is missed") if {
	threshold == 0
} else := open(8, "the threshold is not known") if {
	threshold == 1
} else := stopped(9) if {
	rule.veto.when == "if_passing"
	vetoed
} else := open(9, "whether the veto stands is not known") if {
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
# description: The moment of passing, null where nobody knows it.
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

_delay_served if now >= _delay_over

_too_soon if _not_before > now

# METADATA
# description: When a passed decision may take effect, null where nobody knows or it has not passed.
default enactable_at := null

enactable_at := max({t | some t in [_delay_over, _not_before]; t != null}) if {
	final.outcome == "passed"
	final.step > 0
	_datable
}

# A moment of passing that nobody knows lies before now, and so before a date that is still to come.
enactable_at := _not_before if {
	final.outcome == "passed"
	final.step > 0
	passed_at == null
	rule.enact.delay == null
	_too_soon
}

_datable if rule.enact.delay == null

_datable if passed_at != null
