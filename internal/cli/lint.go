package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/gitrepo"
	"github.com/bylaw-dev/bylaw/internal/judge"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// lintReport is the JSON form of what lint found.
type lintReport struct {
	Diagnostics diag.List `json:"diagnostics"`
	Errors      int       `json:"errors"`
	Warnings    int       `json:"warnings"`
}

func (a *app) lintCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "lint",
		Short: "Check the governance repository for mistakes",
		Long: "Lint reads every file of the governance repository as a decision and a plan would, and reports all mistakes at\n" +
			"once, each with file, line and column. It exits with 1 if there is at least one error.",
		Example: "  bylaw lint\n  bylaw lint --json",
		Args:    exactly(0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.lint(cmd.Context()) },
	}
}

func (a *app) lint(ctx context.Context) error {
	tree, err := gitrepo.WorkTree(a.repository())
	if err != nil {
		return err
	}
	law, found := charter.Load(tree)
	if found.Err() == nil {
		found = append(found, judge.Lint(ctx, law.Constitution)...)
	}
	report := summarise(found.Sorted())
	if err := a.tellLint(report, law); err != nil {
		return err
	}
	if report.Errors > 0 {
		return fault
	}
	return nil
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

// tellLint writes the report: findings are lint's result, so they go to standard output.
func (a *app) tellLint(report lintReport, law charter.Charter) error {
	if a.json {
		return writeJSON(a.Stdout, report)
	}
	if len(report.Diagnostics) > 0 {
		_, err := fmt.Fprintf(a.Stdout, "%s%s, %s\n", render.Diagnostics(report.Diagnostics),
			render.Count(report.Errors, "error"), render.Count(report.Warnings, "warning"))
		return err
	}
	_, err := fmt.Fprintf(a.Stdout, "no mistakes: %s, %s, %s\n", render.Count(len(law.Constitution.Articles), "article"),
		render.Count(len(law.Constitution.Provisions), "provision"), render.Count(len(law.Roster.Seats), "seat"))
	return err
}
