package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/adopt"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// adoptFlags are the flags of import instance.
type adoptFlags struct {
	wire.AdoptOptions
	only    []string
	people  bool
	private bool
	dryRun  bool
}

// adopted is the JSON form of an import of a server.
type adopted struct {
	adopt.Result
	Handles  int  `json:"handles_added"` // to the pseudonym map
	Requests int  `json:"requests"`      // to the server
	DryRun   bool `json:"dry_run"`
}

func (f *adoptFlags) complete(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		f.Server = args[0]
	}
	return nil
}

func (a *app) importInstanceCommand() *cobra.Command {
	var f adoptFlags
	cmd := &cobra.Command{
		Use:  "instance [SERVER]",
		Args: cobra.MaximumNArgs(1),
		RunE: runs(a, &f, a.importInstance),
	}
	cmd.Flags().BoolVar(&f.Sandbox, "sandbox", false, "read the embedded server; real tokens are ignored")
	cmd.Flags().BoolVar(&f.Public, "public", false, "read what any SERVER shows to everybody, without a token: rules and domain blocks")
	cmd.Flags().StringSliceVar(&f.only, "only", nil, "read these `LISTS` alone: "+strings.Join(adopt.Words(), ", "))
	cmd.Flags().BoolVar(&f.people, "include-people", false, "with accounts of your own server and IP blocks; refused for a public repository")
	cmd.Flags().BoolVar(&f.private, "private-repository", false, "state that the repository is private, where no GITHUB_TOKEN is set to ask with")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "say what would be written, and write nothing")
	cmd.MarkFlagsMutuallyExclusive("public", "include-people")
	return cmd
}

func (a *app) importInstance(ctx context.Context, f adoptFlags) error {
	only, err := adopt.Resources(f.only)
	switch {
	case err != nil:
		return &usageMistake{err}
	case f.Server != "" && (!f.Public || f.Sandbox):
		return &usageMistake{errors.New("a server is named with --public alone; with a token MASTODON_URL names it")}
	}
	tree, err := a.wire.WorkTree()
	if err != nil {
		return err
	}
	settings := charter.LoadSettings(tree)
	server, err := a.wire.Adoptable(ctx, settings, f.AdoptOptions)
	if err != nil {
		return err
	}
	before := map[string][]byte{}
	for _, file := range charter.StateFiles() {
		if found, there := tree[file]; there {
			before[file] = found.Data
		}
	}
	result, err := adopt.Read(ctx, server.Ports, before, adopt.Request{
		Server: server.Host, Own: settings.Domain, Only: only, People: f.people, Private: f.private, Public: f.Public, Now: a.Now(),
	})
	if err != nil {
		return err
	}
	if !f.dryRun {
		if err := a.writeAdopted(result); err != nil {
			return err
		}
	}
	a.banner(f.Sandbox)
	return a.showAdopted(adopted{result, len(result.Handles), server.Requests(), f.dryRun}, f)
}

// writeAdopted writes the files. The pseudonym map comes first: without it no one could resolve what they hold.
func (a *app) writeAdopted(result adopt.Result) error {
	if err := a.wire.AddHandles(result.Handles); err != nil {
		return err
	}
	for _, file := range result.Files {
		target := filepath.Join(a.repository(), filepath.FromSlash(file.Path))
		err := os.MkdirAll(filepath.Dir(target), 0o755) //nolint:gosec // a work tree is not secret
		if err == nil {
			err = replaceFile(target, file.Content, 0o644)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", file.Path, reason(err))
		}
	}
	return nil
}

// fewLeftOut is how many entries that were left out are named in text; the JSON form names all.
const fewLeftOut = 10

func (a *app) showAdopted(done adopted, f adoptFlags) error {
	if a.json {
		return writeJSON(a.Stdout, done)
	}
	a.noteLeftOut(done)
	var out strings.Builder
	for _, r := range done.Resources {
		fmt.Fprintf(&out, "%s: %s\n", r.File, cameOf(r))
	}
	verb := "written"
	if f.dryRun {
		verb = "would be written (--dry-run)"
	}
	fmt.Fprintf(&out, "%s of %s %s, %d left out, with %s to the server\n",
		render.Count(len(done.Files), "file"), done.Server, verb, done.leftOut(), render.Count(done.Requests, "request"))
	if len(done.Files) > 0 && !f.dryRun {
		out.WriteString("Next: \"bylaw lint\", then \"bylaw plan\", which should have nothing to change in these lists.\n")
	}
	_, err := fmt.Fprint(a.Stdout, out.String())
	return err
}

// cameOf says what came of a resource.
func cameOf(r adopt.Resource) string {
	switch {
	case !r.Single:
		return fmt.Sprintf("%s: %d added, %d were there already, %d differ", r.Name, r.Added, r.Kept, len(r.Differ))
	case r.Added > 0:
		return r.Name + ": added"
	case len(r.Differ) > 0:
		return r.Name + ": differs, left as it is"
	}
	return r.Name + ": there already"
}

// leftOut counts the entries that are not in the files.
func (d adopted) leftOut() int {
	n := 0
	for _, left := range d.LeftOut {
		if left.Param == "" {
			n++
		}
	}
	for _, withheld := range d.Withheld {
		n += withheld.Count
	}
	return n
}

// noteLeftOut says on standard error what is not in the files, or stands there with other values, and why.
func (a *app) noteLeftOut(done adopted) {
	for _, r := range done.Resources {
		for _, d := range r.Differ {
			a.note("%s: %s differs from the server in %s, and was left as it is", d.Place, render.Outside(d.Target), strings.Join(d.Fields, ", "))
		}
	}
	for n, left := range done.LeftOut {
		if n == fewLeftOut {
			a.note("... and %d more left out, which --json names", len(done.LeftOut)-n)
			break
		}
		what := left.Target
		if left.Param != "" {
			what = left.Param + " of " + left.Target
		}
		a.note("%s: %s left out: %s", left.Resource, render.Outside(what), render.Outside(left.Why))
	}
	for _, w := range done.Withheld {
		count := ""
		if w.Count > 0 {
			count = fmt.Sprintf(" (%d)", w.Count)
		}
		a.note("%s%s: %s", w.Resource, count, render.Outside(w.Why))
	}
	if done.Handles > 0 {
		a.note("%s added to the pseudonym map: keep the copy of your workflow up to date", render.Count(done.Handles, "handle"))
	}
}
