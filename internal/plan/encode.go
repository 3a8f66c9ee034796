package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/canonical"
)

// ErrDigest means that a saved plan does not have the digest that it names: it was edited.
var ErrDigest = errors.New("the plan was edited after it was made: its digest is another")

// Encode writes a plan as RFC 8785 JSON and a line feed: equal plans are equal bytes.
func Encode(p Plan) ([]byte, error) {
	data, err := canonical.JSON(p.withoutNil())
	if err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	return append(data, '\n'), nil
}

// Decode reads a plan back, also one that was laid out for people, and checks its version and its digest.
func Decode(data []byte) (Plan, error) {
	var p Plan
	reader := json.NewDecoder(bytes.NewReader(data))
	reader.DisallowUnknownFields()
	if err := reader.Decode(&p); err != nil {
		return Plan{}, fmt.Errorf("not the JSON of a plan: %w", err)
	}
	if _, err := reader.Token(); !errors.Is(err, io.EOF) {
		return Plan{}, errors.New("not the JSON of a plan: something follows it")
	}
	if p.Version != Version {
		return Plan{}, fmt.Errorf("plan version %d is unknown, this program knows %d", p.Version, Version)
	}
	p = p.withoutNil()
	if p.digest() != p.Digest {
		return Plan{}, ErrDigest
	}
	return p, nil
}

// digest leaves out what does not change what a plan does.
func (p Plan) digest() string {
	p.Digest, p.Basis.Live, p.Seconds, p.People, p.Notes = "", "", 0, nil, nil
	p.Changes = slices.Clone(p.Changes)
	for n := range p.Changes {
		p.Changes[n].Also = nil
	}
	return digest(p.withoutNil())
}

// digest is the SHA-256 of a value's RFC 8785 JSON in hex; "" where it holds what has no JSON.
func digest(v any) string {
	data, err := canonical.JSON(v)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
