package bylaw.reviews

import data.bylaw.clock

# METADATA
# description: |
#   The values of a review one after the other, each with the span of time in which it holds. This is the one place that
#   gives what becomes of a ballot its time: an edit, a dismissal by its author.
stages(review) := [{"values": values, "span": {}} | values := said(review); count(values) > 0] if {
	untouched(review)
} else := [{"values": values, "span": {}} | values := said(review); count(values) > 0] if {
	count(_events(review)) == 0
} else := [{"values": values, "span": object.union(_begin(events, k), _end(events, k))} |
	events := [event | some [_, _, event] in sort([[clock.parse(event.at), i, event] | some i, event in _events(review)])]
	some k, values in array.concat([said(review)], [event.values | some event in events])
	count(values) > 0
]

_begin(_, 0) := {}

_begin(events, k) := {"from": events[k - 1].at} if k > 0

_end(events, k) := {"until": events[k].at, "taken_back": count(events[k].values) == 0} if {
	k < count(events)
} else := {}

# What became of a review at a known time, and what it may mean from then on: nothing where it was withdrawn.
_events(review) := [event |
	some event in [_edit(review), _withdrawal(review)]
	event != null
]

_edit(review) := {"at": review.edited_at, "values": values} if {
	read_before(review)
	values := _unread_stances(review, object.get(review, ["dismissed", "state"], review.state))
	count(values) > 1
} else := null

_withdrawal(review) := {"at": review.dismissed.at, "values": []} if {
	withdrawn(review)
	not undated(review)
} else := null

# METADATA
# description: Whether the author of a review dismissed it, which withdraws the ballot. What a push dismisses is not withdrawn.
withdrawn(review) if {
	review.state == "DISMISSED"
	review.dismissed.by.id == review.author.id
	object.get(review.dismissed, "commit", "") == ""
}

# METADATA
# description: Whether a review was withdrawn at an unknown time.
undated(review) if {
	withdrawn(review)
	object.get(review.dismissed, "at", "") == ""
}

edited(review) if review.edited

# METADATA
# description: Whether a review is as it was submitted, as most are.
untouched(review) if {
	review.state != "DISMISSED"
	not review.edited
	object.get(review, "lost_after", "") == ""
}

# METADATA
# description: Whether a check read the words of a review as they were submitted, before they were edited at a known time.
read_before(review) if {
	edited(review)
	object.get(review, "read_at", "") != ""
	object.get(review, "edited_at", "") != ""
}

# METADATA
# description: Whether it is unknown what a review said when it was submitted.
unread(review) if {
	edited(review)
	not read_before(review)
}
