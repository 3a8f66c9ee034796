package cli

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// what a Gitea or a Forgejo does not have, in a sentence that follows its name.
const whatIsMissing = "keeps no log of what a branch pointed to when, and has no identity of an App, so it cannot be proven when a vote opened or whether a merge was authorized"

// readOnly makes a forum read-only that is no GitHub, and says what is missing there.
func (a *app) readOnly(ctx context.Context, h *github) {
	if !h.client.OfGitea() {
		return
	}
	server := forge.Gitea{Client: h.client}
	name, err := server.Software(ctx)
	if err != nil {
		name = "this server, a Gitea or a Forgejo,"
	}
	h.missing, h.ports.Forge = name+" "+whatIsMissing, server
	a.note("bylaw: %s: bylaw reads there, and writes nothing", render.Outside(h.missing))
}

// writable refuses what cannot be done on a forge that does not have what it takes.
func (h github) writable(not, next string) error {
	if h.missing == "" {
		return nil
	}
	return &diag.Refusal{Why: not + ": " + h.missing, Next: next}
}
