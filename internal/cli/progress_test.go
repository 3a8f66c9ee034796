package cli

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/apply"
)

// metered plays an apply of 100 changes of which one fails, with a wait, and gives what is on standard error.
func metered(width int, env map[string]string, quiet bool) string {
	var out bytes.Buffer
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	a := &app{quiet: quiet, Process: Process{
		Stderr: &out, Now: func() time.Time { return now }, Env: func(name string) string { return env[name] }, Width: func() int { return width },
	}}
	m := a.newMeter()
	ctx, cancel := context.WithCancel(context.Background())
	clear := m.stopWith(ctx)
	now = now.Add(10 * time.Second)
	m.Change(50, 100, apply.Result{ID: "block_domain:a.example", State: apply.Done})
	m.Limit(time.Date(2026, 11, 21, 12, 5, 0, 0, time.UTC))
	m.Change(51, 100, apply.Result{ID: "block_domain:b.example", State: apply.Failed, Message: "no\x1b[2J"})
	clear()
	cancel()
	return out.String()
}

func TestProgressIsABarOnATerminalAndLinesElsewhere(t *testing.T) {
	lines := "50 of 100 changes done\nwaiting until 2026-11-21T12:05:00Z for the server's rate limit\nfailed: block_domain:b.example: no[2J\n"
	bar := "\r[####################....................] 50 of 100 changes, about 10 seconds left\x1b[K" +
		"\r[################.................] 50 of 100 changes, waiting until 12:05:00 UTC for the server's rate limit\x1b[K" +
		"\r\x1b[Kfailed: block_domain:b.example: no[2J\n" +
		"\r[####################....................] 51 of 100 changes, about 10 seconds left\x1b[K\r\x1b[K"
	cases := map[string]struct {
		width int
		env   map[string]string
		quiet bool
		want  string
	}{
		"in CI":              {want: lines},
		"a terminal":         {width: 110, want: bar},
		"without colour":     {width: 110, env: map[string]string{"NO_COLOR": "1"}, want: bar},
		"a dumb terminal":    {width: 110, env: map[string]string{"TERM": "dumb"}, want: lines},
		"quiet":              {quiet: true},
		"quiet, on terminal": {width: 110, quiet: true},
	}
	for name, test := range cases {
		if diff := cmp.Diff(test.want, metered(test.width, test.env, test.quiet)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAStopIsConfirmedAtOnce(t *testing.T) {
	var out bytes.Buffer
	written := make(chan struct{})
	a := &app{Process: Process{Stderr: signalling{&out, written}, Now: time.Now, Env: func(string) string { return "" }}}
	ctx, cancel := context.WithCancel(t.Context())
	clear := a.newMeter().stopWith(ctx)
	cancel()
	<-written
	clear()
	if want := "stopping: the write in flight is finished and recorded; a second signal kills at once\n"; out.String() != want {
		t.Errorf("said %q, want %q", out.String(), want)
	}
}

// signalling says when the first line was written.
type signalling struct {
	out     *bytes.Buffer
	written chan struct{}
}

// Write keeps the line and closes the channel.
func (s signalling) Write(line []byte) (int, error) {
	defer close(s.written)
	return s.out.Write(line)
}
