package facts

import (
	"fmt"
	"time"
)

// clocks is how far two times may differ that the same server gave for one merge.
const clocks = time.Minute

// Landed gives when a branch took one of the commits of a chain, the earliest first, by the server's log of the branch. It
// is zero where the log does not tell.
func Landed(log []Push, commits []string) time.Time {
	for _, commit := range commits {
		for _, p := range log {
			if p.After == commit {
				return p.At
			}
		}
	}
	return time.Time{}
}

// Pusher gives whose push or merge a commit came to a branch with, by the server's log of the branch; ID is 0 where the log
// does not tell.
func Pusher(log []Push, commit string) Person {
	for _, p := range log {
		if p.After == commit {
			return p.Actor
		}
	}
	return Person{}
}

// Contradicts says how the log of a branch speaks against the time of a merge, "" where it does not. A log that begins
// after the merge says nothing.
func Contradicts(log []Push, merge string, at time.Time) string {
	reaches := false
	for _, p := range log {
		if p.After == merge {
			if apart := p.At.Sub(at).Abs(); apart > clocks {
				return fmt.Sprintf("the proposal says that it was merged at %s, the log of the branch says %s", clock(at), clock(p.At))
			}
			return ""
		}
		reaches = reaches || p.At.Before(at.Add(-clocks))
	}
	if reaches {
		return fmt.Sprintf("the log of the branch knows no merge at %s", clock(at))
	}
	return ""
}

func clock(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// Forced lists the updates of a branch that took commits away from it, in words, oldest first.
func Forced(log []Push) []string {
	var found []string
	for i := len(log) - 1; i >= 0; i-- {
		if p := log[i]; p.Kind == "force_push" || p.Kind == "branch_deletion" {
			found = append(found, fmt.Sprintf("%s moved the protected branch by force at %s, from %.8s to %.8s", p.Actor.Login, clock(p.At), p.Before, p.After))
		}
	}
	return found
}
