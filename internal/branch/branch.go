// Package branch follows the protected branch: which of its commits are authorized, by which decision, and under which
// constitution. It holds the rule once; what brought a commit is asked of Evidence, which is the forge for a check and an apply,
// and the ledger for a verification without network.
package branch

import (
	"context"
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Verdict says whether one commit of the protected branch is authorized, and why, in words.
type Verdict struct {
	Commit     string
	Authorized bool // with this commit the branch is what was decided, and nothing else
	Why        string
	Proposal   int          // 0: no proposal brought it
	At         time.Time    // when the branch took it, by the server's clock; zero where that is not known
	By         facts.Person // who pushed or merged it, by the server's log; ID 0 where that does not show it
	Remediated bool         // a later commit put right what this one did
}

// State is the protected branch as far as it was followed.
type State struct {
	Commits    []string  // since bootstrap, oldest first
	Authorized []Verdict // oldest first, beginning with the commit of bootstrap
	Recent     []Verdict // what Walk judged, oldest first
	Pending    string    // why there can be no verdict yet on what follows, "" where there is one on every commit
}

// Last is the last authorized commit.
func (s *State) Last() Verdict { return s.Authorized[len(s.Authorized)-1] }

// Tip is the last commit of the branch.
func (s *State) Tip() string { return s.Commits[len(s.Commits)-1] }

// Base is the last commit that was authorized at a moment.
func (s *State) Base(at time.Time) Verdict {
	for i := len(s.Authorized) - 1; i > 0; i-- {
		if v := s.Authorized[i]; !v.At.IsZero() && !v.At.After(at) {
			return v
		}
	}
	return s.Authorized[0]
}

// Unauthorized lists the commits that must not be enacted, oldest first: those that no later commit remediates.
func (s *State) Unauthorized() (found []Verdict) {
	for _, v := range s.Recent {
		if !v.Authorized && !v.Remediated {
			found = append(found, v)
		}
	}
	return found
}

// Latest is the latest time of a commit that was followed. No commit after it can have landed earlier.
func (s *State) Latest() time.Time {
	latest := s.Last().At
	for _, v := range s.Recent {
		if v.At.After(latest) {
			latest = v.At
		}
	}
	return latest
}

// Arrival is what brought a commit to the branch.
type Arrival struct {
	Verdict Verdict // with the proposal, the time and the person, as far as they are known
	// Merge is the place of the merge commit of the proposal that brought the commit, with all commits up to it; -1 where it was
	// pushed.
	Merge int
	// Motion is the proposal as it was voted on.
	Motion facts.Motion
	// Pending is why it cannot be said yet what brought it, "" where it can.
	Pending string
}

// Evidence says what brought commits to the branch.
type Evidence interface {
	// Arrival says what brought the commit at a place, after the state that led to it.
	Arrival(ctx context.Context, so *State, place int) (Arrival, error)
	// Pushed says who pushed the commit at a place that changes nothing in meaning, and when.
	Pushed(so *State, place int) Verdict
}

// Walk judges the commits after the one at a place, which is authorized and whose tree is that of the repository. It ends early,
// with State.Pending, where there can be no verdict yet.
func Walk(ctx context.Context, r *Repository, s *State, start int, evidence Evidence) error {
	tree, err := r.history.Governed(ctx, s.Commits[start])
	if err != nil {
		return err
	}
	w := walk{r, s, evidence, facts.NewBranchHistory(tree, &r.trees)}
	for place := start + 1; place < len(s.Commits) && s.Pending == ""; {
		next, err := w.step(ctx, place)
		if err != nil {
			return fmt.Errorf("commit %.12s of the protected branch: %w", s.Commits[place], err)
		}
		place = next
	}
	return nil
}

type walk struct {
	*Repository
	*State
	evidence Evidence
	history  facts.BranchHistory
}

// step takes the commit at a place, or all commits that came with it, and gives the place after them.
func (w *walk) step(ctx context.Context, place int) (next int, err error) {
	tree, err := w.Read(ctx, w.Commits[place])
	if err != nil {
		return 0, err
	}
	if !w.history.Tainted() && w.history.Editorial(tree) {
		return w.push(w.evidence.Pushed(w.State, place), tree, place), nil
	}
	came, err := w.evidence.Arrival(ctx, w.State, place)
	switch {
	case err != nil:
		return 0, err
	case came.Pending != "":
		w.Pending = fmt.Sprintf("no verdict yet on commit %.8s of the protected branch: %s", w.Commits[place], came.Pending)
		return place, nil
	case came.Merge < 0:
		return w.push(came.Verdict, tree, place), nil
	}
	return came.Merge + 1, w.merge(ctx, came)
}

// push takes a commit that no proposal brought.
func (w *walk) push(v Verdict, tree facts.Reading, place int) (next int) {
	v.Commit = w.Commits[place]
	v.Why, v.Authorized = w.history.Push(tree)
	w.add(v)
	return place + 1
}

// merge takes the merge of a proposal with the commits that came with it.
func (w *walk) merge(ctx context.Context, came Arrival) error {
	v := came.Verdict
	v.Commit = w.Commits[came.Merge]
	tree, err := w.Read(ctx, v.Commit)
	if err != nil {
		return err
	}
	v.Why, v.Authorized = w.history.Merge(tree, came.Motion)
	w.add(v)
	return nil
}

// add keeps a verdict. An authorized commit remediates what came before it.
func (w *walk) add(v Verdict) {
	w.Recent = append(w.Recent, v)
	if !v.Authorized {
		return
	}
	for i := range w.Recent {
		w.Recent[i].Remediated = !w.Recent[i].Authorized
	}
	w.Authorized = append(w.Authorized, v)
}
