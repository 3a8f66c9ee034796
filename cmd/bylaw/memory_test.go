package main

import (
	"runtime"
	"runtime/metrics"
	"testing"
)

func TestMemoryIsCollectedAsUsualFromTheSecondTimeOn(t *testing.T) {
	usual := percent()
	t.Setenv("GOGC", "")
	collectLate()
	if got := percent(); got != 1600 {
		t.Fatalf("the first collection comes at %d %%, want 1600", got)
	}
	for range 1000 {
		runtime.GC()
		if percent() == usual {
			return
		}
	}
	t.Errorf("after a thousand collections they come at %d %%, want %d", percent(), usual)
}

func TestTheOperatorSaysWhenMemoryIsCollected(t *testing.T) {
	usual := percent()
	t.Setenv("GOGC", "50")
	collectLate()
	if got := percent(); got != usual {
		t.Errorf("collections come at %d %%, want %d", got, usual)
	}
}

func percent() uint64 {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
