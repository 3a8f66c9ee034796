package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/blocklist"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// exportFlags are the flags of export blocklist.
type exportFlags struct {
	format, out, address, ref string
	workTree, sandbox         bool
}

// exported is the JSON form of what was written into a list.
type exported struct {
	File    string           `json:"file"`
	Format  blocklist.Format `json:"format"`
	Servers int              `json:"servers"`
	Lifted  int              `json:"lifted"`   // retractions in the file
	LeftOut []string         `json:"left_out"` // servers whose limits the format cannot tell from suspensions
}

func (a *app) exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "export",
	}
	cmd.AddCommand(a.exportBlocklistCommand())
	return cmd
}

func (a *app) exportBlocklistCommand() *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use:  "blocklist",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, a.exportBlocklist),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "", "write the list as `FORMAT`: "+formatNames())
	flags.StringVarP(&f.out, "out", "o", "", "write the list to this `FILE` instead of standard output")
	flags.StringVar(&f.address, "url", "", "the `ADDRESS` where the list will be published, for fires")
	flags.StringVar(&f.ref, "ref", "", "export what this `COMMIT` says instead of what is enacted")
	flags.BoolVar(&f.workTree, "work-tree", false, "export what the files on disk say instead of what is enacted")
	flags.BoolVar(&f.sandbox, "sandbox", false, "export what is enacted in the sandbox")
	cmd.MarkFlagsMutuallyExclusive("ref", "work-tree", "sandbox")
	return cmd
}

func formatNames() string {
	var names []string
	for _, f := range blocklist.Formats() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

// check refuses flags that mean nothing without one another.
func (f *exportFlags) complete(cmd *cobra.Command, _ []string) error {
	asJSON, _ := cmd.Flags().GetBool("json")
	fires := f.format == string(blocklist.FIRES)
	at, err := url.Parse(f.address)
	switch {
	case !slices.Contains(blocklist.Formats(), blocklist.Format(f.format)):
		return fmt.Errorf("--format must be one of %s", formatNames())
	case fires && f.address == "":
		return errors.New("--url is missing: what FIRES names is named by its address")
	case !fires && f.address != "":
		return errors.New("--url goes with --format fires")
	case err != nil || fires && (at.Scheme != "https" || at.Host == "" || at.Fragment != ""):
		return fmt.Errorf("--url %q is not an https address without a fragment", f.address)
	case fires && (f.ref != "" || f.workTree):
		return errors.New("fires says since when each block is in force: it is for what is enacted")
	case asJSON && f.out == "":
		return errors.New("--json goes with --out: standard output holds the list itself")
	}
	return nil
}

func (a *app) exportBlocklist(ctx context.Context, f exportFlags) error {
	list, err := a.enactedBlocks(ctx, f)
	if err != nil {
		return err
	}
	format := blocklist.Format(f.format)
	data, err := list.Encode(format, f.address)
	if err != nil {
		return err
	}
	done := summaryOf(list, format)
	if f.out == "" {
		a.warnOfList(done)
		_, err := a.Stdout.Write(data)
		return err
	}
	if err := a.writeFile(f.out, data, 0o644); err != nil {
		return err
	}
	done.File = f.out
	if a.json {
		return writeJSON(a.Stdout, done)
	}
	a.warnOfList(done)
	lifted := ""
	if format.HasRetractions() {
		lifted = ", " + render.Count(done.Lifted, "retraction")
	}
	_, err = fmt.Fprintf(a.Stdout, "wrote %s: %s%s\n", render.Outside(f.out), render.Count(done.Servers, "server"), lifted)
	return err
}

// enactedBlocks gives the list of the ledger, or of the tree that the flags name.
func (a *app) enactedBlocks(ctx context.Context, f exportFlags) (blocklist.Export, error) {
	named := f.ref != "" || f.workTree
	archive, err := a.wire.CurrentArchive(ctx, f.sandbox, named)
	if err != nil {
		return blocklist.Export{}, err
	}
	var other facts.Tree
	if named {
		if other, err = a.wire.Governed(f.ref); err != nil {
			return blocklist.Export{}, err
		}
	}
	return audit.Blocklist(ctx, archive, other)
}

func summaryOf(list blocklist.Export, format blocklist.Format) exported {
	kept := list.For(format)
	return exported{Format: format, Servers: len(kept.Blocks), Lifted: len(kept.Lifted), LeftOut: list.LeftOut(format)}
}

// warnOfList says what the readers of a format do not get.
func (a *app) warnOfList(done exported) {
	if n := len(done.LeftOut); n > 0 {
		a.note("bylaw: %s with a milder limit left out: who reads %s suspends every server on it", render.Count(n, "server"), done.Format)
	}
	if done.Format == blocklist.MastodonCSV && done.Servers > blocklist.MastodonRows {
		a.note("bylaw: %d servers: Mastodon imports no file of more than %d", done.Servers, blocklist.MastodonRows)
	}
}
