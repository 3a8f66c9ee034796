package main

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// sample is what was measured again and again, sorted.
type sample []float64

func sampleOf(values []float64) sample { return slices.Sorted(slices.Values(values)) }

// median is the one in the middle; of an even number of values the higher one of the two, so that it was measured.
func (s sample) median() float64 { return s[len(s)/2] }

// spread writes the median, and the lowest and the highest value.
func (s sample) spread(write func(float64) string) string {
	return fmt.Sprintf("%s (%s to %s)", write(s.median()), write(s[0]), write(s[len(s)-1]))
}

// seconds writes a time, given in seconds, to three digits.
func seconds(v float64) string {
	for _, unit := range []struct {
		size float64
		name string
	}{{1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}} {
		if v >= unit.size {
			return digits(v/unit.size) + " " + unit.name
		}
	}
	return time.Duration(v * 1e9).String()
}

func mebibytes(v float64) string { return digits(v/(1<<20)) + " MiB" }

func digits(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// ratio writes our share of a peer's time, rounded up: a ratio is never shown as better than it was.
func ratio(v float64) string { return fmt.Sprintf("%.3f", math.Ceil(v*1000)/1000) }
