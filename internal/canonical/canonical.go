// Package canonical writes values in the one form that digests are taken of: RFC 8785 JSON. It knows nothing of what the
// values mean.
package canonical

import (
	"encoding/json"
	"fmt"

	"github.com/gowebpki/jcs"
)

// JSON gives a value's RFC 8785 JSON, without a line feed: equal values are equal bytes.
func JSON(v any) ([]byte, error) {
	loose, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	strict, err := jcs.Transform(loose)
	if err != nil {
		return nil, fmt.Errorf("no canonical form: %w", err)
	}
	return strict, nil
}
