package bylaw.reviews

import data.bylaw.clock
import data.bylaw.governing

# METADATA
# description: |
#   Whether votes on Mastodon count under a rule: facts of version 2 are written where the settings have that channel, and a
#   rule may keep to reviews.
takes_posts(rule) if {
	object.get(input, "version", 1) >= 2
	"mastodon" in object.get(rule, "channels", ["mastodon"])
}

# METADATA
# description: Until when every ballot on Mastodon is known; not later than the opening where the inbox has read nothing yet.
heard_until := clock.parse(input.timing.read_through) if {
	object.get(input.timing, "read_through", "") != ""
} else := governing.start

# METADATA
# description: The moment at which a rule is evaluated, unless all votes until its close are known. Of any later one votes may still become known.
moment(rule) := min([now, heard_until]) if {
	takes_posts(rule)
} else := now

# METADATA
# description: A case at another moment.
as_of(case, t) := object.union(case, {"timing": object.union(case.timing, {"now": clock.text(t)})})

# METADATA
# description: Whether a person who may vote under a rule holds a seat, by whatever account.
held_under(_, seat) if seat.github.id != 0

held_under(rule, seat) if {
	takes_posts(rule)
	object.get(seat, "mastodon_id", "") != ""
}

# METADATA
# description: Seats by the Mastodon id with which they vote.
posting := {id: seat |
	some seat in seats
	id := object.get(seat, "mastodon_id", "")
	id != ""
}

# METADATA
# description: Ballots that were cast on Mastodon, in any content.
posts := object.get(input, "ballots", [])

# METADATA
# description: The seat of a ballot on Mastodon, "" without one.
seat_of_post(post) := posting[object.get(post, "account_id", "")].seat if {
	posting[object.get(post, "account_id", "")]
} else := ""

# METADATA
# description: Whether the account of a ballot has another name than the seat says that its id has, so that a person must look.
renamed(post) if posting[object.get(post, "account_id", "")].mastodon != object.get(post, "account", "")

# What ballots on Mastodon may stand for, as for reviews.
_posted := [entry |
	some i, post in posts
	post.digest == input.proposal.digest
	not renamed(post)
	seat := posting[object.get(post, "account_id", "")]
	entry := {
		"seat": seat.seat, "roles": seat.roles, "weight": object.get(seat, "weight", "1"), "at": post.cast_at, "id": post.commitment,
		"i": i, "values": _post_stances(post.choice), "reason": _post_reason(post), "span": {}, "channel": "mastodon",
	}
]

_post_stances(choice) := [choice] if {
	choice in {"yes", "no", "abstain", "block"}
} else := ["withdrawn"] if {
	choice == "withdraw"
} else := ["yes", "no", "block", "abstain", "withdrawn", "none"]

_post_reason(post) := "…" if {
	post.reasoned
} else := ""

# METADATA
# description: |
#   What a ruling waits for before it can be known: that the inbox has read what was posted until the vote closed, or until the merge.
waiting_for_inbox(rule, closes) := [sprintf("the inbox, which has read votes on Mastodon until %s", [_known_until])] if {
	takes_posts(rule)
	closes != ""
	heard_until < min([now, clock.parse(closes)])
	clock.parse(closes) <= now
} else := ["the post of the inbox about this proposal, which opens the vote"] if {
	takes_posts(rule)
	input.timing.opened_at == ""
	not input.proposal.draft
} else := []

_known_until := clock.text(clock.parse(input.timing.read_through)) if {
	object.get(input.timing, "read_through", "") != ""
} else := "the opening"
