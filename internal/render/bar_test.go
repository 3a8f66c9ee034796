package render_test

import (
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/render"
)

func TestABarFitsItsTerminal(t *testing.T) {
	reset := time.Date(2026, 11, 21, 12, 5, 0, 0, time.UTC)
	cases := map[string]struct {
		work    render.Work
		columns int
		want    string
	}{
		"nothing is done": {render.Work{Total: 20}, 80, "[........................................] 0 of 20 changes"},
		"tests":           {render.Work{Finished: 1, Total: 2, Noun: "case"}, 30, "[#######.......] 1 of 2 cases"},
		"half is done": {
			render.Work{Finished: 10, Total: 20, Elapsed: time.Minute}, 60,
			"[#########..........] 10 of 20 changes, about 1 minute left",
		},
		"too early to say": {render.Work{Finished: 1, Total: 1000, Elapsed: time.Second}, 40, "[...................] 1 of 1000 changes"},
		"waiting": {
			render.Work{Finished: 290, Total: 2000, Elapsed: time.Minute, Waiting: reset}, 90,
			"[#..........] 290 of 2000 changes, waiting until 12:05:00 UTC for the server's rate limit",
		},
		"no room for a bar":  {render.Work{Finished: 10, Total: 20, Elapsed: time.Minute}, 30, "10 of 20 changes, about 1 min"},
		"no room for a word": {render.Work{Finished: 10, Total: 20}, 1, ""},
		"done":               {render.Work{Finished: 1, Total: 1, Elapsed: time.Minute}, 30, "[#############] 1 of 1 change"},
	}
	for name, test := range cases {
		if got := render.Bar(test.work, test.columns); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	for columns := range 200 {
		for _, work := range []render.Work{{Finished: 7, Total: 2000, Elapsed: time.Hour}, {Finished: 1999, Total: 2000, Waiting: reset}} {
			if line := render.Bar(work, columns); len(line) > 0 && len(line) >= columns {
				t.Fatalf("%d columns: %q would wrap", columns, line)
			}
		}
	}
}

func TestASpanIsSaidAsPeopleSayIt(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Second: "1 second", 40*time.Second + 1: "41 seconds", 59500 * time.Millisecond: "1 minute", 61 * time.Second: "2 minutes",
		time.Hour: "1 hour", 125 * time.Minute: "2 hours 5 minutes",
	} {
		if got := render.Span(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}
