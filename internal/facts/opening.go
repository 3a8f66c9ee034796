package facts

import (
	"slices"
	"strings"
	"time"
)

// StatusContext is the context of bylaw's commit statuses; forges compare contexts without regard to case.
const StatusContext = "bylaw"

// noCommit is what a ref points to where it does not exist.
const noCommit = "0000000000000000000000000000000000000000"

// Tenure is how long a proposal's head has held its present content, by the server's own log of the head ref.
type Tenure struct {
	Known   bool      // false: there is no log
	Since   time.Time // when the head took the content
	Commits []string  // all of that content that the head was at since, the present head first
}

// TenureOf reads the log of a head ref, newest first. Digests gives the content digest of every commit that could be
// read: one that is not there counts as other content. Entries after the moment asked for do not count. A log that does
// not end in the present head lags behind: then the content is as new as that moment.
func TenureOf(head string, pushes []Push, digests map[string]string, at time.Time) Tenure {
	pushes = slices.DeleteFunc(slices.Clone(pushes), func(p Push) bool { return p.At.After(at) })
	for len(pushes) > 0 && pushes[0].After == noCommit {
		pushes = pushes[1:] // the branch was deleted: it closed the proposal, or tidied up after the merge
	}
	t := Tenure{Commits: []string{head}}
	if len(pushes) == 0 {
		return t
	}
	t.Known, t.Since = true, at
	digest := digests[head]
	expected := head
	for _, p := range pushes {
		if digest == "" || p.After != expected || digests[p.After] != digest {
			break // a gap, or another content
		}
		t.Since, expected = p.At, p.Before
		if !slices.Contains(t.Commits, p.After) {
			t.Commits = append(t.Commits, p.After)
		}
	}
	return t
}

// Vote is everything apart from the log that the opening of a vote follows from.
type Vote struct {
	Pull         Pull
	Digest       string // of the present content
	Tenure       Tenure
	Events       []Event
	Statuses     []CommitStatus // on the commits of Tenure, in all contexts
	Creator      int64          // the account whose statuses count; 0: no one's do
	Dedicated    bool           // that account is an App of the community's own, and not what all workflows share
	Recorded     []Sighting     // what the ledger saw of the proposal, oldest first
	Bootstrapped time.Time      // before the community was bootstrapped no vote could open
	At           time.Time      // the moment that is asked about: now, or the merge
}

// Sighting is one check of a proposal that the ledger recorded.
type Sighting struct {
	At     time.Time
	Digest string
}

// Opened gives the moment at which the vote opened: the latest of when the proposal was opened, reopened, retargeted or
// made ready, when its head took the present content, and the first trusted check of that content. It is zero for a
// draft, which is not open. Where nothing was checked yet, the check that asks is the first.
func (v Vote) Opened() time.Time {
	if v.Pull.Draft {
		return time.Time{}
	}
	return latest(v.Bootstrapped, v.raised(), v.Tenure.Since, v.firstCheck())
}

func latest(moments ...time.Time) time.Time {
	return slices.MaxFunc(moments, time.Time.Compare)
}

// raised is when the proposal was last put before the members. What the forge does by itself to a target branch is no less
// a change of it.
func (v Vote) raised() time.Time {
	kinds := []string{"reopened", "ready_for_review", "base_ref_changed", "automatic_base_change_succeeded"}
	last := v.Pull.Created
	for _, e := range v.Events {
		if slices.Contains(kinds, e.Kind) && !e.At.After(v.At) {
			last = latest(last, e.At)
		}
	}
	return last
}

// firstCheck is the first trusted status since the content came. Without a log of the head it is not known since when that
// is: then only the status of a dedicated account counts, and only after the ledger last saw another content; else what
// the ledger saw of this one.
func (v Vote) firstCheck() time.Time {
	since, seen := v.sighted()
	switch {
	case v.Tenure.Known && v.Dedicated:
		return v.firstStatus(v.Tenure.Since, v.Trusts)
	case v.Tenure.Known:
		return v.firstShared(seen)
	case v.Dedicated:
		return v.firstStatus(since, v.Trusts)
	case !seen.IsZero():
		return seen
	}
	return v.At
}

// firstShared is the first check where no account is bylaw's alone. Which one it posts as may change from run to run: where
// none that is trusted set the first status, what the ledger saw of the content since it came stands for that.
func (v Vote) firstShared(seen time.Time) time.Time {
	trusted := v.firstStatus(v.Tenure.Since, v.Trusts)
	other := trusted.Equal(v.At) || v.firstStatus(v.Tenure.Since, ours).Before(trusted)
	if other && SeenSince(seen, v.Tenure.Since) {
		return seen
	}
	return trusted
}

// SeenSince says whether the ledger saw something at a moment or after it, by a clock that is not the server's.
func SeenSince(seen, moment time.Time) bool { return !seen.Before(moment.Add(-clocks)) }

// firstStatus is the first status that counts and is not older than a moment.
func (v Vote) firstStatus(since time.Time, counts func(CommitStatus) bool) time.Time {
	first := v.At
	for _, s := range v.Statuses {
		if counts(s) && !s.Created.Before(since) && s.Created.Before(first) {
			first = s.Created
		}
	}
	return first
}

// Foreign gives the newest status of bylaw's context where it has some and none of them is trusted.
func (v Vote) Foreign() (found CommitStatus, ok bool) {
	for _, s := range v.Statuses {
		switch {
		case v.Trusts(s):
			return CommitStatus{}, false
		case ours(s) && !s.Created.Before(found.Created):
			found, ok = s, true
		}
	}
	return found, ok
}

// ours says whether a status has bylaw's context, the person who set it.
func ours(s CommitStatus) bool { return strings.EqualFold(s.Context, StatusContext) }

// Trusts says whether a status is bylaw's own. What it says is for people and proves nothing; that it was set, and when,
// no one can forge but who has the account.
func (v Vote) Trusts(s CommitStatus) bool {
	return v.Creator != 0 && s.Creator.ID == v.Creator && ours(s)
}

// sighted gives when the ledger last saw another content, and when it first saw the present one after that.
func (v Vote) sighted() (other, seen time.Time) {
	for _, s := range v.Recorded {
		switch {
		case s.At.After(v.At):
		case s.Digest != v.Digest:
			other, seen = s.At, time.Time{}
		case seen.IsZero():
			seen = s.At
		}
	}
	return other, seen
}
