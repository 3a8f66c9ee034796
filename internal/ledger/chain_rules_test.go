package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/ledger"
)

func TestAllMistakesAreReportedAtOnce(t *testing.T) {
	_, files := record(t)
	files[2].Data = []byte("x")
	files[4].Data = []byte("y")
	_, err := ledger.Verify(files)
	for _, path := range []string{files[2].Path, files[4].Path} {
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%v does not name %s", err, path)
		}
	}
}

func TestAGenesisComesFirstOrNotAtAll(t *testing.T) {
	chain, files := record(t)
	_, second, err := chain.Next(ledger.Genesis, noon, 0, "", ledger.GenesisBody{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = ledger.Verify(append(files, second)); err == nil || !strings.Contains(err.Error(), "first entry") {
		t.Errorf("a second genesis: %v", err)
	}
}

func TestAnAnchorOfACutLedgerIsMissed(t *testing.T) {
	whole, files := record(t)
	cut, err := ledger.Verify(files[:len(files)-1])
	if err != nil {
		t.Fatal(err)
	}
	if !whole.Contains(cut.Head) || cut.Contains(whole.Head) {
		t.Errorf("whole contains the cut one's head: %t, cut contains the whole one's: %t", whole.Contains(cut.Head), cut.Contains(whole.Head))
	}
}

func TestWithLeavesTheChainThatItGrowsFromAlone(t *testing.T) {
	chain, _ := record(t)
	heads := map[string]bool{}
	for i := range 2 {
		e, f, err := chain.Next(ledger.Incident, noon, i, "", map[string]int{"n": i})
		if err != nil {
			t.Fatal(err)
		}
		grown := chain.With(e, f)
		heads[grown.Head] = true
		if grown.Entries[6].Proposal != i || len(chain.Entries) != 6 {
			t.Errorf("branch %d: %v", i, grown.Entries[6])
		}
	}
	if len(heads) != 2 {
		t.Error("two branches share a head")
	}
}

func FuzzDecode(f *testing.F) {
	for i, kind := range ledger.Kinds() {
		_, file, err := ledger.Chain{}.Next(kind, noon, i, "", map[string]string{"text": fmt.Sprint("\u20ac\U0001F600", i)})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file.Data)
	}
	f.Add([]byte(`{"body":{"a":1e400}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		entry, err := ledger.Decode(data)
		if err != nil {
			return
		}
		again, err := ledger.Encode(entry)
		if err != nil || string(again) != string(data) {
			t.Errorf("written again: %q, %v; was %q", again, err, data)
		}
	})
}
