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
seats := input.roster if {
	count(_still_to_come | _over) == 0
} else := [seat |
	some seat in input.roster
	not object.get(seat, "since", "") in _still_to_come
	not object.get(seat, "until", "") in _over
]

# Many seats share a few dates, so dates are compared rather than seats.
_beginnings := {seat.since | some seat in input.roster}

_still_to_come := {date |
	some date in _beginnings
	date != ""
	clock.parse(date) > governing.start
}

_over := {date |
	some date in {seat.until | some seat in input.roster}
	date != ""
	clock.parse(date) <= governing.start
}

# METADATA
# description: Seats by the numeric id of who holds them. No one has the id 0.
holders := {id: seat |
	some seat in seats
	id := seat.github.id
	id != 0
}

# METADATA
# description: The seat of a person, "" without one.
seat_of(person) := holders[person.id].seat if {
	holders[person.id]
} else := ""

proposer := seat_of(input.proposal.author)

_first_line(review) := lower(trim_space(split(review.body, "\n")[0]))

# The text without a command in its first line.
_rest(review) := trim_space(concat("\n", array.slice(lines, 1, count(lines)))) if {
	contains(review.body, "/")
	lines := split(review.body, "\n")
	startswith(trim_space(lines[0]), "/")
} else := trim_space(review.body)

# METADATA
# description: |
#   What seat holders may have said on the present content, by review and then by post, in their order: {seat, at, id, values, span},
#   where each of the values is one that the ballot may have had; all but unknown ballots have one. A review that something became
#   of has several entries, each of which holds for its span of time. What was not said by review has its channel.
spoken := _reviewed if {
	count(posts) == 0
} else := array.concat(_reviewed, _posted)

_reviewed := [entry |
	some i, review in input.reviews
	review.digest == input.proposal.digest
	seat := holders[review.author.id]
	some stage in stages(review)
	entry := {
		"seat": seat.seat, "roles": seat.roles, "weight": object.get(seat, "weight", "1"), "at": review.submitted_at,
		"id": review.id, "i": i, "values": stage.values, "reason": _rest(review), "span": stage.span,
	}
]

# METADATA
# description: |
#   The stances that a review may stand for, before anything became of it at a known time; none where it is no ballot.
said(review) := _stances(review, review.state) if {
	review.state != "DISMISSED"
} else := ["yes", "no", "block", "none"] if {
	not _known_state(review)
} else := array.concat(["none"], _stances(review, review.dismissed.state)) if {
	# Its author withdrew it, and it is not known whether that was in time.
	undated(review)
} # a push or another account cannot remove it

else := _stances(review, review.dismissed.state)

_known_state(review) if review.dismissed.state in {"APPROVED", "CHANGES_REQUESTED"}

_stances(review, state) := _unread_stances(review, state) if {
	unread(review)
} else := ["yes"] if {
	state == "APPROVED"
} else := ["block"] if {
	state == "CHANGES_REQUESTED"
	_first_line(review) == "/block"
} else := ["no"] if {
	state == "CHANGES_REQUESTED"
} else := [stance | stance := _words[_first_line(review)]; _may_say(review, stance)] if {
	state == "COMMENTED"
} else := []

# Of words that no check read before they were edited only what the state of the review allows is known.
_unread_stances(_, "APPROVED") := ["yes"]

_unread_stances(_, "CHANGES_REQUESTED") := ["no", "block"]

_unread_stances(review, "COMMENTED") := ["abstain", "withdrawn", "none"] if not by_proposer(review)

_unread_stances(review, "COMMENTED") := ["yes", "no", "abstain", "withdrawn", "none"] if by_proposer(review)

_unread_stances(_, state) := [] if not state in {"APPROVED", "CHANGES_REQUESTED", "COMMENTED"}

_words := {"/abstain": "abstain", "/withdraw": "withdrawn", "/yes": "yes", "/no": "no"}

# The forge does not let the proposer approve, so words stand in for it.
_may_say(_, stance) if stance in {"abstain", "withdrawn"}

_may_say(review, stance) if {
	stance in {"yes", "no"}
	by_proposer(review)
}

by_proposer(review) if {
	review.author.id == input.proposal.author.id
	review.author.id != 0
}

# METADATA
# description: Ballots whose value cannot be known, as places in spoken.
unknown := [i | some i, entry in spoken; count(entry.values) > 1]

# METADATA
# description: |
#   The values that the unknown ballots may have had together, as lists parallel to unknown: every combination of one or two,
#   and of more the extremes, as for what the silent may do in an early close. So no member can delay a vote with edits.
variants := [[]] if count(unknown) == 0

variants := [[a] | some a in spoken[unknown[0]].values] if count(unknown) == 1

variants := [[a, b] | some a in spoken[unknown[0]].values; some b in spoken[unknown[1]].values] if count(unknown) == 2

variants := [[_nearest(order, spoken[i].values) | some i in unknown] | some order in _extremes] if count(unknown) > 2

# All in favour, all against, all blocking, all abstaining, all away: each ballot goes as far as it may have gone.
_extremes := [
	["yes", "abstain", "none", "withdrawn", "no", "block"],
	["no", "block", "none", "withdrawn", "abstain", "yes"],
	["block", "no", "none", "withdrawn", "abstain", "yes"],
	["abstain", "none", "withdrawn", "no", "block", "yes"],
	["none", "withdrawn", "abstain", "no", "block", "yes"],
]

_nearest(order, values) := [v | some v in order; v in values][0]
