package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/flow"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func (a *app) explainCommand() *cobra.Command {
	var ref string
	cmd := &cobra.Command{
		Use:   "explain SKILL|SUBJECT [key=value...]",
		Short: "Say what governs a power, and what it would take",
		Long: "Explain says which articles govern a skill, or a subject such as constitution, and what a vote on it would take\n" +
			"if it opened now, with the present roster. Every number is tried out with imagined votes, by the policies that\n" +
			"decide real ones. It exits with 3 if no article grants the power, or a policy of the community denies it.",
		Example: "  bylaw explain block_domain\n" +
			"  bylaw explain block_domain domain=spam.example severity=suspend until=2026-12-01\n" +
			"  bylaw explain suspend_account account=@ada\n  bylaw explain constitution",
		Args:      cobra.MinimumNArgs(1),
		ValidArgs: append(skill.Names(), provision.Subjects()...),
		RunE:      func(cmd *cobra.Command, args []string) error { return a.explain(cmd.Context(), ref, args) },
	}
	cmd.Flags().StringVar(&ref, "ref", "", "read the charter of this commit instead of the files on disk")
	return cmd
}

func (a *app) explain(ctx context.Context, ref string, args []string) error {
	tree, err := a.governed(ref)
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
	outlook, err := flow.Explain(ctx, a.Judge, law, question, now)
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
