package cli

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/setup"
)

// renewed is the JSON form of an update.
type renewed struct {
	Files  []string `json:"files"`
	Edited []string `json:"edited"` // issue forms that the community has changed, and that stay
	Commit string   `json:"commit"` // of the action; "" where this program does not know it
	DryRun bool     `json:"dry_run"`
}

// renew writes the workflows and the issue forms of this version into a governance repository.
func (a *app) renew(ctx context.Context, f initFlags) error {
	have, err := a.wire.WorkTree()
	if err != nil {
		return err
	}
	settings := charter.LoadSettings(have)
	if settings.Forge.Branch == "" {
		return diag.WithHint(fmt.Errorf("%s names no forge and no branch", charter.SettingsFile), "write forge: {repository: owner/name, branch: main} there")
	}
	action := a.pin(ctx, f.action)
	changed, err := setup.Renew(have, settings.Forge.Branch, settings.Forge.Repository, action)
	if err != nil {
		return &usageMistake{err}
	}
	workflows := len(changed)
	forms, edited, err := setup.RenewForms(have)
	if err != nil {
		return err
	}
	maps.Copy(changed, forms)
	states, err := a.compare(changed)
	if err == nil && !f.dryRun {
		err = a.writeAll(changed, states)
	}
	if err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, renewed{append([]string{}, changed.Paths()...), append([]string{}, edited...), action.Commit, f.dryRun})
	}
	for _, path := range changed.Paths() {
		text := diff.Diff("a/"+path, have[path].Data, "b/"+path, changed[path].Data)
		for line := range strings.Lines(string(text)) {
			fmt.Fprintln(a.Stdout, render.Outside(strings.TrimRight(line, "\n")))
		}
	}
	if action.Commit == "" {
		a.note("bylaw: this program does not know which commit it was built of, so the commit of the action stays; --action-commit %s is another", findPin())
	}
	if len(edited) > 0 {
		a.note("bylaw: left unchanged, because they were edited here: %s; compare them with those of this version, in internal/template/forms of bylaw", strings.Join(edited, ", "))
	}
	said := fmt.Sprintf("renewed %s and %s: review the change, and propose it like any other", render.Count(workflows, "workflow"), render.Count(len(forms), "issue form"))
	switch {
	case len(changed) == 0:
		said = "the workflows and issue forms are up to date"
	case f.dryRun:
		said = "dry run: nothing was written"
	}
	_, err = fmt.Fprintln(a.Stdout, said)
	return err
}
