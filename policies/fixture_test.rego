# METADATA
# title: What the tests of the policies share
# description: |
#   A provision and a case in normal form with every default filled in, and short ways to write what differs. Votes are
#   tallied or cast in the only house, whose name is "".
package bylaw.fixture_test

# METADATA
# description: The rule of a provision that says nothing.
rule := {
	"electorate": {"role": "", "min_membership": null, "min_contributions": null, "exclude": []},
	"houses": [house("")],
	"weighted": false,
	"vacancies": "abstain",
	"delegation": {"allowed": "none", "max_per_holder": null, "transitive": false},
	"proposer_vote": "counts",
	"revote": "last",
	"void_double": false,
	"blocks": false,
	"threshold": null,
	"quorum": null,
	"on_no_quorum": "fail",
	"tie": "fails",
	"judge": null,
	"veto": null,
	"on_fail": "reject",
	"sponsor": null,
	"repropose": null,
	"period": {
		"discussion": null, "min": null, "max": null, "grace": null, "early_min": null,
		"unit": "exact", "starts_when_passing": false, "blackout": [],
	},
	"early_pass": "never",
	"early_fail": "never",
	"stages": [],
	"enact": {"delay": null, "grace": null, "not_before": null, "concurs": []},
	"emergency": null,
	"expires": null,
}

house(id) := {"id": id, "sum_groups": false, "derived": false, "win": null}

summing(id) := object.union(house(id), {"sum_groups": true})

deriving(id, win) := object.union(house(id), {"derived": true, "win": win})

# METADATA
# description: A case under a rule with changes; more is laid over its electorate, votes, timing and unit.
motion(changes, more) := object.union(
	{
		"provision": object.union(rule, changes), "electorate": {"": roll}, "votes": object.union({"houses": {"": silence}}, words),
		"timing": timing, "unit": 1,
	},
	more,
)

roll := {"eligible": null, "seats": null, "present": null, "excluded": 0, "vacant": null, "members": null}

silence := {"tally": tally(0, 0, 0, 0), "ballots": null, "proposer": "", "casting": ""}

words := {"groups": {}, "judge": "", "vetoes": null, "sponsors": 0, "concurs": {}}

timing := {
	"now": "2026-03-10T00:00:00Z", "opened": null, "closes": null, "published": null, "proposed": null, "seconded": null,
	"previous": null, "threshold_met": null, "acted": null, "ratified": null, "enacted": null, "renewed": null,
	"substantial_change": false,
}

# METADATA
# description: 00:00 of a month and day of 2026 as MM-DD. The tenth of March is a Tuesday.
on(date) := sprintf("2026-%sT00:00:00Z", [date])

# METADATA
# description: A duration as people write it, such as 72h.
span(text) := {"n": to_number(parts[1]), "unit": parts[2]} if {
	parts := regex.find_all_string_submatch_n(`^([0-9]+)([a-z]+)$`, text, 1)[0]
}

tally(yes, no, abstain, block) := {"yes": yes, "no": no, "abstain": abstain, "block": block}

# METADATA
# description: Votes of the only house as a tally.
tallied(yes, no, abstain) := {"houses": {"": {"tally": tally(yes, no, abstain, 0)}}}

# METADATA
# description: Votes of the only house as ballots.
cast(ballots) := {"houses": {"": {"tally": null, "ballots": ballots}}}

# METADATA
# description: Ballots of the only house, brought in by a proposer.
proposed(proposer, ballots) := {"houses": {"": {"tally": null, "ballots": ballots, "proposer": proposer}}}

# METADATA
# description: A table of votes for a house or a group.
table(given) := object.union(silence, {"tally": given})

ballot(voter, stance) := {
	"voter": voter, "stance": stance, "delegate_to": "", "at": null, "binding": true, "roles": [], "reason": "",
	"weight": 1,
}

ballot_by(role, voter, stance) := object.union(ballot(voter, stance), {"roles": [role]})

delegation(voter, holder) := object.union(ballot(voter, ""), {"delegate_to": holder})

# METADATA
# description: The electorate of the only house as a roll of members.
members(list) := {"": {"members": list}}

member(name) := {"name": name, "joined": null, "contributions": [0, 1], "weight": 1, "excluded": ""}

named(names) := members([member(name) | some name in names])

# METADATA
# description: The electorate of the only house as a number.
entitled(n) := {"": {"eligible": n}}

# METADATA
# description: A test of a share, with its value as a fraction; and one of a plain number.
share(counted, cmp, fraction, of) := {
	"op": "test", "house": "", "count": counted, "cmp": cmp, "value": constant(ratio(fraction)), "of": of, "text": fraction,
	"level": 0, "args": [],
}

whole(counted, cmp, n) := object.union(
	share(counted, cmp, "1/1", ""),
	{"value": constant([n, 1]), "text": format_int(n, 10)},
)

formula(counted, cmp, value) := object.union(share(counted, cmp, "1/1", ""), {"value": value, "text": "a formula"})

within(id, test) := object.union(test, {"house": id})

ratio(fraction) := [to_number(part) | some part in split(fraction, "/")]

# METADATA
# description: A formula that is a number.
constant(value) := {"nodes": [num(value)], "radicand": -1}

num(value) := {"op": "num", "value": value, "level": 0, "args": []}

quantity(name) := {"op": "quantity", "name": name, "level": 0, "args": []}

# METADATA
# description: A node of a formula above its arguments.
node(op, level, args) := {"op": op, "level": level, "args": args}

# METADATA
# description: n times the root of a quantity.
roots(n, name) := {
	"nodes": [num(ratio(n)), quantity(name), node("sqrt", 1, [1]), node("*", 2, [0, 2])],
	"radicand": 1,
}

# METADATA
# description: A list of which all must hold, or any.
all_of(tests) := joined("all", tests)

any_of(tests) := joined("any", tests)

joined(_, [test]) := {"nodes": [test], "levels": 0}

joined(op, tests) := {"nodes": array.concat(tests, [node(op, 1, numbers.range(0, count(tests) - 1))]), "levels": 1} if {
	count(tests) > 1
}

# METADATA
# description: More than half of the votes cast.
majority := all_of([share("yes", ">", "1/2", "cast")])

# METADATA
# description: A veto of holders who vote no, and one by a test.
veto(holders) := {
	"all": false, "holders": holders, "stance": "no", "min_holders": 1, "needs_reason": false, "when": "always",
	"effect": "defeat", "override": null, "test": null,
}

veto_by_test(test) := object.union(veto([]), {"test": all_of([test])})

anybody := object.union(veto([]), {"all": true})
