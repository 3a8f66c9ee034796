package audit

import (
	"context"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// ballots proves what decisions rest on of votes on Mastodon: entries before them that a key of authorized settings has signed.
func (v *verification) ballots(ctx context.Context) error {
	keys, err := v.inboxKeys(ctx)
	if err != nil {
		return err
	}
	for _, d := range v.held.Decisions {
		r, ok := v.taken[d.Entry.Seq]
		if !ok || r.facts.Version < facts.WithBallots {
			continue
		}
		if !keys[r.facts.InboxKey] {
			v.fault(d.Entry.Seq, "its facts name a key of the inbox that no authorized settings have", r.facts.InboxKey, "")
			continue
		}
		in, err := v.held.Inbox(r.facts.InboxKey, r.entry.Seq-1)
		if err != nil {
			return err
		}
		if why := forged(in, r); why != "" {
			v.fault(d.Entry.Seq, why, "", "")
		}
	}
	return v.unsigned(keys)
}

// inboxKeys are the keys that the settings of authorized commits name.
func (v *verification) inboxKeys(ctx context.Context) (map[string]bool, error) {
	keys := map[string]bool{}
	if len(v.held.Passes) == 0 && !v.counted() {
		return keys, nil
	}
	for _, verdict := range v.Authorized {
		charter, err := v.Charter(ctx, verdict.Commit)
		if err != nil {
			return keys, err
		}
		if b := charter.Settings.Ballots; b.Mastodon() {
			keys[b.Key] = true
		}
	}
	return keys, nil
}

// counted says whether any decision counted votes on Mastodon.
func (v *verification) counted() bool {
	for _, r := range v.taken {
		if r.facts.Version >= facts.WithBallots {
			return true
		}
	}
	return false
}

// unsigned notes the entries that none of the keys has signed: anyone with push access can have written them, and they count
// for nothing.
func (v *verification) unsigned(keys map[string]bool) error {
	by := map[int]int{}
	for key := range keys {
		in, err := v.held.Inbox(key, len(v.chain.Entries))
		if err != nil {
			return err
		}
		for _, seq := range in.Unsigned {
			by[seq]++
		}
	}
	for _, pass := range v.held.Passes {
		if seq := pass.Entry.Seq; by[seq] == len(keys) {
			v.unproven(seq, "no key of authorized settings has signed it, so no ballot of it counts: anyone with push access can have written it")
		}
	}
	return nil
}

// forged says how the facts of a decision differ from what the inbox had signed by then, "" where they do not. That a ballot
// became unknown is what apply may have found on the server.
func forged(in ledger.Inbox, r reevaluation) string {
	through := r.facts.Timing.ReadThrough
	if through.Known() && through.Time.After(in.ReadThrough.Time) {
		return fmt.Sprintf("its facts say that the inbox had read through %s, and it had signed that for %q only", through, in.ReadThrough)
	}
	signed, held := map[string]ledger.CastBallot{}, map[string]bool{}
	for _, b := range in.Ballots {
		signed[b.Seat] = b
	}
	for _, b := range r.facts.Ballots {
		s, ok := signed[b.Commitment]
		held[b.Commitment] = true
		same := s.Proposal == r.entry.Proposal && s.Digest == b.Digest && s.CastAt.Equal(b.CastAt) && s.Reasoned == b.Reasoned
		if !ok || !same || b.Choice != s.Choice && b.Choice != ledger.UnknownChoice {
			return "its facts hold a ballot on Mastodon that the inbox has not signed: " + b.Commitment
		}
	}
	for _, b := range in.Ballots {
		if b.Proposal == r.entry.Proposal && !held[b.Seat] && !b.ReadThrough.Time.After(through.Time) && !r.erased {
			return fmt.Sprintf("its facts leave out a ballot on Mastodon that entry %d records", b.Entry)
		}
	}
	return ""
}
