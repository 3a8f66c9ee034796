package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
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

// PrepareBootstrap reads what Bootstrap would record. It refuses where the ledger has begun already, and where a head of an
// earlier one is recorded at one of the places or in a commit status: there is one genesis.
func PrepareBootstrap(ctx context.Context, a Assembly, places ...Anchors) (Bootstrapping, error) {
	chain, err := a.Ledger.Load(ctx)
	if err != nil {
		return Bootstrapping{}, err
	}
	if len(chain.Entries) > 0 {
		return Bootstrapping{}, &diag.Refusal{Why: "the ledger has begun already: a community is bootstrapped once", Next: "read it with \"bylaw log\""}
	}
	tip, err := a.History.Tip(ctx, a.Branch)
	if err != nil {
		return Bootstrapping{}, err
	}
	if err := firstLedger(ctx, append([]Anchors{&tipStatuses{a, tip}}, places...)); err != nil {
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
	return Bootstrapping{Commit: tip, Law: source.Law, Digests: ledger.DigestsOf(tree), chain: chain}, err
}

// firstLedger refuses where a head of an earlier ledger is recorded. Here every anchor counts, also one that others could have
// written: a bootstrap that waits harms less than a second ledger, in which nothing of the first was decided.
func firstLedger(ctx context.Context, places []Anchors) error {
	found, err := note(ctx, places)
	if err != nil || len(found) == 0 {
		return err
	}
	var heads []string
	for _, a := range found {
		heads = append(heads, fmt.Sprintf("%.12s in %s", a.Head, a.Place))
	}
	return &diag.Refusal{
		Why:  "the ledger is empty, and heads of an earlier one are recorded: " + strings.Join(heads, "; "),
		Next: "push the branches bylaw-ledger and bylaw-people back from a clone that has them: a community is bootstrapped once",
	}
}

// tipStatuses are the anchors on the newest commits of a branch, where no ledger says whose statuses count.
type tipStatuses struct {
	Assembly
	tip string
}

// statusesRead is how many commits are asked for anchors before a bootstrap: one request each, once.
const statusesRead = 30

// Anchors gives the newest one of each commit, by whichever account. Without a forge there is none.
func (t *tipStatuses) Anchors(ctx context.Context) ([]ledger.Anchor, error) {
	if t.Forge == nil {
		return nil, nil
	}
	commits, err := t.History.Trunk(t.tip, "")
	if err != nil {
		return nil, err
	}
	var found []ledger.Anchor
	for _, commit := range slices.Backward(commits[max(0, len(commits)-statusesRead):]) {
		statuses, err := t.Forge.Statuses(ctx, commit)
		if errors.Is(err, facts.ErrForbidden) {
			err = diag.WithHint(err, "use a token that may read commit statuses")
		}
		if err != nil {
			return nil, err
		}
		for _, each := range slices.Backward(statuses) {
			if a, ok := anchorOf(commit, each, each.Creator.ID); ok {
				found = append(found, a)
				break
			}
		}
	}
	return found, nil
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
