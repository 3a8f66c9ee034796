package process

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"strings"

	"golang.org/x/term"

	"github.com/bylaw-dev/bylaw/internal/cli"
)

// terminal is the one that standard output may be.
func terminal() cli.Screen {
	return cli.Screen{
		Size: func() (columns, lines int) {
			columns, lines, err := term.GetSize(int(os.Stdout.Fd()))
			if err != nil {
				return 0, 0
			}
			return columns, lines
		},
		Page: page,
		Find: func(program string) bool {
			_, err := exec.LookPath(program)
			return err == nil
		},
	}
}

// page shows a text with a pager. Ctrl-C is the pager's until it ends: less stops a search by it.
func page(program []string, text string) error {
	cmd := exec.CommandContext(context.Background(), program[0], program[1:]...) //nolint:gosec // the program that the person has chosen
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(text), os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	signal.Ignore(os.Interrupt)
	defer signal.Reset(os.Interrupt)
	_ = cmd.Wait() // the text was shown; how the pager ended says nothing
	return nil
}

// columns is the width of standard error, which may change while the program runs.
func columns() int {
	width, _, err := term.GetSize(int(os.Stderr.Fd()))
	if err != nil {
		return 0
	}
	return width
}
