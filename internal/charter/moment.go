package charter

import (
	"fmt"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// from reads a moment at which something begins: a date is its first moment, in UTC.
func from(v yamldoc.Value) time.Time { return moment(v, 0) }

// through reads a moment at which something ends: a date counts through 24:00 UTC.
func through(v yamldoc.Value) time.Time { return moment(v, 1) }

func moment(v yamldoc.Value, days int) (t time.Time) {
	v.Parsed(func(text string) (string, error) {
		var err error
		t, err = parseMoment(text, days)
		return text, diag.WithHint(err, "%s", momentHint(text, days))
	})
	return t
}

// momentHint says how a moment is written. A day "anywhere on earth" is over where it ends last, which is 12 hours behind UTC.
func momentHint(text string, days int) string {
	words := strings.Fields(text)
	if len(words) == 2 && strings.EqualFold(words[1], "AoE") {
		if day, err := time.Parse(time.DateOnly, words[0]); err == nil {
			return "anywhere on earth that is " + written(day.AddDate(0, 0, days).Add(12*time.Hour)) + " in UTC: write that"
		}
	}
	return "write a date as 2027-06-01 or a time as 2027-06-01T18:00:00Z"
}

// parseMoment reads a date, to which days are added, or an RFC 3339 time; years that RFC 3339 cannot write in UTC are
// refused.
func parseMoment(text string, days int) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err == nil {
		t = t.AddDate(0, 0, days)
	} else {
		t, err = yamldoc.ParseTime(text)
	}
	t = t.UTC()
	if err != nil || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}, fmt.Errorf("%q is no date and no time", text)
	}
	return t, nil
}

// written gives a moment as RFC 3339 in UTC, or "" for none.
func written(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}
