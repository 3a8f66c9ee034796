package opa

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/bylaw-dev/bylaw/internal/parallel"
	"github.com/bylaw-dev/bylaw/policies"
)

// embedded gives bylaw's own modules by their file names. They are parsed for each who asks: even reading a parsed module
// may change it, so they are not for several goroutines.
func embedded() (map[string]*ast.Module, error) { return ofPackages(func(string) bool { return true }) }

// under gives the embedded modules of a package, and of those that it refers to.
func under(pkg string) (map[string]*ast.Module, error) {
	modules, known := map[string]*ast.Module{}, map[string]bool{pkg: true}
	for open := []string{pkg}; len(open) > 0; {
		some, err := ofPackages(func(of string) bool { return slices.Contains(open, of) })
		if err != nil {
			return nil, err
		}
		open = nil
		for name, module := range some {
			modules[name] = module
			for _, other := range mentioned(module) {
				if !known[other] {
					known[other], open = true, append(open, other)
				}
			}
		}
	}
	return modules, nil
}

// mentioned gives the packages below data.bylaw that a module refers to.
func mentioned(module *ast.Module) []string {
	var packages []string
	ast.WalkRefs(module, func(ref ast.Ref) bool {
		if len(ref) > 2 && ref[0].Equal(ast.DefaultRootDocument) && ref[1].Equal(ast.StringTerm("bylaw")) {
			if name, ok := ref[2].Value.(ast.String); ok {
				packages = append(packages, string(name))
			}
		}
		return false
	})
	return packages
}

// ofPackages parses the modules of some packages side by side. The package bylaw.engine is in engine.rego and in files like
// engine_veto.rego.
func ofPackages(wanted func(pkg string) bool) (map[string]*ast.Module, error) {
	entries, err := policies.Files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("embedded policies: %w", err)
	}
	var names []string
	for _, entry := range entries {
		pkg, _, _ := strings.Cut(strings.TrimSuffix(entry.Name(), ".rego"), "_")
		if wanted(pkg) {
			names = append(names, entry.Name())
		}
	}
	parsed, err := parallel.Map(context.Background(), names, parse)
	if err != nil {
		return nil, fmt.Errorf("embedded policies: %w", err)
	}
	modules := map[string]*ast.Module{}
	for i, name := range names {
		modules[name] = parsed[i]
	}
	return modules, nil
}

func parse(_ context.Context, name string) (*ast.Module, error) {
	src, err := policies.Files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return ast.ParseModuleWithOpts(name, string(src), options())
}
