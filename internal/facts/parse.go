package facts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Parse reads one facts document. It is an error where it is empty, of another version, or holds anything that this
// version does not know, also behind its end: a fact that is overlooked could decide.
func Parse(data []byte) (Facts, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return Facts{}, errors.New("empty, expected a facts document")
	}
	var head struct {
		Version *int `json:"version"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return Facts{}, fmt.Errorf("not a facts document: %w", placed(data, err))
	}
	switch {
	case head.Version == nil:
		return Facts{}, fmt.Errorf("not a facts document: no version, expected %d", Version)
	case *head.Version != Version && *head.Version != WithBallots:
		return Facts{}, fmt.Errorf("facts of version %d, expected %d or %d", *head.Version, Version, WithBallots)
	}
	var f Facts
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return Facts{}, fmt.Errorf("not a facts document: %w", placed(data, err))
	}
	if f.Version == Version && len(f.Ballots) > 0 {
		return Facts{}, fmt.Errorf("facts of version %d have no ballots apart from reviews, those of version %d do", Version, WithBallots)
	}
	return f, nil
}

// placed says on which line JSON is broken, where that is known, and what stands there instead.
func placed(data []byte, err error) error {
	line := func(offset int64) int { return 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n")) }
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("line %d: %w", line(syntax.Offset), err)
	}
	kind, ok := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case ok && kind.Field == "":
		return fmt.Errorf("expected an object, found %s", kind.Value)
	case ok:
		return fmt.Errorf("line %d: %q cannot be %s", line(kind.Offset), kind.Field, kind.Value)
	default:
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
}
