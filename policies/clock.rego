# METADATA
# title: Times and durations
# description: |
#   Times are nanoseconds since 1970, UTC. Months and years go by calendar and end on the month's last day at the latest;
#   days may be counted as dates or as business days.
package bylaw.clock

day := ((24 * 60) * 60) * 1000000000

lengths := {"m": 60 * 1000000000, "h": (60 * 60) * 1000000000, "d": day, "w": 7 * day}

# METADATA
# description: The time of RFC 3339 text, null for null.
parse(null) := null

parse(text) := time.parse_rfc3339_ns(text) if text != null

# METADATA
# description: RFC 3339 text of a time, "" for null.
text(null) := ""

text(t) := time.format(t) if t != null

# METADATA
# description: A time plus a duration.
later(t, d) := shifted(t, d, 1)

# METADATA
# description: A time less a duration.
earlier(t, d) := shifted(t, d, -1)

shifted(t, null, _) := t

shifted(t, d, direction) := t + ((direction * d.n) * lengths[d.unit])

shifted(t, d, direction) := months(t, direction * d.n) if d.unit == "mo"

shifted(t, d, direction) := months(t, (direction * d.n) * 12) if d.unit == "y"

months(t, n) := target + ((min({date[2], last}) - 1) * day) if {
	date := time.date(t)
	target := time.add_date(t - ((date[2] - 1) * day), 0, n, 0)
	last := time.date(time.add_date(target, 0, 1, 0) - day)[2]
}

# METADATA
# description: When a minimum that starts at t is over; by dates it is over as the n-th date begins.
minimum(t, d, unit) := date_after(t, d, unit) if by_date(d, unit)

minimum(t, d, unit) := later(t, d) if not by_date(d, unit)

# METADATA
# description: When a maximum that starts at t is over; by dates it is over as the n-th date ends.
maximum(t, d, unit) := date_after(t, d, unit) + day if by_date(d, unit)

maximum(t, d, unit) := later(t, d) if not by_date(d, unit)

by_date(d, "calendar_days") if d.unit in {"d", "w"}

by_date(d, "business_days") if d.unit == "d"

date_after(t, d, "calendar_days") := midnight(t) + (d.n * lengths[d.unit])

# From a weekend one counts as from the Friday before it.
date_after(t, d, "business_days") := midnight(t) + (day * max({0, (days + weekends) - back})) if {
	weekday := weekdays[time.weekday(t)]
	back := max({0, weekday - 4})
	days := d.n
	monday_based := (weekday - back) + days
	weekends := 2 * ((monday_based - (monday_based % 5)) / 5)
}

# METADATA
# description: 00:00 of a time's date.
midnight(t) := t - (((t % day) + day) % day)

weekdays := {
	"Monday": 0, "Tuesday": 1, "Wednesday": 2, "Thursday": 3, "Friday": 4,
	"Saturday": 5, "Sunday": 6,
}

# METADATA
# description: Month and day of a time as MMDD.
month_day(t) := (date[1] * 100) + date[2] if date := time.date(t)
