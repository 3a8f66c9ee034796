// Package bootstrap begins the ledger of a community.
package bootstrap

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/journal"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// Prepared is what is about to be bootstrapped.
type Prepared struct {
	Commit  string // the tip of the protected branch
	Charter charter.Charter
	Digests ledger.GenesisBody // without the founder
	chain   ledger.Chain
}

// Prepare reads what Bootstrap would record. It refuses where the ledger has begun already, and where a head of an
// earlier one is recorded at one of the places or in a commit status: there is one genesis.
func Prepare(ctx context.Context, a check.Ports, places ...port.Anchors) (Prepared, error) {
	chain, err := a.Ledger.Load(ctx)
	if err != nil {
		return Prepared{}, err
	}
	if len(chain.Entries) > 0 {
		return Prepared{}, &diag.Refusal{Why: "the ledger has begun already: a community is bootstrapped once", Next: "read it with \"bylaw log\""}
	}
	tip, err := a.History.Tip(ctx, a.Branch)
	if err != nil {
		return Prepared{}, err
	}
	if err := firstLedger(ctx, append([]port.Anchors{&tipStatuses{a, tip}}, places...)); err != nil {
		return Prepared{}, err
	}
	tree, err := a.History.Governed(ctx, tip)
	if err != nil {
		return Prepared{}, err
	}
	source, err := branch.Load(tree, tip, nil)
	if err == nil {
		// A policy that does not compile would stop every later decision, the one that removes it included.
		err = a.Judge.Lint(ctx, source.Charter.Constitution).Err()
	}
	return Prepared{Commit: tip, Charter: source.Charter, Digests: ledger.DigestsOf(tree), chain: chain}, err
}

// firstLedger refuses where a head of an earlier ledger is recorded. Here every anchor counts, also one that others could have
// written: a bootstrap that waits harms less than a second ledger, in which nothing of the first was decided.
func firstLedger(ctx context.Context, places []port.Anchors) error {
	found, err := check.Note(ctx, places)
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
	check.Ports
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
			if a, ok := check.AnchorOf(commit, each, each.Creator.ID); ok {
				found = append(found, a)
				break
			}
		}
	}
	return found, nil
}

// Run writes the genesis: what is in force from now on, and who says so. Everything later follows from it by decisions.
func Run(ctx context.Context, a check.Ports, b Prepared, founder string) error {
	body := b.Digests
	veil := b.chain.Veil(a.SaltSource())
	body.Founder = veil.Login(founder)
	people, err := veil.Files()
	if err != nil {
		return err
	}
	j := journal.Journal{Ledger: a.Ledger, Chain: b.chain, Now: a.Now, Commit: b.Commit}
	return j.Record(ctx, ledger.Genesis, 0, body, people...)
}
