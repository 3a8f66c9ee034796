package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// usageMistake is an error of the command line, which has an exit status of its own.
type usageMistake struct{ err error }

func (u *usageMistake) Error() string { return u.err.Error() }
func (u *usageMistake) Unwrap() error { return u.err }

// usageError is a mistake on the command line. Without a hint of its own it points to the help, or to the flag that is near.
func usageError(cmd *cobra.Command, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		err = diag.WithHint(err, "%s", cmp.Or(nearFlag(cmd, unknown.GetSpecifiedName()), fmt.Sprintf("run %q", cmd.CommandPath()+" --help")))
	}
	if diag.HintOf(err) != "" {
		return &usageMistake{err}
	}
	return diag.WithHint(&usageMistake{err}, "run \"%s --help\"", cmd.CommandPath())
}

// nearFlag suggests the flag of a command whose name is near, if there is one.
func nearFlag(cmd *cobra.Command, name string) string {
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
	return yamldoc.Suggest("--"+name, known)
}

// execute runs the command that the arguments name. What cobra refuses before a command starts is a mistake of usage.
func execute(ctx context.Context, root *cobra.Command) error {
	started := false
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	each(root, func(cmd *cobra.Command) {
		run := cmd.RunE
		if run == nil && cmd.HasSubCommands() { // it only groups others: without arguments it shows its help
			cmd.Args, run = noCommand, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
		if run == nil {
			return
		}
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			started = true
			return run(cmd, args)
		}
	})
	cmd, err := root.ExecuteContextC(ctx)
	if err != nil && !started {
		return usageError(cmd, err)
	}
	return err
}

// each visits a command and all below it.
func each(cmd *cobra.Command, visit func(*cobra.Command)) {
	visit(cmd)
	for _, sub := range cmd.Commands() {
		each(sub, visit)
	}
}

// noCommand refuses the name of a command that does not exist, and suggests those that are near.
func noCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := fmt.Errorf("unknown command %q of %q", args[0], cmd.CommandPath())
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		slices.Sort(near)
		return diag.WithHint(err, "did you mean %s?", `"`+strings.Join(near, `" or "`)+`"`)
	}
	return err
}

// companions is the annotation of flags that mean something only with one of some others.
const companions = "bylaw_companions"

// goesWith marks a flag that means something only with one of some others, which the groups of cobra cannot say.
func goesWith(cmd *cobra.Command, name string, others ...string) {
	_ = cmd.Flags().SetAnnotation(name, companions, others)
}

// validateFlags refuses flags without the company that they need, and texts that are empty: an empty text is what a shell
// makes of a variable that is not set.
func validateFlags(cmd *cobra.Command, _ []string) error {
	var found error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		others := f.Annotations[companions]
		alone := len(others) > 0 && !slices.ContainsFunc(others, func(name string) bool { return given(cmd, name) })
		switch {
		case found != nil:
		case f.Value.Type() == "string" && strings.TrimSpace(f.Value.String()) == "":
			found = fmt.Errorf("--%s is empty", f.Name)
		case alone:
			found = fmt.Errorf("--%s goes with --%s only", f.Name, strings.Join(others, " or --"))
		}
	})
	return found
}

// given says whether a flag is set, to something other than false.
func given(cmd *cobra.Command, name string) bool {
	f := cmd.Flags().Lookup(name)
	return f != nil && f.Changed && f.Value.String() != "false"
}

// number is the value of a flag that is the number of something: 1 or more, and 0 only where the flag is not set.
type number int

var errNumber = errors.New("not a number from 1")

// Set reads the number.
func (n *number) Set(text string) error {
	v, err := strconv.Atoi(text)
	if err != nil || v < 1 {
		return errNumber
	}
	*n = number(v)
	return nil
}

// String writes the number.
func (n *number) String() string { return strconv.Itoa(int(*n)) }

// Type is the word for the value in help.
func (n *number) Type() string { return "number" }
