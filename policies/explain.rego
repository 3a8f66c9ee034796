# METADATA
# title: The ruling, explained
# description: |
#   Everything that a person needs to follow a ruling. The tests with both sides, the tally, each ballot with the reason
#   why it counts or not, and what is still needed. Input is a case, as for the engine.
package bylaw.explain

import data.bylaw.ballots
import data.bylaw.close
import data.bylaw.condition
import data.bylaw.engine
import data.bylaw.needed
import data.bylaw.words

unit := input.unit

houses := close.current

# METADATA
# title: Explained ruling
# description: The ruling with tally, tests, ballots and what is needed.
# entrypoint: true
report := object.union(engine.ruling, {"tally": totals, "tests": tests, "ballots": statuses, "needed": needed.texts})

# METADATA
# description: The tally over the houses; eligible is null where one house does not know it.
totals := object.union(sums, {"eligible": entitled}) if {
	sums := {stance: _number(sum([house.tally[stance] | some house in houses])) |
		some stance in ["yes", "no", "abstain", "block"]
	}
}

entitled := null if {
	some house in houses
	house.base.eligible == null
} else := _number(sum([house.base.eligible | some house in houses]))

_number(x) := to_number(words.decimal(x, unit))

# METADATA
# description: Every test of quorum, veto and threshold with both sides, and whether it holds (null is unknown).
tests := [test(part.name, node) |
	some part in [
		{"name": "quorum", "rules": close.quorum},
		{"name": "veto", "rules": object.get(input.provision, ["veto", "test"], null)},
		{"name": "threshold", "rules": close.threshold},
	]
	part.rules != null
	some node in part.rules.nodes
	node.op == "test"
]

test(part, node) := {
	"left": left, "op": node.cmp, "right": right, "holds": holds,
	"text": sprintf("%s: %s%s, %s %s %s", [part, left, words.in_house(node.house), _verb(holds), words.operator[node.cmp], right]),
} if {
	side := _side(node)
	left := words.quantity(side[node.count], unit, node.count)
	right := _right(node, side)
	holds := [false, null, true][condition.test(node, houses[node.house], unit)]
}

_verb(true) := "which is"

_verb(false) := "which is not"

_verb(null) := "which may or may not be"

_side(node) := houses[node.house].seats if node.of == "seats"

_side(node) := houses[node.house].plain if node.of != "seats"

_right(node, side) := sprintf("%s of %s", [node.text, words.quantity(side[node.of], unit, node.of)]) if node.of != ""

_right(node, _) := node.text if node.of == ""

# METADATA
# description: Each ballot with its voter, choice, and why it counts or not; then the proposers who count as yes.
statuses := array.concat(
	[object.union(_doubt(ballot), {
		"voter": ballot.voter, "choice": _choice(ballot), "id": object.get(ballot, "id", 0), "counted": why in _counting,
		"why": why,
	}) |
		some kind in ["houses", "groups"]
		some id, table in input.votes[kind]
		_roll_of(kind, id)
		some i, ballot in table.ballots
		_shown(ballot)
		why := _why(kind, id, i, ballot)
	],
	[{"voter": name, "choice": "yes", "id": 0, "counted": true, "why": "the proposer counts as yes"} |
		some name in implicit
	],
)

_counting := {"counts", "carried by the delegate"}

# METADATA
# description: Proposers who count as yes in some house.
implicit contains table.proposer if {
	input.provision.proposer_vote == "implicit_yes"
	some house, table in input.votes.houses
	table.ballots != null
	not ballots.proposer_spoke(house, close.cutoff)
}

# Whether the choice is only one of those that a ballot may stand for.
_doubt(ballot) := {"unknown": true} if {
	ballot.unknown
} else := {}

# Of the spans of a ballot the one that holds as of the close, or that ended when it was withdrawn.
_shown(ballot) if {
	not ballot.span
} else if {
	ballots.in_force(ballot, close.cutoff)
} else if {
	ballots.taken_back(ballot, close.cutoff)
}

_choice(ballot) := ballots.stance(ballot.stance) if {
	ballot.delegate_to == ""
} else := sprintf("delegated to %s", [ballot.delegate_to])

# The ballots of a group are judged by the roll of the first house that takes groups; without one no roll does.
_roll_of("houses", id) := id

_roll_of("groups", _) := [house.id | some house in input.provision.houses; true in {house.sum_groups, house.derived}][0]

_chosen := {kind: {id: ballots.choices(kind, id, _roll_of(kind, id), close.cutoff) | some id, _ in input.votes[kind]} |
	some kind in ["houses", "groups"]
}

_carried[kind][id] contains name if {
	some kind, tables in _chosen
	some id, chosen in tables
	some [name, _] in ballots.arrivals(chosen)
}

_why(kind, id, i, ballot) := _effect(kind, id, ballot) if {
	_chosen[kind][id][ballot.voter].i == i
} else := ballots.flaw(ballot) if {
	ballots.flaw(ballot) != ""
} else := "dismissed by its own author" if {
	ballots.taken_back(ballot, close.cutoff)
} else := "not entitled to vote here" if {
	not ballots.entitled(_roll_of(kind, id), ballot.voter)
} else := "void: the voter took different stances" if {
	_chosen[kind][id][ballot.voter] == {"void": true}
} else := "came when the vote had closed" if {
	ballots.late(ballot, close.cutoff)
} else := "the review by this seat counts" if {
	ballots.outranked(ballot, _chosen[kind][id][ballot.voter])
} else := "withdraws the earlier ballot" if {
	ballot.stance == "withdrawn"
} else := "replaced or withdrawn"

_effect(kind, id, ballot) := "counts" if {
	ballot.stance != ""
} else := "carried by the delegate" if {
	ballot.voter in _carried[kind][id]
} else := "the delegate casts no vote"
