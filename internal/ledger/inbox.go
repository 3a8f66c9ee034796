package ledger

import (
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"github.com/bylaw-dev/bylaw/internal/moment"
)

// Inbox is what the entries that the inbox's key has signed come to. Lists are in the order of the chain.
type Inbox struct {
	ReadThrough moment.Time  // the latest of all passes; zero where there was none
	Cursor      string       // of the last pass
	Ballots     []CastBallot // each post once
	Posts       []Post       // each post once
	Unsigned    []int        // numbers of ballot entries that the key did not sign: nothing of them counts
}

// CastBallot is a ballot with the number of the entry that records it, and until when that had read.
type CastBallot struct {
	Entry       int
	ReadThrough moment.Time
	Ballot
}

// timed says whether every time of a pass is one, in the form in which bylaw writes it.
func (b BallotBody) timed() bool {
	wrong := func(at moment.Time) bool { return !at.Canonical() }
	return !wrong(b.ReadThrough) && !slices.ContainsFunc(b.Ballots, func(b Ballot) bool { return wrong(b.CastAt) }) &&
		!slices.ContainsFunc(b.Posts, func(p Post) bool { return wrong(p.CreatedAt) })
}

// Inbox reads the entries of the inbox up to one, by its number. The key is ballots.key of the settings; one that is no key is
// an error. An entry that it has not signed can have been written by anyone with push access, so it is a warning, not a fault.
func (s State) Inbox(key string, until int) (Inbox, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return Inbox{}, fmt.Errorf("ballots.key: %w", err)
	}
	var in Inbox
	seen := map[string]bool{}
	for _, pass := range s.Passes {
		switch {
		case pass.Entry.Seq > until:
			return in, nil
		case !signed(pass.Entry, verifier) || !pass.Body.timed():
			in.Unsigned = append(in.Unsigned, pass.Entry.Seq)
		default:
			in.take(s.Chain, pass, seen)
		}
	}
	return in, nil
}

func (in *Inbox) take(c Chain, pass Recorded[BallotBody], seen map[string]bool) {
	if pass.Body.ReadThrough.Time.After(in.ReadThrough.Time) {
		in.ReadThrough = pass.Body.ReadThrough
	}
	in.Cursor = pass.Body.Cursor
	for _, p := range pass.Body.Posts {
		if key := "post " + p.Status; !seen[key] {
			seen[key], in.Posts = true, append(in.Posts, p)
		}
	}
	for _, b := range pass.Body.Ballots {
		key := b.Seat
		if by, ok := c.CastBy(b.Seat); ok {
			key = by.Status
		}
		if !seen["ballot "+key] {
			seen["ballot "+key], in.Ballots = true, append(in.Ballots, CastBallot{pass.Entry.Seq, pass.Body.ReadThrough, b})
		}
	}
}

// PostOf gives the first post about one content of a proposal.
func (in Inbox) PostOf(proposal int, digest string) (p Post, ok bool) {
	for _, p := range in.Posts {
		if p.Proposal == proposal && p.Digest == digest {
			return p, true
		}
	}
	return Post{}, false
}

// Contents gives the digests of all contents that the ledger has seen of each proposal, each once and in their order.
func (s State) Contents() map[int][]string {
	all := map[int][]string{}
	for proposal, openings := range s.Openings {
		for _, o := range openings {
			if digest := o.Body.Digest; digest != "" && !slices.Contains(all[proposal], digest) {
				all[proposal] = append(all[proposal], digest)
			}
		}
	}
	return all
}
