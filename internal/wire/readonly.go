package wire

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/gitea"
)

// what is missing for a Gitea or a Forgejo, in a sentence that follows its name.
const whatIsMissing = "is a forge that this version of bylaw reads from and does not write to"

// unnamed is a server that does not say what it is called.
const unnamed = "this server, a Gitea or a Forgejo,"

// readOnly makes a forge read-only that is no GitHub, and says so.
func (w *Wire) readOnly(ctx context.Context, h *Forge, how forge.Options) error {
	if !gitea.Serves(how.API) {
		return nil
	}
	server, err := gitea.Open(how)
	if err != nil {
		return err
	}
	name, err := server.Software(ctx)
	if err != nil {
		name = unnamed
	}
	h.Missing, h.Ports.Forge = name+" "+whatIsMissing, server
	w.Note("bylaw: " + h.Missing)
	return nil
}

// Writable refuses what cannot be done on a forge that does not have what it takes.
func (f Forge) Writable(not, next string) error {
	if f.Missing == "" {
		return nil
	}
	return &diag.Refusal{Why: not + ": " + f.Missing, Next: next}
}

// orGitea gives an error of what is missing, such as a token, unless nothing could be written with it either: not and next say so.
func (w *Wire) orGitea(err error, not, next string) error {
	if err == nil || !gitea.Serves(w.Env("GITHUB_API_URL")) {
		return err
	}
	return Forge{Missing: unnamed + " " + whatIsMissing}.Writable(not, next)
}
