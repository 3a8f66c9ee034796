package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/canonical"
)

var (
	hashPattern   = regexp.MustCompile(`^[0-9a-f]{64}$`)
	kindPattern   = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	commitPattern = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})?$`)
)

// Kinds gives the known kinds of entry, in the order in which a proposal meets them.
func Kinds() []Kind {
	return []Kind{Genesis, Opening, Decided, Intent, Outcome, Enacted, Publish, Override, Incident, Erasure, Ballots}
}

// Encode gives the bytes of an entry's file: RFC 8785 JSON and a line feed. It refuses an entry that Decode would
// refuse.
func Encode(e Entry) ([]byte, error) {
	if err := check(e); err != nil {
		return nil, err
	}
	return line(e)
}

// Decode reads an entry's file. It accepts only the very bytes that Encode writes: a field too many or too few, a
// space, another order of keys are errors.
func Decode(data []byte) (Entry, error) {
	var e Entry
	if err := json.Unmarshal(data, &e); err != nil {
		return Entry{}, fmt.Errorf("not the JSON of an entry: %w", err)
	}
	want, err := Encode(e)
	if err != nil {
		return Entry{}, err
	}
	if !bytes.Equal(want, data) {
		return Entry{}, errors.New("not in canonical form (RFC 8785 JSON of the known fields, and a line feed)")
	}
	return e, nil
}

func check(e Entry) error {
	switch {
	case e.Version > Version:
		return fmt.Errorf("version %d is unknown: %w", e.Version, errNewer)
	case e.Version != Version:
		return fmt.Errorf("version %d is unknown, this program knows %d", e.Version, Version)
	case e.Seq < 1:
		return fmt.Errorf("seq %d is not a place in the chain, which counts from 1", e.Seq)
	case !hashPattern.MatchString(e.Prev):
		return fmt.Errorf("prev %q is not a SHA-256 in hex", e.Prev)
	case !slices.Contains(Kinds(), e.Kind) && kindPattern.MatchString(string(e.Kind)):
		return fmt.Errorf("kind %q is unknown: %w", e.Kind, errNewer)
	case !slices.Contains(Kinds(), e.Kind):
		return fmt.Errorf("kind %q is unknown, allowed are %q", e.Kind, Kinds())
	case e.Proposal < 0:
		return fmt.Errorf("proposal %d is not a number of a proposal", e.Proposal)
	case !commitPattern.MatchString(e.Commit):
		return fmt.Errorf("commit %q is not a full commit hash", e.Commit)
	case !e.Time.Canonical():
		return fmt.Errorf("time %q is not RFC 3339 in UTC to the second", e.Time)
	case len(e.Body) == 0 || e.Body[0] != '{':
		return errors.New("the body is not an object")
	}
	return nil
}

// line is how every file of the ledger is written: RFC 8785 JSON and a line feed.
func line(v any) ([]byte, error) {
	data, err := canonical.JSON(v)
	if err != nil {
		return nil, err
	}
	return append(data, '\n'), nil
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Sum gives the SHA-256 of a file's bytes in hex, as the entry after it and anchors name it.
func Sum(data []byte) string { return hash(data) }
