# METADATA
# title: Ballots
# description: |
#   Cleans raw ballots: who is entitled, what came in time, what a voter's last word is, and whose votes a delegate
#   carries. A table of votes is named [kind, id], where kind is "houses" or "groups"; its ballots are judged by the roll
#   of a house, and up to a cutoff (null: until now).
package bylaw.ballots

import data.bylaw.clock

rule := input.provision

now := clock.parse(input.timing.now)

opened := clock.parse(object.get(input.timing, "opened", null))

# METADATA
# description: The entitled of each house that has a roll, with their weights.
roll := {house: members |
	some house, electorate in input.electorate
	electorate.members != null
	members := _enrolled(electorate.members, _barred(house, electorate.members))
}

_enrolled(members, out) := {member.name: member.weight | some member in members; not member.name in out} if {
	rule.weighted
} else := object.remove({member.name: unit | some member in members}, out) if {
	unit := input.unit
}

weight(w) := w if rule.weighted

weight(_) := input.unit if not rule.weighted

# Each bar is looked for only where the provision or the case has it.
_barred(house, members) := (_excluded[house] | {_taken_out(house)}) | ((_late(house, members) | _young(house, members)) | _idle(members))

_excluded := {house: names |
	some house, electorate in input.electorate
	names := {member.name |
		some reason in rule.electorate.exclude
		some member in electorate.members
		member.excluded == reason
	}
}

_late(house, members) := {member.name | some member in members; member.joined in dates} if {
	opened != null
	dates := {date | some date in _dates[house]; date != null; clock.parse(date) > opened}
	count(dates) > 0
} else := set()

_young(house, members) := {member.name | some member in members; not member.joined in dates} if {
	rule.electorate.min_membership != null
	dates := {date |
		some date in _dates[house]
		date != null
		clock.later(clock.parse(date), rule.electorate.min_membership) <= opened
	}
	dates != _dates[house]
} else := set()

# Many members joined on a few dates, so dates are compared rather than members.
_dates := {house: {member.joined | some member in electorate.members} | some house, electorate in input.electorate}

_idle(members) := {member.name |
	some member in members
	required := rule.electorate.min_contributions
	member.contributions[0] * required[1] < required[0] * member.contributions[1]
} if {
	rule.electorate.min_contributions != null
} else := set()

# The proposer of a house whose vote is taken out.
_taken_out(house) := input.votes.houses[house].proposer if {
	rule.proposer_vote == "excluded"
	input.votes.houses[house].ballots != null
} else := ""

# METADATA
# description: Persons who may not take part at all, also not by a veto.
excluded_persons := {name | some names in _excluded; some name in names} | {name |
	some house, _ in input.votes.houses
	name := _taken_out(house)
	name != ""
}

# METADATA
# description: Whether a voter may vote in a house; without a roll everybody named may.
entitled(house, voter) if {
	roll[house][voter]
	not excluded_persons[voter]
}

entitled(house, voter) if {
	not roll[house]
	not excluded_persons[voter]
}

# METADATA
# description: |
#   Binding ballots by table and voter as [order, i, entry], in the order in which they count: without a time first, then
#   by time, then by place in the list. Ballots before the opening and after now are dropped.
by_voter := _filed

# Whole objects are looked up in; a partial one would be worked out again for each voter.
_filed[kind][id][ballot.voter] contains [order, i, entry] if {
	some kind in ["houses", "groups"]
	some id, table in input.votes[kind]
	some i, ballot in table.ballots
	ballot.binding
	takes(ballot)
	order := _order(ballot.at)
	_timely(order)
	entry := _entry(ballot, order, i)
}

_entry(ballot, order, i) := _plain(ballot, order, i) if {
	not ballot.span
} else := object.union(_plain(ballot, order, i), {"span": _span(ballot.span)})

_plain(ballot, order, i) := object.union(_fields(ballot, order, i), {"channel": ballot.channel}) if {
	ballot.channel
} else := _fields(ballot, order, i)

_fields(ballot, order, i) := {
	"void": false, "stance": stance(ballot.stance), "delegate": ballot.delegate_to, "reason": ballot.reason,
	"roles": ballot.roles, "weight": ballot.weight, "order": order, "i": i,
}

_first := -9223372036854775808

_order(null) := _first

_order(at) := clock.parse(at) if at != null

_timely(order) if {
	order >= _opening
	order <= now
} else if order == _first

_opening := opened if opened != null

_opening := _first if opened == null

# Whether a ballot counts as of a cutoff: cast before it, and neither withdrawn nor changed before it.
_before([order, _, entry], cutoff) if {
	_earlier(order, cutoff)
	_holds(entry, cutoff)
}

_earlier(_, null) := true

_earlier(order, cutoff) if order < cutoff

# METADATA
# description: A ballot's stance where a block may be only a no.
stance(s) := "no" if {
	s == "block"
	not rule.blocks
} else := s

# METADATA
# description: |
#   What a voter's ballots come to: {"void": true}, or the ballot that counts. An own stance overrides a delegation.
#   A voter who stops a motion by a veto that suspends may replace that ballot after the close.
choice(entries, cutoff, waits) := entry if {
	# Most voters speak once.
	count(entries) == 1
	some [order, _, entry] in entries
	_earlier(order, cutoff)
	not entry.span
	not entry.stance in {"", "withdrawn"}
} else := {"void": true} if {
	_void(entries, cutoff)
} else := _spoken(late[count(late) - 1]) if {
	late := _replacements(entries, cutoff, waits)
	count(late) > 0
} else := _picked(_stances(entries, cutoff)) if {
	count(_stances(entries, cutoff)) > 0
} else := _picked(_delegations(entries, cutoff)) if {
	rule.delegation.allowed != "none"
	count(_delegations(entries, cutoff)) > 0
}

_stances(entries, cutoff) := [e | some e in _standing(entries, cutoff); e.stance != ""]

_delegations(entries, cutoff) := [e | some e in _standing(entries, cutoff); e.stance == ""]

# What came in time and was not withdrawn: "withdrawn" withdraws all that came before it.
_standing(entries, cutoff) := foremost([e[2] | some e in entries; _before(e, cutoff)])

# Who took a ballot back after the close casts nothing.
_spoken(entry) := entry if entry.stance != "withdrawn"

_spoken(entry) := {"void": true} if entry.stance == "withdrawn"

_picked(list) := list[count(list) - 1] if rule.revote == "last"

_picked(list) := list[0] if rule.revote == "first"

_void(entries, cutoff) if {
	rule.void_double
	count({e.stance | some e in _stances(entries, cutoff)}) > 1
}

_void(entries, cutoff) if {
	rule.void_double
	rule.delegation.allowed != "none"
	count({e.delegate | some e in _delegations(entries, cutoff)}) > 1
}

_replacements(entries, cutoff, true) := [e[2] | some e in sort(array.concat(_cast_later(entries, cutoff, vetoing), _left_later(entries, vetoing)))] if {
	in_time := _stances(entries, cutoff)
	count(in_time) > 0
	vetoing := _vetoing(in_time)
	objects(vetoing)
} else := []

_replacements(_, _, false) := []

# Edits replace nothing: they are not always by the voter who cast the ballot.
_cast_later(entries, cutoff, vetoing) := [e |
	some e in entries
	e[2].stance != ""
	not _earlier(e[0], cutoff)
	object.get(e[2], ["span", "from"], _first) == _first
	replaces(e[2], vetoing)
	not _left(e[2], null)
]

_left_later(entries, vetoing) := [[e[2].span.until, e[1], object.union(e[2], {"stance": "withdrawn"})] |
	some e in entries
	e[1] == vetoing.i
	_left(e[2], null)
]

# By everybody's veto the counted ballot speaks, by that of role holders the last one.
_vetoing(list) := _picked(list) if rule.veto.all

_vetoing(list) := list[count(list) - 1] if not rule.veto.all

# METADATA
# description: Whether a ballot takes the stance of the veto, with a reason where one is needed.
objects(entry) if {
	entry.stance == _objection
	_reasoned(entry)
	_holds_veto(entry)
}

_objection := stance(rule.veto.stance)

# METADATA
# description: Voters with a ballot that objects, as [kind, id, name]; only their last word can be a veto.
objectors := {[kind, id, name] |
	some kind, tables in by_voter
	some id, voters in tables
	some name, entries in voters
	some [_, _, entry] in entries
	objects(entry)
}

_reasoned(_) if not rule.veto.needs_reason

_reasoned(entry) if trim_space(entry.reason) != ""

_holds_veto(_) if rule.veto.all

_holds_veto(entry) if {
	some role in entry.roles
	role in rule.veto.holders
}

# METADATA
# description: Whether enough ballots in time were vetoes, so that the motion waits for those who cast them.
suspended(cutoff) if {
	cutoff != null
	rule.veto != null
	rule.veto.effect in {"suspend", "escalate"}
	names := {name |
		some [kind, id, name] in objectors
		in_time := _stances(by_voter[kind][id][name], cutoff)
		count(in_time) > 0
		objects(_vetoing(in_time))
	}
	count(names) >= rule.veto.min_holders
}
