# METADATA
# title: Words and numbers for people
# description: Writes counts, bases and exact decimals out.
package bylaw.words

# METADATA
# description: A number of units as an exact decimal without trailing zeros; the unit is a power of ten.
decimal(x, unit) := concat("", ["-", decimal_of(0 - x, unit)]) if x < 0

decimal(x, unit) := decimal_of(x, unit) if x >= 0

decimal_of(x, 1) := format_int(x, 10)

decimal_of(x, unit) := trim_suffix(concat(".", [whole, fraction]), ".") if {
	unit > 1
	places := count(format_int(unit, 10)) - 1
	padded := concat("", [substring(format_int(unit, 10), 1, -1), format_int(x, 10)])
	cut := count(padded) - places
	whole := _stripped(substring(padded, 0, cut))
	fraction := trim_right(substring(padded, cut, -1), "0")
}

_stripped(digits) := "0" if trim_left(digits, "0") == ""

_stripped(digits) := trim_left(digits, "0") if trim_left(digits, "0") != ""

# METADATA
# description: A quantity with its noun; "?" where it is unknown.
quantity(null, _, name) := concat(" ", ["?", nouns[name][1]])

quantity(x, unit, name) := concat(" ", [decimal(x, unit), noun(x, unit, name)]) if x != null

noun(x, unit, name) := nouns[name][0] if x == unit

noun(x, unit, name) := nouns[name][1] if x != unit

# METADATA
# description: So many sponsors.
sponsors(1) := "1 sponsor"

sponsors(n) := sprintf("%d sponsors", [n]) if n != 1

nouns := {
	"yes": ["vote in favour", "votes in favour"],
	"no": ["vote against", "votes against"],
	"abstain": ["abstention", "abstentions"],
	"block": ["block", "blocks"],
	"cast": ["vote cast", "votes cast"],
	"participating": ["member taking part", "members taking part"],
	"present": ["member present", "members present"],
	"silent": ["silent member", "silent members"],
	"not_yes": ["member not in favour", "members not in favour"],
	"yes_or_abstain": ["vote in favour or abstaining", "votes in favour or abstaining"],
	"margin": ["vote of margin", "votes of margin"],
	"eligible": ["entitled member", "entitled members"],
	"seats": ["seat", "seats"],
	"not_abstaining": ["member not abstaining", "members not abstaining"],
}

# METADATA
# description: What an operator asks for.
operator := {">=": "at least", ">": "more than", "<=": "at most", "<": "fewer than"}

# METADATA
# description: Where a test is taken, "" for the only house.
in_house("") := ""

in_house(id) := concat("", [" in ", id]) if id != ""
