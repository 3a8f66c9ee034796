package provision

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Duration is one whole number and one unit, kept as written: a month is not a number of hours.
type Duration struct {
	N    int64  `json:"n"`
	Unit string `json:"unit"` // m h d w mo y
}

var durationText = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})(m|h|d|w|mo|y)$`)

// perCentury is how many of each unit fit into the hundred years that a duration may last, so that adding a few of them
// to a time stays inside the nanoseconds that the policies count in.
func perCentury(unit string) int64 {
	switch unit {
	case "m":
		return 100 * 365 * 24 * 60
	case "h":
		return 100 * 365 * 24
	case "d":
		return 100 * 365
	case "w":
		return 100 * 52
	case "mo":
		return 100 * 12
	default:
		return 100
	}
}

// ParseDuration reads text such as 72h, 14d or 6mo; a plain 0 is no time at all.
func ParseDuration(text string) (Duration, error) {
	if text == "0" {
		return Duration{0, "d"}, nil
	}
	m := durationText.FindStringSubmatch(text)
	if m == nil {
		return Duration{}, fmt.Errorf("%q is not a duration: one whole number and one of m, h, d, w, mo, y", text)
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return Duration{}, fmt.Errorf("duration %q: %w", text, err)
	}
	if n > perCentury(m[2]) {
		return Duration{}, fmt.Errorf("duration %q is longer than a hundred years", text)
	}
	return Duration{n, m[2]}, nil
}

// String gives the text that ParseDuration reads.
func (d Duration) String() string { return strconv.FormatInt(d.N, 10) + d.Unit }

// Words gives the duration for people: "3 days", "1 month".
func (d Duration) Words() string {
	names := map[string]string{"m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month", "y": "year"}
	if d.N == 1 {
		return "1 " + names[d.Unit]
	}
	return fmt.Sprintf("%d %ss", d.N, names[d.Unit])
}

// From gives the time that a duration after t is; days, weeks, months and years go by the calendar.
func (d Duration) From(t time.Time) time.Time {
	n := int(d.N)
	switch d.Unit {
	case "m":
		return t.Add(time.Duration(d.N) * time.Minute)
	case "h":
		return t.Add(time.Duration(d.N) * time.Hour)
	case "d":
		return t.AddDate(0, 0, n)
	case "w":
		return t.AddDate(0, 0, 7*n)
	case "mo":
		return t.AddDate(0, n, 0)
	default:
		return t.AddDate(n, 0, 0)
	}
}
