// Package canonical writes values in the one form that digests are taken of: RFC 8785 JSON. It knows nothing of what the
// values mean.
package canonical

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/gowebpki/jcs"
)

// JSON gives a value's RFC 8785 JSON, without a line feed: equal values are equal bytes.
func JSON(v any) ([]byte, error) {
	var loose bytes.Buffer
	encoder := json.NewEncoder(&loose)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	text := bytes.TrimSuffix(loose.Bytes(), []byte("\n"))
	if strict, ok := sorted(text); ok {
		return strict, nil
	}
	strict, err := jcs.Transform(text)
	if err != nil {
		return nil, fmt.Errorf("no canonical form: %w", err)
	}
	return strict, nil
}

// Equal compares two documents as they would be written.
func Equal(a, b any) bool {
	x, errX := JSON(a)
	y, errY := JSON(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
