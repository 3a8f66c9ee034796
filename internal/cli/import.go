package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/blocklist"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

const federationFile = "governance/instance/federation.yaml"

// importFlags are the flags of import blocklist.
type importFlags struct {
	file           string
	skipInvalid    bool
	publicComments bool
	verbatim       bool
}

// imported is the JSON form of what an import did.
type imported struct {
	File    string            `json:"file"`
	Added   []plan.Item       `json:"added"`
	Kept    int               `json:"kept"`    // entries of the list that stand in the file already
	Differ  []charter.Differs `json:"differ"`  // entries that stand there with other values, left as they are
	Skipped diag.List         `json:"skipped"` // rows that were refused; those with the severity "warning" were added
}

func (a *app) importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "import",
	}
	cmd.AddCommand(a.importBlocklistCommand(), a.importInstanceCommand())
	return cmd
}

func (f *importFlags) complete(_ *cobra.Command, args []string) error {
	f.file = args[0]
	return nil
}

func (a *app) importBlocklistCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:  "blocklist FILE",
		Args: cobra.ExactArgs(1),
		RunE: runs(a, &f, func(_ context.Context, f importFlags) error { return a.importBlocklist(f.file, f) }),
	}
	cmd.Flags().BoolVar(&f.skipInvalid, "skip-invalid", false, "leave out the rows that are refused, and list them")
	cmd.Flags().BoolVar(&f.publicComments, "public-comments", false, "show the list's comments to everyone as well")
	cmd.Flags().BoolVar(&f.verbatim, "verbatim", false, "take the comments as they are, and name no source: for your own server's export")
	cmd.MarkFlagsMutuallyExclusive("verbatim", "public-comments")
	return cmd
}

func (a *app) importBlocklist(file string, f importFlags) error {
	data, err := a.readInput(file)
	if err != nil {
		return diag.WithHint(err, "name a CSV file that exists")
	}
	tree, err := a.wire.WorkTree()
	if err != nil {
		return err
	}
	settings := charter.LoadSettings(tree)
	blocks, found, err := blocklist.Parse(filepath.Base(file), data, blocklist.Options{
		PublicComments: f.publicComments, Verbatim: f.verbatim,
		Own: settings.Domain, Limits: charter.Charter{Settings: settings}.PlanLimits(),
	})
	found = found.WithExcerpts(func(string) []byte { return data })
	if faults, ok := errors.AsType[*diag.Mistakes](err); ok {
		faults.List = faults.List.WithExcerpts(func(string) []byte { return data })
	}
	if err != nil {
		return err
	}
	if refused, ok := errors.AsType[*diag.Mistakes](found.Err()); ok && !f.skipInvalid {
		a.say(strings.TrimSuffix(render.Diagnostics(found, a.errorStyle()), "\n"))
		return diag.WithHint(fmt.Errorf("%s: %s refused; nothing was written", file, render.Count(len(refused.List), "row")),
			"ask the list's publisher, correct the rows, or leave them out with --skip-invalid")
	}
	return a.addBlocks(blocks, found)
}

// addBlocks splices blocks into federation.yaml, or makes the file.
func (a *app) addBlocks(blocks []plan.Item, skipped diag.List) error {
	target := filepath.Join(a.repository(), filepath.FromSlash(federationFile))
	before, err := a.readInput(target)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	after, splice, err := charter.AddBlocks(federationFile, before, blocks)
	if err != nil {
		return err
	}
	if len(splice.Added) > 0 {
		err := os.MkdirAll(filepath.Dir(target), 0o755) //nolint:gosec // a work tree is not secret
		if err == nil {
			err = replaceFile(target, after, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return a.showImport(imported{federationFile, splice.Added, splice.Kept, splice.Differ, skipped})
}

func (a *app) showImport(done imported) error {
	if a.json {
		return writeJSON(a.Stdout, done)
	}
	if len(done.Skipped) > 0 {
		a.say(strings.TrimSuffix(render.Diagnostics(done.Skipped, a.errorStyle()), "\n"))
	}
	skipped := 0
	for _, d := range done.Skipped {
		if d.Severity == diag.Error {
			skipped++
		}
	}
	for _, d := range done.Differ {
		a.note("%s: %s stands there with other values and was left as it is", d.Place, d.Target)
	}
	_, err := fmt.Fprintf(a.Stdout, "%s: %s added, %d were there already, %d differ, %d skipped\n",
		done.File, render.Count(len(done.Added), "block"), done.Kept, len(done.Differ), skipped)
	return err
}
