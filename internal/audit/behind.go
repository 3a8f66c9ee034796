package audit

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// Copies are the ledger of a clone and that of the repository which it follows.
type Copies struct {
	Chain   ledger.Chain // the longer one, the clone's where neither continues the other
	Behind  int          // how many entries the clone does not have yet
	Ahead   int          // how many the origin does not have
	Differs int          // the first entry that differs, 0 where one continues the other
}

// Compare puts the ledger of a clone next to that of the repository which it follows.
func Compare(clone, origin ledger.Chain) Copies {
	shared := 0
	for shared < min(len(clone.Hashes), len(origin.Hashes)) && clone.Hashes[shared] == origin.Hashes[shared] {
		shared++
	}
	c := Copies{Chain: clone, Behind: len(origin.Hashes) - shared, Ahead: len(clone.Hashes) - shared}
	switch {
	case c.Behind > 0 && c.Ahead > 0:
		c.Differs = shared + 1
	case c.Behind > 0:
		c.Chain = origin
	}
	return c
}

// Note says how the copies differ, which one is read and what to do, "" where they do not differ.
func (c Copies) Note() string {
	switch {
	case c.Differs > 0:
		return fmt.Sprintf("the ledger of this clone and that of its origin differ from entry %d on: one of the two was rewritten", c.Differs)
	case c.Behind > 0:
		return fmt.Sprintf("this clone does not have %s, so the ledger of its origin was read; \"git fetch\" brings the clone up to date", render.LastEntries(c.Behind))
	case c.Ahead > 0:
		return fmt.Sprintf("the origin does not have %s of this clone", render.LastEntries(c.Ahead))
	}
	return ""
}
