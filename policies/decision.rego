# METADATA
# title: The decision on a proposal
# description: |
#   Puts the rulings of all provisions that govern a proposal together. Any vetoed ruling vetoes, else any denial or failed
#   ruling fails, else any open one keeps it open, else it has passed. What cannot be known never passes.
package bylaw.decision

import data.bylaw.clock
import data.bylaw.governing
import data.bylaw.reviews

# METADATA
# title: Decision
# description: The decision in the form of the decision document, with a summary of every ballot.
# entrypoint: true
decision := {
	"version": 1,
	"proposal": input.proposal.number,
	"outcome": outcome,
	"final": final,
	"editorial": editorial,
	"enactable": enactable,
	"enactable_at": _latest([r.enactable_at | some r in rulings]),
	"digest": input.proposal.digest,
	"base": input.proposal.base,
	"opened_at": input.timing.opened_at,
	"closes_at": _latest([r.closes_at | some r in rulings]),
	"rulings": [_shown(r) | some r in rulings],
	"ballots": ballots,
	"denials": sort(denials),
	"warnings": sort(warnings),
}

_shown(r) := object.remove(r, ["ballots", "enactable", "enactable_at", "step"])

# METADATA
# description: Whether the proposal changes nothing in meaning, so that there is nothing to vote on.
default editorial := false

editorial if {
	input.proposal.editorial
	count(input.changes) == 0
	count(input.subjects) == 0
}

# METADATA
# description: The outcome of all rulings together.
outcome := "vetoed" if {
	"vetoed" in outcomes
} else := "failed" if {
	count(denials) > 0
} else := "failed" if {
	"failed" in outcomes
} else := "passed" if {
	editorial
} else := "open" if {
	not opened
} else := "passed" if {
	outcomes == {"passed"}
} else := "open"

outcomes := {r.outcome | some r in rulings}

# METADATA
# description: Whether the vote has opened; a draft has not.
opened if {
	not input.proposal.draft
	input.timing.opened_at != ""
}

# METADATA
# description: Whether the vote is lost for good; a refusal that a push can mend is not.
default final := false

final if outcome == "vetoed"

final if {
	outcome == "failed"
	"failed" in outcomes
}

default enactable := false

enactable if {
	outcome == "passed"
	every r in rulings { r.enactable }
}

_latest(texts) := clock.text(max({clock.parse(t) | some t in texts; t != ""})) if {
	"" != concat("", texts)
} else := ""

# METADATA
# description: The rulings of the provisions that govern the proposal, in the order of the constitution.
rulings := [_ruling(i) | some i in sort([i | some i in governing.matching])] if not editorial

rulings := [] if editorial

_ruling(i) := {
	"provision": provision.id, "citation": provision.citation, "outcome": _outcome(i), "enactable": _may_enact(i),
	"enactable_at": _when(i), "closes_at": _report[i].closes_at, "tally": _report[i].tally, "tests": _report[i].tests,
	"needed": array.concat(_report[i].needed, array.concat(_doubts(i), _awaited(i))), "step": _report[i].step, "why": _report[i].why,
	"ballots": _report[i].ballots,
} if {
	provision := governing.provisions[i]
}

# Unknown ballots as if each had its first value; the other values are tried in _possible.
_first := [entry.values[0] | some k in reviews.unknown; entry := reviews.spoken[k]]

_case := {i: case |
	some i in governing.matching
	case := _timed(i, reviews.case(i, _first))
}

# What is posted after the close counts for nothing, so where all until then is known, a ruling is evaluated as of now.
_timed(i, case) := reviews.as_of(case, reviews.now) if {
	_covered[i]
} else := case

_covered contains i if {
	some i in governing.matching
	reviews.takes_posts(governing.provisions[i].rule)
	case := reviews.case(i, _first)
	every variant in reviews.variants { _closed_by(reviews.revoted(case, variant)) }
}

_closed_by(case) if {
	[at] = [r.closes_at | r := data.bylaw.engine.ruling] with input as case
	at != ""
	clock.parse(at) <= reviews.heard_until
}

# The rulings without concurring bodies, which other provisions look at. Each case is asked about in a comprehension, here
# and below: what a "with" worked out is forgotten when it is looked for further solutions, and would be worked out again.
_alone[i] := out if {
	some i in governing.matching
	case := _case[i]
	[out] = [r.outcome | r := data.bylaw.engine.ruling] with input as case
}

_concurring(i) := {name: _alone[j] |
	some name in governing.provisions[i].rule.enact.concurs
	some j in governing.matching
	name in {governing.provisions[j].id, governing.provisions[j].citation}
}

_heard(i, case) := object.union(case, {"votes": object.union(case.votes, {"concurs": _concurring(i)})})

_report := {i: r |
	some i in governing.matching
	case := _heard(i, _case[i])
	[r] = [e | e := data.bylaw.explain.report] with input as case
}

# METADATA
# description: Every outcome that a provision may have, over the values of unknown ballots.
_possible := {i: _outcomes(i) | some i in governing.matching}

_outcomes(i) := {_report[i].outcome} if {
	count(reviews.unknown) == 0
} else := {out |
	some variant in reviews.variants
	case := _heard(i, reviews.revoted(_case[i], variant))
	[out] = [r.outcome | r := data.bylaw.engine.ruling] with input as case
}

_outcome(i) := "open" if {
	not opened
	_report[i].outcome == "passed"
} else := "open" if {
	count(_possible[i]) != 1
} else := "open" if {
	_doubtful(i)
} else := _report[i].outcome

# Words of those who rule, or who may have seconded the motion, that cannot be read any more.
_doubtful(i) if {
	_report[i].outcome == "passed"
	reviews.doubtful(governing.provisions[i].rule, _report[i].closes_at)
}

_doubtful(i) if {
	_report[i].outcome == "failed"
	_report[i].step == 1
	reviews.seconding_lost(governing.provisions[i].rule)
}

_may_enact(i) := _report[i].enactable if {
	_outcome(i) == "passed"
} else := false

_when(i) := _report[i].enactable_at if {
	_outcome(i) == "passed"
} else := ""

_doubts(i) := ["certainty about a ballot that was edited or dismissed"] if {
	count(_possible[i]) != 1
} else := ["certainty about a ruling that was edited"] if {
	_doubtful(i)
} else := []

# What an open ruling waits for apart from votes.
_awaited(i) := reviews.waiting_for_inbox(governing.provisions[i].rule, _report[i].closes_at) if {
	_outcome(i) == "open"
} else := []

# METADATA
# description: What forbids the proposal, whatever the votes.
denials contains {"code": "ungoverned", "text": sprintf("no provision grants this power: %s", [u.what]), "path": u.path, "line": 0} if {
	not editorial
	some u in governing.ungoverned
}

denials contains {"code": "unsearched", "text": sprintf("it is not known whether it reverts an enacted decision: %s", [what]), "path": "", "line": 0} if {
	not editorial
	some what in governing.unsearched
}

denials contains {"code": "empty", "text": "there is nothing to decide", "path": "", "line": 0} if {
	not editorial
	count(input.changes) == 0
	count(input.subjects) == 0
}

denials contains {"code": "closed", "text": "the proposal was closed without being merged", "path": "", "line": 0} if {
	input.proposal.state == "closed"
}

denials contains _notice(entry) if some entry in data.bylaw.guard.deny

# Whatever a guard says is a denial; only what it names itself can be shown.
_notice(entry) := {
	"code": _said(entry, "code", "guard"), "text": _said(entry, "text", "a guard of the community"),
	"path": _said(entry, "path", ""), "line": 0,
} if {
	is_object(entry)
}

_notice(entry) := {"code": "guard", "text": entry, "path": "", "line": 0} if is_string(entry)

_notice(entry) := {"code": "guard", "text": sprintf("%v", [entry]), "path": "", "line": 0} if {
	not is_object(entry)
	not is_string(entry)
}

_said(entry, key, otherwise) := entry[key] if {
	is_string(entry[key])
} else := otherwise
