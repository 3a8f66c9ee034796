package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/render"
)

// interactive says whether a person is there to be asked.
func (a *app) interactive() bool { return a.Terminal && !a.json && !a.wire.InActions() }

// ask asks on standard error and reads one line. The end of the input is an empty answer.
func (a *app) ask(question string) (string, error) {
	if a.input == nil {
		a.input = bufio.NewReader(a.Stdin)
	}
	fmt.Fprint(a.Stderr, render.Wrap(question, a.errorColumns()))
	line, err := a.input.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the answer: %w", err)
	}
	return strings.TrimSpace(line), nil
}
