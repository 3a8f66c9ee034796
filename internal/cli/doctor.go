package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/doctor"
	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/lint"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// doctorFlags are the options of doctor.
type doctorFlags struct {
	sandbox  bool
	only     []string
	sections []inspect.Section // what only names
}

func (f *doctorFlags) complete(*cobra.Command, []string) (err error) {
	f.sections, err = sectionsOf(f.only)
	return err
}

func (a *app) doctorCommand() *cobra.Command {
	var f doctorFlags
	cmd := &cobra.Command{
		Use:  "doctor",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f doctorFlags) error {
			if f.sandbox {
				return a.doctorSandbox(ctx, f.sections)
			}
			return a.doctor(ctx, f.sections)
		}),
	}
	cmd.Flags().BoolVar(&f.sandbox, "sandbox", false, "look at embedded servers that are set up as recommended, instead of the real ones")
	cmd.Flags().StringSliceVar(&f.only, "only", nil, "look at these `PARTS` alone: server, forge, roster, ledger, local")
	return cmd
}

func sectionsOf(names []string) (sections []inspect.Section, err error) {
	var known []string
	for _, each := range inspect.Sections() {
		known = append(known, string(each))
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			err := fmt.Errorf("--only: there is no part %q", name)
			if hint := yamldoc.Suggest(name, known); hint != "" {
				return nil, diag.WithHint(err, "%s", hint)
			}
			return nil, diag.WithHint(err, "the parts are %s", strings.Join(known, ", "))
		}
		sections = append(sections, inspect.Section(name))
	}
	return sections, nil
}

// doctor looks at everything, and says what is wrong.
func (a *app) doctor(ctx context.Context, only []inspect.Section) error {
	found, err := a.inspectLocal(ctx)
	if err != nil {
		return err
	}
	found, ports := a.wire.Doctor(ctx, found)
	ports.Progress = func(what string) { a.note("bylaw: looking at %s", what) }
	if found, err = doctor.Gather(ctx, ports, found, only...); err != nil {
		return err
	}
	report := doctor.Examine(found, only...)
	if a.json {
		err = writeJSON(a.Stdout, report)
	} else {
		style := a.style()
		style.Width = a.tableWidth()
		_, err = fmt.Fprint(a.Stdout, render.Doctor(report, style))
	}
	if err == nil && report.Wrong > 0 {
		return refused
	}
	return err
}

// tableWidth is the width of the terminal that standard output is, 0 where it is none.
func (a *app) tableWidth() int {
	if !a.Terminal || a.Width == nil {
		return 0
	}
	return a.Width()
}

// inspectLocal reads the clone and the environment.
func (a *app) inspectLocal(ctx context.Context) (doctor.Facts, error) {
	tree, err := a.wire.WorkTree()
	if err != nil {
		return doctor.Facts{}, err
	}
	found := doctor.Facts{Now: a.Now(), Local: doctor.Local{Files: tree, Variables: a.variables()}}
	law, mistakes := charter.Load(tree)
	if mistakes.Err() == nil {
		more, err := a.lintCharter(ctx, tree, law, "")
		if err != nil {
			a.note("bylaw: %s", render.Outside(err.Error()))
		}
		mistakes = append(append(mistakes, more...), lint.Unseen(tree, tree.Paths())...)
		found.Charter = inspect.Read(law, nil)
	} else {
		found.Charter = inspect.Unasked[charter.Charter]("the files in governance/ have mistakes")
	}
	summary := summarise(mistakes.Sorted())
	counted := doctor.Lint{Errors: summary.Errors, Warnings: summary.Warnings}
	for _, d := range summary.Diagnostics {
		if first := summary.Errors == 0 || d.Severity == diag.Error; first {
			counted.First = d.String()
			break
		}
	}
	found.Local.Lint = inspect.Read(counted, nil)
	return found, nil
}

// variables lists those of the environment that could be bylaw's. What is in a secret is not handed on.
func (a *app) variables() inspect.Part[[]doctor.Variable] {
	if a.Environ == nil {
		return inspect.Unasked[[]doctor.Variable]("the environment could not be listed")
	}
	found := []doctor.Variable{}
	for _, each := range a.Environ() {
		name, value, _ := strings.Cut(each, "=")
		if !strings.HasPrefix(name, "BYLAW_") && !strings.HasPrefix(name, "MASTODON_") {
			continue
		}
		if strings.HasPrefix(name, "BYLAW_SECRET_") {
			value = ""
		}
		found = append(found, doctor.Variable{Name: name, Value: value})
	}
	slices.SortFunc(found, func(x, y doctor.Variable) int { return strings.Compare(x.Name, y.Name) })
	return inspect.Read(found, nil)
}
