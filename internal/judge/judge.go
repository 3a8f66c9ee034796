// Package judge decides with OPA: it compiles the embedded policies once, hands them facts and a constitution, and reads
// the answer. It holds no rule of its own, and an answer that is missing or malformed is an error, never a pass.
package judge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/bylaw-dev/bylaw/policies"
)

// ErrUndecided means that the policies gave no answer, or more than one.
var ErrUndecided = errors.New("the policies gave no answer")

// Judge decides cases and proposals. It is safe for use by several goroutines, and best shared: it parses and compiles
// the embedded policies when they are first needed, and only once.
type Judge struct {
	modules func() (map[string]*ast.Module, error)
	own     func() (*ast.Compiler, error) // of modules alone
	ruling  query                         // of a case
	report  query                         // of a case, explained
	bounds  bounds

	mutex  sync.Mutex
	recent []*charter // the last constitutions asked about, oldest first
}

// query is prepared at its first use.
type query func() (rego.PreparedEvalQuery, error)

// New gives a judge that has compiled nothing yet.
func New() *Judge {
	j := &Judge{modules: sync.OnceValues(embedded), bounds: usualBounds()}
	j.own = sync.OnceValues(func() (*ast.Compiler, error) { return j.compiled(nil) })
	j.ruling, j.report = once(j.own, "data.bylaw.engine.ruling", noData), once(j.own, "data.bylaw.explain.report", noData)
	return j
}

// compiled compiles the embedded modules together with others.
func (j *Judge) compiled(others map[string]*ast.Module) (*ast.Compiler, error) {
	own, err := j.modules()
	if err != nil {
		return nil, err
	}
	all := maps.Clone(own)
	maps.Copy(all, others)
	return compile(all)
}

// noData is what cases are decided on: they hold everything themselves.
func noData() (storage.Store, error) { return inmem.New(), nil }

// embedded parses bylaw's own modules without their tests.
func embedded() (map[string]*ast.Module, error) {
	entries, err := policies.Files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("embedded policies: %w", err)
	}
	modules, parsing := map[string]*ast.Module{}, options()
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		src, err := policies.Files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("embedded policies: %w", err)
		}
		if modules[name], err = ast.ParseModuleWithOpts(name, string(src), parsing); err != nil {
			return nil, fmt.Errorf("embedded policies: %w", err)
		}
	}
	return modules, nil
}

// options read Rego v1 with no more builtins than allowed.
func options() ast.ParserOptions {
	return ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: capabilities()}
}

func compile(modules map[string]*ast.Module) (*ast.Compiler, error) {
	c := ast.NewCompiler().WithStrict(true).WithCapabilities(capabilities())
	if c.Compile(modules); c.Failed() {
		return nil, c.Errors
	}
	return c, nil
}

// once prepares a query when it is first needed. What is prepared serves later callers too, so no caller's context ends it.
func once(compiler func() (*ast.Compiler, error), text string, data func() (storage.Store, error)) query {
	return sync.OnceValues(func() (rego.PreparedEvalQuery, error) {
		c, err := compiler()
		if err != nil {
			return rego.PreparedEvalQuery{}, err
		}
		store, err := data()
		if err != nil {
			return rego.PreparedEvalQuery{}, err
		}
		prepared, err := rego.New(rego.Compiler(c), rego.Query(text), rego.Store(store), rego.StrictBuiltinErrors(true),
			rego.Capabilities(capabilities())).PrepareForEval(context.Background())
		if err != nil {
			return prepared, fmt.Errorf("prepare %s: %w", text, err)
		}
		return prepared, nil
	})
}

// value gives data as OPA sees it. JSON in between keeps numbers exact.
func value(data any) (ast.Value, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return nil, err
	}
	return ast.ValueFromReader(bytes.NewReader(raw))
}

// answer evaluates a query and reads its only result into out.
func (b bounds) answer(ctx context.Context, q query, input ast.Value, out any) error {
	prepared, err := q()
	if err != nil {
		return err
	}
	ctx, stop := b.watched(ctx)
	defer stop()
	results, err := prepared.Eval(ctx, rego.EvalParsedInput(input))
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if err != nil {
		return fmt.Errorf("evaluate the policies: %w", err)
	}
	if len(results) != 1 || len(results[0].Expressions) != 1 {
		return ErrUndecided
	}
	raw, err := json.Marshal(results[0].Expressions[0].Value)
	if err != nil {
		return fmt.Errorf("read the answer of the policies: %w", err)
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return fmt.Errorf("read the answer of the policies: %w", err)
	}
	return nil
}
