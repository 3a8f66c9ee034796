package opa

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/util"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// maxModule bounds a community's module, so that compiling it stays cheap.
const maxModule = 128 << 10

// guardPackage is the only package that a community's modules may be in. Rules there are only ever read as denials and
// warnings, so that they cannot make anything pass.
const guardPackage = "data.bylaw.guard"

// Lint checks the policies of a constitution as a decision would compile them, and reports mistakes at their place.
func (j *Judge) Lint(_ context.Context, law constitution.Constitution) diag.List {
	guards, found := parseGuards(law)
	if len(guards) == 0 || found.Err() != nil {
		return found
	}
	_, err := j.under(law).guarded()
	var broken ast.Errors
	switch {
	case err == nil:
	case errors.As(err, &broken):
		for _, e := range broken {
			report(&found, law, e)
		}
	default:
		found.Errorf(law.Policies[0].Place, "", "%s", err)
	}
	return found
}

// guardName names a module by its place in the list, so that errors find back to it.
func guardName(i int) string { return fmt.Sprintf("guard-%d", i) }

// parseGuards parses the community's modules and refuses those in other packages or past the bound.
func parseGuards(law constitution.Constitution) (map[string]*ast.Module, diag.List) {
	var found diag.List
	guards := map[string]*ast.Module{}
	for i, p := range law.Policies {
		if len(p.Source) > maxModule {
			found.Errorf(p.Place, "split it, or say less", "a policy of %d bytes is longer than the %d allowed", len(p.Source), maxModule)
			continue
		}
		module, err := ast.ParseModuleWithOpts(guardName(i), p.Source, options())
		if err != nil {
			reportAll(&found, law, err)
			continue
		}
		if module == nil || module.Package.Path.String() != guardPackage {
			found.Errorf(p.Place, `write "package bylaw.guard"`, "a policy of the community may only be in package bylaw.guard")
			continue
		}
		guards[guardName(i)] = module
	}
	return guards, found
}

func reportAll(found *diag.List, law constitution.Constitution, err error) {
	var broken ast.Errors
	if !errors.As(err, &broken) {
		found.Errorf(law.Policies[0].Place, "", "%s", err)
	}
	for _, e := range broken {
		report(found, law, e)
	}
}

// report places an error of OPA in the file that holds the module.
func report(found *diag.List, law constitution.Constitution, e *ast.Error) {
	at := law.Policies[0].Place
	for i, p := range law.Policies {
		if e.Location != nil && e.Location.File == guardName(i) {
			at = p.Place
			at.Line, at.Column = at.Line+e.Location.Row, e.Location.Col
		}
	}
	found.Errorf(at, "", "%s", e.Message)
}

// storeOf keeps data as OPA reads it, so that evaluation converts nothing.
func storeOf(data map[string]any) (storage.Store, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return nil, fmt.Errorf("constitution for the policies: %w", err)
	}
	var object map[string]any
	if err := util.NewJSONDecoder(bytes.NewReader(raw)).Decode(&object); err != nil {
		return nil, fmt.Errorf("constitution for the policies: %w", err)
	}
	return inmem.NewFromObjectWithOpts(object, inmem.OptReturnASTValuesOnRead(true), inmem.OptRoundTripOnWrite(false)), nil
}
