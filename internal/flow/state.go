package flow

import (
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// StatusContext is the name of bylaw's commit status. The forge compares it without regard to case.
const StatusContext = "bylaw"

// The states of a commit status.
const (
	statePending = "pending"
	stateSuccess = "success"
	stateFailure = "failure"
	stateError   = "error"
)

// stateOf is the state of a finding's commit status. What has passed and may not be merged yet is not green.
func stateOf(f Finding) string {
	d := f.Decision
	switch {
	case f.Problem != nil:
		return stateError
	case !f.Pull.Open && f.Pull.Merged.IsZero():
		return stateFailure
	case d.Outcome == decision.Passed && d.Enactable && !f.Pull.Draft:
		return stateSuccess
	case d.Outcome == decision.Passed, d.Outcome == decision.Open:
		return statePending
	case d.Outcome == decision.Failed, d.Outcome == decision.Vetoed:
		return stateFailure
	}
	return stateError
}

// remindAt is when the reminder is due, zero where there is none.
func remindAt(opened, closes time.Time, before time.Duration) time.Time {
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
