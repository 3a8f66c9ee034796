package bylaw.ballots

# A ballot that was not cast by review names its channel. A rule that names no channels takes all of them.

# METADATA
# description: Whether a rule takes a ballot of its channel.
takes(ballot) if not ballot.channel

takes(ballot) if {
	ballot.channel
	not rule.channels
}

takes(ballot) if ballot.channel in rule.channels

# METADATA
# description: |
#   Of a voter's ballots in their order those that count, after withdrawals. Where a review takes a stance, only reviews do: it
#   outranks what the voter said elsewhere, and nothing said elsewhere withdraws it.
foremost(list) := _unwithdrawn(list) if {
	not _elsewhere(list)
} else := reviews if {
	reviews := _unwithdrawn([e | some e in list; not e.channel])
	count([e | some e in reviews; e.stance != ""]) > 0
} else := _unwithdrawn(list)

_elsewhere(list) if {
	some e in list
	e.channel
}

# What was not withdrawn: "withdrawn" withdraws all that came before it.
_unwithdrawn(list) := array.slice(list, last + 1, count(list)) if {
	last := max({-1} | {i | some i, e in list; e.stance == "withdrawn"})
}

# METADATA
# description: Whether a later ballot may replace one that suspends a motion.
replaces(later, _) if not later.channel

replaces(later, vetoing) if {
	later.channel
	vetoing.channel
}

# METADATA
# description: Whether a ballot is outranked by a review of the same voter, which is what was chosen.
outranked(ballot, chosen) if {
	ballot.channel
	chosen.stance != ""
	not chosen.channel
}
