package bylaw.ballots

import data.bylaw.clock

# METADATA
# description: The choices of all who may vote in a house, of one table.
choices(kind, id, house, cutoff) := chosen if {
	waits := waiting(cutoff)
	chosen := {name: one |
		some name, entries in by_voter[kind][id]
		entitled(house, name)
		one := choice(entries, cutoff, waits)
	}
}

# METADATA
# description: Whether vetoes that came in time suspend the motion, asked once for all voters.
waiting(cutoff) if {
	suspended(cutoff)
} else := false

# METADATA
# description: |
#   The votes that count, own and delegated: {voter, stance, weight, reason, via}. The delegator's own weight goes to the
#   delegate's stance.
votes(kind, id, house, cutoff) := array.concat(own, delegated) if {
	chosen := choices(kind, id, house, cutoff)
	own := [_vote(name, entry, entry, name, house) |
		some name, entry in chosen
		not entry.void
		entry.stance != ""
	]
	delegated := [_vote(name, entry, chosen[end], end, house) |
		some [name, end] in arrivals(chosen)
		entry := chosen[name]
	]
}

_speaks(entry) if {
	not entry.void
	entry.stance != ""
}

_vote(name, entry, speaker, via, house) := {
	"voter": name, "stance": speaker.stance, "reason": speaker.reason, "via": via,
	"weight": _own_weight(name, entry, house),
}

_own_weight(name, entry, house) := object.get(roll, [house, name], entry.weight) if {
	rule.weighted
} else := input.unit

# METADATA
# description: |
#   Delegations that reach a voter who takes a stance, as [delegator, end of the chain], in their order, and no more for
#   one holder than allowed. A cycle reaches no voter.
arrivals(chosen) := _capped([[name, end] |
	some [_, _, name] in sort([[entry.order, entry.i, name] | some name, entry in chosen; _delegates(entry)])
	end := _end(chosen, links, name)
]) if {
	rule.delegation.allowed != "none"
	links := {name: _next(entry) | some name, entry in chosen}
} else := []

_delegates(entry) if {
	not entry.void
	entry.stance == ""
}

_next(entry) := [entry.delegate] if {
	_delegates(entry)
} else := []

_end(chosen, _, name) := chosen[name].delegate if {
	not rule.delegation.transitive
	_speaks(chosen[chosen[name].delegate])
}

_end(chosen, links, name) := end if {
	rule.delegation.transitive
	some end in graph.reachable(links, {name})
	_speaks(chosen[end])
}

_capped(list) := list if rule.delegation.max_per_holder == null

_capped(list) := [arrival |
	some i, arrival in list
	count([1 | some j, other in list; j < i; other[1] == arrival[1]]) < rule.delegation.max_per_holder
] if {
	rule.delegation.max_per_holder != null
}

# METADATA
# description: Whether the proposer of a house left a ballot in time, void ones and delegations included, or may not vote.
proposer_spoke(house, _) if input.votes.houses[house].proposer == ""

proposer_spoke(house, _) if not entitled(house, input.votes.houses[house].proposer)

proposer_spoke(house, cutoff) if {
	some entry in by_voter.houses[house][input.votes.houses[house].proposer]
	_before(entry, cutoff)
}

# METADATA
# description: The weight of the proposer's own vote.
proposer_weight(house) := object.get(roll, [house, input.votes.houses[house].proposer], input.unit)

# METADATA
# description: Whether a role holder's last ballot is a veto; one that suspends may be replaced after the close.
vetoes(entries, cutoff, waits) if {
	not _void(entries, cutoff)
	list := array.concat(_stances(entries, cutoff), _replacements(entries, cutoff, waits))
	count(list) > 0
	objects(list[count(list) - 1])
}

# METADATA
# description: Why a ballot cannot count, whichever voter cast it; "" where there is no reason.
flaw(ballot) := "not binding" if {
	not ballot.binding
} else := "only reviews count under this article" if {
	not takes(ballot)
} else := "came after the moment of this decision" if {
	_order(ballot.at) > now
} else := "came before the vote opened" if {
	not _timely(_order(ballot.at))
} else := ""

# METADATA
# description: Whether a ballot came at a cutoff or later.
late(ballot, cutoff) if {
	cutoff != null
	ballot.at != null
	clock.parse(ballot.at) >= cutoff
}
