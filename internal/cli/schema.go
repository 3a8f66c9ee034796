package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/schema"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

func (a *app) schemaCommand() *cobra.Command {
	names := schema.Names()
	return &cobra.Command{
		Use:       "schema NAME",
		Args:      cobra.ExactArgs(1),
		ValidArgs: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(names, args[0]) {
				return diag.WithHint(&usageMistake{fmt.Errorf("unknown schema %q", args[0])}, "%s", strings.TrimSpace(yamldoc.Suggest(args[0], names)+" known: "+strings.Join(names, ", ")))
			}
			data, err := schema.Of(args[0])
			if err != nil {
				return err
			}
			_, err = a.Stdout.Write(data)
			return err
		},
	}
}
