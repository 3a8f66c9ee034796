# METADATA
# title: What governs what
# description: |
#   Which provisions of the constitution govern a change. Every provision that matches must pass; a change that none
#   matches is a denial. A creation matches on what comes, a removal on what goes, an update if either side matches.
package bylaw.governing

import data.bylaw.clock

provisions := data.constitution.provisions

# METADATA
# title: Provisions by change
# description: For each change, by its id, the indexes of the provisions that govern it.
by_change := _governed

_governed[change.id] contains i if {
	some change in input.changes
	some i in _candidates(change)
	some power in provisions[i].governs
	matches(power, change)
}

# METADATA
# description: The provisions of each subject that is touched in addition to the changes, such as mass_change.
by_subject[subject] contains i if {
	some subject in input.subjects
	some i, provision in provisions
	some power in provision.governs
	subject in power.subjects
	power.where == {}
}

# METADATA
# title: Citations by change
# description: For each change that is governed, the citations of its provisions in the order of the text.
# entrypoint: true
citations[id] := [provisions[i].citation | some i in indexes] if some id, indexes in by_change

# METADATA
# description: The provisions that the proposal must pass, as indexes.
matching contains i if some i in by_change[_]

matching contains i if some i in by_subject[_]

# METADATA
# description: Changes and subjects that no provision governs.
ungoverned contains {"id": change.id, "path": object.get(change, "path", ""), "what": _what(change)} if {
	some change in input.changes
	not by_change[change.id]
}

ungoverned contains {"id": concat(":", ["subject", subject]), "path": "", "what": _subject_words(subject)} if {
	some subject in input.subjects
	not by_subject[subject]
	not _spoken_for(subject)
}

# A subject whose changes are all governed needs nothing more.
_spoken_for(subject) if {
	some change in input.changes
	object.get(change, "subject", "") == subject
}

_what(change) := concat(" ", [name, object.get(change, "target", "")]) if {
	name := object.get(change, "skill", "")
	name != ""
} else := concat(" ", ["article", change.article]) if {
	object.get(change, "article", "") != ""
} else := concat(" ", ["file", object.get(change, "path", "")])

_subject_words("mass_change") := "a change of this size"

_subject_words(subject) := concat(" ", ["the subject", subject]) if subject != "mass_change"

# Most changes are of a few kinds: a kind's provisions are looked up once.
_candidates(change) := of_skill[change.skill] if of_skill[change.skill]

_candidates(change) := of_subject[change.subject] if of_subject[change.subject]

# METADATA
# description: Provisions by the skills that they name.
of_skill[skill] contains i if {
	some i, provision in provisions
	some power in provision.governs
	some skill in power.skills
}

# METADATA
# description: Provisions by the subjects that they name.
of_subject[subject] contains i if {
	some i, provision in provisions
	some power in provision.governs
	some subject in power.subjects
}

# METADATA
# description: Whether a power of a provision covers a change.
matches(power, change) if {
	_named(power, change)
	some side in _sides(change)
	_meets(power, change, side)
}

_named(power, change) if change.skill in power.skills

_named(power, change) if change.subject in power.subjects

_sides(change) := [_after(change)] if change.action in {"create", "act"}

_sides(change) := [_before(change)] if change.action == "remove"

_sides(change) := [_before(change), _after(change)] if change.action == "update"

_after(change) := {"params": object.get(change, "after", {}), "until": object.get(change, "until", "")}

_before(change) := {"params": object.get(change, "before", {}), "until": until} if {
	until := object.get(change, "old_until", object.get(change, "until", ""))
}

_meets(power, change, side) if {
	every key, allowed in power.where { _allowed(key, allowed, change, side) }
	_within(power, side)
	_beyond(power, side)
	_undoes(power, change)
	_undoes_nothing_new(power, change)
}

_undoes(power, _) if _length(power, "reverses_within") == null

_undoes(power, change) if _fresh(change, _length(power, "reverses_within"))

_undoes_nothing_new(power, _) if _length(power, "reverses_beyond") == null

_undoes_nothing_new(power, change) if {
	_length(power, "reverses_beyond") != null
	_searched
	not _fresh(change, _length(power, "reverses_beyond"))
}

_length(power, key) := object.get(power, key, null)

# Whether a change reverts a decision that was enacted so short a time before the opening.
_fresh(change, length) if clock.later(clock.parse(change.reverses.enacted_at), length) >= start

_searched if input.reversals_known

# METADATA
# description: |
#   Changes of which a provision asks whether they revert a decision, where the ledger was not searched for that. Neither
#   answer may be supposed: the stricter provision could be the one or the other.
unsearched contains _what(change) if {
	not _searched
	some change in input.changes
	some i in _candidates(change)
	some power in provisions[i].governs
	_named(power, change)
	some key in ["reverses_within", "reverses_beyond"]
	_length(power, key) != null
}

_within(power, _) if power.within == null

_within(power, side) if _soon(side, power.within)

_beyond(power, _) if power.beyond == null

_beyond(power, side) if {
	power.beyond != null
	not _soon(side, power.beyond)
}

# A measure without an end never ends soon.
_soon(side, length) if {
	side.until != ""
	clock.parse(side.until) <= clock.later(start, length)
}

# METADATA
# description: The opening of the vote, or now where it has not opened.
start := clock.parse(input.timing.opened_at) if input.timing.opened_at != ""

start := clock.parse(input.now) if input.timing.opened_at == ""

_allowed(key, allowed, change, side) if {
	some value in _values(key, change, side)
	value in allowed
}

_values("scope", change, _) := _scopes(change)

_values("subject", change, _) := _subjects(change)

_values(key, _, side) := _texts(side.params[key]) if {
	not key in {"scope", "subject"}
	side.params[key]
}

# The target is the first parameter, and a flag that is not set is false.
_values(key, change, side) := {change.target} if {
	key in {"domain", "account", "ip", "report", "status"}
	not side.params[key]
} else := {"false"} if {
	not key in {"scope", "subject"}
	not side.params[key]
}

_texts(value) := {_text(v) | some v in value} if is_array(value)

_texts(value) := {_text(value)} if not is_array(value)

_text(value) := lower(value) if is_string(value)

_text(value) := sprintf("%v", [value]) if not is_string(value)

# A reference hides where the account is from: it may be either.
_scopes(change) := {"local"} if {
	startswith(change.target, "@")
	_host(change.target) in {"", _instance}
} else := {"remote"} if {
	startswith(change.target, "@")
} else := {"remote"} if {
	contains(change.target, ".")
} else := {"local", "remote"}

_instance := object.get(input, "instance", "")

# What comes after the second @ of a handle; what is no handle has no host.
_host(target) := parts[2] if {
	parts := split(target, "@")
	count(parts) == 3
} else := ""

_subjects(change) := {"seat", "staff", "none"} if {
	startswith(change.target, "ref:")
} else := {"seat", "staff", "none"} if {
	# Only the server knows whom a report or a post is about.
	change.skill in {"assign_report", "unassign_report", "resolve_report", "reopen_report", "delete_status"}
} else := _standing({role | some i in people(change.target); some role in input.roster[i].roles}) if {
	count(people(change.target)) > 0
} else := {"none"}

# A seat with an office in addition to membership is staff.
_standing(roles) := {"seat", "staff"} if count(roles - {"member"}) > 0

_standing(roles) := {"seat"} if count(roles - {"member"}) == 0

# METADATA
# description: |
#   The seats, as places in the roster, of the person whom a target means, by the Mastodon handle. A handle without a host
#   is one of our own server, and of any server where it is not said which is ours.
people(target) := {i | some handle in _handles(target); some i in _by_handle[handle]}

_handles(target) := {target, concat("@", [target, _instance])} if {
	startswith(target, "@")
} else := {target}

# Worked out once, however many accounts a proposal is about.
_by_handle := _seats

_seats[handle] contains i if {
	some i, seat in input.roster
	handle := object.get(seat, "mastodon", "")
}

_seats[handle] contains i if {
	_instance == ""
	some i, seat in input.roster
	_host(seat.mastodon) != ""
	handle := concat("@", ["", split(seat.mastodon, "@")[1]])
}
