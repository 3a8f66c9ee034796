package process

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
)

func TestGarbageIsCollectedLaterTheFirstTime(t *testing.T) {
	t.Cleanup(restore(t, ""))
	collectLess()
	if got := percent(); got != firstCollection {
		t.Fatalf("the first collection comes at %d %%, want %d", got, firstCollection)
	}
	for range 1000 {
		runtime.GC()
		if percent() == laterCollections {
			return
		}
	}
	t.Errorf("after a thousand collections they come at %d %%, want %d", percent(), laterCollections)
}

func TestGOGCSaysWhenGarbageIsCollected(t *testing.T) {
	t.Cleanup(restore(t, "50"))
	usual := percent()
	collectLess()
	if got := percent(); got != usual {
		t.Errorf("collections come at %d %%, want %d", got, usual)
	}
}

// restore sets GOGC for the test, and gives what sets collections back.
func restore(t *testing.T, value string) func() {
	t.Setenv("GOGC", value)
	usual := int(percent())
	return func() { debug.SetGCPercent(usual) }
}

func percent() uint64 {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
