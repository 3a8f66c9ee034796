package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/propose"
)

// amendFlags are the options of propose amend.
type amendFlags struct {
	*proposeFlags
	file string
}

func (a *app) proposeAmendCommand(f *proposeFlags) *cobra.Command {
	o := amendFlags{proposeFlags: f}
	cmd := &cobra.Command{
		Use:  "amend",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &o, func(ctx context.Context, o amendFlags) error {
			return a.propose(ctx, *f, propose.Request{Reason: f.reason, Make: func(b draft.Base) (draft.Draft, error) {
				text, err := a.amended(ctx, o.file, b.Tree[charter.ConstitutionFile].Data)
				if err != nil {
					return draft.Draft{}, err
				}
				return draft.Amend(b, text)
			}})
		}),
	}
	cmd.Flags().StringVar(&o.file, "file", "", "the `FILE` with the new text of the constitution, instead of an editor")
	return cmd
}

// amended gives the new text: that of a file, or what a person makes of the old one.
func (a *app) amended(ctx context.Context, file string, old []byte) ([]byte, error) {
	if file != "" {
		return a.readInput(file)
	}
	if !a.interactive() {
		return nil, diag.WithHint(errors.New("there is no terminal to open an editor on"), "give the new text with --file")
	}
	scratch, err := os.CreateTemp("", "constitution-*.md")
	if err != nil {
		return nil, err
	}
	defer os.Remove(scratch.Name()) //nolint:errcheck // what is left in the folder for temporary files harms no one
	_, err = scratch.Write(old)
	if err = errors.Join(err, scratch.Close()); err != nil {
		return nil, err
	}
	if err := a.edit(ctx, scratch.Name()); err != nil {
		return nil, err
	}
	return os.ReadFile(scratch.Name())
}

// edit opens a file in the editor that a person has chosen. The variable may hold arguments.
func (a *app) edit(ctx context.Context, name string) error {
	editor := strings.Fields(a.Env("VISUAL"))
	if len(editor) == 0 {
		editor = strings.Fields(a.Env("EDITOR"))
	}
	if len(editor) == 0 {
		editor = []string{"vi"}
	}
	command := exec.CommandContext(ctx, editor[0], append(editor[1:], name)...) //nolint:gosec // the editor is whatever its user says
	command.Stdin, command.Stdout, command.Stderr = a.Stdin, a.Stdout, a.Stderr
	if err := command.Run(); err != nil {
		return diag.WithHint(fmt.Errorf("editor %q: %w", editor[0], err), "set EDITOR, or give the new text with --file")
	}
	return nil
}
