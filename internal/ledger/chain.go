package ledger

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/moment"
)

// Checkpoint is the path of a file that a ledger may hold next to its folders: its head as a newer bylaw signs it.
const Checkpoint = "checkpoint"

const (
	entriesDir = "entries/"
	factsDir   = "facts/"
	suffix     = ".json"
)

// zeroHash is what the first entry names as the hash before it.
const zeroHash = "0000000000000000000000000000000000000000000000000000000000000000"

// EntryPath is the path of entry number seq in the ledger branch.
func EntryPath(seq int) string { return fmt.Sprintf("%s%06d%s", entriesDir, seq, suffix) }

// FactsFile gives the file that keeps v, and its SHA-256 for DecisionBody.Facts. The file is RFC 8785 JSON and a line
// feed, so equal facts are one file.
func FactsFile(v any) (File, string, error) {
	data, err := line(v)
	if err != nil {
		return File{}, "", fmt.Errorf("facts: %w", err)
	}
	sum := hash(data)
	return File{factsDir + sum + suffix, data}, sum, nil
}

// Next makes the entry that follows the chain, and its file. It does not change the chain: With does. The time is cut
// to the second; commit is a full hash or "".
func (c Chain) Next(kind Kind, at time.Time, proposal int, commit string, body any) (Entry, File, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return Entry{}, File{}, fmt.Errorf("body of a %s entry: %w", kind, err)
	}
	seq := len(c.Entries) + 1
	data, err := Encode(Entry{Version, seq, c.head(), moment.Of(at), kind, proposal, commit, raw})
	if err != nil {
		return Entry{}, File{}, fmt.Errorf("ledger entry %d: %w", seq, err)
	}
	entry, err := Decode(data)
	return entry, File{EntryPath(seq), data}, err
}

// With gives the chain with one more entry, as Next made it, and the files that it names: of facts, and of people.
func (c Chain) With(e Entry, f File, named ...File) Chain {
	grown := Chain{append(slices.Clip(c.Entries), e), hash(f.Data), maps.Clone(c.Facts), maps.Clone(c.People), nil, c.Unread}
	grown.Hashes = append(slices.Clip(c.Hashes), grown.Head)
	if grown.Facts == nil {
		grown.Facts = map[string][]byte{}
	}
	if grown.People == nil {
		grown.People = map[string]Person{}
	}
	for _, file := range named {
		var p Person
		switch sum := hash(file.Data); {
		case !IsPerson(file.Path):
			grown.Facts[sum] = file.Data
		case json.Unmarshal(file.Data, &p) == nil:
			grown.People[sum] = p
		}
	}
	return grown
}

// LastEnacted gives the entry of the commit that is in force; ok is false where nothing was enacted yet.
func (c Chain) LastEnacted() (e Entry, ok bool) {
	for _, e := range slices.Backward(c.Entries) {
		if e.Kind == Enacted {
			return e, true
		}
	}
	return Entry{}, false
}

// Contains says whether an anchor, a head of this ledger that was written down elsewhere, is a point of this chain. A
// ledger that was cut short or rewritten does not contain it. Where there is no room for a whole head, its first 32 digits
// do: no one finds another ledger with the same ones. So many zeros, which stand for the head before the first entry, are
// contained in every chain.
func (c Chain) Contains(anchor string) bool {
	if len(anchor) < anchorDigits {
		return false
	}
	begins := func(hash string) bool { return strings.HasPrefix(hash, anchor) }
	return slices.ContainsFunc(c.Hashes, begins) || anchor == zeroHash[:anchorDigits]
}

// anchorDigits is how much of a head proves something.
const anchorDigits = 32

// InForce is the hash of the entry that was written last when something came into force, "" where nothing has yet.
func (c Chain) InForce() string {
	if e, ok := c.LastEnacted(); ok {
		return c.Hashes[e.Seq-1]
	}
	return ""
}

func (c Chain) head() string {
	if c.Head == "" {
		return zeroHash
	}
	return c.Head
}

// CommitInForce is the commit that was enacted last, or before anything was the one that founded the community.
func (c Chain) CommitInForce() string {
	if entry, ok := c.LastEnacted(); ok {
		return entry.Commit
	}
	if len(c.Entries) == 0 {
		return ""
	}
	return c.Entries[0].Commit
}
