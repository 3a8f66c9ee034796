# METADATA
# title: A case to change
# description: A vote of one day in its normal form, to which a test adds only what it is about.
package bylaw.testing

import data.bylaw.fixture_test as fixture

number(n, d) := fixture.constant([n, d])

quantity(name) := {"radicand": -1, "nodes": [fixture.quantity(name)]}

share(what, cmp, n, d, base) := object.union(
	fixture.share(what, cmp, "1/1", base),
	{"value": number(n, d), "text": "v"},
)

count(what, cmp, n) := share(what, cmp, n, 1, "")

joined(op, tests) := fixture.joined(op, tests)

rules([one]) := fixture.all_of([one])

length(n, unit) := {"n": n, "unit": unit}

# More votes in favour than against, after a day.
provision := object.union(fixture.rule, {
	"threshold": rules([share("yes", ">", 1, 1, "no")]),
	"period": {"min": length(1, "d")},
})

house(id) := fixture.house(id)

veto := fixture.anybody

body := object.union(fixture.roll, {"eligible": 9})

tally(yes, no, abstain, block) := fixture.table(fixture.tally(yes, no, abstain, block))

ballots(list) := object.union(fixture.silence, {"tally": null, "ballots": [object.union(fixture.ballot("a", ""), b) | some b in list]})

members(list) := object.union(fixture.roll, {"members": [object.union(fixture.member("a"), m) | some m in list]})

# A vote of 1 March 2026, seen as it closes.
case := object.union(fixture.motion(provision, {}), {
	"electorate": {"": body}, "votes": {"houses": {"": tally(3, 1, 0, 0)}},
	"timing": {"opened": "2026-03-01T00:00:00Z", "now": "2026-03-02T00:00:00Z"},
})

# METADATA
# description: The case with other rules, tallies of the only house, and times.
changed(rule, votes, timing) := object.union(case, {"provision": rule, "votes": {"houses": {"": votes}}, "timing": timing})
