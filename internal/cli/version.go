package cli

import (
	"fmt"
	"runtime/debug"

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
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "version",
		Args: cobra.ExactArgs(0),
		RunE: func(*cobra.Command, []string) error { return a.version() },
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
		if setting.Key == "vcs.revision" {
			v.Commit = setting.Value
		}
	}
	return v
}
