package judge

import (
	"context"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

// Verdict is what the policies say about one case.
type Verdict struct {
	Outcome     decision.Outcome `json:"outcome"`
	Enactable   bool             `json:"enactable"`
	EnactableAt string           `json:"enactable_at"`
	ClosesAt    string           `json:"closes_at"`
	Step        int              `json:"step"` // of the decision rules, that decided
	Why         string           `json:"why"`
}

// DecideCase decides a worked case.
func (j *Judge) DecideCase(ctx context.Context, c votecase.Case) (Verdict, error) {
	var v Verdict
	input, err := value(c.Normal())
	if err != nil {
		return v, fmt.Errorf("case %q: %w", c.ID, err)
	}
	if err := answer(ctx, j.cases, input, &v); err != nil {
		return v, fmt.Errorf("case %q: %w", c.ID, err)
	}
	return v, nil
}
