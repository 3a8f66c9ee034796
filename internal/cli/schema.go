package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/schema"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// schemaFlags are the options of schema.
type schemaFlags struct{ name string }

func (f *schemaFlags) complete(_ *cobra.Command, args []string) error {
	f.name = args[0]
	if names := schema.Names(); !slices.Contains(names, f.name) {
		return diag.WithHint(fmt.Errorf("unknown schema %q", f.name), "%s", strings.TrimSpace(yamldoc.Suggest(f.name, names)+" known: "+strings.Join(names, ", ")))
	}
	return nil
}

func (a *app) schemaCommand() *cobra.Command {
	var f schemaFlags
	return &cobra.Command{
		Use:       "schema NAME",
		Args:      cobra.ExactArgs(1),
		ValidArgs: schema.Names(),
		RunE: runs(a, &f, func(_ context.Context, f schemaFlags) error {
			data, err := schema.Of(f.name)
			if err != nil {
				return err
			}
			_, err = a.Stdout.Write(data)
			return err
		}),
	}
}
