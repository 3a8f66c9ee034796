package flow

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Bootstrapping is what is about to be bootstrapped.
type Bootstrapping struct {
	Commit  string // the tip of the protected branch
	Law     charter.Charter
	Digests ledger.GenesisBody // without the founder
	chain   ledger.Chain
}

// PrepareBootstrap reads what Bootstrap would record. It refuses where the ledger has begun already: there is one genesis.
func PrepareBootstrap(ctx context.Context, a Assembly) (Bootstrapping, error) {
	chain, err := a.Ledger.Load(ctx)
	if err != nil {
		return Bootstrapping{}, err
	}
	if len(chain.Entries) > 0 {
		return Bootstrapping{}, &Refusal{Why: "the ledger has begun already: a community is bootstrapped once", Next: "read it with \"bylaw log\""}
	}
	tip, err := a.History.Tip(ctx, a.Branch)
	if err != nil {
		return Bootstrapping{}, err
	}
	tree, err := a.History.Governed(ctx, tip)
	if err != nil {
		return Bootstrapping{}, err
	}
	source, err := Load(tree, tip, nil)
	if err == nil {
		// A policy that does not compile would stop every later decision, the one that removes it included.
		err = a.Judge.Lint(ctx, source.Law.Constitution).Err()
	}
	return Bootstrapping{Commit: tip, Law: source.Law, Digests: digestsOf(tree), chain: chain}, err
}

// Bootstrap writes the genesis: what is in force from now on, and who says so. Everything later follows from it by decisions.
func Bootstrap(ctx context.Context, a Assembly, b Bootstrapping, founder string) error {
	body := b.Digests
	veil := b.chain.Veil(a.random())
	body.Founder = veil.Login(founder)
	people, err := veil.Files()
	if err != nil {
		return err
	}
	j := journal{ledger: a.Ledger, chain: b.chain, now: a.Now, commit: b.Commit}
	return j.record(ctx, ledger.Genesis, 0, body, people...)
}

// digestsOf gives the digests by which a genesis names its tree.
func digestsOf(tree facts.Tree) ledger.GenesisBody {
	sum := func(path string) string { return ledger.Sum(tree[path].Data) }
	return ledger.GenesisBody{Revision: decision.Revision, Constitution: sum(charter.ConstitutionFile), Roster: sum(charter.RosterFile)}
}
