package render

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Work is how far something long has come.
type Work struct {
	Finished, Total int
	Noun            string        // of what is counted; "" is a change
	Elapsed         time.Duration // since it began
	Waiting         time.Time     // until when the server's limits are waited for; zero where they are not
}

// barMin and barMax bound the bar in columns: a shorter one shows nothing, a longer one says no more.
const barMin, barMax = 8, 40

// Bar draws work on one line of a terminal that has so many columns: a bar, how much is done, and how long the rest takes
// at the pace so far. Where the columns do not suffice, the bar goes first, then the end of the text.
func Bar(w Work, columns int) string {
	said := fmt.Sprintf("%d of %s", w.Finished, Count(w.Total, cmp.Or(w.Noun, "change")))
	switch left := w.left(); {
	case !w.Waiting.IsZero():
		said += ", waiting until " + w.Waiting.UTC().Format("15:04:05") + " UTC for the server's rate limit"
	case left > 0:
		said += ", about " + Span(left) + " left"
	}
	room := min(columns-len(said)-4, barMax)
	if room < barMin {
		return said[:max(0, min(len(said), columns-1))]
	}
	full := room * w.Finished / max(w.Total, 1)
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", room-full) + "] " + said
}

// left is how long the rest takes at the pace so far, 0 where it is too early to say.
func (w Work) left() time.Duration {
	if w.Finished == 0 || w.Elapsed < 2*time.Second {
		return 0
	}
	return w.Elapsed / time.Duration(w.Finished) * time.Duration(w.Total-w.Finished)
}

// Span writes a duration the way people say it, rounded up: "40 seconds", "1 minute", "2 hours 5 minutes".
func Span(d time.Duration) string {
	if d <= 59*time.Second {
		return Count(int((d+time.Second-1)/time.Second), "second")
	}
	minutes := int((d + time.Minute - 1) / time.Minute)
	if minutes < 60 {
		return Count(minutes, "minute")
	}
	said := Count(minutes/60, "hour")
	if minutes%60 > 0 {
		said += " " + Count(minutes%60, "minute")
	}
	return said
}
