package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/simulate"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// explainFlags are the options of explain.
type explainFlags struct {
	ref  string
	args []string // the skill or the subject, and parameters
}

func (f *explainFlags) complete(_ *cobra.Command, args []string) error {
	f.args = args
	return nil
}

func (a *app) explainCommand() *cobra.Command {
	var f explainFlags
	cmd := &cobra.Command{
		Use:       "explain SKILL|SUBJECT [key=value...]",
		Args:      cobra.MinimumNArgs(1),
		ValidArgs: append(skill.Names(), provision.Subjects()...),
		RunE:      runs(a, &f, func(ctx context.Context, f explainFlags) error { return a.explain(ctx, f.ref, f.args) }),
	}
	cmd.Flags().StringVar(&f.ref, "ref", "", "read the charter of this `COMMIT` instead of the files on disk")
	return cmd
}

func (a *app) explain(ctx context.Context, ref string, args []string) error {
	tree, err := a.wire.Governed(ref)
	if err != nil {
		return err
	}
	law, mistakes := charter.Load(tree)
	if err := mistakes.Err(); err != nil {
		return err
	}
	now := a.Now()
	question, err := facts.ParseQuestion(law, args[0], args[1:], now)
	if err != nil {
		return &usageMistake{err}
	}
	outlook, err := simulate.Explain(ctx, a.Judge, law, question, now)
	if err != nil {
		return err
	}
	if a.json {
		err = writeJSON(a.Stdout, outlook)
	} else {
		_, err = fmt.Fprint(a.Stdout, render.Explanation(outlook, a.style()))
	}
	if err == nil && (!outlook.Governed || len(outlook.Denials) > 0) {
		return refused
	}
	return err
}
