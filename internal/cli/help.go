package cli

import (
	"embed"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpPages are the texts of the commands: what --help shows, and what man pages and the reference are made of.
//
//go:embed help/*.md
var helpPages embed.FS

// exampleHeading begins the last section of a page.
const exampleHeading = "## Examples\n\n```sh\n"

// describe gives a command and all below it the texts of their pages. The commands of cobra itself keep their own.
func describe(root *cobra.Command) {
	each(root, func(cmd *cobra.Command) {
		page, err := helpPages.ReadFile(pageOf(cmd))
		if err != nil {
			return
		}
		long, example, _ := strings.Cut(string(page), exampleHeading)
		short, _, _ := strings.Cut(long, "\n")
		cmd.Short, cmd.Long = strings.TrimSuffix(short, "."), strings.TrimSpace(long)
		cmd.Example = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(example), "```"))
	})
}

// pageOf is the name of a command's page: help/propose-member-add.md.
func pageOf(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return "help/" + cmd.Name() + ".md"
	}
	words := strings.Fields(cmd.CommandPath())
	return "help/" + strings.Join(words[1:], "-") + ".md"
}

// helpCommand shows the help of a command. The one of cobra takes the name of a command that does not exist for none.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show the help of a command",
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err == nil {
				err = noCommand(found, rest)
			}
			if err != nil {
				return usageError(found, err)
			}
			return found.Help()
		},
	}
}

// The columns of a terminal that help is written for. Wider lines are harder to read, narrower ones break words.
const (
	narrowest = 40
	usual     = 80
	widest    = 100
)

func (a *app) helpWidth() int {
	columns, _ := a.size()
	if columns == 0 {
		return usual
	}
	return min(max(columns, narrowest), widest)
}

// showHelp writes the help of a command to standard output.
func (a *app) showHelp(cmd *cobra.Command, _ []string) {
	cmd.InitDefaultHelpFlag()
	if a.screen != nil {
		a.screen.paged = true
	}
	width := a.helpWidth()
	var out strings.Builder
	out.WriteString(plainText(cmd.Long, width))
	section := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&out, "\n%s:\n%s", title, text)
		}
	}
	section("Usage", fill(useLine(cmd), width, "  ", "    "))
	section("Examples", indentedBy(cmd.Example, "  "))
	for _, g := range cmd.Groups() {
		section(g.Title, commandList(cmd, g.ID, width))
	}
	title := "Commands"
	if len(cmd.Groups()) > 0 {
		title = "About bylaw"
	}
	section(title, commandList(cmd, "", width))
	section("Flags", flagUsages(cmd.LocalFlags(), width))
	section("Global flags", flagUsages(cmd.InheritedFlags(), width))
	fmt.Fprint(a.Stdout, out.String())
}

// flagName is a flag with its argument, and the spaces before its text.
var flagName = regexp.MustCompile(`^( +(?:-\w, )?--\S+(?: \S+)?) {3,}`)

// flagUsages lists flags: the text next to the name, or below it where that would leave less than half of the width.
func flagUsages(flags *pflag.FlagSet, width int) string {
	if width > 60 {
		return flags.FlagUsagesWrapped(width)
	}
	var out strings.Builder
	for line := range strings.Lines(flags.FlagUsages()) {
		name := flagName.FindStringSubmatch(line)
		if name == nil {
			out.WriteString(line)
			continue
		}
		const margin = "          "
		out.WriteString(name[1] + "\n" + fill(line[len(name[0]):], width, margin, margin))
	}
	return out.String()
}

// useLine is how a command is called.
func useLine(cmd *cobra.Command) string {
	if cmd.HasAvailableSubCommands() && !strings.Contains(cmd.Use, " ") {
		return cmd.CommandPath() + " COMMAND [flags]"
	}
	return cmd.UseLine()
}

// commandList lists the commands of a group below one, each with its one sentence.
func commandList(cmd *cobra.Command, group string, width int) string {
	column := 0
	for _, sub := range cmd.Commands() {
		column = max(column, len(sub.Name()))
	}
	var out strings.Builder
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() && sub.GroupID == group {
			out.WriteString(fill(sub.Short, width, fmt.Sprintf("  %-*s  ", column, sub.Name()), strings.Repeat(" ", column+4)))
		}
	}
	return out.String()
}
