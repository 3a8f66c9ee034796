package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/setup"
)

// What init does with a file.
const (
	fileNew       = "new"
	fileUnchanged = "unchanged" // it exists and is the same
	fileReplaced  = "replaced"  // it exists and differs
	fileKept      = "kept"      // it exists, and init never replaces it
)

// initFile is a file of a new governance repository.
type initFile struct {
	Path  string `json:"path"`
	State string `json:"state"` // new, unchanged, replaced or kept
}

// initFiles are in the order of their paths.
type initFiles []initFile

// compare says of each file whether it exists and differs.
func (a *app) compare(files facts.Tree) (initFiles, error) {
	var found initFiles
	root, err := os.OpenRoot(a.repository())
	if errors.Is(err, fs.ErrNotExist) {
		for _, name := range files.Paths() {
			found = append(found, initFile{name, fileNew})
		}
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	for _, name := range files.Paths() {
		state, err := stateOf(root, name, files[name].Data)
		if err != nil {
			return nil, errors.Join(err, root.Close())
		}
		found = append(found, initFile{name, state})
	}
	return found, root.Close()
}

func stateOf(root *os.Root, name string, data []byte) (string, error) {
	info, err := root.Lstat(filepath.FromSlash(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fileNew, nil
	case err != nil:
		return "", diag.WithHint(fmt.Errorf("%s: %w", name, reason(err)), "init writes into folders alone: move what is in the way")
	case name == setup.IgnoreFile:
		return fileKept, nil
	case !info.Mode().IsRegular():
		return "", diag.WithHint(fmt.Errorf("%s is not an ordinary file", name), "move it away")
	case info.Size() != int64(len(data)):
		return fileReplaced, nil
	}
	there, err := root.ReadFile(filepath.FromSlash(name))
	if err == nil && bytes.Equal(there, data) {
		return fileUnchanged, nil
	}
	return fileReplaced, err
}

// refuse is the answer where files would be overwritten without --force.
func (all initFiles) refuse(force bool) error {
	var differ []string
	for _, f := range all {
		if f.State == fileReplaced {
			differ = append(differ, f.Path)
		}
	}
	if force || len(differ) == 0 {
		return nil
	}
	return diag.WithHint(&diag.Refusal{Why: "nothing was written: these files exist and differ: " + strings.Join(differ, ", ")},
		"--force overwrites them; \"bylaw init --update\" renews the workflows and issue forms alone")
}

// writeAll writes the files that are new or replaced.
func (a *app) writeAll(files facts.Tree, states initFiles) error {
	if err := os.MkdirAll(a.repository(), 0o755); err != nil { //nolint:gosec // a work tree is not secret
		return err
	}
	root, err := os.OpenRoot(a.repository())
	if err != nil {
		return err
	}
	for _, f := range states {
		if f.State != fileNew && f.State != fileReplaced {
			continue
		}
		if err := root.MkdirAll(filepath.FromSlash(path.Dir(f.Path)), 0o755); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", f.Path, reason(err)), root.Close())
		}
		if err := root.WriteFile(filepath.FromSlash(f.Path), files[f.Path].Data, 0o644); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", f.Path, reason(err)), root.Close())
		}
	}
	return root.Close()
}

// confirm asks a person whether to write, and whether to commit. It gives whether a commit is made.
func (a *app) confirm(f initFlags, p folder, files initFiles) (commit bool, err error) {
	if f.dryRun || f.yes || !a.interactive() || !a.StdinTerminal {
		return f.commit, nil
	}
	fmt.Fprintln(a.Stderr)
	if yes, err := a.agrees(fmt.Sprintf("Write %s?", render.Count(len(files), "file"))); err != nil || !yes {
		return false, errors.Join(err, refuseUnless(yes))
	}
	if f.commit {
		return true, nil
	}
	question := "Make a first commit of them?"
	if p.repo == nil {
		question = "This folder is no git repository. Make it one, and commit them?"
	}
	return a.agrees(question)
}

func refuseUnless(yes bool) error {
	if yes {
		return nil
	}
	return &diag.Refusal{Why: "nothing was written"}
}

// agrees asks a question whose default is yes.
func (a *app) agrees(question string) (bool, error) {
	text, err := a.ask(strings.TrimSuffix(fill(question+" [Y/n]", a.helpWidth(), "", ""), "\n") + " ")
	return text == "" || strings.EqualFold(text, "y") || strings.EqualFold(text, "yes"), err
}
