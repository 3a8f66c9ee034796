package scenario_test

import (
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

func TestACloneThatIsBehindIsNotBroken(t *testing.T) {
	const read = ", so the ledger of its origin was read; \"git fetch\" brings the clone up to date"
	chain := func(hashes ...string) ledger.Chain {
		return ledger.Chain{Entries: make([]ledger.Entry, len(hashes)), Hashes: hashes}
	}
	for name, test := range map[string]struct {
		clone, origin ledger.Chain
		judged        []string
		note          string
	}{
		"equal":     {chain("a", "b"), chain("a", "b"), []string{"a", "b"}, ""},
		"behind":    {chain("a"), chain("a", "b", "c"), []string{"a", "b", "c"}, "this clone does not have the last 2 entries" + read},
		"empty":     {chain(), chain("a"), []string{"a"}, "this clone does not have the last entry" + read},
		"ahead":     {chain("a", "b"), chain("a"), []string{"a", "b"}, "the origin does not have the last entry of this clone"},
		"rewritten": {chain("a", "x"), chain("a", "b"), []string{"a", "x"}, "the ledger of this clone and that of its origin differ from entry 2 on: one of the two was rewritten"},
	} {
		got := audit.Compare(test.clone, test.origin)
		if got.Note() != test.note || !slices.Equal(got.Chain.Hashes, test.judged) {
			t.Errorf("%s: %q, %v", name, got.Note(), got.Chain.Hashes)
		}
	}
}
