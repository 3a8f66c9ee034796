package facts

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// remembered is how many charters stay in memory: those of a proposal, of where it left the protected branch, of the tip,
// and of the tip before it. A charter of many entries takes a lot.
const remembered = 4

// Charters reads the charters of governed trees. It keeps the last few, because a check meets the same trees many times.
// The zero value is ready for use by one goroutine. What it gives is shared and must not be changed.
type Charters struct {
	Parsed int // how many trees were parsed, because they were not in memory
	last   []parsed
}

type parsed struct {
	sum     [sha256.Size]byte // of the tree
	charter charter.Charter
	found   diag.List
}

// Clone gives a copy that may be used while the original is.
func (c Charters) Clone() Charters { return Charters{c.Parsed, slices.Clone(c.last)} }

// Load is charter.Load.
func (c *Charters) Load(t Tree) (charter.Charter, diag.List) {
	sum := t.sum()
	i := slices.IndexFunc(c.last, func(p parsed) bool { return p.sum == sum })
	if i >= 0 {
		p := c.last[i]
		c.last = slices.Insert(slices.Delete(c.last, i, i+1), 0, p)
		return p.charter, slices.Clone(p.found)
	}
	p := parsed{sum: sum}
	p.charter, p.found = charter.Load(t)
	c.Parsed++
	c.last = slices.Insert(c.last, 0, p)
	c.last = c.last[:min(len(c.last), remembered)]
	return p.charter, slices.Clone(p.found)
}

// sum is a digest of all paths, modes and contents.
func (t Tree) sum() (sum [sha256.Size]byte) {
	h := sha256.New()
	for _, p := range t.Paths() {
		fmt.Fprintf(h, "%q %s %d\n", p, t[p].Mode, len(t[p].Data))
		h.Write(t[p].Data)
	}
	return [sha256.Size]byte(h.Sum(nil))
}
