package check

import (
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// StatusContext is the name of bylaw's commit status. The forge compares it without regard to case.
const StatusContext = "bylaw"

// The states of a commit status.
const (
	StatePending = "pending"
	StateSuccess = "success"
	StateFailure = "failure"
	StateError   = "error"
)

// StateOf is the state of a finding's commit status. What has passed and may not be merged yet is not green.
func StateOf(f Finding) string {
	d := f.Decision
	switch {
	case f.Problem != nil:
		return StateError
	case !f.Pull.Open && f.Pull.Merged.IsZero():
		return StateFailure
	case d.Outcome == decision.Passed && d.Enactable && !f.Pull.Draft:
		return StateSuccess
	case d.Outcome == decision.Passed, d.Outcome == decision.Open:
		return StatePending
	case d.Outcome == decision.Failed, d.Outcome == decision.Vetoed:
		return StateFailure
	}
	return StateError
}

// RemindAt is when the reminder is due, zero where there is none.
func RemindAt(opened, closes time.Time, before time.Duration) time.Time {
	if before == 0 {
		return time.Time{}
	}
	return latest(closes.Add(-before), opened.Add(closes.Sub(opened)/2))
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
