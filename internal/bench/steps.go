package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
)

// step is a row of the table: a benchmark that has a sub-benchmark n=SIZE for each column, and below it maybe a variant.
type step struct {
	what, counts            string
	pkg, benchmark, variant string
	missing                 string // why a size is not measured
}

var sizes = []string{"100", "10000", "100000"}

var measured = []step{
	{"load a charter", "domain blocks", "./internal/charter", "Load", "", ""},
	{"`bylaw lint`", "domain blocks", "./cmd/bylaw", "Lint", "", ""},
	{"decide a proposal", "seats", "./internal/opa", "Decide", "", ""},
	{"plan: compare, authorize, digest", "domain blocks to create", "./internal/plan", "Plan", "/create", ""},
	{"`bylaw plan --sandbox`", "domain blocks to create", "./cmd/bylaw", "Plan", "/create", ""},
	{"`bylaw plan --sandbox`", "domain blocks in force", "./cmd/bylaw", "Plan", "/in_force", ": 100,000 changes would have to be applied first"},
	{"render a plan as text and Markdown", "changes", "./internal/render", "Plan", "", ""},
	{"split a constitution into posts", "bytes", "./internal/thread", "Compose", "", ""},
	{"append an entry to the ledger", "entries before it", "./internal/git", "Ledger", "/append", ""},
	{"read and verify the ledger", "entries", "./internal/git", "Ledger", "/verify", ""},
}

// steps runs the benchmarks, one package after another, and gives their table.
func steps(ctx context.Context, runs int, progress io.Writer) (string, error) {
	results, done := map[string]*result{}, map[string]bool{}
	for _, s := range measured {
		if key := s.pkg + s.benchmark; !done[key] {
			done[key] = true
			if err := benchmark(ctx, s, runs, progress, results); err != nil {
				return "", err
			}
		}
	}
	return table(results, runs), nil
}

// result is what one benchmark measured: seconds and allocated bytes per operation.
type result struct{ seconds, bytes []float64 }

func benchmark(ctx context.Context, s step, runs int, progress io.Writer, results map[string]*result) error {
	pattern := fmt.Sprintf("^Benchmark%s$/^n=(%s)$", s.benchmark, strings.Join(sizes, "|"))
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", pattern, "-benchtime", "0.5s", "-count", strconv.Itoa(runs), "-timeout", "0", s.pkg)
	cmd.Stderr = progress
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	parse(io.TeeReader(out, progress), s.pkg, results)
	return cmd.Wait()
}

// parse reads lines such as "BenchmarkLoad/n=100-2  1000  1234 ns/op  56 B/op  7 allocs/op". Others are left out.
func parse(out io.Reader, pkg string, results map[string]*result) {
	for scanner := bufio.NewScanner(out); scanner.Scan(); {
		fields := strings.Fields(scanner.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name, _, _ := strings.Cut(fields[0], "-") // after the hyphen is GOMAXPROCS
		r := results[pkg+name]
		if r == nil {
			r = &result{}
			results[pkg+name] = r
		}
		for i := 2; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				continue
			}
			switch fields[i+1] {
			case "ns/op":
				r.seconds = append(r.seconds, value/1e9)
			case "B/op":
				r.bytes = append(r.bytes, value)
			}
		}
	}
}

// table writes the rows, and where a size is missing, why.
func table(results map[string]*result, runs int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s; median of %d runs (lowest to highest), and what it allocates in all.\n\n", machine(), runs)
	out.WriteString("| step | n counts | n = 100 | n = 10,000 | n = 100,000 |\n|---|---|---|---|---|\n")
	for _, s := range measured {
		row := []string{s.what, s.counts}
		for _, size := range sizes {
			row = append(row, cell(results[s.pkg+"Benchmark"+s.benchmark+"/n="+size+s.variant], s.missing))
		}
		out.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
	return out.String()
}

func cell(r *result, missing string) string {
	if r == nil {
		return "not measured" + missing
	}
	return sampleOf(r.seconds).spread(seconds) + "<br>" + mebibytes(sampleOf(r.bytes).median())
}
