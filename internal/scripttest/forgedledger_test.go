package scripttest

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	gogit "github.com/go-git/go-git/v5"

	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/opa"
)

// TestAFlippedByteOfTheDemosLedgerIsNamed flips a byte of every entry in a real branch and runs the program. The unit
// test of the ledger flips each single byte.
func TestAFlippedByteOfTheDemosLedgerIsNamed(t *testing.T) {
	t.Parallel()
	dir, judge := t.TempDir(), opa.New()
	if out, code := runIn(t, judge, dir, "demo", "--keep", "story"); code != 0 {
		t.Fatalf("demo: %d\n%s", code, out)
	}
	repo, err := gogit.PlainOpen(dir + "/story/github.git")
	if err != nil {
		t.Fatal(err)
	}
	valid, err := ledgerFiles(repo)
	if err != nil {
		t.Fatal(err)
	}
	for seq := 1; valid[ledger.EntryPath(seq+1)] != nil; seq++ { // a change of the last one only an anchor shows
		flipped := bytes.Clone(valid[ledger.EntryPath(seq)])
		at := []int{0, len(flipped) / 3, len(flipped) - 1}[seq%3]
		flipped[at] ^= 1
		files := maps.Clone(valid)
		files[ledger.EntryPath(seq)] = flipped
		if err := replaceLedger(repo, files); err != nil {
			t.Fatal(err)
		}
		out, code := runIn(t, judge, dir, "verify", "-C", "story/github.git")
		if code != 3 || !strings.Contains(out, fmt.Sprintf("%06d.json", seq)) && !strings.Contains(out, fmt.Sprintf("entry %d ", seq)) {
			t.Errorf("entry %d, byte %d: status %d\n%s", seq, at, code, out)
		}
	}
}

// runIn runs one command line in a directory, and returns everything that it printed.
func runIn(t *testing.T, judge *opa.Judge, dir string, args ...string) (said string, code int) {
	t.Helper()
	var out bytes.Buffer
	now := func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }
	code = cli.Run(t.Context(), args, cli.Process{
		Judge: judge, Dir: dir, Stdin: &bytes.Buffer{}, Stdout: &out, Stderr: &out, Env: func(string) string { return "" }, Now: now,
	})
	return out.String(), code
}
