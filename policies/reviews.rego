# METADATA
# title: Reviews as ballots
# description: |
#   Turns the facts of a proposal into the case that the engine decides: the roster at the opening becomes the electorate,
#   reviews become ballots. A review counts only for a seat with its author's numeric id, and only on the same content.
package bylaw.reviews

import data.bylaw.clock
import data.bylaw.governing

# METADATA
# description: The moment of evaluation, which for a merged proposal is its merge.
now := min({t | some t in [clock.parse(input.now), merged]; t != null})

merged := clock.parse(input.timing.merged_at) if object.get(input.timing, "merged_at", "") != ""

merged := null if object.get(input.timing, "merged_at", "") == ""

# METADATA
# description: Seats whose term includes the opening.
seats := [seat | some seat in input.roster; _in_term(seat)]

_in_term(seat) if {
	_begun(seat)
	not _over(seat)
}

_begun(seat) if object.get(seat, "since", "") == ""

_begun(seat) if clock.parse(seat.since) <= governing.start

_over(seat) if {
	object.get(seat, "until", "") != ""
	clock.parse(seat.until) <= governing.start
}

# METADATA
# description: Seats by the numeric id of who holds them. The id 0 is nobody's.
holders := {seat.github.id: seat | some seat in seats; seat.github.id != 0}

held(seat) if seat.github.id != 0

# METADATA
# description: The seat of a person, "" without one.
seat_of(person) := holders[person.id].seat if {
	holders[person.id]
} else := ""

proposer := seat_of(input.proposal.author)

_first_line(review) := lower(trim_space(split(review.body, "\n")[0]))

_rest(review) := trim_space(concat("\n", array.slice(lines, 1, count(lines)))) if {
	lines := split(review.body, "\n")
	startswith(trim_space(lines[0]), "/")
}

_rest(review) := trim_space(review.body) if not startswith(trim_space(review.body), "/")

# METADATA
# description: |
#   What reviews by seat holders on the present content may have said, in their order: {seat, at, id, values}, where each
#   of the values is one that the ballot may have had; all but unknown ballots have one.
spoken := [entry |
	some i, review in input.reviews
	review.digest == input.proposal.digest
	seat := holders[review.author.id]
	values := said(review)
	count(values) > 0
	entry := {
		"seat": seat.seat, "roles": seat.roles, "at": review.submitted_at, "id": review.id, "i": i,
		"values": values, "reason": _rest(review),
	}
]

# METADATA
# description: The stances that a review may stand for; none where it is no ballot.
said(review) := _stances(review, review.state) if review.state != "DISMISSED"

# Whoever dismisses their own review takes the ballot back.
said(review) := [] if _withdrawn(review)

# A push or somebody else cannot take it away.
said(review) := _stances(review, review.dismissed.state) if {
	review.state == "DISMISSED"
	not _withdrawn(review)
	_known_state(review)
}

said(review) := ["yes", "no", "block", "none"] if {
	review.state == "DISMISSED"
	not _withdrawn(review)
	not _known_state(review)
}

_withdrawn(review) if {
	review.state == "DISMISSED"
	review.dismissed.by.id == review.author.id
	object.get(review.dismissed, "commit", "") == ""
}

_known_state(review) if review.dismissed.state in {"APPROVED", "CHANGES_REQUESTED"}

_stances(_, "APPROVED") := ["yes"]

_stances(review, "CHANGES_REQUESTED") := ["no", "block"] if edited(review)

_stances(review, "CHANGES_REQUESTED") := ["block"] if {
	not edited(review)
	_first_line(review) == "/block"
}

_stances(review, "CHANGES_REQUESTED") := ["no"] if {
	not edited(review)
	_first_line(review) != "/block"
}

_stances(review, "COMMENTED") := _unread(review) if edited(review)

_stances(review, "COMMENTED") := [stance |
	stance := _words[_first_line(review)]
	_may_say(review, stance)
] if {
	not edited(review)
}

_stances(_, state) := [] if not state in {"APPROVED", "CHANGES_REQUESTED", "COMMENTED"}

_words := {"/abstain": "abstain", "/withdraw": "withdrawn", "/yes": "yes", "/no": "no"}

# The forge does not let the proposer approve, so words stand in for it.
_may_say(_, stance) if stance in {"abstain", "withdrawn"}

_may_say(review, stance) if {
	stance in {"yes", "no"}
	by_proposer(review)
}

_unread(review) := ["abstain", "withdrawn", "none"] if not by_proposer(review)

_unread(review) := ["yes", "no", "abstain", "withdrawn", "none"] if by_proposer(review)

by_proposer(review) if {
	review.author.id == input.proposal.author.id
	review.author.id != 0
}

edited(review) if review.edited

# METADATA
# description: Ballots whose value nobody can know, as places in spoken.
unknown := [i | some i, entry in spoken; count(entry.values) > 1]

# More unknown ballots than these are not tried out; the vote is open then.
most_unknown := 3

# METADATA
# description: Every combination of values that the unknown ballots may have had, as lists beside unknown.
variants := [[]] if count(unknown) == 0

variants := [[a] | some a in spoken[unknown[0]].values] if count(unknown) == 1

variants := [[a, b] | some a in spoken[unknown[0]].values; some b in spoken[unknown[1]].values] if count(unknown) == 2

variants := [[a, b, c] |
	some a in spoken[unknown[0]].values
	some b in spoken[unknown[1]].values
	some c in spoken[unknown[2]].values
] if {
	count(unknown) == 3
}

variants := [] if count(unknown) > most_unknown

# METADATA
# description: The case of one provision under one combination of unknown ballots, without concurring provisions.
case(index, variant) := {
	"provision": rule, "electorate": electorate(index, unit), "votes": votes(rule, variant, unit), "timing": timing(rule),
	"unit": unit,
} if {
	rule := data.constitution.provisions[index].rule
	unit := unit_of(rule)
}

# METADATA
# description: How many parts a vote is counted in; a power of ten, so that decimal weights are whole.
unit_of(rule) := 1 if not rule.weighted

unit_of(rule) := to_number(concat("", ["1", _zeros(_decimals)])) if rule.weighted

_decimals := max({0} | {count(split(seat.weight, ".")[1]) | some seat in input.roster; contains(seat.weight, ".")})

_zeros(n) := concat("", ["0" | some _ in numbers.range(1, n)]) if n > 0

_zeros(0) := ""

_weight(_, 1) := 1

_weight(seat, unit) := to_number(concat("", [parts[0], fraction, _zeros(_decimals - count(fraction))])) if {
	unit > 1
	parts := array.concat(split(object.get(seat, "weight", "1"), "."), [""])
	fraction := parts[1]
}

# METADATA
# description: The roll of each house, from the roster at the opening.
electorate(index, unit) := {house.id: _roll(index, house, unit) | some house in data.constitution.provisions[index].rule.houses}

_roll(index, house, unit) := {
	"eligible": null, "present": null, "excluded": 0,
	"seats": sum([_weight(seat, unit) | some seat in body]),
	"vacant": sum([_weight(seat, unit) | some seat in body; not held(seat)]),
	"members": [_member(index, seat, unit) | some seat in body; held(seat)],
} if {
	not house.derived
	body := [seat | some seat in seats; _belongs(index, house, seat)]
}

_roll(_, house, _) := {"eligible": null, "present": null, "excluded": 0, "seats": null, "vacant": null, "members": null} if {
	house.derived
}

_belongs(index, house, seat) if {
	_has_role(data.constitution.provisions[index].rule.electorate.role, seat)
	_of_house(house, seat)
}

_has_role("", _) := true

_has_role(role, seat) if role in seat.roles

# Where there are houses, a seat is in those that its groups or roles name; groups added up have everybody.
_of_house(house, _) if house.id == ""

_of_house(house, _) if house.sum_groups

_of_house(house, seat) if house.id in object.get(seat, "groups", [])

_of_house(house, seat) if house.id in seat.roles

_member(index, seat, unit) := {
	"name": seat.seat, "joined": _time(object.get(seat, "since", "")), "contributions": [0, 1],
	"weight": _weight(seat, unit), "excluded": _excluded(index, seat),
}

_time("") := null

_time(text) := text if text != ""

_excluded(index, seat) := "subject" if {
	governing.is_subject(seat, _targets[index])
} else := ""

# What a provision decides about: every target that may be a person.
_targets[index] contains change.target if {
	some change in input.changes
	object.get(change, "target", "") != ""
	some index in governing.by_change[change.id]
}

# METADATA
# description: The votes of a case from reviews, delegations and the words of chairs and judges.
votes(rule, variant, unit) := {
	"houses": {house.id: _table(house, ballots) | some house in rule.houses},
	"groups": {group: {"tally": null, "ballots": _in_group(group, ballots), "proposer": "", "casting": ""} | some group in groups},
	"judge": _judgement(rule), "vetoes": null, "sponsors": count(_seconding(rule)) * unit, "concurs": {},
} if {
	ballots := _ballots(rule, variant, unit)
}

# METADATA
# description: Every group of the roster.
groups contains group if {
	some seat in seats
	some group in object.get(seat, "groups", [])
}

_table(house, ballots) := {"tally": null, "ballots": ballots, "proposer": proposer, "casting": _casting} if not _grouped(house)

_table(house, _) := {"tally": _nothing, "ballots": null, "proposer": "", "casting": _casting} if _grouped(house)

_nothing := {"yes": 0, "no": 0, "abstain": 0, "block": 0}

_grouped(house) if house.derived

_grouped(house) if house.sum_groups

_in_group(group, ballots) := [ballot |
	some ballot in ballots
	group in object.get(_by_name[ballot.voter], "groups", [])
]

_by_name := {seat.seat: seat | some seat in seats}

_ballots(rule, variant, unit) := array.concat(_standing_delegations(rule, unit), [_ballot(entry, value, unit) |
	some i, entry in spoken
	value := _value(i, entry, variant)
	value != "none"
])

_value(_, entry, _) := entry.values[0] if count(entry.values) == 1

_value(i, entry, variant) := variant[k] if {
	count(entry.values) > 1
	some k
	unknown[k] == i
}

_ballot(entry, value, unit) := {
	"voter": entry.seat, "stance": value, "delegate_to": "", "at": entry.at, "binding": true, "roles": entry.roles,
	"reason": entry.reason, "weight": _weight(_by_name[entry.seat], unit), "id": entry.id,
}

# A delegation of the roster stands from the beginning; an own ballot overrides it.
_standing_delegations(rule, _) := [] if rule.delegation.allowed == "none"

_standing_delegations(rule, unit) := [{
	"voter": seat.seat, "stance": "", "delegate_to": seat.delegate, "at": null, "binding": true, "roles": [],
	"reason": "", "weight": _weight(seat, unit), "id": 0,
} |
	some seat in seats
	held(seat)
	object.get(seat, "delegate", "") != ""
] if {
	rule.delegation.allowed != "none"
}

# METADATA
# description: |
#   Words of seats on the present content, latest last: {seat, roles, word, at}. Words that were edited after they were
#   submitted are no words.
words := [word |
	some [_, _, word] in sort([[clock.parse(review.submitted_at), i, _word(review)] |
		some i, review in input.reviews
		review.digest == input.proposal.digest
		review.state == "COMMENTED"
		not edited(review)
		clock.parse(review.submitted_at) <= now
		holders[review.author.id]
	])
]

_word(review) := {
	"seat": holders[review.author.id].seat, "roles": holders[review.author.id].roles,
	"word": concat(" ", regex.split(`\s+`, _first_line(review))), "at": review.submitted_at,
}

# The latest ruling of whoever judges.
_judgement(rule) := rulings[count(rulings) - 1] if {
	rule.judge != null
	rulings := [{"/judge pass": "pass", "/judge fail": "fail"}[w.word] | some w in words; rule.judge.by in w.roles]
	count(rulings) > 0
} else := ""

# The chair's latest casting vote.
_casting := given[count(given) - 1] if {
	given := [{"/casting yes": "yes", "/casting no": "no"}[w.word] | some w in words; "chair" in w.roles]
	count(given) > 0
} else := ""

# Seats of the electorate that support the motion in time, the proposer not among them.
_seconding(rule) := {} if rule.sponsor == null

_seconding(rule) := {w.seat: w.at |
	some w in words
	w.word == "/second"
	w.seat != proposer
	_has_role(rule.electorate.role, _by_name[w.seat])
	_in_time(rule, w.at)
} if {
	rule.sponsor != null
}

_in_time(rule, _) if rule.sponsor.within == null

_in_time(rule, at) if {
	rule.sponsor.within != null
	proposed := object.get(input.timing, "proposed", "")
	proposed != ""
	clock.parse(at) < clock.later(clock.parse(proposed), rule.sponsor.within)
}

# METADATA
# description: |
#   Whether somebody who may rule or cast the deciding vote edited a comment: it may have been a ruling, so nothing passes
#   on the rulings that can be read.
doubtful(rule) if {
	some review in input.reviews
	review.digest == input.proposal.digest
	review.state == "COMMENTED"
	edited(review)
	some role in holders[review.author.id].roles
	_rules(rule, role)
}

_rules(rule, role) if role == rule.judge.by

_rules(rule, "chair") if rule.tie == "casting_vote"

# METADATA
# description: The times of a case.
timing(rule) := {
	"now": clock.text(now), "opened": _time(input.timing.opened_at), "closes": null,
	"published": _time(object.get(input.timing, "published", "")),
	"previous": _time(object.get(input.timing, "previous", "")),
	"proposed": _time(object.get(input.timing, "proposed", "")),
	"seconded": _seconded(rule), "substantial_change": false,
}

_seconded(rule) := clock.text(max({clock.parse(at) | some at in _seconding(rule)})) if {
	count(_seconding(rule)) > 0
} else := null
