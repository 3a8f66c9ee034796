package git_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// BenchmarkLedger reads and proves a ledger of n entries, and appends one entry to it.
func BenchmarkLedger(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			l, head := recorded(b, n)
			b.Run("verify", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if chain, err := l.Load(b.Context()); err != nil || chain.Head != head {
						b.Fatalf("head %s, want %s: %v", chain.Head, head, err)
					}
				}
			})
			b.Run("append", func(b *testing.B) {
				b.ReportAllocs()
				seq := n
				for b.Loop() {
					seq++
					file := incident(b, seq, head)
					if err := l.Append(b.Context(), head, []ledger.File{file}); err != nil {
						b.Fatal(err)
					}
					head = ledger.Sum(file.Data)
				}
			})
		})
	}
}

// recorded writes a ledger of n entries, and gives its head.
func recorded(b *testing.B, n int) (l *git.Ledger, head string) {
	b.Helper()
	l, err := git.OpenLedger(filepath.Join(b.TempDir(), "ledger.git"), now)
	if err != nil {
		b.Fatal(err)
	}
	first := strings.Repeat("0", 64)
	head = first
	files := make([]ledger.File, n)
	for i := range files {
		files[i] = incident(b, i+1, head)
		head = ledger.Sum(files[i].Data)
	}
	if err := l.Append(b.Context(), first, files); err != nil {
		b.Fatal(err)
	}
	return l, head
}

func incident(b *testing.B, seq int, head string) ledger.File {
	b.Helper()
	data, err := ledger.Encode(ledger.Entry{
		Version: ledger.Version, Seq: seq, Prev: head, Time: moment.Of(now()), Kind: ledger.Incident,
		Body: json.RawMessage(`{"why":"no one voted on it"}`),
	})
	if err != nil {
		b.Fatal(err)
	}
	return ledger.File{Path: ledger.EntryPath(seq), Data: data}
}
