package cli

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

func (a *app) testCommand() *cobra.Command {
	var files []string
	cmd := &cobra.Command{
		Use:  "test",
		Args: cobra.ExactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.test(cmd.Context(), files) },
	}
	cmd.Flags().StringArrayVar(&files, "cases", nil, "run only the cases of this `FILE`; - is standard input; may be repeated")
	return cmd
}

func (a *app) test(ctx context.Context, files []string) error {
	report := testReport{only: len(files) > 0}
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

// testRepository runs everything that a governance repository can be tested by.
func (a *app) testRepository(ctx context.Context, report *testReport) error {
	tree, err := git.WorkTree(a.repository())
	if err != nil {
		return err
	}
	law, found := charter.Load(tree)
	cases := casesOf(tree, law.Constitution, &found)
	if err := found.Err(); err != nil {
		return err
	}
	if report.community, err = a.Judge.TestGuards(ctx, law.Constitution, law.PolicyTests); err != nil {
		return err
	}
	if report.own, err = a.Judge.TestOwn(ctx); err != nil {
		return err
	}
	return report.decide(ctx, a.Judge, cases)
}

// casesOf reads the cases of a governed tree.
func casesOf(tree facts.Tree, law constitution.Constitution, found *diag.List) []votecase.Case {
	var cases []votecase.Case
	for _, file := range tree.Paths() {
		name, below := strings.CutPrefix(file, charter.CasesFolder+"/")
		switch {
		case !below || name == "README.md" || name == ".gitkeep":
		case path.Ext(file) != ".yaml":
			found.Errorf(diag.Place{File: file}, "rename it to end in .yaml", "a file of cases is a YAML file")
		default:
			cases = append(cases, parseCases(file, tree[file].Data, law.Rule, found)...)
		}
	}
	return cases
}

// parseCases reads one file of cases, which must hold at least one: a file that tests nothing would look like a success.
func parseCases(file string, src []byte, lookup votecase.Lookup, found *diag.List) []votecase.Case {
	before := len(*found)
	cases := votecase.Parse(file, src, lookup, found)
	if len(cases) == 0 && len(*found) == before {
		found.Errorf(diag.Place{File: file}, "write the first case, or remove the file", "the file holds no case")
	}
	return cases
}

// testFiles decides the cases of the files named on the command line.
func (a *app) testFiles(ctx context.Context, files []string, report *testReport) error {
	var found diag.List
	var cases []votecase.Case
	lookup := a.lookup(&found)
	for _, file := range files {
		src, err := a.readInput(file)
		if err != nil {
			return diag.WithHint(err, "name a file of cases, or - for standard input")
		}
		cases = append(cases, parseCases(file, src, lookup, &found)...)
	}
	if err := found.Err(); err != nil {
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
	law := sync.OnceValue(func() constitution.Constitution {
		tree, err := git.WorkTree(a.repository())
		if err != nil {
			found.Errorf(diag.Place{File: charter.Folder}, diag.HintOf(err), "%s", err)
		}
		c, mistakes := charter.Load(tree)
		*found = append(*found, mistakes...)
		return c.Constitution
	})
	return func(name string) (provision.Rule, bool) { return law().Rule(name) }
}
