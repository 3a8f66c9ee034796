package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/pseudonym"
)

// pseudonymVariable names the file with the pseudonym map.
const pseudonymVariable = "BYLAW_PSEUDONYMS"

// pseudonymMax bounds the file in bytes.
const pseudonymMax = 8 << 20

func (a *app) pseudonymCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "pseudonym HANDLE",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.pseudonym(args[0]) },
	}
}

// pseudonymJSON is the JSON form of a pseudonym.
type pseudonymJSON struct {
	Pseudonym string `json:"pseudonym"`
	Known     bool   `json:"known"` // to the map: apply can resolve it
}

func (a *app) pseudonym(handle string) error {
	tree, err := git.WorkTree(a.repository())
	if err != nil {
		return err
	}
	law, _ := charter.Load(tree)
	pseudonyms, there, err := a.pseudonyms(law.Settings.Domain)
	switch {
	case err != nil:
		return err
	case !there:
		return &usageMistake{fmt.Errorf("a pseudonym needs the community's key: %s is not set", pseudonymVariable)}
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

// pseudonyms reads the pseudonym map, if there is one; own is the community's own server.
func (a *app) pseudonyms(own string) (pseudonym.Map, bool, error) {
	name := a.Env(pseudonymVariable)
	if name == "" {
		return pseudonym.Map{}, false, nil
	}
	info, err := os.Stat(a.path(name))
	if err == nil && info.Size() > pseudonymMax {
		err = fmt.Errorf("%s: larger than %d bytes", name, pseudonymMax)
	}
	if err != nil {
		return pseudonym.Map{}, false, diag.WithHint(err, "%s is the path of the pseudonym map; without it pseudonyms cannot be resolved", pseudonymVariable)
	}
	src, err := a.readInput(name)
	if err != nil {
		return pseudonym.Map{}, false, err
	}
	read, mistakes := pseudonym.Parse(name, src, own)
	return read, true, mistakes.Err()
}

// handles gives the handles by their pseudonyms; nil where the environment names no map.
func (a *app) handles(own string) (map[string]string, error) {
	read, there, err := a.pseudonyms(own)
	if err != nil || !there {
		return nil, err
	}
	return read.Handles(), nil
}
