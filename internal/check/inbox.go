package check

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/internal/ballot"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// inbox is what the ledger holds of votes on Mastodon, as far as the inbox's key has signed it; key is "" where the community
// has no such channel.
type inbox struct {
	ledger.Inbox
	key   string
	notes []string
}

// voting is when a vote opened, by which constitution it is decided, and what the inbox recorded of it.
type voting struct {
	opened time.Time
	tenure facts.Tenure
	base   branch.Verdict // the commit whose constitution decides
	in     inbox
}

// voting finds out when the vote on a content opened, and loads the charter that was in force then.
func (s *evaluation) voting(ctx context.Context, h *history, c branch.Content, last charter.Charter) (v voting, law charter.Charter, err error) {
	if v.opened, v.tenure, err = s.opened(ctx, h, last.Settings); err != nil {
		return v, law, err
	}
	if law, err = s.inForce(ctx, &v, h.at); err != nil {
		return v, law, err
	}
	if v.in, err = s.inbox(law.Settings, last.Settings); err != nil {
		return v, law, err
	}
	if open := v.in.announced(v.opened, h.pull.Number, c, law); !open.Equal(v.opened) {
		v.opened = open
		law, err = s.inForce(ctx, &v, h.at)
	}
	return v, law, err
}

// inForce loads the charter that was in force when a vote opened, or is at the moment asked about where it has not.
func (s *evaluation) inForce(ctx context.Context, v *voting, at time.Time) (charter.Charter, error) {
	if v.base = s.Base(at); !v.opened.IsZero() {
		v.base = s.Base(v.opened)
	}
	return s.Charter(ctx, v.base.Commit)
}

// inbox reads the entries that the key of the last authorized settings has signed, or that of the settings of the vote where the
// last have no channel any more. Settings of the vote without the channel need none.
func (s *evaluation) inbox(vote, last charter.Settings) (in inbox, err error) {
	if !vote.Ballots.Mastodon() {
		return in, nil
	}
	if in.key = vote.Ballots.Key; last.Ballots.Mastodon() {
		in.key = last.Ballots.Key
	}
	in.Inbox, err = s.held.Inbox(in.key, len(s.chain.Entries))
	if n := len(in.Unsigned); n > 0 {
		in.notes = append(in.notes, fmt.Sprintf("ledger entry %d is not signed by the inbox's key, so no ballot of it counts: anyone with push access can have written it; there are %d such entries", in.Unsigned[0], n))
	}
	return in, err
}

// announced gives when a vote opened where members may vote on Mastodon: not before the inbox has posted about the content, and
// zero until it has. A proposal that only reviews decide on does not wait for that.
func (in inbox) announced(opened time.Time, proposal int, c branch.Content, law charter.Charter) time.Time {
	if in.key == "" || opened.IsZero() || !facts.TakesPosts(law.Constitution.Provisions, c.Changes) {
		return opened
	}
	post, ok := in.PostOf(proposal, c.Digest)
	if !ok {
		return time.Time{}
	}
	return latest(opened, post.CreatedAt.Time)
}

// elsewhere adds to facts what was not cast by review, where the settings of the vote have another channel.
func (s *evaluation) elsewhere(ctx context.Context, f *facts.Facts, vote charter.Settings, in inbox) (err error) {
	if !vote.Ballots.Mastodon() {
		return nil
	}
	f.Version, f.InboxKey, f.Timing.ReadThrough = facts.WithBallots, in.key, in.ReadThrough
	f.Ballots, err = s.posted(ctx, in, f.Proposal.Number, f.Proposal.Digest)
	return err
}

// posted states the ballots on a proposal that were cast on Mastodon. Where the server can be asked, each is compared with its
// post: another account, time or text makes it unknown, a post that is gone changes nothing.
func (s *evaluation) posted(ctx context.Context, in inbox, proposal int, digest string) ([]facts.Ballot, error) {
	var ballots []facts.Ballot
	for _, b := range in.Ballots {
		if b.Proposal != proposal {
			continue
		}
		by, known := s.chain.CastBy(b.Seat)
		if !known && b.Digest == digest {
			return nil, &permanentError{fmt.Errorf("it is not known who cast the ballot of ledger entry %d on Mastodon: the person was erased, or the branch bylaw-people is incomplete; a change of content opens a new vote", b.Entry)}
		}
		choice, err := s.unchanged(ctx, b, by)
		if err != nil {
			return nil, err
		}
		ballots = append(ballots, facts.Ballot{
			Channel: provision.Mastodon, Account: by.Account, AccountID: by.AccountID, Commitment: b.Seat, Choice: choice,
			Reasoned: b.Reasoned, CastAt: b.CastAt, Digest: b.Digest,
		})
	}
	return ballots, nil
}

// unchanged gives the choice of a ballot, ledger.UnknownChoice where its post is another than the one that was recorded.
func (s *evaluation) unchanged(ctx context.Context, b ledger.CastBallot, by ledger.CastBy) (string, error) {
	if s.Posts == nil || by.Status == "" {
		return b.Choice, nil
	}
	status, err := s.Posts.Status(ctx, by.Status)
	switch {
	case errors.Is(err, facts.ErrNotFound):
		return b.Choice, nil
	case err != nil:
		return "", fmt.Errorf("read the ballot of ledger entry %d on Mastodon again: %w", b.Entry, err)
	case !ballot.Same(by, b.CastAt.Time, status):
		return ledger.UnknownChoice, nil
	}
	return b.Choice, nil
}

// covered says whether all votes that count are known: the inbox has read what was posted until the vote closed, or until the
// merge. Without votes on Mastodon it is always so.
func (f Finding) covered() bool {
	t := f.Facts.Timing
	return !f.TakesPosts() || reaches(t.ReadThrough, t.MergedAt) || reaches(t.ReadThrough, f.Decision.ClosesAt)
}

// TakesPosts says whether votes on Mastodon may count for a proposal.
func (f Finding) TakesPosts() bool {
	return f.Facts.Version >= facts.WithBallots && facts.TakesPosts(f.Charter.Constitution.Provisions, f.Facts.Changes)
}

func reaches(through, until moment.Time) bool {
	return through.Known() && until.Known() && !through.Time.Before(until.Time)
}

// awaitsInbox says why there is no verdict on a merge yet, "" where there is one.
func awaitsInbox(f *Finding) string {
	if f == nil || f.covered() {
		return ""
	}
	return fmt.Sprintf("votes on proposal %d may have been cast on Mastodon until its merge or its close, and the inbox has not read that far: run \"bylaw inbox\"", f.Pull.Number)
}
