package opa

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
)

// TestSkippedStagesChangeNoEmbeddedModule compiles the embedded policies with every stage, strictly, and as a command does.
func TestSkippedStagesChangeNoEmbeddedModule(t *testing.T) {
	modules, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	whole, err := compile(modules)
	if err != nil {
		t.Fatal(err)
	}
	short, err := compile(modules, proven()...)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		if diff := cmp.Diff(rules(whole, name), rules(short, name)); diff != "" {
			t.Errorf("%s: bind every variable before it is used, and keep what follows \"with\" short (-every stage +some):\n%s", name, diff)
		}
		ast.WalkTerms(whole.Modules[name], func(term *ast.Term) bool {
			if whole.ComprehensionIndex(term) != nil {
				t.Errorf("%s: OPA indexes a comprehension: leave its stage in", term.Location)
			}
			return false
		})
	}
}

// rules gives a compiled module's rules as text. The compiler numbers its own variables throughout; here each rule counts its own.
func rules(c *ast.Compiler, name string) []string {
	generated := regexp.MustCompile(`__local\d+__`)
	var texts []string
	for _, r := range c.Modules[name].Rules {
		seen := map[string]string{}
		texts = append(texts, generated.ReplaceAllStringFunc(r.String(), func(v string) string {
			if seen[v] == "" {
				seen[v] = "v" + strings.Repeat("'", len(seen))
			}
			return seen[v]
		}))
	}
	return texts
}

// TestEveryEntryHasTheModulesThatItReaches follows references from each query through all policies.
func TestEveryEntryHasTheModulesThatItReaches(t *testing.T) {
	modules, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	whole, err := compile(modules)
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range []string{"engine", "explain", "decision", "governing"} {
		own, err := under(pkg)
		if err != nil {
			t.Fatal(err)
		}
		var open []*ast.Rule
		for name := range own {
			open = append(open, whole.Modules[name].Rules...)
		}
		for _, r := range open {
			for other := range whole.Graph.Dependencies(r) {
				if rule, ok := other.(*ast.Rule); ok && own[rule.Module.Package.Location.File] == nil {
					t.Errorf("%s needs %s, which is not among its modules", r.Ref(), rule.Ref())
				}
			}
		}
		if len(own) == len(modules) && pkg != "decision" {
			t.Errorf("%s compiles every module", pkg)
		}
	}
}
