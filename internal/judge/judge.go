// Package judge decides with OPA: it compiles the embedded policies once, hands them facts and a constitution, and reads
// the answer. It holds no rule of its own, and an answer that is missing or malformed is an error, never a pass.
package judge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/bylaw-dev/bylaw/policies"
)

// ErrUndecided means that the policies gave no answer, or more than one.
var ErrUndecided = errors.New("the policies gave no answer")

// Judge decides cases and proposals. It is safe for use by several goroutines.
type Judge struct {
	modules map[string]*ast.Module
	own     *ast.Compiler // of modules alone
	cases   rego.PreparedEvalQuery
	bounds  bounds

	mutex    sync.Mutex
	law      string // what queries were prepared for
	compiler *ast.Compiler
	queries  map[string]rego.PreparedEvalQuery
}

// New compiles the embedded policies, which takes some tens of milliseconds.
func New(ctx context.Context) (*Judge, error) {
	modules, err := embedded()
	if err != nil {
		return nil, err
	}
	j := &Judge{modules: modules, bounds: usualBounds()}
	if j.own, err = compile(modules); err != nil {
		return nil, fmt.Errorf("embedded policies: %w", err)
	}
	j.cases, err = prepare(ctx, j.own, "data.bylaw.engine.ruling")
	return j, err
}

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

func prepare(ctx context.Context, c *ast.Compiler, query string, more ...func(*rego.Rego)) (rego.PreparedEvalQuery, error) {
	all := append(more, rego.Compiler(c), rego.Query(query), rego.StrictBuiltinErrors(true), rego.Capabilities(capabilities()))
	prepared, err := rego.New(all...).PrepareForEval(ctx)
	if err != nil {
		return prepared, fmt.Errorf("prepare %s: %w", query, err)
	}
	return prepared, nil
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
func (b bounds) answer(ctx context.Context, query rego.PreparedEvalQuery, input ast.Value, out any) error {
	ctx, stop := b.watched(ctx)
	defer stop()
	results, err := query.Eval(ctx, rego.EvalParsedInput(input))
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
