package cli

import (
	"context"
	"errors"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// what a Gitea or a Forgejo lacks, in a sentence that follows its name.
const whatItLacks = "keeps no log of what a branch pointed to when, and has no identity of an App, so nobody can prove when a vote opened or whether a merge was lawful"

// elsewhere makes a forum read-only that is no GitHub, and says what is lacking there.
func (a *app) elsewhere(ctx context.Context, h *forum) {
	if !h.client.OfGitea() {
		return
	}
	server := forge.Gitea{Client: h.client}
	name, err := server.Software(ctx)
	if err != nil {
		name = "this server, a Gitea or a Forgejo,"
	}
	h.lacking, h.assembly.Forge = name+" "+whatItLacks, server
	a.note("bylaw: %s: bylaw reads there, and writes nothing", render.Outside(h.lacking))
}

// able refuses what cannot be done on a forge that lacks what it takes.
func (h forum) able(not, next string) error {
	if h.lacking == "" {
		return nil
	}
	return &diag.Refusal{Why: not + ": " + h.lacking, Next: next}
}

// adrift decides on proposals of a forge that lacks what a decision for good takes. It tells, and writes nothing.
func (a *app) adrift(ctx context.Context, h forum, f checkFlags) error {
	var checked check.Checked
	var err error
	if f.all {
		checked, err = check.All(ctx, h.assembly, func(context.Context, []facts.Pull) (map[int]bool, error) { return nil, nil })
	} else {
		checked, err = check.Proposal(ctx, h.assembly, int(f.proposal))
	}
	if err != nil {
		return a.explainRefusal(err)
	}
	told := h.teller.Read(checked.Findings)
	if err := a.report(told); err != nil {
		return err
	}
	if f.all {
		return errors.Join(a.tellAll(checked, told), a.undecided(told))
	}
	return a.tellFound(told, f)
}
