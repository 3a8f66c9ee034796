package cli

import (
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// statusOfAdapter says credentials from other faults of the world outside.
func statusOfAdapter(err error) status {
	if wire.Credentials(err) {
		return credentials
	}
	return fault
}

// adviseToken names the token that was refused, where no one has said what to do.
func adviseToken(err error) error {
	if wire.ForgeRefuses(err) && diag.HintOf(err) == "" {
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
