package scripttest

import (
	"testing"
	"time"
)

func TestClockKnowsDaysAndMoments(t *testing.T) {
	const now = "2026-11-21T12:00:00Z"
	for text, want := range map[string]string{
		"+36h": "2026-11-23T00:00:00Z", "+3d": "2026-11-24T12:00:00Z", "2027-01-01T00:00:00Z": "2027-01-01T00:00:00Z",
	} {
		if got, err := laterMoment(now, text); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("clock %s: %s, %v, want %s", text, got, err, want)
		}
	}
	if _, err := laterMoment(now, "+tomorrow"); err == nil {
		t.Error("clock +tomorrow is no error")
	}
}
