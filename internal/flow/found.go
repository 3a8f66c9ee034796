package flow

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Founding is what is about to be founded.
type Founding struct {
	Commit  string // the tip of the protected branch
	Law     charter.Charter
	Digests ledger.GenesisBody // without the founder
	chain   ledger.Chain
}

// Prepare reads what Found would put on record. It refuses where the record has begun already: there is one founding.
func Prepare(ctx context.Context, a Assembly) (Founding, error) {
	chain, err := a.Ledger.Load(ctx)
	if err != nil {
		return Founding{}, err
	}
	if len(chain.Entries) > 0 {
		return Founding{}, &Refusal{Why: "the record has begun already: a community is founded once", Next: "read it with \"bylaw log\""}
	}
	tip, err := a.History.Tip(ctx, a.Branch)
	if err != nil {
		return Founding{}, err
	}
	tree, err := a.History.Governed(ctx, tip)
	if err != nil {
		return Founding{}, err
	}
	source, err := Load(tree, tip, nil)
	if err == nil {
		// A policy that does not compile would stop every later decision, the one that removes it included.
		err = a.Judge.Lint(ctx, source.Law.Constitution).Err()
	}
	return Founding{Commit: tip, Law: source.Law, Digests: digestsOf(tree), chain: chain}, err
}

// Found writes the genesis: what is in force from now on, and who says so. Everything later follows from it by decisions.
func Found(ctx context.Context, a Assembly, f Founding, founder string) error {
	body := f.Digests
	veil := f.chain.Veil(a.random())
	body.Founder = veil.Login(founder)
	people, err := veil.Files()
	if err != nil {
		return err
	}
	j := journal{ledger: a.Ledger, chain: f.chain, now: a.Now, commit: f.Commit}
	return j.record(ctx, ledger.Genesis, 0, body, people...)
}

// digestsOf gives the digests by which a founding names its tree.
func digestsOf(tree facts.Tree) ledger.GenesisBody {
	sum := func(path string) string { return ledger.Sum(tree[path].Data) }
	return ledger.GenesisBody{Revision: decision.Revision, Constitution: sum(charter.ConstitutionFile), Roster: sum(charter.RosterFile)}
}
