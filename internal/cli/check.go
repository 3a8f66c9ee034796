package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/gitrepo"
	"github.com/bylaw-dev/bylaw/internal/judge"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func (a *app) checkCommand() *cobra.Command {
	var factsFile, ref string
	var markdown bool
	cmd := &cobra.Command{
		Use:   "check --facts FILE",
		Short: "Decide on a proposal",
		Long: "Check decides on the facts of a file, under the constitution of the governance repository. It needs no network.\n" +
			"The facts' format is printed by \"bylaw schema facts\". It exits with 0 if passed, 3 if failed or vetoed, 4 if open.",
		Example: "  bylaw check --facts facts.json\n  bylaw check --facts - --json < facts.json",
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if factsFile == "" {
				return usageError(cmd, errors.New("--facts is missing"))
			}
			return a.check(cmd.Context(), factsFile, ref, markdown)
		},
	}
	cmd.Flags().StringVar(&factsFile, "facts", "", "decide on the facts of this file; - is standard input")
	cmd.Flags().StringVar(&ref, "ref", "", "take the constitution of this commit instead of the files on disk")
	cmd.Flags().BoolVar(&markdown, "markdown", false, "write the decision as Markdown, for a comment")
	return cmd
}

func (a *app) check(ctx context.Context, factsFile, ref string, markdown bool) error {
	f, err := a.readFacts(factsFile)
	if err != nil {
		return err
	}
	tree, err := a.governed(ref)
	if err != nil {
		return err
	}
	law, mistakes := charter.Load(tree)
	if err := mistakes.Err(); err != nil {
		return err
	}
	j, err := judge.New(ctx)
	if err != nil {
		return err
	}
	d, err := j.Decide(ctx, law.Constitution, f)
	if err != nil {
		return err
	}
	if err := a.tellDecision(d, markdown); err != nil {
		return err
	}
	return result(statusOfOutcome(d.Outcome))
}

// governed reads the governed files on disk, or of a commit where one is named.
func (a *app) governed(ref string) (facts.Tree, error) {
	if ref == "" {
		return gitrepo.WorkTree(a.repository())
	}
	repo, err := gitrepo.Open(a.repository())
	if err != nil {
		return nil, err
	}
	tree, _, err := repo.Tree(ref)
	return tree, err
}

// readFacts reads a facts document and refuses what this version does not know: a fact that is overlooked could decide.
func (a *app) readFacts(name string) (facts.Facts, error) {
	data, err := a.readInput(name)
	if err != nil {
		return facts.Facts{}, diag.WithHint(err, "name a facts file, or - for standard input")
	}
	var f facts.Facts
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return facts.Facts{}, diag.WithHint(fmt.Errorf("%s: not a facts document: %w", name, err), "the format is printed by \"bylaw schema facts\"")
	}
	if f.Version != facts.Version {
		return facts.Facts{}, fmt.Errorf("%s: facts of version %d, expected %d", name, f.Version, facts.Version)
	}
	return f, nil
}

// readInput reads a file, or standard input where the name is "-".
func (a *app) readInput(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(a.Stdin)
	}
	return os.ReadFile(a.path(name))
}

// tellDecision writes a decision in the form asked for.
func (a *app) tellDecision(d decision.Decision, markdown bool) error {
	if a.json {
		return writeJSON(a.Stdout, d)
	}
	text := ""
	if markdown {
		text = render.DecisionMarkdown(d)
	} else {
		text = render.DecisionText(d, a.style())
	}
	_, err := fmt.Fprint(a.Stdout, text)
	return err
}

// statusOfOutcome is the exit status that tells an outcome.
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
