package apply

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

func TestWhatWasReadBeforeAnotherRunBeganIsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		later   []ledger.Kind
		began   string // "" is the head after the bootstrap
		refused bool
	}{
		"nothing happened":        {},
		"checks recorded":         {later: []ledger.Kind{ledger.Opening, ledger.Decided, ledger.Incident, ledger.Publish, ledger.Outcome}},
		"another run began":       {later: []ledger.Kind{ledger.Decided, ledger.Intent}, refused: true},
		"another run enacted":     {later: []ledger.Kind{ledger.Intent, ledger.Enacted}, refused: true},
		"the record is another":   {began: strings.Repeat("ab", 32), refused: true},
		"there was no record yet": {later: []ledger.Kind{ledger.Intent}, began: strings.Repeat("0", 64)},
	} {
		t.Run(name, func(t *testing.T) {
			chain := grown(t, ledger.Chain{}, ledger.Genesis)
			began := chain.Head
			if test.began != "" {
				began = test.began
			}
			err := overtaken(grown(t, chain, test.later...), began)
			if _, refused := errors.AsType[*diag.Refusal](err); refused != test.refused || err != nil && !refused {
				t.Errorf("got %v", err)
			}
		})
	}
}

// grown is a chain with entries of these kinds more.
func grown(t *testing.T, chain ledger.Chain, kinds ...ledger.Kind) ledger.Chain {
	t.Helper()
	for _, kind := range kinds {
		entry, file, err := chain.Next(kind, time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), 0, "", map[string]any{})
		if err != nil {
			t.Fatal(err)
		}
		chain = chain.With(entry, file)
	}
	return chain
}
