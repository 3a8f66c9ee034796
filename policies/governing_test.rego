# METADATA
# title: Tests of what governs what
package bylaw.governing_test

import data.bylaw.governing
import data.bylaw.testing

power(patch) := object.union({"skills": [], "subjects": [], "where": {}, "within": null, "beyond": null}, patch)

provisions(powers) := [{"id": "p", "citation": "3.1", "governs": powers, "rule": testing.provision}]

change(patch) := object.union(
	{"id": "c", "kind": "entry", "action": "create", "skill": "block_domain", "target": "spam.example", "after": {"severity": "suspend"}},
	patch,
)

facts := {
	"now": "2026-03-02T00:00:00Z", "instance": "social.example", "subjects": [], "reviews": [],
	"timing": {"opened_at": "2026-03-01T00:00:00Z"},
	"roster": [
		{"seat": "ada", "roles": ["member"], "mastodon": "@ada@social.example"},
		{"seat": "ben", "roles": ["member", "moderator"], "mastodon": "@ben@far.example"},
		{"seat": "cas", "roles": ["member"]},
	],
}

governed(powers, changes) := out if {
	out := governing.citations with input as object.union(facts, {"changes": changes}) with data.constitution.provisions as provisions(powers)
}

matches(patch, changed) if governed([power(object.union({"skills": ["block_domain"]}, patch))], [change(changed)]).c == ["3.1"]

test_a_skill_is_governed_by_name if {
	matches({}, {})
	not matches({}, {"skill": "unblock_domain"})
}

test_a_condition_compares_parameters if {
	matches({"where": {"severity": ["suspend"]}}, {})
	matches({"where": {"severity": ["silence", "suspend"]}}, {})
	not matches({"where": {"severity": ["silence"]}}, {})
	matches({"where": {"reject_media": ["true"]}}, {"after": {"reject_media": true}})
	matches({"where": {"reject_media": ["false"]}}, {})
	matches({"where": {"domain": ["spam.example"]}}, {})
	not matches({"where": {"domain": ["ham.example"]}}, {})
	matches({"where": {"languages": ["de"]}}, {"after": {"languages": ["en", "DE"]}})
	not matches({"where": {"severity": ["suspend"], "reject_media": ["true"]}}, {})
}

test_a_removal_matches_on_what_goes if {
	gone := {"action": "remove", "before": {"severity": "silence"}, "after": {}}
	matches({"where": {"severity": ["silence"]}}, gone)
	not matches({"where": {"severity": ["suspend"]}}, gone)
}

test_an_update_matches_on_either_side if {
	moved := {"action": "update", "before": {"severity": "silence"}}
	matches({"where": {"severity": ["silence"]}}, moved)
	matches({"where": {"severity": ["suspend"]}}, moved)
	not matches({"where": {"severity": ["noop"]}}, moved)
	not matches({"where": {"severity": ["silence"], "reject_media": ["true"]}}, object.union(moved, {"after": {"reject_media": true}}))
}

test_an_act_is_a_creation if matches({"where": {"severity": ["suspend"]}}, {"action": "act"})

test_measures_that_end_soon if {
	within := {"within": testing.length(7, "d")}
	beyond := {"beyond": testing.length(7, "d")}
	soon := {"until": "2026-03-08T00:00:00Z"}
	late := {"until": "2026-03-08T00:00:01Z"}
	matches(within, soon)
	not matches(within, late)
	not matches(within, {})
	not matches(beyond, soon)
	matches(beyond, late)
	matches(beyond, {})
	matches(within, {"action": "remove", "before": {}, "old_until": "2026-03-02T00:00:00Z"})
}

undoing(at) := {"action": "remove", "before": {"severity": "suspend"}, "after": {}, "reverses": {"proposal": 7, "enacted_at": at}}

# Whether a power matches a change, where the ledger was searched for decisions that it reverts.
searched(patch, changed) if {
	known := object.union(facts, {"reversals_known": true, "changes": [change(changed)]})
	powers := [power(object.union({"skills": ["block_domain"]}, patch))]
	found := governing.citations with input as known with data.constitution.provisions as provisions(powers)
	found.c == ["3.1"]
}

test_what_takes_back_a_fresh_decision if {
	within := {"reverses_within": testing.length(30, "d")}
	beyond := {"reverses_beyond": testing.length(30, "d")}
	fresh := undoing("2026-01-30T00:00:00Z")
	stale := undoing("2026-01-29T23:59:59Z")
	searched(within, fresh)
	not searched(within, stale)
	not searched(within, {})
	not searched(beyond, fresh)
	searched(beyond, stale)
	searched(beyond, {})
}

test_what_it_takes_back_is_never_supposed if {
	not matches({"reverses_within": testing.length(30, "d")}, {})
	not matches({"reverses_beyond": testing.length(30, "d")}, {})
	not matches({"reverses_beyond": testing.length(30, "d")}, undoing("2020-01-01T00:00:00Z"))
}

unsearched(powers, patch) := out if {
	out := governing.unsearched with input as object.union(facts, patch) with data.constitution.provisions as provisions(powers)
}

test_a_search_is_required_only_where_a_provision_asks if {
	asks := power({"skills": ["block_domain"], "reverses_beyond": testing.length(1, "d")})
	other := power({"skills": ["unblock_domain"], "reverses_within": testing.length(1, "d")})
	unsearched([asks], {"changes": [change({})]}) == {"block_domain spam.example"}
	unsearched([asks], {"changes": [change({})], "reversals_known": true}) == set()
	unsearched([other, power({"skills": ["block_domain"]})], {"changes": [change({})]}) == set()
}

test_without_an_opening_the_end_is_seen_from_now if {
	early := object.union(facts, {"timing": {"opened_at": ""}, "changes": [change({"until": "2026-03-09T00:00:00Z"})]})
	governing.citations == {"c": ["3.1"]} with input as early
		with data.constitution.provisions as provisions([power({"skills": ["block_domain"], "within": testing.length(7, "d")})])
}

person(target) := {"skill": "suspend_account", "target": target}

about(where, target) if governed([power({"skills": ["suspend_account"], "where": where})], [change(person(target))]).c

test_scope_is_derived if {
	about({"scope": ["local"]}, "@troll")
	about({"scope": ["local"]}, "@troll@social.example")
	not about({"scope": ["local"]}, "@troll@bad.example")
	about({"scope": ["remote"]}, "@troll@bad.example")
	about({"scope": ["remote"]}, "bad.example")
	about({"scope": ["local"]}, "ref:00")
	about({"scope": ["remote"]}, "ref:00")
	about({"scope": ["remote"]}, "12")
}

# Only the server knows whom a report or a post is about: a rule about seats governs it, and so does one about no one.
test_a_report_may_be_about_anybody if {
	report := {"action": "act", "skill": "resolve_report", "target": "12", "after": {}}
	every who in ["seat", "staff", "none"] {
		governed([power({"skills": ["resolve_report"], "where": {"subject": [who]}})], [change(report)]).c == ["3.1"]
	}
}

test_subject_is_derived if {
	about({"subject": ["seat"]}, "@ada@social.example")
	about({"subject": ["seat"]}, "@ada")
	not about({"subject": ["staff"]}, "@ada")
	about({"subject": ["staff"]}, "@ben@far.example")
	not about({"subject": ["seat"]}, "@ben")
	about({"subject": ["none"]}, "@troll@bad.example")
	not about({"subject": ["none"]}, "@ada")
	about({"subject": ["staff"]}, "ref:00")
}

test_subjects_are_governed_by_name if {
	governed([power({"subjects": ["roster"]})], [{"id": "c", "action": "update", "subject": "roster"}]) == {"c": ["3.1"]}
	governed([power({"subjects": ["roster"]})], [{"id": "c", "action": "update", "subject": "other"}]) == {}
}

ungoverned(powers, patch) := {u.what | some u in found} if {
	found := governing.ungoverned with input as object.union(facts, patch) with data.constitution.provisions as provisions(powers)
}

test_what_no_provision_governs_is_named if {
	ungoverned([], {"changes": [change({})]}) == {"block_domain spam.example"}
	ungoverned([], {"changes": [{"id": "a", "action": "update", "subject": "constitution", "article": "3.1"}]}) == {"article 3.1"}
	ungoverned([], {"changes": [{"id": "a", "action": "update", "subject": "other", "path": "x.txt"}]}) == {"file x.txt"}
	ungoverned([], {"changes": [], "subjects": ["mass_change"]}) == {"a change of this size"}
	ungoverned([], {"changes": [], "subjects": ["roster"]}) == {"the subject roster"}
}

test_a_mass_change_needs_its_own_provision if {
	both := [power({"skills": ["block_domain"]}), power({"subjects": ["mass_change"]})]
	ungoverned(both, {"changes": [change({})], "subjects": ["mass_change"]}) == set()
	governing.matching == {0} with input as object.union(facts, {"changes": [change({})], "subjects": ["mass_change"]})
		with data.constitution.provisions as provisions(both)
}
