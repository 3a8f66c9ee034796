package flow

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// content is what a commit proposes: the difference from where it left the protected branch.
type content struct {
	before, after facts.Tree
	changes       []facts.Change
	digest        string
}

// content compares a commit with where it left the chain that leads to tip. Nothing is executed: two trees are compared
// as data.
func (s *sitting) content(ctx context.Context, tip, commit string) (content, error) {
	key := [2]string{tip, commit}
	if known, ok := s.contents[key]; ok {
		return known, nil
	}
	fork, err := s.History.MergeBase(tip, commit)
	if err != nil {
		return content{}, err
	}
	was, err := s.read(ctx, fork)
	if err != nil {
		return content{}, err
	}
	c := content{before: was.Tree}
	if c.after, err = s.History.Governed(ctx, commit); err != nil {
		return c, err
	}
	if c.changes, err = s.charters.Compare(c.before, c.after); err != nil {
		return c, err
	}
	if c.digest, err = facts.Digest(c.changes); err != nil {
		return c, err
	}
	s.contents[key] = c
	return c, nil
}

// digests gives the content digest of every commit that can be read. What cannot is other content: that opens votes later
// and counts fewer ballots, never more.
func (s *sitting) digests(ctx context.Context, tip string, commits []string) (map[string]string, error) {
	found := map[string]string{}
	for _, commit := range commits {
		if _, done := found[commit]; done || commit == "" || commit == zeroCommit {
			continue
		}
		c, err := s.content(ctx, tip, commit)
		if err != nil && ctx.Err() != nil {
			return nil, err
		}
		if err == nil {
			found[commit] = c.digest
		}
	}
	return found, nil
}

const zeroCommit = "0000000000000000000000000000000000000000"

// mistakesIn gives the mistakes that an error is made of; ok is false for any other error.
func mistakesIn(err error) (diag.List, bool) {
	found, ok := errors.AsType[*diag.Mistakes](err)
	if !ok {
		return nil, false
	}
	return found.List, true
}

// prospect plans what enacting a content would change if the server is as the protected branch says, and tells which
// limits it breaks. The plan's version is 0 where that cannot be said.
func (s *sitting) prospect(ctx context.Context, c content, law charter.Charter, now time.Time) (plan.Plan, []string, error) {
	was, found := s.charters.Load(c.before)
	if slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Severity == diag.Error }) {
		return plan.Plan{}, nil, nil
	}
	comes, _ := s.charters.Load(c.after)
	base, desired := was.StateAt(now), comes.StateAt(now)
	live := base
	live.Managed = union(base.Managed, desired.Managed)
	p := plan.Between(base, desired, live, plan.Options{At: now, Site: comes.Settings.Instance, Agenda: plan.Agenda{Acts: newActs(was, comes)}})
	exceeded := plan.Exceeded(p, limitsOf(law), base)
	changes, err := s.reversed(c.changes, now)
	if err != nil {
		return plan.Plan{}, nil, err
	}
	p.Notes = append(p.Notes, takenBack(changes)...)
	question := factsOf(p, base, stamp(now), changes)
	question.Instance, question.Roster = law.Settings.Domain, seatsOf(law.Roster)
	provisions, err := s.Judge.Govern(ctx, law.Constitution, question)
	if err != nil {
		return plan.Plan{}, nil, err
	}
	return plan.Authorise(p, provisions, 0), exceeded, nil
}
