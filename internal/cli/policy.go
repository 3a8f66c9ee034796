package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// bundled is the JSON form of what was written into a bundle.
type bundled struct {
	File       string `json:"file"`
	Revision   string `json:"revision"` // the digest of the constitution
	Bytes      int    `json:"bytes"`
	Policies   int    `json:"policies"` // the community's, next to bylaw's own
	Provisions int    `json:"provisions"`
}

func (a *app) policyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "policy",
	}
	cmd.AddCommand(a.policyBundleCommand())
	return cmd
}

// bundleFlags are the options of policy bundle.
type bundleFlags struct{ out, ref string }

func (a *app) policyBundleCommand() *cobra.Command {
	var f bundleFlags
	cmd := &cobra.Command{
		Use:  "bundle",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, a.policyBundle),
	}
	cmd.Flags().StringVarP(&f.out, "out", "o", "", "write the bundle to this `FILE` instead of standard output")
	cmd.Flags().StringVar(&f.ref, "ref", "", "take the constitution of this `COMMIT` instead of the files on disk")
	return cmd
}

func (a *app) policyBundle(ctx context.Context, f bundleFlags) error {
	if f.out == "" && (a.json || a.Terminal) {
		return diag.WithHint(&usageMistake{errors.New("--out is missing: a bundle is no text")}, "run \"bylaw policy bundle --help\"")
	}
	packed, about, err := a.bundle(ctx, f.ref)
	if err != nil {
		return err
	}
	if f.out == "" {
		_, err := a.Stdout.Write(packed)
		return err
	}
	if err := a.writeOutput(f.out, packed); err != nil {
		return err
	}
	about.File = f.out
	if a.json {
		return writeJSON(a.Stdout, about)
	}
	_, err = fmt.Fprintf(a.Stdout, "wrote %s: %s and bylaw's policies, revision %s\n", render.Outside(f.out),
		render.Count(about.Provisions, "provision"), about.Revision)
	return err
}

// bundle packs the constitution of a commit, or of the files on disk.
func (a *app) bundle(ctx context.Context, ref string) ([]byte, bundled, error) {
	tree, err := a.wire.Governed(ref)
	if err != nil {
		return nil, bundled{}, err
	}
	c, mistakes := charter.Load(tree)
	if err := mistakes.Err(); err != nil {
		return nil, bundled{}, err
	}
	constitution := c.Constitution
	packed, err := a.Judge.Bundle(ctx, constitution)
	return packed, bundled{Revision: constitution.Digest, Bytes: len(packed), Policies: len(constitution.Policies), Provisions: len(constitution.Provisions)}, err
}
