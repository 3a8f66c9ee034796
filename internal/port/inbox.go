package port

import (
	"context"
	"time"

	"github.com/bylaw-dev/bylaw/internal/ballot"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Inbox is the account on the community's server with which members exchange votes. It is never the one that publishes the
// constitution.
type Inbox interface {
	// Describe says what the server is and what it allows.
	Describe(ctx context.Context) (thread.Limits, error)
	// Begin says which account it is, and what time it is by the server's clock.
	Begin(ctx context.Context) (self ballot.Account, now time.Time, err error)
	// Mentions gives the posts of which the account was notified after the notification named, "" for all, oldest first. Those
	// that the server keeps apart by its policy are among them.
	Mentions(ctx context.Context, after string) ([]Received, error)
	// Below gives the posts that answer one at any distance, with their ancestors. A post that is gone has none.
	Below(ctx context.Context, status string) ([]Received, error)
	// Complete asks for what is missing of a post: its ancestors, and what it said first. Without ok the server does not show it any more.
	Complete(ctx context.Context, r Received) (s ballot.Status, ok bool, err error)
	// Posts reads posts again by their ids. Those that the server does not show are left out.
	Posts(ctx context.Context, ids []string) ([]Received, error)
	// Publish posts a text, unless the account has posted one with the same last line already, and says which post it is.
	Publish(ctx context.Context, d InboxDraft) (status string, at time.Time, err error)
	// Answer sends a direct answer to a post, unless the account has answered it already.
	Answer(ctx context.Context, to Received, d InboxDraft) error
	// Like favourites a post. Once is enough, and a post that is gone needs none.
	Like(ctx context.Context, status string) error
}

// Received is a post as the inbox is shown it, before anything more is asked about it: without ancestors where it is from
// Mentions or Posts, and without its first version where it was edited.
type Received struct {
	ballot.Status
	Notification string    // the server's id of the notification; "" for a post that was not notified of
	NotifiedAt   time.Time // zero likewise
	Parent       string    // id of the post that it answers, "" for none
	Edited       bool
	Liked        bool // by the account of the inbox
}

// InboxDraft is a post of the inbox on its way.
type InboxDraft struct {
	Text       string
	Visibility string // of Publish; an answer is direct
	Language   string // ISO 639
	Parent     string // id of the post that it follows, "" for none
	Key        string // the same for the same post, so that a server takes it once
}
