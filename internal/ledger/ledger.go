// Package ledger is the ledger of everything that bylaw does: a chain of entries, each naming the hash of the one
// before, in a form that a stranger can verify offline. It encodes and verifies; where the files lie is an adapter's
// business.
package ledger

import (
	"encoding/json"
	"errors"

	"github.com/bylaw-dev/bylaw/internal/moment"
)

// Version is the version of the entry format.
const Version = 1

// Kind is the kind of an entry.
type Kind string

// The kinds of entry.
const (
	Genesis  Kind = "genesis"
	Opening  Kind = "opening"
	Decided  Kind = "decision"
	Intent   Kind = "intent"
	Outcome  Kind = "outcome"
	Enacted  Kind = "enacted"
	Publish  Kind = "publish"
	Override Kind = "override"
	Incident Kind = "incident"
	Erasure  Kind = "erasure"
	Ballots  Kind = "ballot"
)

// Entry is one link of the chain. Its file is entries/NNNNNN.json: RFC 8785 JSON and a line feed.
type Entry struct {
	Version  int             `json:"version"`
	Seq      int             `json:"seq"`  // from 1
	Prev     string          `json:"prev"` // SHA-256 of the previous file's bytes in hex; the first: 64 zeros
	Time     moment.Time     `json:"time"` // RFC 3339, UTC
	Kind     Kind            `json:"kind"`
	Proposal int             `json:"proposal"` // 0 where there is none
	Commit   string          `json:"commit"`   // "" where there is none
	Body     json.RawMessage `json:"body"`
}

// File is one file of the ledger, by its path. Files of people lie apart from the chain: see IsPerson.
type File struct {
	Path string
	Data []byte
}

// ErrMoved means that a person else wrote to the ledger since it was read.
var ErrMoved = errors.New("the ledger has moved on")

// Chain is a ledger that has been read and verified: its entries in order, and the hash of the last file.
type Chain struct {
	Entries []Entry
	Head    string            // SHA-256 of the last entry file in hex; 64 zeros where the chain is empty
	Facts   map[string][]byte // the files below facts/, by their SHA-256
	People  map[string]Person // who is spoken of and was not erased, by commitment
	Hashes  []string          // SHA-256 of each entry file, in the order of Entries
	Unread  []string          // paths of files that a ledger may hold and that this program does not read
}
