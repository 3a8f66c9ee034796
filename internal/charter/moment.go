package charter

import (
	"fmt"
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
		return text, diag.WithHint(err, "write a date as 2027-06-01 or a time as 2027-06-01T18:00:00Z")
	})
	return t
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
