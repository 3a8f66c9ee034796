package cli

import (
	"fmt"
	"os"

	"github.com/bylaw-dev/bylaw/internal/annex"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/gitrepo"
)

// annexVariable names the file that tells who the refs stand for.
const annexVariable = "BYLAW_ANNEX"

// annexMax bounds the file in bytes.
const annexMax = 8 << 20

// annex reads the annex, if there is one; own is the community's own server.
func (a *app) annex(own string) (annex.Annex, bool, error) {
	name := a.Env(annexVariable)
	if name == "" {
		return annex.Annex{}, false, nil
	}
	info, err := os.Stat(a.path(name))
	if err == nil && info.Size() > annexMax {
		err = fmt.Errorf("%s: larger than %d bytes", name, annexMax)
	}
	if err != nil {
		return annex.Annex{}, false, diag.WithHint(err, "%s is the path of the annex; without it refs cannot be resolved", annexVariable)
	}
	src, err := a.readInput(name)
	if err != nil {
		return annex.Annex{}, false, err
	}
	read, mistakes := annex.Parse(name, src, own)
	return read, true, mistakes.Err()
}

// handles gives the handles behind the refs; nil where nobody gave the annex.
func (a *app) handles(own string) (map[string]string, error) {
	read, there, err := a.annex(own)
	if err != nil || !there {
		return nil, err
	}
	return read.Handles(), nil
}

// ref writes what may stand in the repository in the place of a handle.
func (a *app) ref(handle string) error {
	tree, err := gitrepo.WorkTree(a.repository())
	if err != nil {
		return err
	}
	law, _ := charter.Load(tree)
	read, there, err := a.annex(law.Settings.Domain)
	switch {
	case err != nil:
		return err
	case !there:
		return &usageMistake{fmt.Errorf("a ref needs the community's key: %s is not set", annexVariable)}
	}
	ref, held, err := read.Ref(handle)
	if err != nil {
		return &usageMistake{err}
	}
	if !held {
		a.note("the annex does not hold this handle yet: add it to its list of handles, or apply cannot resolve the ref")
	}
	_, err = fmt.Fprintln(a.Stdout, ref)
	return err
}
