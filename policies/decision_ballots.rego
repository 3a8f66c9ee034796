package bylaw.decision

import data.bylaw.clock
import data.bylaw.reviews

# METADATA
# description: Every ballot with the seat or login that cast it. One counts if any ruling counts it.
ballots := array.concat(array.concat(_cast, _posted), _implicit)

_posted := [object.union(_post(post), {"channel": post.channel}) | some post in reviews.posts]

_post(post) := {
	"seat": object.get(post, "account", ""), "choice": _post_choice(post), "counted": false, "why": "not on the roster",
} if {
	reviews.seat_of_post(post) == ""
} else := {"seat": seat, "choice": _post_choice(post), "counted": false, "why": "cast on a different revision"} if {
	post.digest != input.proposal.digest
	seat := reviews.seat_of_post(post)
} else := {"seat": seat, "choice": _post_choice(post), "counted": false, "why": "the account of this seat has another name on the roster"} if {
	reviews.renamed(post)
	seat := reviews.seat_of_post(post)
} else := {"seat": seat, "choice": _post_choice(post), "counted": status.counted, "why": _until_read(status.why, post.cast_at)} if {
	seat := reviews.seat_of_post(post)
	status := _status(post.commitment)
}

_post_choice(post) := "withdrawn" if {
	post.choice == "withdraw"
} else := post.choice if {
	post.choice in {"yes", "no", "abstain", "block"}
} else := "unknown"

# What came in time after the moment of evaluation counts once the inbox has read that far.
_until_read(why, at) := "counts once the inbox has read this far" if {
	why == "came after the moment of this decision"
	count(reviews.posts) + count(object.get(input.timing, "read_through", "")) > 0
	clock.parse(at) <= reviews.now
} else := why

_cast := [_ballot(review, reviews.seat_of(review.author), reviews.said(review)) |
	some review in input.reviews
	_is_ballot(review)
]

# A ballot is what a seat holder may have meant as one, and every approval or objection of others.
_is_ballot(review) if review.state in {"APPROVED", "CHANGES_REQUESTED", "DISMISSED"}

_is_ballot(review) if {
	review.state == "COMMENTED"
	count(reviews.said(review)) > 0
}

# What was meant as a ballot is listed, so that its author reads why it is none.
_is_ballot(review) if reviews.misread(review)

# A remark that was edited in time may have become one.
_is_ballot(review) if {
	review.state == "COMMENTED"
	count(reviews.said(review)) == 0
	_by_review[review.id]
}

_ballot(review, seat, said) := {
	"seat": review.author.login, "choice": _choice(said), "counted": false, "why": "not on the roster",
} if {
	seat == ""
} else := {"seat": seat, "choice": _choice(said), "counted": false, "why": "cast on a different revision"} if {
	review.digest != input.proposal.digest
} else := {"seat": seat, "choice": "none", "counted": false, "why": reviews.misread(review)} if {
	not _by_review[review.id]
} else := {"seat": seat, "choice": "withdrawn", "counted": false, "why": "dismissed by its own author"} if {
	reviews.undated(review)
} else := {"seat": seat, "choice": choice, "counted": status.counted, "why": _until_read(status.why, review.submitted_at)} if {
	status := _status(review.id)
	choice := _now(_choice(said), status)
}

# What a ballot is now, where something became of what was said.
_now(choice, status) := "withdrawn" if {
	status.why == "dismissed by its own author"
} else := "unknown" if {
	status.unknown
} else := choice

_choice(said) := said[0] if {
	count(said) == 1
} else := "none" if {
	count(said) == 0
} else := "unknown"

# Of each review or post, by its id, what the rulings say, those that count it first.
_status(id) := status if {
	count(_by_review[id]) == 1
	some status in _by_review[id]
} else := list[0] if {
	said := _by_review[id]
	list := array.concat([s | some s in said; s.counted], [s | some s in said; not s.counted])
} else := {"counted": false, "why": "no provision counts it", "unknown": false}

_by_review := _said_of

_said_of[status.id] contains {"counted": status.counted, "why": status.why, "unknown": object.get(status, "unknown", false)} if {
	some r in rulings
	some status in r.ballots
}

_implicit := [{"seat": status.voter, "choice": status.choice, "counted": status.counted, "why": status.why} |
	some status in {s | some r in rulings; some s in r.ballots; s.id == 0}
]

# METADATA
# description: What people should know and what decides nothing.
warnings contains _notice(entry) if some entry in data.bylaw.guard.warn

warnings contains {"code": "dismissed", "text": sprintf("the review by %s was dismissed by %s%s and still counts", [review.author.login, review.dismissed.by.login, _late(review)]), "path": "", "line": 0} if {
	some review in _of_seats
	review.state == "DISMISSED"
	count(reviews.said(review)) > 0
	_dismissal_counts_for_nothing(review)
}

_dismissal_counts_for_nothing(review) if not reviews.withdrawn(review)

_dismissal_counts_for_nothing(review) if _after_close(review.dismissed.at)

_late(review) := " after the vote had closed" if {
	reviews.withdrawn(review)
} else := ""

warnings contains {"code": "edited", "text": _edited(review), "path": "", "line": 0} if {
	some review in _of_seats
	reviews.edited(review)
	review.state != "APPROVED"
}

_edited(review) := sprintf("the review by %s was edited after the vote had closed, so what it said before counts", [review.author.login]) if {
	reviews.read_before(review)
	_after_close(review.edited_at)
} else := sprintf("the review by %s was edited, so its words no longer count", [review.author.login])

warnings contains {"code": "misread", "text": sprintf("the review by %s counts as a no: /block is alone in the first line of a block", [review.author.login]), "path": "", "line": 0} if {
	some review in input.reviews
	reviews.misread_block(review)
	review.digest == input.proposal.digest
	reviews.seat_of(review.author) != ""
}

_of_seats := [review |
	some review in input.reviews
	not reviews.untouched(review)
	review.digest == input.proposal.digest
	reviews.seat_of(review.author) != ""
]

# Whether something happened when every ruling had closed.
_after_close(at) if {
	count(rulings) > 0
	every r in rulings {
		r.closes_at != ""
		clock.parse(at) >= clock.parse(r.closes_at)
	}
}
