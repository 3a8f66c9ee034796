package apply

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// overtaken refuses what was read before another run began: by now it may be older than what is in force.
func overtaken(present ledger.Chain, began string) error {
	at := slices.Index(present.Hashes, began)
	if began == "" || began == strings.Repeat("0", 64) {
		return nil
	}
	for _, e := range present.Entries[at+1:] {
		if at >= 0 && e.Kind != ledger.Intent && e.Kind != ledger.Enacted {
			continue
		}
		return &diag.Refusal{
			Why:  fmt.Sprintf("another run has recorded an entry of kind %q at %s, after this one had read the branch; this run has changed nothing", e.Kind, e.Time),
			Next: "run it again: it reads the branch again",
		}
	}
	return nil
}
