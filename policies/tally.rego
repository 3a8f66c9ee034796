# METADATA
# title: Tallies and quantities
# description: |
#   Adds up the votes of each house and derives from them every quantity that a test may name. Votes are whole numbers of
#   units; null is unknown.
package bylaw.tally

import data.bylaw.ballots
import data.bylaw.condition

rule := input.provision

unit := input.unit

# METADATA
# description: The houses of the provision by id.
houses := {house.id: house | some house in rule.houses}

# METADATA
# description: How many are entitled in a house; a derived house has as many seats as there are groups.
eligible(house) := sum([w | some w in ballots.roll[house]]) if {
	rule.weighted
	ballots.roll[house]
} else := count(ballots.roll[house]) * unit if {
	ballots.roll[house]
} else := input.electorate[house].eligible if {
	input.electorate[house].eligible != null
} else := count(input.votes.groups) * unit if {
	houses[house].derived
} else := null

# METADATA
# description: The plain tally of a house from the ballots before a cutoff, after the rule on the proposer.
tally(house, cutoff) := derived(house, cutoff) if houses[house].derived

tally(house, cutoff) := with_proposer(house, added, cutoff) if {
	houses[house].sum_groups
	added := total([group(id, house, cutoff) | some id, _ in input.votes.groups])
}

tally(house, cutoff) := with_proposer(house, table("houses", house, house, cutoff), cutoff) if {
	not houses[house].derived
	not houses[house].sum_groups
}

group(id, house, cutoff) := table("groups", id, house, cutoff)

# The tally of one table: as given, or from its ballots.
table(kind, id, _, _) := as_known(input.votes[kind][id].tally) if input.votes[kind][id].tally != null

table(kind, id, house, cutoff) := counted(ballots.votes(kind, id, house, cutoff)) if {
	input.votes[kind][id].tally == null
}

counted(votes) := {stance: weight |
	some stance in ["yes", "no", "abstain", "block"]
	weight := sum([vote.weight | some vote in votes; vote.stance == stance])
}

as_known(t) := t if rule.blocks

as_known(t) := object.union(t, {"no": t.no + t.block, "block": 0}) if not rule.blocks

total(tallies) := {stance: sum([t[stance] | some t in tallies]) | some stance in ["yes", "no", "abstain", "block"]}

# One yes for each group won, one no for each other group that voted.
derived(house, cutoff) := {"yes": count(won) * unit, "no": (count(voted) - count(won)) * unit, "abstain": 0, "block": 0} if {
	groups := {id: quantities(group(id, house, cutoff), {"eligible": null, "seats": null, "present": null}) |
		some id, _ in input.votes.groups
	}
	voted := {id | some id, q in groups; q.participating > 0}
	won := {id | some id in voted; condition.holds(houses[house].win, {"": {"plain": groups[id]}}, unit) == 2}
}

with_proposer(house, t, cutoff) := bump(t, "yes", unit) if {
	rule.proposer_vote == "implicit_yes"
	input.votes.houses[house].ballots == null
	input.votes.houses[house].proposer == "none"
} else := bump(t, "yes", ballots.proposer_weight(house)) if {
	rule.proposer_vote == "implicit_yes"
	input.votes.houses[house].ballots != null
	not ballots.proposer_spoke(house, cutoff)
} else := bump(t, ballots.stance(stance), 0 - unit) if {
	rule.proposer_vote == "excluded"
	input.votes.houses[house].ballots == null
	stance := input.votes.houses[house].proposer
	stance in {"yes", "no", "abstain", "block"}
} else := t

bump(t, stance, by) := object.union(t, {stance: max({0, t[stance] + by})})

# METADATA
# description: Every quantity of a tally; what needs an unknown number is null.
quantities(t, e) := {
	"yes": t.yes, "no": t.no, "abstain": t.abstain, "block": t.block,
	"cast": cast, "participating": participating, "present": present,
	"eligible": e.eligible, "seats": e.seats,
	"silent": floor_of(less(e.eligible, participating)),
	"not_yes": less(e.eligible, t.yes), "not_abstaining": less(e.eligible, t.abstain),
	"yes_or_abstain": t.yes + t.abstain, "margin": t.yes - t.no,
} if {
	cast := (t.yes + t.no) + t.block
	participating := cast + t.abstain
	present := given(e.present, participating)
}

given(null, otherwise) := otherwise

given(x, _) := x if x != null

less(null, _) := null

less(a, b) := a - b if a != null

floor_of(null) := null

floor_of(x) := max({0, x}) if x != null

# METADATA
# description: |
#   The houses as tests see them: "plain" quantities, "seats" with the vacancies counted where a test is of seats, and the
#   "futures" of early closing: nothing more, or all the silent vote yes, no, abstain or block. "casting" says whether the
#   casting vote exists yet.
standing(cutoff, casting) := {id: seen(id, tally(id, cutoff), casting) | some id, _ in houses}

seen(house, t, casting) := object.union(sides(house, t, base, casting), {"futures": futures, "tally": t, "base": base}) if {
	base := size(house)
	futures := [sides(house, f.tally, f.base, false) | _foreseen; some f in future(house, t, base)]
}

# Only an early close asks what may still come.
_foreseen if "when_decided" in {rule.early_pass, rule.early_fail}

size(house) := {
	"eligible": eligible(house), "seats": object.get(roll, "seats", null), "present": object.get(roll, "present", null),
} if {
	roll := object.get(input.electorate, house, {})
}

sides(house, t, base, casting) := {
	"plain": quantities(with_casting(house, t, casting), base),
	"seats": filled(house, t, base, casting),
}

filled(house, t, base, casting) := quantities(with_casting(house, t, casting), base) if rule.vacancies == "abstain"

filled(house, t, base, casting) := quantities(with_casting(house, bump(t, rule.vacancies, empty), casting), bigger) if {
	rule.vacancies != "abstain"
	empty := vacant(house, base)
	empty != null
	bigger := object.union(base, {"eligible": more(base.eligible, empty)})
}

# How many seats are empty is unknown, and so is every quantity.
filled(house, t, base, _) := {name: null | some name, _ in quantities(t, base)} if {
	rule.vacancies != "abstain"
	vacant(house, base) == null
}

more(null, _) := null

more(a, b) := a + b if a != null

vacant(house, base) := input.electorate[house].vacant if {
	input.electorate[house].vacant != null
} else := max({0, (base.seats - base.eligible) - input.electorate[house].excluded}) if {
	base.seats != null
	base.eligible != null
} else := null

with_casting(house, t, true) := bump(t, ballots.stance(stance), unit) if {
	rule.tie == "casting_vote"
	t.yes == t.no
	t.yes > 0
	stance := input.votes.houses[house].casting
	stance != ""
} else := t

with_casting(_, t, false) := t

# What the silent may still do; nothing where their number is unknown.
future(house, _, base) := [] if not foreseeable(house, base)

future(house, t, base) := array.concat([{"tally": t, "base": base}], [{"tally": bump(t, stance, silent), "base": crowd} |
	silent > 0
	some stance in stances
]) if {
	foreseeable(house, base)
	silent := max({0, base.eligible - sum([v | some v in t])})
	crowd := crowded(base, silent)
	stances := array.concat(["yes", "no", "abstain"], [s | some s in ["block"]; rule.blocks])
}

# METADATA
# description: |
#   A house when so many more have come to vote. Who votes is present, and no more can be present than are entitled; whom the
#   attendance counts already need not come.
crowded(base, more_votes) := object.union(base, {"present": max({base.present, min({base.eligible, base.present + more_votes})})}) if {
	base.present != null
} else := base

# METADATA
# description: Whether it is known how many may still vote in a house.
foreseeable(house, base) if {
	not houses[house].derived
	base.eligible != null
}
