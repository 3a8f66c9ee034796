package flow

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Forge is where proposals are made and voted on.
type Forge interface {
	Pull(ctx context.Context, number int) (facts.Pull, error)
	Reviews(ctx context.Context, number int) ([]facts.Review, error)
	Events(ctx context.Context, number int) ([]facts.Event, error)
	// Activity gives the server's log of a ref, newest first, back to the first entry older than since.
	Activity(ctx context.Context, repository, ref string, since time.Time) ([]facts.Push, error)
}

// History is the commits of the governance repository.
type History interface {
	Governed(ctx context.Context, commit string) (facts.Tree, error)
	MergeBase(a, b string) (string, error)
	Tip(branch string) (string, error)
}

// Assembly is everything that deciding needs.
type Assembly struct {
	Forge   Forge
	History History
	Judge   Judge
	Branch  string // the protected branch
	Now     func() time.Time
}

// Check gathers the facts of a proposal and decides on it under the law of the protected branch.
func Check(ctx context.Context, a Assembly, number int) (decision.Decision, facts.Facts, error) {
	pull, err := a.Forge.Pull(ctx, number)
	if err != nil {
		return decision.Decision{}, facts.Facts{}, err
	}
	base, law, err := a.law(ctx)
	if err != nil {
		return decision.Decision{}, facts.Facts{}, err
	}
	f, err := a.gather(ctx, pull, base, law)
	if err != nil {
		return decision.Decision{}, facts.Facts{}, fmt.Errorf("facts of proposal %d: %w", number, err)
	}
	d, err := a.Judge.Decide(ctx, law.Constitution, f)
	return d, f, err
}

// law loads the charter at the tip of the protected branch.
func (a Assembly) law(ctx context.Context) (commit string, law charter.Charter, err error) {
	tip, err := a.History.Tip(a.Branch)
	if err != nil {
		return "", charter.Charter{}, err
	}
	files, err := a.History.Governed(ctx, tip)
	if err != nil {
		return "", charter.Charter{}, err
	}
	source, err := Load(files, tip, nil)
	if err != nil {
		return "", charter.Charter{}, fmt.Errorf("the law at %.8s: %w", tip, err)
	}
	return tip, source.Law, nil
}

// gather assembles the facts. Nothing of the proposal is executed; its trees are compared as data.
func (a Assembly) gather(ctx context.Context, pull facts.Pull, base string, law charter.Charter) (facts.Facts, error) {
	present, err := a.content(ctx, pull.Head)
	if err != nil {
		return facts.Facts{}, err
	}
	reviews, err := a.reviews(ctx, pull)
	if err != nil {
		return facts.Facts{}, err
	}
	opened, err := a.opened(ctx, pull, present.digest)
	if err != nil {
		return facts.Facts{}, err
	}
	f := facts.Facts{
		Version: facts.Version, Now: stamp(a.Now()), Changes: present.changes,
		Subjects: facts.SubjectsOf(present.changes), Paths: present.paths,
		Roster: seatsOf(law.Roster), Reviews: reviews, Timing: facts.Timing{OpenedAt: opened},
	}
	f.Proposal = facts.Proposal{
		Number: pull.Number, Title: pull.Title, URL: pull.URL, Author: pull.Author, State: standing(pull), Draft: pull.Draft,
		Head: pull.Head, Base: base, Digest: present.digest, Editorial: len(present.changes) == 0,
	}
	return f, nil
}

// content is what a commit proposes: the difference from where it left the protected branch.
type content struct {
	changes []facts.Change
	paths   []facts.Path
	digest  string
}

func (a Assembly) content(ctx context.Context, commit string) (content, error) {
	fork, err := a.History.MergeBase(a.Branch, commit)
	if err != nil {
		return content{}, err
	}
	before, err := a.History.Governed(ctx, fork)
	if err != nil {
		return content{}, err
	}
	after, err := a.History.Governed(ctx, commit)
	if err != nil {
		return content{}, err
	}
	changes, err := facts.Compare(before, after)
	if err != nil {
		return content{}, err
	}
	digest, err := facts.Digest(changes)
	return content{changes, facts.PathsOf(before, after), digest}, err
}

// reviews reads the ballots, each with the digest of the content that it was cast on and what became of it.
func (a Assembly) reviews(ctx context.Context, pull facts.Pull) ([]facts.Review, error) {
	reviews, err := a.Forge.Reviews(ctx, pull.Number)
	if err != nil {
		return nil, err
	}
	events, err := a.Forge.Events(ctx, pull.Number)
	if err != nil {
		return nil, err
	}
	digests := map[string]string{}
	for i := range reviews {
		r := &reviews[i]
		if _, known := digests[r.Commit]; !known {
			digests[r.Commit] = a.digestOf(ctx, r.Commit)
		}
		r.Digest, r.Dismissed = digests[r.Commit], dismissal(events, r.ID)
	}
	return reviews, nil
}

// digestOf gives "" for a commit that can no longer be read: it is other content then, which is the safe side.
func (a Assembly) digestOf(ctx context.Context, commit string) string {
	if commit == "" {
		return ""
	}
	c, err := a.content(ctx, commit)
	if err != nil {
		return ""
	}
	return c.digest
}

// dismissal finds what the history says of a dismissed review.
func dismissal(events []facts.Event, review int64) *facts.Dismissal {
	for _, e := range slices.Backward(events) {
		if e.Kind == "review_dismissed" && e.Review == review {
			return &facts.Dismissal{By: e.Actor, State: e.State, Commit: e.DismissalCommit}
		}
	}
	return nil
}

// opened is the latest of when the proposal was opened, and when its branch took the present content, by the server's
// own times. It is "" for a draft, which is not open.
func (a Assembly) opened(ctx context.Context, pull facts.Pull, digest string) (string, error) {
	if pull.Draft {
		return "", nil
	}
	events, err := a.Forge.Events(ctx, pull.Number)
	if err != nil {
		return "", err
	}
	latest := pull.Created
	for _, e := range events {
		if slices.Contains([]string{"reopened", "ready_for_review", "base_ref_changed"}, e.Kind) && e.At.After(latest) {
			latest = e.At
		}
	}
	pushes, err := a.Forge.Activity(ctx, pull.HeadRepo, "refs/heads/"+pull.HeadRef, pull.Created)
	if err != nil {
		return "", fmt.Errorf("when the branch took its present content: %w", err)
	}
	for _, p := range pushes {
		if a.digestOf(ctx, p.After) != digest {
			break
		}
		if p.Before == zeroCommit || a.digestOf(ctx, p.Before) != digest {
			latest = later(latest, p.At)
			break
		}
	}
	return stamp(latest), nil
}

const zeroCommit = "0000000000000000000000000000000000000000"

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// stamp writes a time as all documents do: RFC 3339, UTC, whole seconds.
func stamp(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

// standing names a pull request's state in the words of the facts.
func standing(p facts.Pull) string {
	switch {
	case !p.Merged.IsZero():
		return "merged"
	case p.Open:
		return "open"
	}
	return "closed"
}

// seatsOf states the roster as facts.
func seatsOf(roster charter.Roster) []facts.Seat {
	seats := make([]facts.Seat, len(roster.Seats))
	for i, s := range roster.Seats {
		seats[i] = facts.Seat{
			Seat: s.Name, Mastodon: s.Mastodon, Roles: s.Roles, Weight: s.Weight, Groups: s.Groups, Delegate: s.Delegate,
			Since: moment(s.Since), Until: moment(s.Until),
		}
		if !s.Vacant() {
			seats[i].GitHub = &facts.Person{Login: s.Login, ID: s.ID}
		}
	}
	return seats
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return stamp(t)
}
