package bylaw.reviews

import data.bylaw.clock
import data.bylaw.governing

# METADATA
# description: The case of one provision under one combination of unknown ballots, without concurring provisions.
case(index, variant) := {
	"provision": rule, "electorate": electorate(index), "votes": votes(rule, variant, unit), "timing": timing(rule),
	"unit": unit,
} if {
	rule := data.constitution.provisions[index].rule
	unit := unit_of(rule)
}

# METADATA
# description: A case under another combination of unknown ballots.
revoted(case, variant) := object.union(case, {"votes": votes(case.provision, variant, case.unit)})

# METADATA
# description: How many parts a vote is counted in; a power of ten, so that decimal weights are whole.
unit_of(rule) := 1 if not rule.weighted

unit_of(rule) := to_number(concat("", ["1", _zeros(_decimals)])) if rule.weighted

_decimals := max({0} | {count(split(seat.weight, ".")[1]) | some seat in input.roster; contains(seat.weight, ".")})

_zeros(n) := concat("", ["0" | some _ in numbers.range(1, n)]) if n > 0

_zeros(0) := ""

_weight(_, false) := 1

_weight(seat, true) := to_number(concat("", [parts[0], fraction, _zeros(_decimals - count(fraction))])) if {
	parts := array.concat(split(object.get(seat, "weight", "1"), "."), [""])
	fraction := parts[1]
}

# METADATA
# description: The roll of each house, from the roster at the opening.
electorate(index) := {house.id: _roll(index, house) | some house in data.constitution.provisions[index].rule.houses}

_roll(index, house) := {
	"eligible": null, "present": null, "excluded": 0, "seats": _total(body, weighted),
	"vacant": _total(body, weighted) - _total(held_seats, weighted), "members": _members(held_seats, _subjects(index), weighted),
} if {
	not house.derived
	weighted := data.constitution.provisions[index].rule.weighted
	body := _of_house(house, _with_role(data.constitution.provisions[index].rule.electorate.role))
	held_seats := _held(data.constitution.provisions[index].rule, body)
}

_roll(_, house) := {"eligible": null, "present": null, "excluded": 0, "seats": null, "vacant": null, "members": null} if {
	house.derived
}

_with_role("") := seats

_with_role(role) := [seat | some seat in seats; role in seat.roles] if role != ""

# Where there are houses, a seat is in those that its groups or roles name; groups added up have everybody.
_of_house(house, body) := body if true in {house.id == "", house.sum_groups}

_of_house(house, body) := [seat | some seat in body; house.id in _names(seat)] if {
	house.id != ""
	not house.sum_groups
}

_names(seat) := array.concat(object.get(seat, "groups", []), seat.roles)

# In most rosters no seat is vacant.
_held(rule, body) := body if {
	count(holders) == count(seats)
} else := [seat | some seat in body; held_under(rule, seat)]

_total(body, false) := count(body)

_total(body, true) := sum([_weight(seat, true) | some seat in body])

_members(body, about, false) := _equals(body, about)

_members(body, about, true) := [object.union(member, {"weight": _weight(body[i], true)}) |
	some i, member in _equals(body, about)
]

_equals(body, about) := [member |
	some seat in body
	name := seat.seat
	member := {
		"name": name, "joined": _joined[object.get(seat, "since", "")], "contributions": [0, 1], "weight": 1,
		"excluded": object.get(about, name, ""),
	}
]

_joined := object.union({"": null}, {date: date | some date in _beginnings})

_time("") := null

_time(text) := text if text != ""

# Seats of the people that a provision decides about.
_subjects(index) := {input.roster[i].seat: "subject" | some i in _concerned(index)}

_concerned(index) := {i | some target in _targets[index]; some i in governing.people(target)} | {i |
	some id in _pinned[index]
	some i, seat in input.roster
	object.get(seat, "mastodon_id", "") == id
}

# Ids of the accounts that a provision decides about, where a change names them.
_pinned[index] contains id if {
	some change in input.changes
	startswith(object.get(change, "target", ""), "@")
	some side in ["before", "after"]
	id := change[side].id
	some index in governing.by_change[change.id]
}

_targets[index] contains change.target if {
	some change in input.changes
	startswith(object.get(change, "target", ""), "@")
	some index in governing.by_change[change.id]
}

# METADATA
# description: The votes of a case from reviews, delegations and the words of chairs and judges.
votes(rule, variant, unit) := {
	"houses": {house.id: _table(rule, house, ballots) | some house in rule.houses},
	"groups": {group: {"tally": null, "ballots": _in_group(group, ballots), "proposer": "", "casting": ""} | some group in _groups(rule)},
	"judge": _judgement(rule), "vetoes": null, "sponsors": count(_seconding(rule)) * unit, "concurs": {},
} if {
	ballots := _ballots(rule, variant)
}

# METADATA
# description: Every group of the roster.
groups contains group if {
	some seat in seats
	some group in object.get(seat, "groups", [])
}

# Where no house is made of groups, none is looked for.
_groups(rule) := groups if {
	some house in rule.houses
	_grouped(house)
} else := set()

_table(rule, house, ballots) := {"tally": null, "ballots": ballots, "proposer": _stance(rule), "casting": _casting} if not _grouped(house)

_table(_, house, _) := {"tally": _nothing, "ballots": null, "proposer": "", "casting": _casting} if _grouped(house)

# Who asked for the proposal by a form has not voted for it yet: that a bot says who it was is no vote, so they do not count as yes.
# They can review it like everybody.
_stance(rule) := "" if {
	rule.proposer_vote == "implicit_yes"
	input.proposal.issue
} else := proposer

_nothing := {"yes": 0, "no": 0, "abstain": 0, "block": 0}

_grouped(house) if house.derived

_grouped(house) if house.sum_groups

_in_group(group, ballots) := [ballot |
	some ballot in ballots
	group in object.get(_by_name[ballot.voter], "groups", [])
]

_by_name := {seat.seat: seat | some seat in seats}

_ballots(rule, variant) := array.concat(_standing_delegations(rule), [_ballot(entry, value, rule.weighted) |
	some i, entry in spoken
	value := _value(i, entry, variant)
	value != "none"
])

_value(i, entry, variant) := entry.values[0] if {
	count(entry.values) == 1
} else := variant[k] if {
	some k
	unknown[k] == i
}

_ballot(entry, value, weighted) := _said(entry, value, weighted) if {
	count(entry.values) == 1
	entry.span == {}
} else := object.union(_said(entry, value, weighted), {"span": entry.span, "unknown": count(entry.values) > 1})

_said(entry, value, weighted) := object.union(_voted(entry, value, weighted), {"channel": entry.channel}) if {
	entry.channel
} else := _voted(entry, value, weighted)

_voted(entry, value, weighted) := {
	"voter": entry.seat, "stance": value, "delegate_to": "", "at": entry.at, "binding": true, "roles": entry.roles,
	"reason": entry.reason, "weight": _weight(entry, weighted), "id": entry.id,
}

# A delegation of the roster holds from the beginning; an own ballot overrides it.
_standing_delegations(rule) := [] if rule.delegation.allowed == "none"

_standing_delegations(rule) := [{
	"voter": seat.seat, "stance": "", "delegate_to": seat.delegate, "at": null, "binding": true, "roles": [],
	"reason": "", "weight": _weight(seat, rule.weighted), "id": 0,
} |
	some seat in seats
	seat.delegate != ""
	held_under(rule, seat)
] if {
	rule.delegation.allowed != "none"
}

# METADATA
# description: |
#   Words of seats on the present content, latest last: {seat, roles, word, at}. Words that were edited before anybody read
#   them are no words.
words := [word |
	some [_, _, word] in sort([[clock.parse(review.submitted_at), i, _word(review)] |
		some i, review in input.reviews
		review.digest == input.proposal.digest
		review.state == "COMMENTED"
		not unread(review)
		clock.parse(review.submitted_at) <= now
		holders[review.author.id]
	])
]

_word(review) := {
	"seat": holders[review.author.id].seat, "roles": holders[review.author.id].roles,
	"word": concat(" ", regex.split(`\s+`, _first_line(review))), "at": review.submitted_at,
}

# The latest ruling of those who judge.
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
	_by_name[w.seat] in _with_role(rule.electorate.role)
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
#   Whether a comment by a seat that may rule or cast the deciding vote was edited, unless that was after the close and the
#   words had been read: it may have been a ruling, so nothing passes on the rulings that can be read.
doubtful(rule, closes) if {
	some review in _edited_comments
	not _edited_after(review, closes)
	some role in holders[review.author.id].roles
	_rules(rule, role)
}

_rules(rule, role) if role == rule.judge.by

_rules(rule, "chair") if rule.tie == "casting_vote"

# METADATA
# description: Whether a comment that may have seconded the motion was edited before anybody read it.
seconding_lost(rule) if {
	rule.sponsor != null
	some review in _edited_comments
	unread(review)
	holders[review.author.id].seat != proposer
}

_edited_comments := [review |
	some review in input.reviews
	review.digest == input.proposal.digest
	review.state == "COMMENTED"
	edited(review)
	holders[review.author.id]
]

_edited_after(review, closes) if {
	read_before(review)
	closes != ""
	clock.parse(review.edited_at) >= clock.parse(closes)
}

# METADATA
# description: The times of a case.
timing(rule) := {
	"now": clock.text(moment(rule)), "opened": _time(input.timing.opened_at), "closes": null,
	"published": _time(object.get(input.timing, "published", "")),
	"previous": _time(object.get(input.timing, "previous", "")),
	"proposed": _time(object.get(input.timing, "proposed", "")),
	"seconded": _seconded(rule), "substantial_change": false,
}

_seconded(rule) := clock.text(max({clock.parse(at) | some at in _seconding(rule)})) if {
	count(_seconding(rule)) > 0
} else := null
