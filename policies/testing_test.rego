# METADATA
# title: Builders for tests
# description: Rules, cases and proposals in normal form, to which a test adds only what it is about.
package bylaw.testing

number(n, d) := {"radicand": -1, "nodes": [{"op": "num", "value": [n, d], "level": 0, "args": []}]}

quantity(name) := {"radicand": -1, "nodes": [{"op": "quantity", "name": name, "level": 0, "args": []}]}

test(what, cmp, value, base) := {
	"op": "test", "level": 0, "args": [], "house": "", "count": what, "cmp": cmp, "value": value, "of": base, "text": "v",
}

share(what, cmp, n, d, base) := test(what, cmp, number(n, d), base)

count(what, cmp, n) := test(what, cmp, number(n, 1), "")

list(op, level, args) := {"op": op, "level": level, "args": args}

joined(op, tests) := {"levels": 1, "nodes": array.concat(tests, [list(op, 1, [i | some i, _ in tests])])}

rules([one]) := {"levels": 0, "nodes": [one]}

length(n, unit) := {"n": n, "unit": unit}

# More votes in favour than against, after a day.
provision := {
	"electorate": {"role": "", "min_membership": null, "min_contributions": null, "exclude": []},
	"houses": [house("")], "weighted": false, "vacancies": "abstain",
	"delegation": {"allowed": "none", "max_per_holder": null, "transitive": false},
	"proposer_vote": "counts", "revote": "last", "void_double": false, "blocks": false,
	"threshold": rules([share("yes", ">", 1, 1, "no")]), "quorum": null, "on_no_quorum": "fail", "tie": "fails",
	"judge": null, "veto": null, "on_fail": "reject", "sponsor": null, "repropose": null,
	"period": {
		"discussion": null, "min": length(1, "d"), "max": null, "grace": null, "early_min": null, "unit": "exact",
		"blackout": [], "starts_when_passing": false,
	},
	"early_pass": "never", "early_fail": "never", "stages": [],
	"enact": {"delay": null, "grace": null, "not_before": null, "concurs": []},
	"emergency": null, "expires": null,
}

house(id) := {"id": id, "sum_groups": false, "derived": false, "win": null}

veto := {
	"all": true, "holders": [], "stance": "no", "min_holders": 1, "needs_reason": false, "when": "always",
	"effect": "defeat", "override": null, "test": null,
}

body := {"eligible": 9, "seats": null, "present": null, "excluded": 0, "vacant": null, "members": null}

tally(yes, no, abstain, block) := {
	"tally": {"yes": yes, "no": no, "abstain": abstain, "block": block}, "ballots": null, "proposer": "", "casting": "",
}

ballots(list) := {"tally": null, "ballots": [object.union(ballot, b) | some b in list], "proposer": "", "casting": ""}

ballot := {
	"voter": "a", "stance": "", "delegate_to": "", "at": null, "binding": true, "roles": [], "reason": "", "weight": 1,
}

member := {"name": "a", "joined": null, "contributions": [0, 1], "weight": 1, "excluded": ""}

members(list) := object.union(body, {"eligible": null, "members": [object.union(member, m) | some m in list]})

# A vote of 1 March 2026, seen as it closes.
case := {
	"provision": provision, "electorate": {"": body},
	"votes": {"houses": {"": tally(3, 1, 0, 0)}, "groups": {}, "judge": "", "vetoes": null, "sponsors": 0, "concurs": {}},
	"timing": {"opened": "2026-03-01T00:00:00Z", "now": "2026-03-02T00:00:00Z", "substantial_change": false},
	"unit": 1,
}

# METADATA
# description: The case with other rules, tallies of the only house, and times.
changed(rule, votes, timing) := object.union(case, {"provision": rule, "votes": {"houses": {"": votes}}, "timing": timing})
