// Package inbox is one pass of the account with which members vote on their server: it posts what is open, reads the votes, records
// them in a signed entry of the ledger, and answers.
package inbox

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/bylaw-dev/bylaw/internal/ballot"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/journal"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// margin is how much earlier than the server's time at its start a pass says that it has read everything: a post that was being
// stored then has its place by now.
const margin = 10 * time.Minute

// Ports is everything that a pass needs.
type Ports struct {
	Check  check.Ports // it writes nothing but the ledger
	Server port.Inbox
	Key    note.Signer // the private half of ballots.key
}

// Result is what a pass came to.
type Result struct {
	Version     int             `json:"version"`
	ReadThrough moment.Time     `json:"read_through"` // every vote of before is recorded
	Entry       int             `json:"entry"`        // of the ledger; 0 where there was nothing to record
	Posts       []ledger.Post   `json:"posts"`        // about contents that had none
	Ballots     []ledger.Ballot `json:"ballots"`      // recorded by this pass
	Receipts    int             `json:"receipts"`     // ballots that were answered
	Notes       []string        `json:"notes"`        // what a person should know, in sentences without a full stop
}

// pass is one run.
type pass struct {
	Ports
	checked check.Checked
	law     charter.Charter // in force
	state   ledger.State
	in      ledger.Inbox
	known   ballot.Known
	result  Result
	took    []taken // ballots that are new, oldest first
	cursor  string
}

// taken is a ballot on its way into the ledger.
type taken struct {
	ballot ledger.Ballot
	by     ledger.CastBy
	at     time.Time
}

// Run makes one pass. Whatever stops it, the next one goes on from what the ledger and the server hold: posts are found by their
// last line, ballots are recorded once each, and answers follow the entry that records the ballot.
func Run(ctx context.Context, p Ports) (Result, error) {
	run := &pass{Ports: p, result: Result{Version: 1, Posts: []ledger.Post{}, Ballots: []ledger.Ballot{}, Notes: []string{}}}
	for _, step := range []func(context.Context) error{run.begin, run.publish, run.read, run.record, run.receipts} {
		if err := step(ctx); err != nil {
			return run.result, err
		}
	}
	return run.result, nil
}

// begin reads the ledger and the open proposals, and refuses where votes on the server do not count, or not what this key signs.
func (r *pass) begin(ctx context.Context) error {
	self, now, err := r.Server.Begin(ctx)
	if err != nil {
		return err
	}
	r.result.ReadThrough = moment.Of(now.Add(-margin))
	if r.checked, err = check.All(ctx, r.Check, nil); err != nil {
		return err
	}
	if r.law, err = r.checked.InForce(ctx); err != nil {
		return err
	}
	if err := usable(r.law.Settings.Ballots, r.Key); err != nil {
		return err
	}
	if r.state, err = ledger.Fold(r.checked.Chain); err != nil {
		return err
	}
	if r.in, err = r.state.Inbox(r.law.Settings.Ballots.Key, len(r.checked.Chain.Entries)); err != nil {
		return err
	}
	for _, seq := range r.in.Unsigned {
		r.note("ledger entry %d is a ballot entry that ballots.key did not sign: nothing of it counts", seq)
	}
	r.known = ballot.Known{Bot: self.ID, Settings: r.law.Settings.Ballots, Posts: slices.Clone(r.in.Posts), Contents: r.state.Contents()}
	return nil
}

func (r *pass) note(format string, args ...any) {
	r.result.Notes = append(r.result.Notes, fmt.Sprintf(format, args...))
}

// usable says whether votes count that the key signs.
func usable(b charter.Ballots, key note.Signer) error {
	if !b.Mastodon() {
		return &diag.Refusal{Why: "members do not vote on Mastodon here: ballots.channels in " + charter.SettingsFile + " does not name it", Next: "propose channels: [review, mastodon]"}
	}
	public, err := note.NewVerifier(b.Key)
	switch {
	case err != nil:
		return fmt.Errorf("ballots.key: %w", err)
	case public.Name() != key.Name() || public.KeyHash() != key.KeyHash():
		return &diag.Refusal{
			Why:  fmt.Sprintf("BYLAW_INBOX_KEY is the key %q (%08x), and ballots.key names %q (%08x): what it signs would not count", key.Name(), key.KeyHash(), public.Name(), public.KeyHash()),
			Next: "use the key that belongs to ballots.key, or propose the new public half",
		}
	}
	return nil
}

// read collects the votes of everyone with a seat: from what mentions the account, and from below every post about an open proposal.
func (r *pass) read(ctx context.Context) error {
	mentions, err := r.Server.Mentions(ctx, r.in.Cursor)
	if err != nil {
		return err
	}
	r.cursor = r.in.Cursor
	for _, m := range mentions {
		if m.NotifiedAt.Before(r.result.ReadThrough.Time) {
			r.cursor = m.Notification // the rest is read again by the next pass: notifications may not arrive in their order
		}
	}
	seen := r.recorded()
	below := map[string]bool{} // posts follow one another, so that what is below the first is most often all
	for _, post := range r.openPosts() {
		if below[post.Status] {
			continue
		}
		answers, err := r.Server.Below(ctx, post.Status)
		if err != nil {
			return err
		}
		for _, a := range answers {
			below[a.ID] = true
		}
		mentions = append(mentions, answers...)
	}
	for _, m := range mentions {
		if seen[m.ID] {
			continue
		}
		seen[m.ID] = true
		if err := r.take(ctx, m); err != nil {
			return err
		}
	}
	slices.SortFunc(r.took, func(a, b taken) int {
		return cmp.Or(a.at.Compare(b.at), strings.Compare(a.by.Status, b.by.Status))
	})
	return nil
}

// recorded gives the ids of the posts that the ledger holds as ballots.
func (r *pass) recorded() map[string]bool {
	seen := map[string]bool{}
	for _, b := range r.in.Ballots {
		if by, ok := r.checked.Chain.CastBy(b.Seat); ok {
			seen[by.Status] = true
		}
	}
	return seen
}

// take keeps a post that is a ballot. One of before the time through which everything was read is in the ledger, even where
// its file was erased.
func (r *pass) take(ctx context.Context, m port.Received) error {
	seat, holds := r.holder(m.Account)
	if !holds || m.CreatedAt.Before(r.in.ReadThrough.Time) {
		return nil
	}
	s, shown, err := r.Server.Complete(ctx, m)
	if err != nil || !shown {
		return err
	}
	read := r.known.Read(s)
	if read.Why != "" {
		return nil
	}
	by := ledger.CastBy{Seat: seat, Account: s.Account.Handle, AccountID: s.Account.ID, Status: s.ID, Visibility: s.Visibility}
	if s.First != nil {
		by.TextSHA256 = ballot.TextSHA256(s.First.HTML)
	}
	r.took = append(r.took, taken{
		ledger.Ballot{Proposal: read.Proposal, Digest: read.Digest, Choice: read.Choice, CastAt: moment.Of(s.CreatedAt), Reasoned: read.Reasoned}, by, s.CreatedAt,
	})
	return nil
}

// holder gives the seat of an account, by the roster in force, or by one under which a vote is open.
func (r *pass) holder(a ballot.Account) (string, bool) {
	rosters := []charter.Roster{r.law.Roster}
	for _, f := range r.checked.Findings {
		rosters = append(rosters, f.Charter.Roster)
	}
	for _, roster := range rosters {
		if seat, ok := ballot.Holder(roster, a); ok {
			return seat.Name, true
		}
	}
	return "", false
}

// record signs what was read and appends it to the ledger. A pass without anything new is recorded only where something that
// decides happened since the last one: a vote closed, a proposal was merged or reviewed.
func (r *pass) record(ctx context.Context) error {
	if len(r.took)+len(r.result.Posts) == 0 && !r.covers() {
		return nil
	}
	veil := r.checked.Chain.Veil(r.Check.SaltSource())
	for _, t := range r.took {
		r.result.Ballots = append(r.result.Ballots, veil.Ballot(t.ballot, t.by))
	}
	files, err := veil.Files()
	if err != nil {
		return err
	}
	body, err := ledger.BallotBody{
		ReadThrough: r.result.ReadThrough, Cursor: r.cursor, Ballots: r.result.Ballots, Posts: r.result.Posts,
	}.Sign(r.Key)
	if err != nil {
		return err
	}
	book := &journal.Journal{Ledger: r.Check.Ledger, Chain: r.checked.Chain, Now: r.Check.Now, Commit: r.checked.Tip}
	if err := book.Record(ctx, ledger.Ballots, 0, body, files...); err != nil {
		return err
	}
	if r.state, err = ledger.Fold(book.Chain); err != nil {
		return err
	}
	r.result.Entry = len(book.Chain.Entries)
	r.in, err = r.state.Inbox(r.law.Settings.Ballots.Key, r.result.Entry)
	return err
}

// covers says whether the pass is the first to have read everything before something that decides.
func (r *pass) covers() bool {
	between := func(at time.Time) bool {
		return !at.IsZero() && at.After(r.in.ReadThrough.Time) && !at.After(r.result.ReadThrough.Time)
	}
	for _, f := range r.checked.Findings {
		if between(f.Decision.ClosesAt.Time) || slices.ContainsFunc(f.Listed(), func(review facts.Review) bool { return between(review.SubmittedAt.Time) }) {
			return true
		}
	}
	for _, v := range r.checked.Trunk {
		if between(v.At) {
			return true
		}
	}
	return false
}
