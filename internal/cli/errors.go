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

// style says how text looks on standard output.
func (a *app) style() render.Style {
	columns, _ := a.size()
	return render.Style{Colour: a.colours(a.Terminal), Width: columns}
}

// errorStyle says how text looks on standard error.
func (a *app) errorStyle() render.Style {
	columns := a.errorColumns()
	return render.Style{Colour: a.colours(columns > 0), Width: columns}
}

// colours says whether a stream has colours: a terminal that can, unless NO_COLOR or CLICOLOR=0 ask for none, and every stream
// where CLICOLOR_FORCE asks for them. NO_COLOR is stronger than all.
func (a *app) colours(terminal bool) bool {
	force := a.Env("CLICOLOR_FORCE")
	switch {
	case a.Env("NO_COLOR") != "":
		return false
	case force != "" && force != "0":
		return true
	}
	return terminal && a.Env("TERM") != "dumb" && a.Env("CLICOLOR") != "0"
}
