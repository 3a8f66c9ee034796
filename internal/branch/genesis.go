package branch

import (
	"context"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// notBootstrapped refuses a community whose ledger is empty: there is no constitution to decide by.
func notBootstrapped() error {
	return &diag.Refusal{
		Why:  "the community has not been bootstrapped: its ledger has no genesis",
		Next: "run \"bylaw bootstrap\" once, with the token of a person who may push the branch bylaw-ledger",
	}
}

// FromGenesis begins at the commit of the genesis, on the branch that leads to tip. That commit must hold what the genesis says.
func FromGenesis(ctx context.Context, h History, chain ledger.Chain, tip string) (State, error) {
	if len(chain.Entries) == 0 || chain.Entries[0].Kind != ledger.Genesis {
		return State{}, notBootstrapped()
	}
	genesis := chain.Entries[0]
	body, err := ledger.Body[ledger.GenesisBody](genesis)
	if err != nil {
		return State{}, err
	}
	commits, err := h.Trunk(tip, genesis.Commit)
	if err != nil {
		return State{}, diag.WithHint(fmt.Errorf("the protected branch does not lead back to the commit that the community was bootstrapped at: %w", err),
			"in a workflow, check out with fetch-depth: 0; else the branch was rewritten")
	}
	tree, err := h.Governed(ctx, genesis.Commit)
	if err != nil {
		return State{}, err
	}
	if d := ledger.DigestsOf(tree); d.Constitution != body.Constitution || d.Roster != body.Roster {
		return State{}, fmt.Errorf("the commit %.12s does not hold the constitution and the roster that the community was bootstrapped with", genesis.Commit)
	}
	return State{Commits: commits, Authorized: []Verdict{{Commit: genesis.Commit, Authorized: true, Why: "the bootstrap", At: genesis.Time.Time}}}, nil
}
