package cli

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/opa"
)

// release is the version of this source tree; releases are tagged with it.
const release = "0.1.0"

// versions says what is running, for bug reports.
type versions struct {
	Version string `json:"version"`
	Commit  string `json:"commit"` // of the build, "" where it is not known
	OPA     string `json:"opa"`    // the policy engine
	Go      string `json:"go"`

	date time.Time // of the commit; man pages carry it, so that a release is the same bytes whenever it is built
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "version",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &none{}, func(context.Context, none) error { return a.version() }),
	}
}

func (a *app) version() error {
	v := built()
	if a.json {
		return writeJSON(a.Stdout, v)
	}
	_, err := fmt.Fprintln(a.Stdout, v.text())
	return err
}

func (v versions) text() string {
	commit := v.Commit
	if commit == "" {
		commit = "unknown commit"
	}
	return fmt.Sprintf("bylaw %s (%s), OPA %s, %s", v.Version, commit, v.OPA, v.Go)
}

// built reads what the Go tool chain wrote into the binary.
func built() versions {
	v := versions{Version: release, OPA: opa.Engine()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	v.Go = info.GoVersion
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			v.Commit = setting.Value
		case "vcs.time":
			v.date, _ = time.Parse(time.RFC3339, setting.Value) // zero where Go wrote none
		}
	}
	return v
}
