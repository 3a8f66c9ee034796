package opa

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/policies"
)

// guardTests is the package for tests of the community's modules, next to guardPackage itself.
const guardTests = guardPackage + "_test"

// Suite is what the unit tests of a set of policies said. Both lists are in the order of their places.
type Suite struct {
	Tests    []UnitTest
	Coverage Coverage
}

// Passed counts the tests that did.
func (s Suite) Passed() int {
	n := 0
	for _, t := range s.Tests {
		if t.Passed {
			n++
		}
	}
	return n
}

// UnitTest is one Rego test, or one row of a test that is a table. Why states what is known of a failure: an error, and
// what the test printed.
type UnitTest struct {
	Name   string     `json:"name"` // package, rule and row, as in "bylaw.tally_test.test_tie: of two"
	Place  diag.Place `json:"place"`
	Passed bool       `json:"passed"`
	Why    []string   `json:"why"`
}

// TestOwn runs the unit tests of the embedded policies. Those are compiled without forbidden builtins to decide; the
// tests may use any, as with "opa test".
func (j *Judge) TestOwn(ctx context.Context) (Suite, error) {
	b, err := ownBench()
	if err != nil {
		return Suite{}, err
	}
	suite, err := b.run(ctx)
	if err != nil {
		return Suite{}, fmt.Errorf("embedded policies: %w", err)
	}
	return suite, nil
}

// ownBench holds the embedded policies and their tests.
func ownBench() (bench, error) {
	own, err := embedded()
	if err != nil {
		return bench{}, err
	}
	modules := maps.Clone(own)
	if err := addOwnTests(modules); err != nil {
		return bench{}, err
	}
	places := map[string]diag.Place{}
	for name := range modules {
		places[name] = diag.Place{File: "policies/" + name}
	}
	return bench{modules: modules, covered: own, places: places, builtins: ast.CapabilitiesForThisVersion()}, nil
}

// addOwnTests parses the embedded tests.
func addOwnTests(modules map[string]*ast.Module) error {
	entries, err := policies.Tests.ReadDir(".")
	if err != nil {
		return fmt.Errorf("embedded tests: %w", err)
	}
	for _, entry := range entries {
		src, err := policies.Tests.ReadFile(entry.Name())
		if err != nil {
			return fmt.Errorf("embedded tests: %w", err)
		}
		if modules[entry.Name()], err = ast.ParseModuleWithOpts(entry.Name(), string(src), options()); err != nil {
			return fmt.Errorf("embedded tests: %w", err)
		}
	}
	return nil
}

// TestGuards runs the unit tests of the community's policies, with the constitution as data.constitution. Mistakes in
// the modules or their tests come back as *diag.Mistakes. A community without policies has an empty suite.
func (j *Judge) TestGuards(ctx context.Context, law constitution.Constitution, tests []constitution.Policy) (Suite, error) {
	if len(law.Policies)+len(tests) == 0 {
		return Suite{}, nil
	}
	guards, found := parseGuards(law)
	both := law
	both.Policies = slices.Concat(law.Policies, tests)
	modules := maps.Clone(guards)
	maps.Copy(modules, parseGuardTests(both, len(law.Policies), &found))
	if err := found.Err(); err != nil {
		return Suite{}, err
	}
	places := map[string]diag.Place{}
	for i, p := range both.Policies {
		places[guardName(i)] = p.Place
	}
	own, err := embedded()
	if err != nil {
		return Suite{}, err
	}
	maps.Copy(modules, own)
	store, err := storeOf(map[string]any{"constitution": document(law)})
	if err != nil {
		return Suite{}, err
	}
	b := bench{modules: modules, covered: guards, places: places, builtins: capabilities(), data: store}
	suite, err := b.run(ctx)
	var broken ast.Errors
	if errors.As(err, &broken) {
		reportAll(&found, both, err)
		err = found.Err()
	}
	return suite, err
}

// parseGuardTests parses the policies from an index on, which are tests.
func parseGuardTests(law constitution.Constitution, from int, found *diag.List) map[string]*ast.Module {
	modules := map[string]*ast.Module{}
	for i := from; i < len(law.Policies); i++ {
		p := law.Policies[i]
		module, err := ast.ParseModuleWithOpts(guardName(i), p.Source, options())
		switch {
		case err != nil:
			reportAll(found, law, err)
		case module == nil || !slices.Contains([]string{guardPackage, guardTests}, module.Package.Path.String()):
			found.Errorf(p.Place, `write "package bylaw.guard_test"`, "a test of the community's policies may only be in package bylaw.guard or bylaw.guard_test")
		default:
			modules[guardName(i)] = module
		}
	}
	return modules
}

// bench is what tests run on.
type bench struct {
	modules  map[string]*ast.Module // tests among them
	covered  map[string]*ast.Module // whose coverage is measured
	places   map[string]diag.Place  // the line before each module
	builtins *ast.Capabilities
	data     storage.Store // nil: no data
}

// run compiles the modules, strictly, runs every test in them, and measures how much of the covered ones was evaluated.
func (b bench) run(ctx context.Context) (Suite, error) {
	compiler := ast.NewCompiler().WithStrict(true).WithCapabilities(b.builtins).WithEnablePrintStatements(true)
	tracer := cover.New()
	runner := tester.NewRunner().SetCompiler(compiler).SetModules(b.modules).SetTimeout(evaluationTimeout).
		SetStore(b.data).SetCoverageQueryTracer(tracer).SetCoverageRuns(nil)
	results, err := runner.RunTests(ctx, nil)
	if err != nil {
		return Suite{}, err
	}
	suite := Suite{Tests: []UnitTest{}}
	for r := range results {
		suite.Tests = append(suite.Tests, unitTests(r, b.places[fileOf(r)])...)
	}
	slices.SortFunc(suite.Tests, func(a, b UnitTest) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Name, b.Name))
	})
	suite.Coverage = coverage(tracer.Report(b.covered), b.covered, b.places)
	return suite, ctx.Err()
}

// unitTests gives a test, or each of its rows where it is a table, as OPA counts them.
func unitTests(r *tester.Result, begin diag.Place) []UnitTest {
	u := UnitTest{Name: strings.TrimPrefix(r.Package, "data.") + "." + r.Name, Passed: r.Pass(), Why: []string{}}
	if r.Location != nil {
		u.Place = diag.Place{File: begin.File, Line: begin.Line + r.Location.Row}
	}
	if !u.Passed {
		u.Why = reasons(r)
	}
	var rows []UnitTest
	for path, sub := range r.SubResults.Iter {
		if len(sub.SubResults) > 0 {
			continue
		}
		row := UnitTest{Name: u.Name + ": " + strings.Join(path, ": "), Place: u.Place, Passed: !sub.Fail, Why: []string{}}
		if sub.Fail {
			row.Why = u.Why
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 || r.Error != nil {
		return []UnitTest{u}
	}
	return rows
}

// reasons states what is known of a failure.
func reasons(r *tester.Result) []string {
	why := []string{}
	var failed *topdown.Error
	switch {
	case r.Skip:
		why = append(why, "its name begins with todo_, so it was not run")
	case errors.As(r.Error, &failed):
		why = append(why, failed.Message)
	case r.Error != nil:
		why = append(why, r.Error.Error())
	}
	for line := range bytes.Lines(r.Output) {
		why = append(why, "printed: "+string(bytes.TrimRight(line, "\n")))
	}
	return why
}

func fileOf(r *tester.Result) string {
	if r.Location == nil {
		return ""
	}
	return r.Location.File
}
