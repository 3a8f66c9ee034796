package cli

import (
	"errors"

	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/render"
)

var errNoServer = errors.New("MASTODON_URL and MASTODON_ACCESS_TOKEN are not both set")

// statusOfAdapter tells credentials from other faults of the world outside.
func statusOfAdapter(err error) status {
	if errors.Is(err, errNoServer) || errors.Is(err, errNoForge) || errors.Is(err, mastodon.ErrCredentials) || errors.Is(err, forge.ErrCredentials) {
		return credentials
	}
	return fault
}

// style says how text looks on standard output: plain, unless it is a terminal that wants colour.
func (a *app) style() render.Style {
	return render.Style{Colour: a.Terminal && a.Env("NO_COLOR") == "" && a.Env("TERM") != "dumb"}
}
