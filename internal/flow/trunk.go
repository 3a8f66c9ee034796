package flow

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Verdict says whether one commit of the protected branch is lawful, and why, in words.
type Verdict struct {
	Commit   string
	Lawful   bool // with this commit the branch is what was decided, and nothing else
	Why      string
	Proposal int          // 0: none brought it
	At       time.Time    // when the branch took it, by the server's clock; zero where nobody knows
	By       facts.Person // who pushed or merged it, by the server's log; ID 0 where that does not tell
	Healed   bool         // a later commit put right what this one did
	finding  *Finding     // of a proposal whose decision was taken again
	closes   []int        // entries that recorded its commits as incidents, before the server said what brought them
}

// sitting is one run of checks: the record and the protected branch as they were when it began.
type sitting struct {
	Assembly
	now      time.Time
	chain    ledger.Chain
	began    string   // the head of the record when the run began
	commits  []string // of the protected branch since the bootstrap, oldest first
	lawful   []Verdict
	recent   []Verdict // what the record does not hold yet, oldest first
	pending  string    // why there can be no verdict yet on what follows these, "" where there is one on all
	notes    []string
	contents map[[2]string]content
	charters facts.Charters
	laws     map[string]charter.Charter
	held     holdings
	doubted  map[string]held // what the record says of merges on which the vote is taken again
	merges   []facts.Pull    // merged proposals that changed since the last lawful commit; nil: not asked for
}

// holdings is what the record says of commits.
type holdings struct {
	merges    map[string]held
	incidents map[string]int // numbers of entries that no later one closes
}

// held is a recorded decision on a merge.
type held struct {
	entry ledger.Entry
	body  ledger.DecisionBody
}

// sit reads the record and judges every commit of the protected branch that the record does not vouch for.
func (a Assembly) sit(ctx context.Context) (*sitting, error) {
	chain, err := a.Ledger.Load(ctx)
	if err != nil {
		return nil, err
	}
	s := &sitting{Assembly: a, now: a.Now().UTC().Truncate(time.Second), chain: chain, began: chain.Head, contents: map[[2]string]content{}, laws: map[string]charter.Charter{}}
	if s.held, err = holdingsOf(chain); err != nil {
		return nil, err
	}
	tip, err := a.History.Tip(ctx, a.Branch)
	if err != nil {
		return nil, err
	}
	if err := s.genesis(ctx, tip); err != nil {
		return nil, err
	}
	if a.afresh {
		s.doubt()
	}
	if err := s.follow(ctx); err != nil {
		return nil, err
	}
	return s, s.rightBranch(ctx)
}

// doubt sets aside what the record says in favour of merges that nothing was enacted with yet. Whoever may push to the record
// can have written it; the forge is asked again. That something was enacted they can have written as well, so it counts as
// far as the heads vouch for it that only bylaw can have written down, such as that in the constitution's thread.
func (s *sitting) doubt() {
	s.doubted = map[string]held{}
	enacted := s.lastSworn()
	for _, commit := range s.commits[slices.Index(s.commits, enacted.Commit)+1:] {
		if known, ok := s.held.merges[commit]; ok && (known.body.Lawful || refusedAs(known.body.Decision) == "") {
			s.doubted[commit] = known
			delete(s.held.merges, commit)
		}
	}
}

// rightBranch proves that the branch that was followed is the one that the law protects: what the files of some other
// branch say about it counts for nothing.
func (s *sitting) rightBranch(ctx context.Context) error {
	law, err := s.law(ctx, s.lawful[len(s.lawful)-1].Commit)
	if err != nil {
		return err
	}
	if named := law.Settings.Forge.Branch; named != "" && named != s.Branch {
		return fmt.Errorf("the protected branch is %q by the last lawful settings, not %q", named, s.Branch)
	}
	return nil
}

// tip is the last commit of the protected branch.
func (s *sitting) tip() string { return s.commits[len(s.commits)-1] }

// notBootstrapped refuses a community whose ledger is empty: there is no law to decide by.
func notBootstrapped() error {
	return &Refusal{Why: "the community has not been bootstrapped: its ledger has no genesis", Next: "run \"bylaw bootstrap\" once, with the token of a person who may push the branch bylaw-ledger"}
}

// genesis finds the commit of the genesis on the protected branch, and proves that it holds what the genesis says.
func (s *sitting) genesis(ctx context.Context, tip string) error {
	if len(s.chain.Entries) == 0 || s.chain.Entries[0].Kind != ledger.Genesis {
		return notBootstrapped()
	}
	genesis := s.chain.Entries[0]
	body, err := ledger.Body[ledger.GenesisBody](genesis)
	if err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, genesis.Time)
	if err != nil {
		return err
	}
	if s.commits, err = s.History.Trunk(tip, genesis.Commit); err != nil {
		return diag.WithHint(fmt.Errorf("the protected branch does not lead back to the commit that the community was bootstrapped at: %w", err),
			"in a workflow, check out with fetch-depth: 0; else somebody has rewritten the branch")
	}
	tree, err := s.History.Governed(ctx, genesis.Commit)
	if err != nil {
		return err
	}
	if d := digestsOf(tree); d.Constitution != body.Constitution || d.Roster != body.Roster {
		return fmt.Errorf("the commit %.12s does not hold the constitution and the roster that the community was bootstrapped with", genesis.Commit)
	}
	s.lawful = []Verdict{{Commit: genesis.Commit, Lawful: true, Why: "the bootstrap", At: at}}
	return nil
}

// holdingsOf collects what a ledger says of commits of the protected branch.
func holdingsOf(chain ledger.Chain) (holdings, error) {
	h := holdings{map[string]held{}, map[string]int{}}
	for _, e := range chain.Entries {
		switch e.Kind {
		case ledger.Decided:
			body, err := ledger.Body[ledger.DecisionBody](e)
			if err != nil {
				return h, err
			}
			body.Decision = chain.ClearDecision(body.Decision)
			if body.MergedAt != "" {
				h.merges[e.Commit] = held{e, body}
			}
			maps.DeleteFunc(h.incidents, func(_ string, seq int) bool { return slices.Contains(body.Closes, seq) })
		case ledger.Incident:
			h.incidents[e.Commit] = e.Seq
		default:
		}
	}
	return h, nil
}

// follow walks the protected branch: first what the record vouches for, then commit by commit.
func (s *sitting) follow(ctx context.Context) error {
	start := 0
	for i, commit := range s.commits {
		known, ok := s.held.merges[commit]
		if !ok || !known.body.Lawful {
			continue
		}
		at, err := time.Parse(time.RFC3339, known.body.MergedAt)
		if err != nil {
			return fmt.Errorf("ledger entry %d: %w", known.entry.Seq, err)
		}
		start = i
		s.lawful = append(s.lawful, Verdict{Commit: commit, Lawful: true, Why: "decided", Proposal: known.entry.Proposal, At: at})
	}
	s.missing()
	if start == len(s.commits)-1 {
		return nil
	}
	log, err := s.log(ctx)
	if err != nil {
		return err
	}
	s.notes = append(s.notes, facts.Forced(log)...)
	return s.walk(ctx, start, log)
}

// missing notes merges that were lawful once and that somebody has taken away from the branch.
func (s *sitting) missing() {
	for _, e := range s.chain.Entries {
		if known, ok := s.held.merges[e.Commit]; ok && known.entry.Seq == e.Seq && known.body.Lawful && !slices.Contains(s.commits, e.Commit) {
			s.notes = append(s.notes, fmt.Sprintf("the protected branch no longer contains %.8s, by which proposal %d was merged", e.Commit, e.Proposal))
		}
	}
}

// log reads the server's log of the protected branch back to the last commit that the record vouches for. No log is no
// error: merge times stand alone then.
func (s *sitting) log(ctx context.Context) ([]facts.Push, error) {
	log, err := s.Forge.Activity(ctx, "", "refs/heads/"+s.Branch, s.lawful[len(s.lawful)-1].At)
	if errors.Is(err, facts.ErrNotFound) || errors.Is(err, facts.ErrForbidden) {
		s.notes = append(s.notes, "the server gives no log of the protected branch, so the times of merges stand alone")
		return nil, nil
	}
	return log, err
}

// base is the last lawful commit at a moment.
func (s *sitting) base(at time.Time) Verdict {
	for _, v := range slices.Backward(s.lawful) {
		if !v.At.IsZero() && !v.At.After(at) {
			return v
		}
	}
	return s.lawful[0]
}

// law loads the charter of a commit.
func (s *sitting) law(ctx context.Context, commit string) (charter.Charter, error) {
	if known, ok := s.laws[commit]; ok {
		return known, nil
	}
	files, err := s.History.Governed(ctx, commit)
	if err != nil {
		return charter.Charter{}, err
	}
	law, found := s.charters.Load(files)
	if err := found.Err(); err != nil {
		return charter.Charter{}, fmt.Errorf("the law at %.8s: %w", commit, err)
	}
	s.laws[commit] = law
	return law, nil
}
