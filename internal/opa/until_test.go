package opa

import (
	"context"
	"errors"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

func TestAnAnswerEndsWithItsContextWhilePoliciesAreCompiled(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	released := make(chan struct{})
	defer close(released)
	compiling := func() (rego.PreparedEvalQuery, error) {
		stop()
		<-released
		return rego.PreparedEvalQuery{}, nil
	}
	if err := usualBounds().answer(ctx, compiling, ast.NewObject(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
