package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// pseudonymFlags are the options of pseudonym.
type pseudonymFlags struct{ handle string }

func (f *pseudonymFlags) complete(_ *cobra.Command, args []string) error {
	f.handle = args[0]
	return nil
}

func (a *app) pseudonymCommand() *cobra.Command {
	var f pseudonymFlags
	return &cobra.Command{
		Use:  "pseudonym HANDLE",
		Args: cobra.ExactArgs(1),
		RunE: runs(a, &f, func(_ context.Context, f pseudonymFlags) error { return a.pseudonym(f.handle) }),
	}
}

// pseudonymJSON is the JSON form of a pseudonym.
type pseudonymJSON struct {
	Pseudonym string `json:"pseudonym"`
	Known     bool   `json:"known"` // to the map: apply can resolve it
}

func (a *app) pseudonym(handle string) error {
	tree, err := a.wire.WorkTree()
	if err != nil {
		return err
	}
	law, _ := charter.Load(tree)
	pseudonyms, there, err := a.wire.Pseudonyms(law.Settings.Domain)
	switch {
	case err != nil:
		return err
	case !there:
		return &usageMistake{fmt.Errorf("a pseudonym needs the community's key: %s is not set", wire.PseudonymVariable)}
	}
	result, known, err := pseudonyms.Of(handle)
	if err != nil {
		return &usageMistake{err}
	}
	if !known {
		a.note("the pseudonym map does not have this handle yet: add it to its list of handles, or apply cannot resolve the pseudonym")
	}
	if a.json {
		return writeJSON(a.Stdout, pseudonymJSON{result, known})
	}
	_, err = fmt.Fprintln(a.Stdout, result)
	return err
}
