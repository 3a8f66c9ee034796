package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/lint"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

// testFlags are the options of test.
type testFlags struct {
	cases []string // files
	all   bool
}

func (a *app) testCommand() *cobra.Command {
	var f testFlags
	cmd := &cobra.Command{
		Use:  "test",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f testFlags) error { return a.test(ctx, f.cases, f.all) }),
	}
	cmd.Flags().StringArrayVar(&f.cases, "cases", nil, "run only the cases of this `FILE`; - is standard input; may be repeated")
	cmd.Flags().BoolVar(&f.all, "all", false, "run the tests of the policies that bylaw embeds as well")
	cmd.MarkFlagsMutuallyExclusive("all", "cases")
	return cmd
}

func (a *app) test(ctx context.Context, files []string, all bool) error {
	report := testReport{only: len(files) > 0, all: all, finished: a.meter.count}
	var err error
	if report.only {
		err = a.testFiles(ctx, files, &report)
	} else {
		err = a.testRepository(ctx, &report)
	}
	if err != nil {
		return err
	}
	report.count()
	if report.Passed+report.Failed == 0 {
		return diag.WithHint(errors.New("there is no test to run"), "write a case into %s", charter.CasesFolder)
	}
	if err := a.showTests(report); err != nil {
		return err
	}
	if report.Failed > 0 {
		return fault
	}
	return nil
}

// testRepository runs the cases of a repository and the tests of its policies, and with --all those of the embedded policies.
func (a *app) testRepository(ctx context.Context, report *testReport) error {
	tree, err := a.wire.WorkTree()
	if err != nil {
		return err
	}
	law, found := charter.Load(tree)
	cases, wrong := lint.Cases(tree, tree.Paths(), law, found)
	if err := charter.Quote(tree, append(found, wrong...)).Err(); err != nil {
		return err
	}
	if report.community, err = a.Judge.TestGuards(ctx, law.Constitution, law.PolicyTests); err != nil {
		return err
	}
	if report.all {
		a.note("running the tests of the embedded policies")
		if report.own, err = a.Judge.TestOwn(ctx); err != nil {
			return err
		}
	}
	return report.decide(ctx, a.Judge, cases)
}

// testFiles decides the cases of the files named on the command line.
func (a *app) testFiles(ctx context.Context, files []string, report *testReport) error {
	var found diag.List
	var cases []votecase.Case
	lookup, sources := a.lookup(&found), map[string][]byte{}
	for _, file := range files {
		src, err := a.readInput(file)
		if err != nil {
			return diag.WithHint(err, "name a file of cases, or - for standard input")
		}
		sources[file] = src
		cases = append(cases, lint.ParseCases(file, src, lookup, &found)...)
	}
	if err := found.WithExcerpts(func(file string) []byte { return sources[file] }).Err(); err != nil {
		return err
	}
	return report.decide(ctx, a.Judge, cases)
}

// lookup finds provisions in the constitution at hand, which is read only once a case names one. It is nil where there is
// no constitution.
func (a *app) lookup(found *diag.List) votecase.Lookup {
	if _, err := os.Stat(filepath.Join(a.repository(), charter.ConstitutionFile)); err != nil {
		return nil
	}
	sampleConstitution := sync.OnceValue(func() constitution.Constitution {
		tree, err := a.wire.WorkTree()
		if err != nil {
			found.Errorf(diag.Place{File: charter.Folder}, diag.HintOf(err), "%s", err)
		}
		c, mistakes := charter.Load(tree)
		*found = append(*found, mistakes...)
		return c.Constitution
	})
	return func(name string) (provision.Rule, error) { return votecase.In(sampleConstitution())(name) }
}
