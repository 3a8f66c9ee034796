package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSpreadShowsTheMedianBetweenTheExtremes(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   string
	}{
		{[]float64{0.3, 0.1, 0.2}, "200 ms (100 ms to 300 ms)"},
		{[]float64{1, 2}, "2.00 s (1.00 s to 2.00 s)"},
		{[]float64{0.0000123}, "12.3 µs (12.3 µs to 12.3 µs)"},
		{[]float64{4e-9}, "4ns (4ns to 4ns)"},
	} {
		if got := sampleOf(test.values).spread(seconds); got != test.want {
			t.Errorf("%v: got %q, want %q", test.values, got, test.want)
		}
	}
}

func TestARatioIsOfEachPairAndRoundedUp(t *testing.T) {
	ours := []usage{{seconds: 1}, {seconds: 1}, {seconds: 2}}
	theirs := []usage{{seconds: 3}, {seconds: 2}, {seconds: 1}}
	if got, want := ratios(ours, theirs).spread(ratio), "0.500 (0.334 to 2.000)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStepsAreReadFromTheOutputOfGoTest(t *testing.T) {
	const output = `goos: linux
BenchmarkLedger/n=100/append-2   1000   2000000 ns/op   1048576 B/op   7 allocs/op
BenchmarkLedger/n=100/append-2   1000   4000000 ns/op   1048576 B/op   7 allocs/op
BenchmarkLedger/n=100/append-2   1000   3000000 ns/op   1048576 B/op   7 allocs/op
PASS
`
	results := map[string]*result{}
	parse(strings.NewReader(output), "./internal/git", results)
	rows := strings.Split(table(results, 3), "\n")
	want := "| append an entry to the ledger | entries before it | 3.00 ms (2.00 ms to 4.00 ms)<br>1.00 MiB | not measured | not measured |"
	for _, row := range rows {
		if strings.HasPrefix(row, "| append") {
			if diff := cmp.Diff(want, row); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			return
		}
	}
	t.Errorf("no row for the ledger in %q", rows)
}

func TestEveryStepHasItsBenchmark(t *testing.T) {
	for _, s := range measured {
		found, err := filepath.Glob(filepath.Join("../..", s.pkg, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, file := range found {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(src)
		}
		if !strings.Contains(all.String(), "func Benchmark"+s.benchmark+"(") {
			t.Errorf("%s has no Benchmark%s", s.pkg, s.benchmark)
		}
	}
}

func TestTheCodeOfABinaryIsCountedByModule(t *testing.T) {
	const symbols = `  401000   1048576 T runtime.main
  501000    524288 T example.org/a/b/c.Do
  501000    262144 t example.org/a.(*T).Do[go.shape.int]
  501000   1048576 D example.org/a.table
  501000    262144 T example.org/a/b.init
           U missing
`
	code := codeOf(symbols, []string{"example.org/a/b", "example.org/a"})
	want := "A release is 9.00 MiB, of which functions are 2.00 MiB.\n\n| module | its functions | of all functions |\n|---|---|---|\n" +
		"| " + goItself + " | 1.00 MiB | 50.0 % |\n| example.org/a/b | 0.75 MiB | 37.5 % |\n| example.org/a | 0.25 MiB | 12.5 % |\n"
	if diff := cmp.Diff(want, binaryTable(9<<20, code)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestATableIsWrittenBetweenItsMarkers(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte("before\n<!-- steps -->\nold\n<!-- /steps -->\nafter\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := replace(page, "steps", "| new |\n"); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(page)
	if diff := cmp.Diff("before\n<!-- steps -->\n\n| new |\n\n<!-- /steps -->\nafter\n", string(got)); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if err := replace(page, "peers", ""); err == nil || !strings.Contains(err.Error(), "<!-- peers -->") {
		t.Errorf("without a marker: %v", err)
	}
}

func TestThePageHasAPlaceForEveryTable(t *testing.T) {
	page, err := os.ReadFile("../../docs/explanation/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"steps", "peers", "processes", "binary"} {
		if !strings.Contains(string(page), "<!-- "+name+" -->\n") || !strings.Contains(string(page), "<!-- /"+name+" -->") {
			t.Errorf("no place for %s", name)
		}
	}
}

func TestAnUnknownTableNamesTheKnownOnes(t *testing.T) {
	err := run(context.Background(), []string{"nonsense"}, io.Discard, io.Discard)
	if err == nil || err.Error() != `table "nonsense" is unknown, want steps, peers, processes or binary` {
		t.Errorf("got %v", err)
	}
}

func TestAProcessThatFailsIsNotMeasured(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	refused := command{"refused", ".", []string{program, "-no-such-flag"}}
	if _, err := turns(t.Context(), 1, io.Discard, refused); err == nil || !strings.Contains(err.Error(), "no-such-flag") {
		t.Errorf("got %v", err)
	}
	listed := command{"listed", ".", []string{program, "-test.list", "Process"}}
	taken, err := turns(t.Context(), 2, io.Discard, listed, listed)
	if err != nil || len(taken) != 2 || len(taken[0]) != 2 || taken[0][0].seconds <= 0 {
		t.Errorf("got %v, %v", taken, err)
	}
}
