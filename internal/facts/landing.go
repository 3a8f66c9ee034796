package facts

import (
	"fmt"
	"slices"
	"time"
)

// clocks is how far two times may differ that the same server gave for one merge.
const clocks = time.Minute

// Young is how old a commit of a branch must be before what the server does not say of it counts for anything: it connects
// commits with proposals, and writes the log of a branch, some seconds after a merge.
const Young = 10 * time.Minute

// Landed gives the update by which a branch took the first of some commits of a chain, by the server's log of the branch. It
// is zero where the log does not say.
func Landed(log []Push, commits []string) Push {
	for _, commit := range commits {
		if i := slices.IndexFunc(log, func(p Push) bool { return p.After == commit }); i >= 0 {
			return log[i]
		}
	}
	return Push{}
}

// Behind says whether the log of a branch is late: it does not know yet how the branch came to its tip. Where there is no log,
// which is nil, there is none to wait for.
func Behind(log []Push, tip string) bool {
	return log != nil && Landed(log, []string{tip}).After == ""
}

// Pusher gives whose push or merge a commit came to a branch with, by the server's log of the branch; ID is 0 where the log
// does not say.
func Pusher(log []Push, commit string) Person { return Landed(log, []string{commit}).Actor }

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
