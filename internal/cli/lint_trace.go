package cli

import (
	"context"
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/lint"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

// decider answers lint's simulated votes with the embedded policies.
func decider(j *opa.Judge) lint.Decider {
	return func(ctx context.Context, c votecase.Case) (decision.Outcome, error) {
		v, err := j.DecideCase(ctx, c)
		return v.Outcome, err
	}
}

// guardFiles gives the paths of the community's own policies.
func guardFiles(tree facts.Tree) []string {
	var files []string
	for _, p := range tree.Paths() {
		if strings.HasPrefix(p, path.Join(charter.Folder, "policies")+"/") && strings.HasSuffix(p, ".rego") && !strings.HasSuffix(p, "_test.rego") {
			files = append(files, p)
		}
	}
	return files
}
