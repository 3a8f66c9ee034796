package branch

import (
	"context"
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/parallel"
)

// History is the commits of the governance repository.
type History interface {
	// Tip gives the full hash of the commit that a branch is at on the server.
	Tip(ctx context.Context, branch string) (string, error)
	// Governed opens the governed files of a commit.
	Governed(ctx context.Context, commit string) (facts.Tree, error)
	// MergeBase gives the commit at which two histories part.
	MergeBase(a, b string) (string, error)
	// Trunk gives the first-parent chain that leads to tip, oldest first, beginning with the commit from, or with the first
	// of all where that is "".
	Trunk(tip, from string) ([]string, error)
}

// Repository reads commits as charters and as proposals, each at most once.
type Repository struct {
	history  History
	trees    facts.Charters
	charters map[string]charter.Charter
	contents map[[2]string]Content
}

// NewRepository reads from a history.
func NewRepository(h History) *Repository {
	return &Repository{history: h, charters: map[string]charter.Charter{}, contents: map[[2]string]Content{}}
}

// Charters are those that were read last, to be shared with the person who reads the same trees next.
func (r *Repository) Charters() *facts.Charters { return &r.trees }

// Charter loads the charter of a commit.
func (r *Repository) Charter(ctx context.Context, commit string) (charter.Charter, error) {
	if known, ok := r.charters[commit]; ok {
		return known, nil
	}
	files, err := r.history.Governed(ctx, commit)
	if err != nil {
		return charter.Charter{}, err
	}
	loaded, found, err := r.Parse(ctx, files)
	if err != nil {
		return charter.Charter{}, err
	}
	if err := found.Err(); err != nil {
		return charter.Charter{}, fmt.Errorf("the constitution at %.8s: %w", commit, err)
	}
	r.charters[commit] = loaded
	return loaded, nil
}

// Parse loads the charter of a tree with its mistakes. An error is the end of the context: parsing cannot be interrupted, so it
// works on a copy of what is known, which is left behind with it.
func (r *Repository) Parse(ctx context.Context, files facts.Tree) (charter.Charter, diag.List, error) {
	trees := r.trees.Clone()
	if _, err := parallel.Until(ctx, func() diag.List { _, found := trees.Load(files); return found }); err != nil {
		return charter.Charter{}, nil, err
	}
	r.trees = trees
	loaded, found := r.trees.Load(files)
	return loaded, found, nil
}

// Read reads the governed tree of a commit, with its mistakes where it has any.
func (r *Repository) Read(ctx context.Context, commit string) (facts.Reading, error) {
	tree, err := r.history.Governed(ctx, commit)
	if _, broken := MistakesIn(err); err != nil && !broken {
		return facts.Reading{}, err
	}
	return facts.Reading{Tree: tree, Fault: err}, nil
}

// MistakesIn gives the mistakes that an error is made of; ok is false for any other error.
func MistakesIn(err error) (mistakes diag.List, ok bool) {
	found, ok := errors.AsType[*diag.Mistakes](err)
	if !ok {
		return nil, false
	}
	return found.List, true
}

// Content is what a commit proposes: the difference from where it left the protected branch.
type Content struct {
	Before, After facts.Tree
	Changes       []facts.Change
	Digest        string
}

// Content compares a commit with where it left the chain that leads to tip. Nothing is executed: two trees are compared
// as data.
func (r *Repository) Content(ctx context.Context, tip, commit string) (Content, error) {
	key := [2]string{tip, commit}
	if known, ok := r.contents[key]; ok {
		return known, nil
	}
	fork, err := r.history.MergeBase(tip, commit)
	if err != nil {
		return Content{}, err
	}
	was, err := r.Read(ctx, fork)
	if err != nil {
		return Content{}, err
	}
	c := Content{Before: was.Tree}
	if c.After, err = r.history.Governed(ctx, commit); err != nil {
		return c, err
	}
	if c.Changes, err = r.Compare(ctx, c.Before, c.After); err != nil {
		return c, err
	}
	if c.Digest, err = facts.Digest(c.Changes); err != nil {
		return c, err
	}
	r.contents[key] = c
	return c, nil
}

// Compare gives the changes from one tree to another, and ends with the context as Parse does.
func (r *Repository) Compare(ctx context.Context, before, after facts.Tree) ([]facts.Change, error) {
	type result struct {
		changes []facts.Change
		err     error
	}
	trees := r.trees.Clone()
	compared, err := parallel.Until(ctx, func() result {
		changes, err := trees.Compare(before, after)
		return result{changes, err}
	})
	if err != nil {
		return nil, err
	}
	r.trees = trees
	return compared.changes, compared.err
}

// Digests gives the content digest of every commit that can be read. What cannot is different content: that opens votes
// later and counts fewer ballots, never more.
func (r *Repository) Digests(ctx context.Context, tip string, commits []string) (map[string]string, error) {
	found := map[string]string{}
	for _, commit := range commits {
		if _, done := found[commit]; done || commit == "" || commit == zeroCommit {
			continue
		}
		c, err := r.Content(ctx, tip, commit)
		if err != nil && ctx.Err() != nil {
			return nil, err
		}
		if err == nil {
			found[commit] = c.Digest
		}
	}
	return found, nil
}

const zeroCommit = "0000000000000000000000000000000000000000"
