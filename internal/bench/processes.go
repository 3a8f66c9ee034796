package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// processes gives the table of bylaw's own commands, from the shortest to plans of many entries.
func processes(ctx context.Context, runs int, progress io.Writer) (table string, err error) {
	f, err := prepare(ctx, progress)
	if err != nil {
		return "", err
	}
	defer f.remove(&err)
	var out strings.Builder
	fmt.Fprintf(&out, "%s; median of %d processes (lowest to highest).\n\n", machine(), runs)
	out.WriteString("| process | entries | time | of all processors | memory |\n|---|---|---|---|---|\n")
	few, many := []int{0}, []int{1_000, 10_000, 100_000}
	for _, c := range []struct {
		entries []int
		args    []string
	}{{few, []string{"version"}}, {few, []string{"check", "--facts", facts}}, {many, []string{"lint"}}, {many, []string{"plan", "--sandbox"}}} {
		for _, n := range c.entries {
			if err := f.alone(ctx, &out, runs, n, c.args); err != nil {
				return "", err
			}
		}
	}
	return out.String(), nil
}

// alone writes the row of a command in a repository of so many entries.
func (f *fixture) alone(ctx context.Context, out io.Writer, runs, entries int, args []string) error {
	c := command{"bylaw " + strings.Join(args, " "), ".", append([]string{f.bylaw}, args...)}
	counted := ""
	if entries > 0 {
		dir, err := f.repository(entries)
		if err != nil {
			return err
		}
		c.dir, counted = dir, strconv.Itoa(entries)
	}
	taken, err := turns(ctx, runs, f.progress, c)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "| `%s` | %s | %s | %s | %s |\n", c.name, counted, each(taken[0], clock).spread(seconds),
		each(taken[0], processor).spread(seconds), mebibytes(each(taken[0], memory).median()))
	return err
}
