package bylaw.engine

import data.bylaw.ballots
import data.bylaw.close
import data.bylaw.condition
import data.bylaw.tally

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
	some [kind, id, name] in ballots.objectors
	not ballots.excluded_persons[name]
	ballots.vetoes(ballots.by_voter[kind][id][name], close.cutoff, waits)
}

stopped(step) := {"outcome": effects[rule.veto.effect], "step": step, "why": stop_words[rule.veto.effect]}

effects := {"defeat": "vetoed", "void": "failed", "suspend": "open", "escalate": "open"}

stop_words := {
	"defeat": "a veto defeats it",
	"void": "a veto makes the vote void",
	"suspend": "a veto suspends it until it is withdrawn",
	"escalate": "a veto hands it to another body",
}
