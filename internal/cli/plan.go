package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// planFlags are the flags of plan, and those that apply shares with it.
type planFlags struct {
	sandbox          bool
	ref              string
	adoptOurs        bool
	adoptLive        bool
	out              string
	detailedExitcode bool
	markdown         bool
	people           bool
}

func (f *planFlags) shared(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.sandbox, "sandbox", false, "use the embedded server; real tokens are ignored")
	cmd.Flags().StringVar(&f.ref, "ref", "", "read this `COMMIT` instead of the files on disk")
	cmd.Flags().BoolVar(&f.adoptOurs, "adopt-ours", false, "on first run, what differs on the server is overwritten")
	cmd.Flags().BoolVar(&f.adoptLive, "adopt-live", false, "on first run, what differs on the server is left as it is")
	cmd.MarkFlagsMutuallyExclusive("adopt-ours", "adopt-live")
}

func (f *planFlags) options() apply.PlanOptions {
	return apply.PlanOptions{AdoptOurs: f.adoptOurs, AdoptLive: f.adoptLive}
}

func (a *app) planCommand() *cobra.Command {
	var f planFlags
	cmd := &cobra.Command{
		Use:  "plan",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, a.plan),
	}
	f.shared(cmd)
	cmd.Flags().StringVarP(&f.out, "out", "o", "", "write the plan to this `FILE`, for \"apply --plan\"")
	cmd.Flags().BoolVar(&f.detailedExitcode, "detailed-exitcode", false, "exit with 5 if there are changes to make, or if the server was changed outside the process")
	cmd.Flags().BoolVar(&f.markdown, "markdown", false, "write the plan as Markdown, for a comment")
	cmd.Flags().BoolVar(&f.people, "people", false, "count whom open proposals about servers affect, and set it as their status bylaw/people")
	for _, other := range []string{"sandbox", "ref", "adopt-ours", "adopt-live", "out", "detailed-exitcode", "markdown"} {
		cmd.MarkFlagsMutuallyExclusive("people", other)
	}
	return cmd
}

func (a *app) plan(ctx context.Context, f planFlags) error {
	if f.people {
		return a.people(ctx)
	}
	stage, err := a.wire.Server(ctx, f.ref, f.sandbox)
	if err != nil {
		return err
	}
	prospect, err := apply.Plan(ctx, stage.Ports, stage.Source, f.options())
	if err != nil {
		return err
	}
	if err := errors.Join(a.showPlan(prospect, f), a.showExceeded(prospect.Exceeded, f.markdown), a.reportPlan(prospect.Plan, f.out)); err != nil {
		return err
	}
	if f.detailedExitcode && len(prospect.Plan.Changes)+len(prospect.Plan.Drift) > 0 {
		return differs
	}
	return nil
}

// showPlan writes the plan in the form asked for, and to a file as well where one is named.
func (a *app) showPlan(prospect apply.Planned, f planFlags) error {
	if f.out != "" {
		data, err := plan.Encode(prospect.Plan)
		if err != nil {
			return err
		}
		if err := a.writeOutput(f.out, data); err != nil {
			return err
		}
	}
	switch {
	case a.json:
		return writeJSON(a.Stdout, prospect.Plan)
	case f.markdown:
		_, err := fmt.Fprint(a.Stdout, render.PlanMarkdown(prospect.Plan))
		return err
	default:
		a.banner(f.sandbox)
		_, err := fmt.Fprint(a.Stdout, render.PlanText(prospect.Plan, a.style()))
		return err
	}
}

// showExceeded says which limits the plan breaks, so that apply will refuse it. JSON has no key for it, so it is a note there.
func (a *app) showExceeded(exceeded []string, markdown bool) error {
	if len(exceeded) == 0 {
		return nil
	}
	if a.json {
		a.note("bylaw: over the limits: apply refuses the plan: %s", render.Outside(strings.Join(exceeded, "; ")))
		return nil
	}
	mark := "  ! "
	if markdown {
		mark = "- "
	}
	said := "\nover the limits, so that apply refuses it:\n"
	if markdown {
		said += "\n"
	}
	for _, line := range exceeded {
		said += mark + render.Outside(line) + "\n"
	}
	_, err := fmt.Fprint(a.Stdout, said)
	return err
}

// banner says at the head of every output of a sandbox what it is, and what time it is there if that was moved.
func (a *app) banner(sandbox bool) {
	if !sandbox {
		return
	}
	a.say("bylaw: sandbox: nothing real is read or changed")
	if a.wire.Ahead() > 0 {
		a.say("bylaw: the clock of the sandbox is at " + a.Now().UTC().Format("2006-01-02 15:04 UTC"))
	}
}
