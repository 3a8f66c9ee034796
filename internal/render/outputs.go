package render

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// Output is one output of a workflow step.
type Output struct{ Name, Value string }

// Outputs writes the outputs of a workflow step as a runner reads them from the file GITHUB_OUTPUT. The delimiter must be
// one that cannot be foreseen: a value that holds it is an error.
func Outputs(outputs []Output, delimiter string) (string, error) {
	var out strings.Builder
	for _, o := range outputs {
		if strings.Contains(o.Value, delimiter) {
			return "", errors.New("outputs: a value holds the delimiter")
		}
		fmt.Fprintf(&out, "%s<<%s\n%s\n%s\n", o.Name, delimiter, Outside(o.Value), delimiter)
	}
	return out.String(), nil
}

// Brief is one proposal as the output "proposals" of a step lists it.
type Brief struct {
	Number  int              `json:"number"`
	Outcome decision.Outcome `json:"outcome"` // "" where nothing could be decided
	Digest  string           `json:"digest"`
}

// Briefs gives the outputs of a check: outcome and digest of a single proposal, else empty, and all proposals as JSON.
func Briefs(briefs []Brief) ([]Output, error) {
	if briefs == nil {
		briefs = []Brief{}
	}
	list, err := json.Marshal(briefs)
	if err != nil {
		return nil, fmt.Errorf("outputs: %w", err)
	}
	single := Brief{}
	if len(briefs) == 1 {
		single = briefs[0]
	}
	return []Output{{"outcome", string(single.Outcome)}, {"digest", single.Digest}, {"proposals", string(list)}}, nil
}
