package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// onScreen runs a command on a terminal of some size, and gives what it showed and what it gave to the pager.
func onScreen(t *testing.T, columns, lines int, env map[string]string, args ...string) (out, pager, text string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	Run(t.Context(), args, Process{
		Judge: compiled, Dir: t.TempDir(), Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Terminal: true,
		Now: func() time.Time { return time.Unix(1_800_000_000, 0) }, Env: func(name string) string { return env[name] },
		Screen: Screen{
			Size: func() (int, int) { return columns, lines },
			Page: func(program []string, shown string) error {
				if program[0] == "broken" {
					return errors.New("no such program")
				}
				pager, text = strings.Join(program, " "), shown
				return nil
			},
			Find: func(program string) bool { return program == "less" },
		},
	})
	return stdout.String(), pager, text
}

func TestLongOutputGoesThroughThePager(t *testing.T) {
	for name, test := range map[string]struct {
		env    map[string]string
		lines  int
		args   []string
		pager  string
		direct bool
	}{
		"less":               {nil, 24, []string{"skills"}, "less -FRX", false},
		"help":               {nil, 10, []string{"plan", "--help"}, "less -FRX", false},
		"the person's":       {map[string]string{"PAGER": "more -s"}, 24, []string{"skills"}, "more -s", false},
		"bylaw's own":        {map[string]string{"PAGER": "more", "BYLAW_PAGER": "most"}, 24, []string{"skills"}, "most", false},
		"none":               {map[string]string{"PAGER": "cat"}, 24, []string{"skills"}, "", true},
		"not wanted":         {nil, 24, []string{"skills", "--no-pager"}, "", true},
		"it fits":            {nil, 500, []string{"skills"}, "", true},
		"unknown height":     {nil, 0, []string{"skills"}, "", true},
		"cannot be started":  {map[string]string{"PAGER": "broken"}, 24, []string{"skills"}, "", true},
		"a command of steps": {nil, 5, []string{"demo"}, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			out, pager, text := onScreen(t, 80, test.lines, test.env, test.args...)
			if pager != test.pager || test.direct != (len(out) > 0) || test.direct == (len(text) > 0) {
				t.Errorf("pager %q, %d bytes written, %d bytes paged", pager, len(out), len(text))
			}
		})
	}
}

func TestNoLineIsWiderThanTheTerminal(t *testing.T) {
	for _, args := range [][]string{{"skills"}, {"demo"}, {"lint", "--help"}, {"--help"}, {"version"}} {
		for _, columns := range []int{40, 80} {
			out, _, text := onScreen(t, columns, 24, nil, args...)
			for line := range strings.Lines(out + text) {
				line = strings.TrimRight(line, "\n")
				if len([]rune(line)) > columns && strings.Contains(strings.TrimSpace(line), " ") {
					t.Errorf("%v at %d: %q", args, columns, line)
				}
			}
		}
	}
	code, _, _ := onScreen(t, 40, 24, nil, "schema", "facts")
	if plain, _, _ := onScreen(t, 0, 0, nil, "schema", "facts"); code != plain || code == "" {
		t.Error("code was broken")
	}
}

func TestColoursFollowTheEnvironment(t *testing.T) {
	for name, test := range map[string]struct {
		env      map[string]string
		terminal bool
		want     bool
	}{
		"a terminal":          {nil, true, true},
		"a file":              {nil, false, false},
		"not wanted":          {map[string]string{"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, true, false},
		"off":                 {map[string]string{"CLICOLOR": "0"}, true, false},
		"forced":              {map[string]string{"CLICOLOR_FORCE": "1"}, false, true},
		"a terminal that can": {map[string]string{"TERM": "dumb"}, true, false},
	} {
		a := &app{Process: Process{Env: func(key string) string { return test.env[key] }}}
		if got := a.colours(test.terminal); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAStopIsSaidPlainly(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	broken := errors.New("embedded policies: context canceled")
	partway := &apply.Partway{Err: context.Canceled}
	for name, test := range map[string]struct {
		writes bool
		err    error
		want   string
	}{
		"a command that reads":  {false, broken, "stopped: nothing was written"},
		"a command that writes": {true, broken, "stopped before the end: what was finished by then is recorded"},
		"apply":                 {true, partway, "apply stopped part-way: 0 of 0 changes are done and recorded, as it was asked to"},
		"a refusal":             {false, &diag.Refusal{Why: "no"}, "no"},
	} {
		a := &app{writes: test.writes}
		if got := a.stopped(ctx, test.err); got.Error() != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if got := (&app{}).stopped(t.Context(), broken); !errors.Is(got, broken) {
		t.Errorf("without a stop: %v", got)
	}
}

func TestJSONHoldsNothingThatControlsATerminal(t *testing.T) {
	var out bytes.Buffer
	if err := writeJSON(&out, "a\x1b\u009b31m\u007f\u202eb\u2028 ##[é日"); err != nil {
		t.Fatal(err)
	}
	if want := `"a\u001b\u009b31m\u007f\u202eb\u2028 #\u0023[é日"` + "\n"; out.String() != want {
		t.Errorf("got %s, want %s", out.String(), want)
	}
}
