package facts

import "time"

// The types of this file are what a forge says, before it becomes facts. Times are server times in UTC, zero where the
// server gives none. A Person with ID 0 is a deleted or unknown account.

// Pull is a pull request.
type Pull struct {
	ID       int64
	Number   int
	Title    string
	Body     string
	URL      string
	Author   Person
	Open     bool
	Draft    bool
	Head     string // commit
	HeadRef  string // branch name
	HeadRepo string // "owner/name", or "" where the fork is gone
	Base     string // the tip of the target branch as the forge last recorded it; not the vote's base
	BaseRef  string // branch name
	Created  time.Time
	Updated  time.Time // a hint: what moves it is not documented
	Closed   time.Time
	Merged   time.Time // zero where it is not merged
	Merge    string    // the commit that brought it into the target branch; "" where it is not merged
	MergedBy Person
	Comments int  // 0 in lists, where the forge leaves it out
	Counted  bool // whether Comments was reported at all
}

// Event is one entry of a pull request's history.
type Event struct {
	ID     int64
	Kind   string // as the forge names it: closed, reopened, review_dismissed, base_ref_changed, ready_for_review, ...
	Actor  Person
	At     time.Time
	Commit string
	// The next three are set on review_dismissed only. State is in upper case, as in Review; DismissalCommit is set where a
	// push dismissed the review.
	Review          int64
	State           string
	DismissalCommit string
}

// CommitStatus is one status on a commit. No one can change or delete one.
type CommitStatus struct {
	ID          int64
	Context     string // compare without regard to case
	State       string // error, failure, pending or success
	Description string // for people, never trusted
	TargetURL   string
	Creator     Person
	Created     time.Time
}

// Comment is one comment on a pull request.
type Comment struct {
	ID      int64
	URL     string
	Author  Person
	Body    string
	Created time.Time
	Updated time.Time
}

// Issue is an issue of the forge that is no pull request.
type Issue struct {
	Number  int
	URL     string
	Title   string
	Body    string
	Author  Person
	Open    bool
	Created time.Time
	Updated time.Time
}

// Offer is a commit that a person wants to propose.
type Offer struct {
	Base    string            // the commit that it stands upon
	Files   map[string][]byte // new content by path; nil removes a file
	Name    string            // of the author
	Email   string
	At      time.Time
	Message string
}

// Push is one entry of the server's log of ref updates.
type Push struct {
	ID     int64
	Ref    string // refs/heads/...
	Before string // 40 zeros where the ref was created
	After  string // 40 zeros where it was deleted
	Kind   string // push, force_push, branch_creation, branch_deletion, pr_merge or merge_queue_merge
	Actor  Person
	At     time.Time
}
