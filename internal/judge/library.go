package judge

import (
	"fmt"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/bylaw-dev/bylaw/policies"
)

// library is the embedded modules without their tests, each parsed when it is first needed. The package bylaw.engine is
// in engine.rego and in files like engine_veto.rego.
type library struct {
	mutex  sync.Mutex
	parsed map[string]*ast.Module
}

// all gives every module by its file name.
func (l *library) all() (map[string]*ast.Module, error) {
	return l.where(func(string) bool { return true })
}

// under gives the modules of a package, and of those that it refers to.
func (l *library) under(pkg string) (map[string]*ast.Module, error) {
	modules, found := map[string]*ast.Module{}, map[string]bool{pkg: true}
	for open := []string{pkg}; len(open) > 0; open = open[1:] {
		own, err := l.where(func(of string) bool { return of == open[0] })
		if err != nil {
			return nil, err
		}
		for name, module := range own {
			modules[name] = module
			for _, other := range mentioned(module) {
				if !found[other] {
					found[other], open = true, append(open, other)
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

// where gives the modules of some packages.
func (l *library) where(wanted func(pkg string) bool) (map[string]*ast.Module, error) {
	entries, err := policies.Files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("embedded policies: %w", err)
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	modules := map[string]*ast.Module{}
	for _, entry := range entries {
		name := entry.Name()
		pkg, _, _ := strings.Cut(strings.TrimSuffix(name, ".rego"), "_")
		if strings.HasSuffix(name, "_test.rego") || !wanted(pkg) {
			continue
		}
		if modules[name], err = l.parse(name); err != nil {
			return nil, fmt.Errorf("embedded policies: %w", err)
		}
	}
	return modules, nil
}

func (l *library) parse(name string) (*ast.Module, error) {
	if module, ok := l.parsed[name]; ok {
		return module, nil
	}
	src, err := policies.Files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	module, err := ast.ParseModuleWithOpts(name, string(src), options())
	if err != nil {
		return nil, err
	}
	if l.parsed == nil {
		l.parsed = map[string]*ast.Module{}
	}
	l.parsed[name] = module
	return module, nil
}
