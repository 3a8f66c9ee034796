# METADATA
# title: Tests of times and durations
package bylaw.clock_test

import data.bylaw.clock

at(text) := clock.parse(text)

later(text, n, unit) := clock.text(clock.later(at(text), {"n": n, "unit": unit}))

earlier(text, n, unit) := clock.text(clock.earlier(at(text), {"n": n, "unit": unit}))

test_what_is_absent_stays_absent if {
	clock.parse(null) == null
	clock.text(null) == ""
	clock.later(5, null) == 5
}

test_lengths_are_added if {
	every t in [
		[90, "m", "2026-03-01T01:30:00Z"], [25, "h", "2026-03-02T01:00:00Z"], [2, "d", "2026-03-03T00:00:00Z"],
		[1, "w", "2026-03-08T00:00:00Z"], [1, "mo", "2026-04-01T00:00:00Z"], [1, "y", "2027-03-01T00:00:00Z"],
		[0, "mo", "2026-03-01T00:00:00Z"], [13, "mo", "2027-04-01T00:00:00Z"],
	] {
		later("2026-03-01T00:00:00Z", t[0], t[1]) == t[2]
	}
}

test_a_month_ends_with_the_month if {
	later("2026-01-31T12:30:00Z", 1, "mo") == "2026-02-28T12:30:00Z"
	later("2024-01-31T12:30:00Z", 1, "mo") == "2024-02-29T12:30:00Z"
	later("2026-01-31T12:30:00Z", 3, "mo") == "2026-04-30T12:30:00Z"
	later("2024-02-29T00:00:00Z", 1, "y") == "2025-02-28T00:00:00Z"
}

test_lengths_are_taken_away if {
	earlier("2026-03-31T00:00:00Z", 1, "mo") == "2026-02-28T00:00:00Z"
	earlier("2026-03-01T00:00:00Z", 8, "h") == "2026-02-28T16:00:00Z"
}

test_times_before_1970_have_dates_too if {
	later("1945-01-31T00:00:00Z", 1, "mo") == "1945-02-28T00:00:00Z"
	clock.text(clock.midnight(at("1945-11-25T20:00:00Z"))) == "1945-11-25T00:00:00Z"
}

minimum(text, n, unit, how) := clock.text(clock.minimum(at(text), {"n": n, "unit": unit}, how))

maximum(text, n, unit, how) := clock.text(clock.maximum(at(text), {"n": n, "unit": unit}, how))

test_exact_lengths_are_exact if {
	minimum("2026-03-01T10:00:00Z", 2, "d", "exact") == "2026-03-03T10:00:00Z"
	maximum("2026-03-01T10:00:00Z", 2, "d", "exact") == "2026-03-03T10:00:00Z"
}

test_calendar_days_end_at_midnight if {
	minimum("2026-03-01T10:00:00Z", 2, "d", "calendar_days") == "2026-03-03T00:00:00Z"
	maximum("2026-03-01T10:00:00Z", 2, "d", "calendar_days") == "2026-03-04T00:00:00Z"
	minimum("2026-03-01T10:00:00Z", 1, "w", "calendar_days") == "2026-03-08T00:00:00Z"
	minimum("2026-03-01T10:00:00Z", 48, "h", "calendar_days") == "2026-03-03T10:00:00Z"
}

# 6 March 2026 is a Friday.
test_business_days_are_monday_to_friday if {
	every t in [
		["2026-03-04T10:00:00Z", 1, "2026-03-05T00:00:00Z"], ["2026-03-06T10:00:00Z", 0, "2026-03-06T00:00:00Z"],
		["2026-03-06T10:00:00Z", 1, "2026-03-09T00:00:00Z"], ["2026-03-06T10:00:00Z", 5, "2026-03-13T00:00:00Z"],
		["2026-03-07T10:00:00Z", 1, "2026-03-09T00:00:00Z"], ["2026-03-08T10:00:00Z", 0, "2026-03-08T00:00:00Z"],
		["2026-03-08T10:00:00Z", 6, "2026-03-16T00:00:00Z"], ["2026-03-09T10:00:00Z", 10, "2026-03-23T00:00:00Z"],
	] {
		minimum(t[0], t[1], "d", "business_days") == t[2]
	}
	maximum("2026-03-06T10:00:00Z", 1, "d", "business_days") == "2026-03-10T00:00:00Z"
	minimum("2026-03-06T10:00:00Z", 1, "w", "business_days") == "2026-03-13T10:00:00Z"
}

test_month_and_day if clock.month_day(at("2026-12-07T23:59:59Z")) == 1207

test_an_offset_is_converted_before_dates_are_counted if {
	clock.text(at("2026-03-01T01:30:00+02:00")) == "2026-02-28T23:30:00Z"
	clock.month_day(at("2026-03-01T01:30:00+02:00")) == 228
	minimum("2026-03-01T01:30:00+02:00", 1, "d", "calendar_days") == "2026-03-01T00:00:00Z"
}

test_months_go_by_the_calendar_in_both_directions[name] if {
	some name, row in {
		"over new year": ["2026-12-31T00:00:00Z", 1, "mo", "2027-01-31T00:00:00Z"],
		"into a February": ["2026-11-30T00:00:00Z", 3, "mo", "2027-02-28T00:00:00Z"],
		"into a leap year": ["2024-02-29T00:00:00Z", 4, "y", "2028-02-29T00:00:00Z"],
		"a century without a leap year": ["2096-02-29T00:00:00Z", 4, "y", "2100-02-28T00:00:00Z"],
		"no months": ["2026-01-31T12:00:00Z", 0, "mo", "2026-01-31T12:00:00Z"],
	}
	later(row[0], row[1], row[2]) == row[3]
}

test_months_are_taken_away_to_the_last_day if {
	earlier("2026-03-31T08:00:00Z", 1, "mo") == "2026-02-28T08:00:00Z"
	earlier("2028-02-29T00:00:00Z", 1, "y") == "2027-02-28T00:00:00Z"
	earlier("2026-01-31T00:00:00Z", 2, "mo") == "2025-11-30T00:00:00Z"
}

test_a_minimum_of_dates_may_be_almost_a_day_short_and_a_maximum_almost_a_day_long if {
	minimum("2026-03-10T23:59:59Z", 1, "d", "calendar_days") == "2026-03-11T00:00:00Z"
	maximum("2026-03-10T00:00:00Z", 1, "d", "calendar_days") == "2026-03-12T00:00:00Z"
	minimum("2026-03-10T16:00:00Z", 0, "d", "calendar_days") == "2026-03-10T00:00:00Z"
	maximum("2026-03-10T16:00:00Z", 1, "mo", "calendar_days") == "2026-04-10T16:00:00Z"
}
