package wire

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/ballot"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// LocalAccount looks up an account on the community's own server, without a token: only those vote.
func (w *Wire) LocalAccount(ctx context.Context, handle string) (ballot.Account, error) {
	const by = "give its id with mastodon_id=N; the server's API says it: GET /api/v1/accounts/lookup?acct=NAME"
	tree, err := git.WorkTree(w.Repository())
	if err != nil {
		return ballot.Account{}, err
	}
	settings := charter.LoadSettings(tree)
	canonical, err := skill.ParseAccount(handle)
	if err != nil {
		return ballot.Account{}, err
	}
	name, own := strings.CutSuffix(strings.TrimPrefix(canonical, "@"), "@"+settings.Domain)
	if !own || settings.Domain == "" {
		return ballot.Account{}, diag.WithHint(fmt.Errorf("%q is an account of another server than %s, and only its own accounts vote", handle, settings.Domain), "name the account of the forge instead")
	}
	how := w.server(settings.Instance, "")
	how.Stop = ctx.Done()
	server, err := mastodon.Open(how)
	if err != nil {
		return ballot.Account{}, err
	}
	account, err := server.LocalAccount(ctx, name)
	if _, absent := errors.AsType[*mastodon.AbsentError](err); absent {
		return account, diag.WithHint(fmt.Errorf("account %q: %s has no account of that name", handle, settings.Domain), by)
	}
	if err != nil {
		return account, diag.WithHint(fmt.Errorf("account %q could not be looked up: %w", handle, err), by)
	}
	return account, nil
}
