package bylaw.ballots

import data.bylaw.clock

# The span of a ballot says from when and until when it holds; without one that is from when it was cast, for ever.
_holds(entry, _) if not entry.span

_holds(entry, cutoff) if {
	_happened(entry.span.from, cutoff)
	not _happened(entry.span.until, cutoff)
}

_span(given) := {
	"from": _order(object.get(given, "from", null)), "until": _until(given), "taken_back": object.get(given, "taken_back", false),
}

_until(given) := clock.parse(given.until)

_until(given) := _never if not given.until

_never := 9223372036854775807

# What came at the cutoff or later did not happen, as for ballots.
_happened(at, cutoff) if {
	at <= now
	_earlier(at, cutoff)
}

# METADATA
# description: Whether a ballot of a case holds as of a cutoff.
in_force(ballot, _) if not ballot.span

in_force(ballot, cutoff) if _holds({"span": _span(ballot.span)}, cutoff)

# METADATA
# description: Whether the voter withdrew a ballot of a case before a cutoff.
taken_back(ballot, cutoff) if _left({"span": _span(ballot.span)}, cutoff)

_left(entry, cutoff) if {
	entry.span.taken_back
	_happened(entry.span.until, cutoff)
}
