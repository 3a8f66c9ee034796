package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/lint"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// lintReport is the JSON form of what lint found.
type lintReport struct {
	Diagnostics diag.List `json:"diagnostics"`
	Errors      int       `json:"errors"`
	Warnings    int       `json:"warnings"`
	// Trace is there with --trace only.
	Trace *lint.Trace `json:"trace,omitempty"`
}

// lintFlags are the options of lint.
type lintFlags struct {
	base  string
	trace bool
}

func (a *app) lintCommand() *cobra.Command {
	var f lintFlags
	cmd := &cobra.Command{
		Use:  "lint",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f lintFlags) error { return a.lint(ctx, f.base, f.trace) }),
	}
	cmd.Flags().StringVar(&f.base, "base", "", "compare with the constitution of this `COMMIT` instead of the protected branch")
	cmd.Flags().BoolVar(&f.trace, "trace", false, "show for each article what decides by it and over what, and what is left to people")
	return cmd
}

func (a *app) lint(ctx context.Context, ref string, trace bool) error {
	tree, err := a.wire.WorkTree()
	if err != nil {
		return err
	}
	law, found := charter.Load(tree)
	loaded := found.Err() == nil
	_, cases := lint.Cases(tree, tree.Paths(), law, found)
	found = append(found, cases...)
	found = append(found, lint.Workflows(tree, tree.Paths())...)
	if loaded {
		more, err := a.lintCharter(ctx, tree, law, ref)
		if err != nil {
			return err
		}
		found = append(append(found, more...), lint.Unseen(tree, tree.Paths())...)
	}
	report := summarise(charter.Quote(tree, found.Sorted()))
	if trace && law.Constitution.Source != nil {
		followed := lint.TraceOf(law.Constitution, guardFiles(tree))
		report.Trace = &followed
	}
	if err := errors.Join(a.showLint(report, law), a.annotate(report.Diagnostics)); err != nil {
		return err
	}
	if report.Errors > 0 {
		return fault
	}
	return nil
}

// lintCharter looks for what is wrong with a law that can be read.
func (a *app) lintCharter(ctx context.Context, tree facts.Tree, law charter.Charter, ref string) (diag.List, error) {
	base, err := a.wire.InForce(ref, tree, law)
	if err != nil {
		return nil, err
	}
	found, err := lint.Charter(ctx, law, base, decider(a.Judge), a.Now())
	return append(a.Judge.Lint(ctx, law.Constitution), found...), err
}

// summarise counts the diagnostics.
func summarise(found diag.List) lintReport {
	report := lintReport{Diagnostics: found}
	if found == nil {
		report.Diagnostics = diag.List{}
	}
	for _, d := range found {
		if d.Severity == diag.Error {
			report.Errors++
		} else {
			report.Warnings++
		}
	}
	return report
}

// showLint writes the report: findings are lint's result, so they go to standard output.
func (a *app) showLint(report lintReport, law charter.Charter) error {
	if a.json {
		return writeJSON(a.Stdout, report)
	}
	if report.Trace != nil {
		fmt.Fprintf(a.Stdout, "%s\n", render.Trace(*report.Trace))
	}
	if len(report.Diagnostics) > 0 {
		_, err := fmt.Fprintf(a.Stdout, "%s%s, %s\n", render.Diagnostics(report.Diagnostics, a.style()),
			render.Count(report.Errors, "error"), render.Count(report.Warnings, "warning"))
		return err
	}
	_, err := fmt.Fprintf(a.Stdout, "no mistakes: %s, %s, %s\n", render.Count(len(law.Constitution.Articles), "article"),
		render.Count(len(law.Constitution.Provisions), "provision"), render.Count(len(law.Roster.Seats), "seat"))
	return err
}
