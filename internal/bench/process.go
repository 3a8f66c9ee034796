package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"time"
)

// command is a process to run, and what it is called in the tables.
type command struct {
	name, dir string
	argv      []string
}

// usage is what a process took: seconds by the clock, seconds of all processors, and the most memory at once in bytes.
type usage struct{ seconds, cpu, peak float64 }

// run runs a command to its end. Any other exit status than 0 is an error: a program that stops early is quick.
func (c command) run(ctx context.Context) (usage, error) {
	cmd := exec.CommandContext(ctx, c.argv[0], c.argv[1:]...)
	cmd.Dir = c.dir
	begin := time.Now()
	output, err := cmd.CombinedOutput()
	took := time.Since(begin)
	if err != nil {
		return usage{}, fmt.Errorf("%s: %w\n%s", c.name, err, output)
	}
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return usage{took.Seconds(), cpu.Seconds(), peak(cmd.ProcessState)}, nil
}

// output runs a command to its end and gives what it wrote to standard output.
func (c command) output(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, c.argv[0], c.argv[1:]...)
	cmd.Dir = c.dir
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", c.name, err)
	}
	return string(out), nil
}

// turns runs the commands in turns, so that each meets the same busy moments of the machine: once to bring the files into
// memory, and then as often as runs says. What it gives has a list of usages for each command.
func turns(ctx context.Context, runs int, progress io.Writer, commands ...command) ([][]usage, error) {
	taken := make([][]usage, len(commands))
	for n := range runs + 1 {
		for i, c := range commands {
			u, err := c.run(ctx)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(progress, "%s: %.3f s\n", c.name, u.seconds)
			if n > 0 {
				taken[i] = append(taken[i], u)
			}
		}
	}
	return taken, nil
}

func clock(u usage) float64     { return u.seconds }
func processor(u usage) float64 { return u.cpu }
func memory(u usage) float64    { return u.peak }

// each takes one figure of every usage.
func each(taken []usage, figure func(usage) float64) sample {
	values := make([]float64, len(taken))
	for i, u := range taken {
		values[i] = figure(u)
	}
	return sampleOf(values)
}
