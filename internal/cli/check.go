package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/parallel"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// checkFlags are the flags of check.
type checkFlags struct {
	facts    string
	ref      string
	markdown bool
	suppose  []string
	proposal number
	all      bool
	dryRun   bool
}

func (a *app) checkCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:  "check --proposal N | --all | --facts FILE",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f checkFlags) error {
			if f.facts != "" {
				return a.check(ctx, f)
			}
			return a.checkForge(ctx, f)
		}),
	}
	cmd.Flags().Var(&f.proposal, "proposal", "decide on the pull request with this `NUMBER`")
	cmd.Flags().BoolVar(&f.all, "all", false, "decide on every open pull request that changed since the last check")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "print what would be written to GitHub and to the ledger, and write nothing")
	cmd.Flags().StringVar(&f.facts, "facts", "", "decide on the facts of this `FILE`; - is standard input")
	cmd.Flags().StringVar(&f.ref, "ref", "", "with --facts: take the constitution of this `COMMIT` instead of the files on disk")
	cmd.Flags().BoolVar(&f.markdown, "markdown", false, "write the decision as Markdown, for a comment")
	cmd.Flags().StringSliceVar(&f.suppose, "suppose", nil, "with --facts: what if this seat voted so now: `SEAT=CHOICE` with yes, no, abstain, block or none; repeatable")
	cmd.MarkFlagsOneRequired("proposal", "all", "facts")
	cmd.MarkFlagsMutuallyExclusive("proposal", "all", "facts")
	cmd.MarkFlagsMutuallyExclusive("facts", "dry-run") // which writes nothing anyway
	goesWith(cmd, "ref", "facts")
	goesWith(cmd, "suppose", "facts")
	return cmd
}

func (a *app) check(ctx context.Context, flags checkFlags) error {
	f, err := a.readFacts(flags.facts)
	if err != nil {
		return err
	}
	f, supposed, err := suppose(f, flags.suppose)
	if err != nil {
		return err
	}
	tree, err := a.wire.Governed(flags.ref)
	if err != nil {
		return err
	}
	var law charter.Charter
	mistakes, err := parallel.Until(ctx, func() (found diag.List) {
		law, found = charter.Load(tree)
		return found
	})
	if err = errors.Join(err, mistakes.Err()); err != nil {
		return err
	}
	d, err := a.Judge.Decide(ctx, law.Constitution, f)
	if err != nil {
		return err
	}
	if err := a.showDecision(d, f.Now, flags.markdown, supposed); err != nil {
		return err
	}
	return result(statusOfOutcome(d.Outcome))
}

// suppose adds the ballots of --suppose to the facts, and gives them back as they were understood.
func suppose(f facts.Facts, texts []string) (facts.Facts, []string, error) {
	if len(texts) == 0 {
		return f, nil, nil
	}
	var what []facts.Supposition
	var said []string
	for _, text := range texts {
		s, err := facts.ParseSupposition(text)
		if err != nil {
			return f, nil, &usageMistake{err}
		}
		what, said = append(what, s), append(said, s.String())
	}
	f, err := facts.Suppose(f, what)
	if err != nil {
		return f, nil, &usageMistake{err}
	}
	return f, said, nil
}

// readFacts reads a facts document and refuses what this version does not know: a fact that is overlooked could decide.
func (a *app) readFacts(name string) (facts.Facts, error) {
	data, err := a.readInput(name)
	if err != nil {
		return facts.Facts{}, diag.WithHint(fmt.Errorf("read the facts: %w", err), "name a facts file, or - for standard input")
	}
	f, err := facts.Parse(data)
	if err != nil {
		return facts.Facts{}, diag.WithHint(fmt.Errorf("%s: %w", name, err), "the format is printed by \"bylaw schema facts\"")
	}
	return f, nil
}

// supposedDecision is the JSON form of a what-if: a decision, and what it supposes. A real decision has no such key.
type supposedDecision struct {
	Supposed []string `json:"supposed"`
	decision.Decision
}

// showDecision writes a decision as of a moment in the form asked for.
func (a *app) showDecision(d decision.Decision, now string, markdown bool, supposed []string) error {
	if a.json && len(supposed) > 0 {
		return writeJSON(a.Stdout, supposedDecision{supposed, d})
	}
	if a.json {
		return writeJSON(a.Stdout, d)
	}
	style := a.style()
	style.Suppose, style.Now = supposed, now
	text := render.DecisionText(d, style)
	if markdown {
		text = render.DecisionMarkdown(d, style)
	}
	_, err := fmt.Fprint(a.Stdout, text)
	return err
}

// statusOfOutcome is the exit status that says an outcome.
func statusOfOutcome(o decision.Outcome) status {
	switch o {
	case decision.Passed:
		return done
	case decision.Open:
		return open
	case decision.Failed, decision.Vetoed:
		return refused
	default:
		return fault
	}
}
