package cli

import (
	"errors"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/render"
)

var errNoServer = errors.New("MASTODON_URL and MASTODON_ACCESS_TOKEN are not both set")

// statusOfAdapter says credentials from other faults of the world outside.
func statusOfAdapter(err error) status {
	if errors.Is(err, errNoServer) || errors.Is(err, errNoForge) || errors.Is(err, mastodon.ErrCredentials) || forgeRefuses(err) {
		return credentials
	}
	return fault
}

// forgeRefuses says that the forge does not accept the token, in its API or where its repository is fetched.
func forgeRefuses(err error) bool {
	return errors.Is(err, forge.ErrCredentials) || errors.Is(err, git.ErrCredentials)
}

// adviseToken names the token that was refused, where no one has said what to do.
func adviseToken(err error) error {
	if forgeRefuses(err) && diag.HintOf(err) == "" {
		return diag.WithHint(err, "check GITHUB_TOKEN: it is wrong, has expired, or is for another server")
	}
	return err
}

// style says how text looks on standard output: plain, unless it is a terminal that wants colour.
func (a *app) style() render.Style {
	return render.Style{Colour: a.Terminal && a.Env("NO_COLOR") == "" && a.Env("TERM") != "dumb"}
}

// errorStyle says how text looks on standard error.
func (a *app) errorStyle() render.Style { return render.Style{Width: a.meter.columns()} }
