package cli

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/diag"
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
