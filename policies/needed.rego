# METADATA
# title: What is still needed
# description: |
#   For an open motion, the fewest further votes with which its tests would hold, tried out with the engine's own tests,
#   and whom else it waits for.
package bylaw.needed

import data.bylaw.close
import data.bylaw.condition
import data.bylaw.engine
import data.bylaw.tally

unit := input.unit

_ruled := engine.ruling

# METADATA
# description: Sentences without a full stop; empty where nothing is needed or can help.
texts := array.concat(array.concat(_sponsors, _votes), _ruling) if {
	_ruled.outcome == "open"
} else := []

_sponsors := [close.unsponsored.text] if {
	close.unsponsored.outcome == "open"
} else := []

_ruling := [sprintf("a ruling by %s", [input.provision.judge.by])] if {
	_ruled.step == 7
} else := []

_votes := [] if not _wanting

_votes := [_sentence] if {
	_wanting
	count(tally.houses) == 1
}

_votes := [sprintf("the tests of %s", [concat(" and ", sort(_short))])] if {
	_wanting
	count(tally.houses) > 1
}

# Tests that do not hold, while votes may still come.
_wanting if {
	_ruled.step > 2
	_ruled.step < 7
	min([engine.quorum, engine.threshold]) < 2
}

_short contains house if {
	some rules in [close.quorum, close.threshold]
	rules != null
	some node in rules.nodes
	node.op == "test"
	house := node.house
	condition.test(node, close.current[house], unit) < 2
}

_house := input.provision.houses[0].id

# METADATA
# description: How many may still vote, in whole votes; 0 where it is unknown.
silent := left if {
	tally.foreseeable(_house, close.current[_house].base)
	left := _whole(close.current[_house].plain.silent)
} else := 0

_whole(x) := (x - (x % unit)) / unit

# METADATA
# description: Whether the tests would hold with so many more votes in favour and abstentions.
enough(yes, abstain) if {
	house := close.current[_house]
	moved := tally.bump(tally.bump(house.tally, "yes", yes * unit), "abstain", abstain * unit)
	crowd := tally.crowded(house.base, (yes + abstain) * unit)
	trial := {_house: tally.sides(_house, moved, crowd, false)}
	min([condition.holds(close.quorum, trial, unit), condition.holds(close.threshold, trial, unit)]) == 2
}

# The fewest votes in favour, looked for in ever smaller strides; six times sixteen are enough for 16 million voters.
_fewest := end[1] if {
	silent > 0
	end := _narrowed(_narrowed(_narrowed(_narrowed(_narrowed(_narrowed([0, silent]))))))
}

_narrowed([low, high]) := [max({low, hit - stride}), hit] if {
	stride := max({1, _sixteenth((high - low) + 15)})
	hit := min({k | some i in numbers.range(1, 16); k := min({low + (i * stride), high}); enough(k, 0)})
}

_sixteenth(x) := (x - (x % 16)) / 16

# Where too few take part, fewer are enough if others at least abstain.
_together := best if {
	engine.quorum < 2
	_fewest <= 6
	pairs := {[yes, abstain] |
		some yes in numbers.range(1, _fewest)
		yes < _fewest
		some abstain in numbers.range(1, 6)
		yes + abstain <= silent
		enough(yes, abstain)
	}
	best := min(pairs)
}

_sentence := sprintf("%s, or %d if %s", [_approvals(_fewest), _together[0], _abstainers(_together[1])]) if {
	_together
} else := _approvals(_fewest) if {
	_fewest
} else := "other votes than those that are still out"

_approvals(1) := "1 more vote in favour"

_approvals(n) := sprintf("%d more votes in favour", [n]) if n != 1

_abstainers(1) := "another member abstains"

_abstainers(n) := sprintf("%d others abstain", [n]) if n != 1
