// Package opa decides with OPA: it compiles the embedded policies once, hands them facts and a constitution, and reads
// the answer. It holds no rule of its own, and an answer that is missing or malformed is an error, never a pass.
package opa

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/bylaw-dev/bylaw/internal/parallel"
)

// ErrUndecided means that the policies gave no answer, or more than one.
var ErrUndecided = errors.New("the policies gave no answer")

// Judge decides cases and proposals. It is safe for use by several goroutines, and best shared: each part of the embedded
// policies is parsed and compiled when it is first needed, and only once.
type Judge struct {
	ruling    query // of a case
	report    query // of a case, explained
	decision  compiled
	governing compiled
	bounds    bounds

	mutex  sync.Mutex
	recent []*charter // the last constitutions asked about, oldest first
}

// query is prepared at its first use.
type query func() (rego.PreparedEvalQuery, error)

// compiled is compiled at its first use.
type compiled func() (*ast.Compiler, error)

// New gives a judge that has compiled nothing yet.
func New() *Judge {
	j := &Judge{bounds: usualBounds()}
	j.ruling = once(own("engine"), "data.bylaw.engine.ruling", noData)
	j.report = once(own("explain"), "data.bylaw.explain.report", noData)
	j.decision, j.governing = own("decision"), own("governing")
	return j
}

// own compiles what an embedded package rests on.
func own(pkg string) compiled {
	return sync.OnceValues(func() (*ast.Compiler, error) {
		modules, err := under(pkg)
		if err != nil {
			return nil, err
		}
		return compile(modules, proven()...)
	})
}

// noData is what cases are decided on: they hold everything themselves.
func noData() (storage.Store, error) { return inmem.New(), nil }

// once prepares a query when it is first needed. What is prepared serves later callers too, so no caller's context ends it.
func once(compiler compiled, text string, data func() (storage.Store, error)) query {
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

// within ends with the context, also where OPA does not: while it compiles, and within one builtin.
func within[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	r, err := parallel.Until(ctx, func() result {
		value, err := work()
		return result{value, err}
	})
	if err != nil {
		return r.value, err
	}
	return r.value, r.err
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
	prepared, err := within(ctx, q)
	if err != nil {
		return err
	}
	ctx, stop := b.watched(ctx)
	defer stop()
	results, err := within(ctx, func() (rego.ResultSet, error) { return prepared.Eval(ctx, rego.EvalParsedInput(input)) })
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
