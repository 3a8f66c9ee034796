package opa

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/policies"
)

// Bundle writes everything that a decision rests on, apart from the facts, as an ordinary OPA bundle (tar, gzip): the embedded
// policies byte for byte, the community's, and the constitution as data.constitution. Its revision is the constitution's
// digest. The entrypoint is data.bylaw.decision.decision. Same constitution, same bytes. Mistakes in the community's
// policies come back as *diag.Mistakes.
func (j *Judge) Bundle(ctx context.Context, law constitution.Constitution) ([]byte, error) {
	if found := j.Lint(ctx, law); found.Err() != nil {
		return nil, found.Err()
	}
	own, err := embedded()
	if err != nil {
		return nil, err
	}
	b := bundle.Bundle{
		Data:     map[string]any{"constitution": document(law)},
		Manifest: bundle.Manifest{Revision: law.Digest, Roots: &[]string{"bylaw", "constitution"}},
	}
	b.Manifest.SetRegoVersion(ast.RegoV1)
	for _, name := range slices.Sorted(maps.Keys(own)) {
		src, err := policies.Files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("embedded policies: %w", err)
		}
		b.Modules = append(b.Modules, bundle.ModuleFile{Path: "policies/" + name, Raw: src})
	}
	for _, p := range law.Policies {
		b.Modules = append(b.Modules, bundle.ModuleFile{Path: pathOf(p), Raw: []byte(p.Source)})
	}
	var out bytes.Buffer
	if err := bundle.Write(&out, b); err != nil {
		return nil, fmt.Errorf("write the bundle: %w", err)
	}
	return out.Bytes(), nil
}

// pathOf names a module of the community by where it is.
func pathOf(p constitution.Policy) string {
	if p.Place.Line == 0 {
		return p.Place.File
	}
	return fmt.Sprintf("%s/line-%d.rego", p.Place.File, p.Place.Line)
}
