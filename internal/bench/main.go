// Command bench measures bylaw and writes what it finds as Markdown tables: its steps by Go's benchmarks, and whole
// processes alone and in turns with those of other programs. "make bench" and "make bench-peers" run it.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measurement makes one table from so many runs of each thing.
type measurement struct {
	runs  int // unless -runs says otherwise
	table func(ctx context.Context, runs int, progress io.Writer) (string, error)
}

// run prints the tables that the arguments name, or writes them into a page between their markers.
func run(ctx context.Context, args []string, stdout, progress io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(progress)
	page := flags.String("write", "", "replace the tables of this Markdown page instead of printing them")
	runs := flags.Int("runs", 0, "measure each thing so many times")
	if err := flags.Parse(args); err != nil {
		return err
	}
	tables := map[string]measurement{"steps": {3, steps}, "peers": {20, peers}, "processes": {3, processes}, "binary": {1, binary}}
	for _, name := range flags.Args() {
		m, known := tables[name]
		if !known {
			return fmt.Errorf("table %q is unknown, want steps, peers, processes or binary", name)
		}
		if *runs > 0 {
			m.runs = *runs
		}
		text, err := m.table(ctx, m.runs, progress)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if *page == "" {
			fmt.Fprintln(stdout, text)
		} else if err := replace(*page, name, text); err != nil {
			return err
		}
	}
	return nil
}

// replace writes a text into a page, between the markers <!-- NAME --> and <!-- /NAME -->.
func replace(page, name, text string) error {
	src, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	before, rest, opened := strings.Cut(string(src), begin)
	_, after, closed := strings.Cut(rest, end)
	if !opened || !closed {
		return fmt.Errorf("%s has no place for the table: nothing is between %q and %q", page, begin, end)
	}
	return os.WriteFile(page, []byte(before+begin+"\n"+text+"\n"+end+after), 0o600)
}
