package cli

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/render"
)

// Screen is the terminal that standard output is.
type Screen struct {
	Size func() (columns, lines int) // 0 where it is not known
	// Page shows a text with a program, such as less, and returns when the person has left it. An error means that it showed
	// nothing.
	Page func(program []string, text string) error
	Find func(program string) bool // whether a program is installed
}

// screen is standard output for people: lines are broken at the width of the terminal, and what a command that only shows
// something has written is shown at once, by a pager where it is longer than the terminal.
type screen struct {
	app     *app
	out     io.Writer
	line    []byte       // the last one, which has no line feed yet
	pages   bytes.Buffer // what is held back for the pager
	paged   bool
	literal bool // code, which must not be broken
}

// Write breaks lines, and holds them back where the pager may be wanted.
func (s *screen) Write(p []byte) (int, error) {
	s.line = append(s.line, p...)
	end := bytes.LastIndexByte(s.line, '\n') + 1
	whole := string(s.line[:end])
	s.line = append(s.line[:0], s.line[end:]...)
	return len(p), s.emit(whole)
}

func (s *screen) emit(text string) error {
	if !s.literal {
		columns, _ := s.app.size()
		text = render.Wrap(text, columns)
	}
	if s.paged {
		s.pages.WriteString(text)
		return nil
	}
	_, err := io.WriteString(s.out, text)
	return err
}

// flush writes what is left. With stopped nothing is paged: the person has asked for an end.
func (s *screen) flush(stopped bool) error {
	err := s.emit(string(s.line))
	s.line = nil
	if s.pages.Len() == 0 {
		return err
	}
	text := s.pages.String()
	s.pages.Reset()
	_, lines := s.app.size()
	program := s.app.pager()
	if !stopped && len(program) > 0 && lines > 0 && strings.Count(text, "\n") >= lines && s.app.Screen.Page(program, text) == nil {
		return err
	}
	_, err = io.WriteString(s.out, text)
	return err
}

// size is that of the terminal that standard output is; 0 where there is none.
func (a *app) size() (columns, lines int) {
	if !a.Terminal || a.Screen.Size == nil {
		return 0, 0
	}
	return a.Screen.Size()
}

// pager is the program that shows long output, with its arguments: BYLAW_PAGER, else PAGER, else less. None is wanted where the
// variable is set to "cat".
func (a *app) pager() []string {
	if a.noPager || a.Screen.Page == nil || a.Env("TERM") == "dumb" || a.wire.InActions() {
		return nil
	}
	for _, name := range []string{"BYLAW_PAGER", "PAGER"} {
		if words := strings.Fields(a.Env(name)); len(words) > 0 {
			if words[0] == "cat" {
				return nil
			}
			return words
		}
	}
	if a.Screen.Find != nil && a.Screen.Find("less") {
		return []string{"less", "-FRX"}
	}
	return nil
}

// The annotations of commands whose output goes through the pager, and of those whose output is code.
const (
	pagedOutput   = "bylaw_paged"
	literalOutput = "bylaw_literal"
)

// mark annotates the commands of these names, and those below them.
func mark(root *cobra.Command, annotation string, names ...string) {
	for _, command := range root.Commands() {
		if !slices.Contains(names, command.Name()) {
			continue
		}
		each(command, func(cmd *cobra.Command) {
			if cmd.Annotations == nil {
				cmd.Annotations = map[string]string{}
			}
			cmd.Annotations[annotation] = "yes"
		})
	}
}

// prepareScreen sets the screen to what a command writes.
func (a *app) prepareScreen(cmd *cobra.Command) {
	if a.screen == nil {
		return
	}
	a.screen.literal = a.json || cmd.Annotations[literalOutput] != "" || cmd.HasParent() && cmd.Parent().Name() == "completion"
	a.screen.paged = cmd.Annotations[pagedOutput] != ""
}
