package github

import (
	"strings"
	"time"

	gogithub "github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// person keeps ID 0 for an account that is gone: it never matches a seat.
func person(u *gogithub.User) facts.Person {
	return facts.Person{Login: u.GetLogin(), ID: u.GetID(), Type: u.GetType()}
}

func utc(at gogithub.Timestamp) time.Time {
	if at.IsZero() {
		return time.Time{}
	}
	return at.UTC()
}

func pull(p *gogithub.PullRequest) facts.Pull {
	merged := utc(p.GetMergedAt())
	converted := facts.Pull{
		ID: p.GetID(), Number: p.GetNumber(), Title: p.GetTitle(), Body: p.GetBody(), URL: p.GetHTMLURL(),
		Author: person(p.GetUser()), Open: p.GetState() == "open", Draft: p.GetDraft(),
		Head: p.GetHead().GetSHA(), HeadRef: p.GetHead().GetRef(), HeadRepo: p.GetHead().GetRepo().GetFullName(),
		Base: p.GetBase().GetSHA(), BaseRef: p.GetBase().GetRef(),
		Created: utc(p.GetCreatedAt()), Updated: utc(p.GetUpdatedAt()), Closed: utc(p.GetClosedAt()),
		Merged: merged, MergedBy: person(p.GetMergedBy()), Comments: p.GetComments(), Counted: p.Comments != nil,
	}
	// Before the merge the field holds a test merge, which means nothing.
	if !merged.IsZero() {
		converted.Merge = p.GetMergeCommitSHA()
	}
	return converted
}

func review(r *gogithub.PullRequestReview) facts.Review {
	return facts.Review{
		ID: r.GetID(), Author: person(r.GetUser()), State: r.GetState(), Body: r.GetBody(),
		SubmittedAt: moment.Of(r.GetSubmittedAt().Time), Commit: r.GetCommitID(),
	}
}

func event(e *gogithub.IssueEvent) facts.Event {
	dismissed := e.GetDismissedReview()
	return facts.Event{
		ID: e.GetID(), Kind: e.GetEvent(), Actor: person(e.GetActor()), At: utc(e.GetCreatedAt()), Commit: e.GetCommitID(),
		Review: dismissed.GetReviewID(), State: strings.ToUpper(dismissed.GetState()), DismissalCommit: dismissed.GetDismissalCommitID(),
	}
}

func status(s *gogithub.RepoStatus) facts.CommitStatus {
	return facts.CommitStatus{
		ID: s.GetID(), Context: s.GetContext(), State: s.GetState(), Description: s.GetDescription(),
		TargetURL: s.GetTargetURL(), Creator: person(s.GetCreator()), Created: utc(s.GetCreatedAt()),
	}
}

func comment(c *gogithub.IssueComment) facts.Comment {
	return facts.Comment{
		ID: c.GetID(), URL: c.GetHTMLURL(), Author: person(c.GetUser()), Body: c.GetBody(),
		Created: utc(c.GetCreatedAt()), Updated: utc(c.GetUpdatedAt()),
	}
}

// activity is one entry of the log of ref updates, which go-github does not know.
type activity struct {
	ID        int64              `json:"id"`
	Before    string             `json:"before"`
	After     string             `json:"after"`
	Ref       string             `json:"ref"`
	Timestamp gogithub.Timestamp `json:"timestamp"`
	Kind      string             `json:"activity_type"`
	Actor     *gogithub.User     `json:"actor"`
}

func push(a *activity) facts.Push {
	return facts.Push{
		ID: a.ID, Ref: a.Ref, Before: a.Before, After: a.After, Kind: a.Kind, Actor: person(a.Actor), At: utc(a.Timestamp),
	}
}
