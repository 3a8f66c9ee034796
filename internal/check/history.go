package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// history is what the forge says of a proposal, read once.
type history struct {
	pull     facts.Pull
	issue    int       // whose author asked for the proposal, 0 where the pull request's author did
	tip      string    // the protected branch as the proposal meets it
	at       time.Time // the moment to decide for: now, or the merge
	reviews  []facts.Review
	events   []facts.Event
	pushes   []facts.Push // of the head ref, newest first; none where there is no log
	digests  map[string]string
	statuses []facts.CommitStatus // on all commits of the present content
	head     []facts.CommitStatus // on the head
	comments []facts.Comment      // nil where they did not come along
	unread   []facts.Review       // whose words the ledger does not keep yet
	notes    []string             // what people should know of it
}

// history reads everything about a proposal but the edits of reviews, and fetches every commit that it speaks of.
func (s *evaluation) history(ctx context.Context, pull facts.Pull, tip string, at time.Time) (history, error) {
	h := history{pull: pull, tip: tip, at: at}
	var err error
	if h.pull.Author, h.issue, err = s.asker(ctx, pull); err != nil {
		return h, err
	}
	if h.reviews, err = s.Forge.Reviews(ctx, pull.Number); err != nil {
		return h, err
	}
	if h.events, err = s.Forge.Events(ctx, pull.Number); err != nil {
		return h, err
	}
	if h.pushes, err = s.pushes(ctx, pull); err != nil {
		return h, err
	}
	commits := h.commits()
	if err := s.History.Bring(ctx, pull.Number, commits); err != nil {
		return h, err
	}
	h.digests, err = s.Digests(ctx, tip, commits)
	return h, err
}

// pushes reads what the server proves of the head ref. It is empty where the fork is gone or hides it.
func (s *evaluation) pushes(ctx context.Context, pull facts.Pull) ([]facts.Push, error) {
	pushes, err := s.Forge.Pushes(ctx, pull)
	if errors.Is(err, facts.ErrNotFound) || errors.Is(err, facts.ErrForbidden) {
		return nil, nil
	}
	return pushes, err
}

// commits lists every commit that a person voted on or that the head was at.
func (h history) commits() []string {
	all := []string{h.pull.Head}
	for _, p := range h.pushes {
		all = append(all, p.After)
	}
	for _, r := range h.reviews {
		all = append(all, r.Commit)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// opened gives when the vote opened, and reads the statuses that show it.
func (s *evaluation) opened(ctx context.Context, h *history, settings charter.Settings) (time.Time, facts.Tenure, error) {
	tenure := facts.TenureOf(h.pull.Head, h.pushes, h.digests, h.at)
	for _, commit := range tenure.Commits {
		found, err := s.Forge.Statuses(ctx, commit)
		if err != nil {
			return time.Time{}, tenure, err
		}
		if commit == h.pull.Head {
			h.head = found
		}
		h.statuses = append(h.statuses, found...)
	}
	named := cmp.Or(s.Creator, settings.Forge.Creator)
	vote := facts.Vote{
		Pull: h.pull, Digest: h.digests[h.pull.Head], Tenure: tenure, Events: h.events, Statuses: h.statuses,
		Creator: s.CreatorBy(named), Dedicated: named != 0 && named != facts.SharedBot,
		Recorded: s.sightings(h.pull.Number), Bootstrapped: s.Authorized[0].At, At: h.at,
	}
	if foreign, ok := vote.Foreign(); ok && vote.Dedicated {
		h.notes = append(h.notes, fmt.Sprintf("the status %s of this content was set by %s (account %d), and only those of account %d count: the vote opens again at every check until forge.creator or BYLAW_CREATOR names the account that checks",
			StatusContext, foreign.Creator.Login, foreign.Creator.ID, vote.Creator))
	}
	return vote.Opened(), tenure, nil
}

// ballots gives the reviews as they count, each with the digest of what it was cast on. Their edits are asked for only
// where a person's vote may rest on words.
func (s *evaluation) ballots(ctx context.Context, h *history, roster charter.Roster, opened time.Time) ([]facts.Review, error) {
	for i := range h.reviews {
		h.reviews[i].Digest = h.digests[h.reviews[i].Commit]
	}
	digest := h.digests[h.pull.Head]
	record := facts.Record{Reviews: h.reviews, Events: h.events, Merged: h.pull.Merged, Opened: opened, Digest: digest}
	kept, err := s.kept(h.pull.Number, digest)
	if err != nil {
		return nil, err
	}
	record.Kept = kept.Reviews
	if err := nameless(record); err != nil {
		return nil, err
	}
	if record.Words, err = s.held.Words(h.pull.Number, len(s.chain.Entries)); err != nil {
		return nil, err
	}
	speaks := func(r facts.Review) bool {
		return facts.RestsOnWords(r) && r.Digest == digest && holdsSeat(roster, r.Author)
	}
	if slices.ContainsFunc(h.reviews, speaks) {
		if record.Edits, h.comments, err = s.Forge.ReviewEdits(ctx, h.pull.Number); err != nil {
			return nil, err
		}
		h.unread = record.Unread(speaks)
	}
	return record.Ballots(), nil
}

// nameless refuses a record from which a person was erased whose vote only it could say: no one knows whose seat that
// vote was of.
func nameless(r facts.Record) error {
	for _, k := range r.Kept {
		named := func(now facts.Review) bool { return now.ID == k.ID && now.Author.ID != 0 }
		if k.Author.Login == ledger.Gone && k.Author.ID == 0 && !slices.ContainsFunc(r.Reviews, named) {
			return &permanentError{fmt.Errorf("review %d is gone and its author was erased from the ledger, so it is not known whose vote it was: a change of content opens a new vote", k.ID)}
		}
	}
	return nil
}

func holdsSeat(roster charter.Roster, p facts.Person) bool {
	return p.ID != 0 && slices.ContainsFunc(roster.Seats, func(s charter.Seat) bool { return s.ID == p.ID })
}

// assemble states everything as facts.
func (s *evaluation) assemble(h history, c branch.Content, law charter.Charter, ballots []facts.Review) facts.Facts {
	f := facts.Facts{
		Version: facts.Version, Now: facts.Stamp(h.at), Instance: law.Settings.Domain, Changes: c.Changes,
		Subjects: facts.SubjectsOf(c.Changes), Paths: facts.PathsOf(c.Before, c.After),
		Roster: facts.SeatsOf(law.Roster), Reviews: ballots,
		Timing: facts.Timing{Proposed: moment.Of(h.pull.Created), MergedAt: moment.Of(h.pull.Merged)},
	}
	f.Proposal = facts.Proposal{
		Number: h.pull.Number, Title: h.pull.Title, URL: h.pull.URL, Author: h.pull.Author, Issue: h.issue, State: h.pull.State(),
		Draft: h.pull.Draft, Head: h.pull.Head, Digest: c.Digest, Editorial: len(c.Changes) == 0,
	}
	return f
}

// labels notes logins that do not belong to the seat that they stand next to on the roster. The id decides; the login is a
// label that a person else may have taken over.
func labels(roster charter.Roster, reviews []facts.Review) []string {
	var notes []string
	for _, seat := range roster.Seats {
		for _, r := range reviews {
			switch named := r.Author.Login == seat.Login; {
			case seat.ID == 0 || r.Author.ID == 0:
			case r.Author.ID == seat.ID && !named:
				notes = append(notes, fmt.Sprintf("the holder of seat %s, %s, is now called %s: the roster's label is out of date", seat.Name, seat.Login, r.Author.Login))
			case r.Author.ID != seat.ID && named:
				notes = append(notes, fmt.Sprintf("%s is not who holds seat %s: the account has another id", r.Author.Login, seat.Name))
			}
		}
	}
	slices.Sort(notes)
	return slices.Compact(notes)
}

// hands notes who apart from the proposer pushed to the branch of a proposal, by the server's log: who votes on it may have
// written it.
func hands(h history) []string {
	var notes []string
	for _, p := range h.pushes {
		if p.Actor.ID != 0 && p.Actor.ID != h.pull.Author.ID {
			notes = append(notes, fmt.Sprintf("%s pushed to the branch of this proposal too", p.Actor.Login))
		}
	}
	slices.Sort(notes)
	return slices.Compact(notes)
}
