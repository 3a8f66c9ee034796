package cli

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func (a *app) docsCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "docs"}
	cmd.AddCommand(a.docsPagesCommand("man", ".1", a.manPage), a.docsPagesCommand("markdown", ".md", markdownPage))
	return cmd
}

// docsFlags are the options of docs man and docs markdown.
type docsFlags struct{ out string }

// docsPagesCommand writes pages in one format.
func (a *app) docsPagesCommand(format, ending string, page func(*cobra.Command) ([]byte, error)) *cobra.Command {
	var f docsFlags
	cmd := &cobra.Command{
		Use:  format + " --out DIR",
		Args: cobra.ExactArgs(0),
	}
	cmd.Flags().StringVarP(&f.out, "out", "o", "", "write the pages to this folder, `DIR`")
	_ = cmd.MarkFlagRequired("out") // it exists
	cmd.RunE = runs(a, &f, func(_ context.Context, f docsFlags) error { return a.writePages(cmd.Root(), f.out, ending, page) })
	return cmd
}

func (a *app) writePages(root *cobra.Command, dir, ending string, page func(*cobra.Command) ([]byte, error)) error {
	var failed error
	each(root, func(cmd *cobra.Command) {
		if failed != nil || cmd.HasParent() && !cmd.IsAvailableCommand() {
			return
		}
		cmd.InitDefaultHelpFlag()
		cmd.DisableAutoGenTag = true
		data, err := page(cmd)
		if err == nil {
			err = a.writeOutput(filepath.Join(dir, fileOf(cmd, ending)), data)
		}
		failed = err
	})
	return failed
}

// fileOf is the name of a command's page in the manual: bylaw-propose-amend.md.
func fileOf(cmd *cobra.Command, ending string) string {
	return strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ending
}

func (a *app) manPage(cmd *cobra.Command) ([]byte, error) {
	var page bytes.Buffer
	date := built().date
	if date.IsZero() {
		date = a.Now()
	}
	err := doc.GenMan(cmd, &doc.GenManHeader{Section: "1", Date: &date, Source: "bylaw " + release, Manual: "bylaw"}, &page)
	return page.Bytes(), err
}

// markdownPage writes the reference page of a command.
func markdownPage(cmd *cobra.Command) ([]byte, error) {
	var page bytes.Buffer
	fmt.Fprintf(&page, "# %s\n\n%s\n\n## Usage\n\n```text\n%s\n```\n", cmd.CommandPath(), strings.TrimSpace(cmd.Long), useLine(cmd))
	if cmd.Example != "" {
		fmt.Fprintf(&page, "\n## Examples\n\n```sh\n%s\n```\n", cmd.Example)
	}
	if cmd.HasAvailableSubCommands() {
		page.WriteString("\n## Commands\n\n")
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(&page, "- [%s](%s): %s\n", sub.CommandPath(), fileOf(sub, ".md"), sub.Short)
			}
		}
	}
	fmt.Fprintf(&page, "\n## Flags\n\n```text\n%s```\n", cmd.LocalFlags().FlagUsages())
	if cmd.HasParent() {
		fmt.Fprintf(&page, "\nSee also [%s](%s).\n", cmd.Parent().CommandPath(), fileOf(cmd.Parent(), ".md"))
	}
	return page.Bytes(), nil
}
