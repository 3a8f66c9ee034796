package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// applied is the JSON form of what apply did.
type applied struct {
	Sandbox bool          `json:"sandbox"`
	Plan    plan.Plan     `json:"plan"`
	Receipt apply.Receipt `json:"receipt"`
}

// applyFlags are the options of apply.
type applyFlags struct {
	planFlags
	saved    string
	reason   string
	override bool // --override was given, with or without a reason
}

func (f *applyFlags) complete(cmd *cobra.Command, _ []string) error {
	f.override = cmd.Flags().Changed("override")
	return nil
}

func (a *app) applyCommand() *cobra.Command {
	var f applyFlags
	cmd := &cobra.Command{
		Use:  "apply",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f applyFlags) error {
			if f.override {
				return a.override(ctx, f.planFlags, f.reason)
			}
			return a.apply(ctx, f.planFlags, f.saved)
		}),
	}
	f.shared(cmd)
	cmd.Flags().StringVar(&f.saved, "plan", "", "apply the saved plan in this `FILE`, or refuse if anything has changed since")
	cmd.Flags().StringVar(&f.reason, "override", "", "at a terminal only: apply the local commit without a decision, for this `REASON`")
	goesWith(cmd, "ref", "sandbox") // what is enacted is the tip of the protected branch
	for _, other := range []string{"sandbox", "plan", "ref"} {
		cmd.MarkFlagsMutuallyExclusive("override", other)
	}
	return cmd
}

func (a *app) apply(ctx context.Context, f planFlags, savedFile string) error {
	saved, err := a.readPlan(savedFile)
	if err != nil {
		return err
	}
	o := apply.Options{PlanOptions: f.options(), Saved: saved}
	run := a.enact
	if f.sandbox {
		run = func(ctx context.Context, o apply.Options) (apply.Planned, apply.Receipt, error) {
			return a.applyInSandbox(ctx, f, o)
		}
	}
	defer a.meter.stopWith(ctx)()
	planned, receipt, err := run(ctx, o)
	if err := errors.Join(a.explainApply(err, f.sandbox), a.reportApply(ctx, planned.Plan, receipt, err)); err != nil {
		return err
	}
	if receipt.Unanchored != "" {
		a.note("bylaw: %s", render.Outside(receipt.Unanchored))
	}
	return a.showApply(planned, receipt, f.sandbox)
}

// enact applies what was decided to the operator's server.
func (a *app) enact(ctx context.Context, o apply.Options) (apply.Planned, apply.Receipt, error) {
	c, err := a.community(ctx)
	if err != nil {
		return apply.Planned{}, apply.Receipt{}, err
	}
	o.Holder, o.Gone = a.wire.Holder(), a.wire.Gone
	return apply.Enact(ctx, c, o)
}

// community opens what enacting takes, and keeps the schedule of a scheduled run alive.
func (a *app) community(ctx context.Context) (apply.Community, error) {
	c, h, err := a.wire.Community(ctx)
	if err == nil {
		a.wire.KeepAlive(ctx, h)
	}
	return c, err
}

// applyInSandbox applies the files on disk, or of a commit, to the sandbox, where nothing is decided.
func (a *app) applyInSandbox(ctx context.Context, f planFlags, o apply.Options) (apply.Planned, apply.Receipt, error) {
	release, err := a.wire.LockSandbox(ctx)
	if err != nil {
		return apply.Planned{}, apply.Receipt{}, err
	}
	defer release()
	s, err := a.wire.Server(ctx, f.ref, f.sandbox)
	if err != nil {
		return apply.Planned{}, apply.Receipt{}, err
	}
	s.Ports.Progress = a.meter.Change
	a.banner(true)
	planned, receipt, err := apply.Run(ctx, s.Ports, s.Source, o)
	return planned, receipt, errors.Join(err, s.Flush())
}

// readPlan reads a saved plan; no name is no plan.
func (a *app) readPlan(name string) (*plan.Plan, error) {
	if name == "" {
		return nil, nil
	}
	data, err := a.readInput(name)
	if err != nil {
		return nil, diag.WithHint(err, "write it with \"bylaw plan --out %s\"", name)
	}
	p, err := plan.Decode(data)
	if err != nil {
		return nil, diag.WithHint(fmt.Errorf("%s: %w", name, err), "write it again with \"bylaw plan --out %s\"", name)
	}
	return &p, nil
}

// explainApply gives an error of apply its next step.
func (a *app) explainApply(err error, sandbox bool) error {
	flag := ""
	if sandbox {
		flag = " --sandbox"
	}
	if _, ok := errors.AsType[*apply.Partway](err); ok {
		return diag.WithHint(err, "run \"bylaw plan%s\" to see the rest, then \"bylaw apply%s\" again: what is done is not done twice", flag, flag)
	}
	return err
}

// showApply says what was done. A change that was refused makes the whole a "no", though the others are in force.
func (a *app) showApply(prospect apply.Planned, receipt apply.Receipt, sandbox bool) error {
	if a.json {
		if err := writeJSON(a.Stdout, applied{Sandbox: sandbox, Plan: prospect.Plan, Receipt: receipt}); err != nil {
			return err
		}
	} else if err := a.showReceipt(prospect.Plan, receipt); err != nil {
		return err
	}
	if len(prospect.Plan.Refused) > 0 {
		return refused
	}
	return nil
}

func (a *app) showReceipt(p plan.Plan, receipt apply.Receipt) error {
	if _, err := fmt.Fprint(a.Stdout, render.PlanText(p, a.style())); err != nil || len(p.Changes)+len(p.Refused)+len(p.Tasks)+len(p.Closed) == 0 {
		return err
	}
	said := "\nApply complete: no changes. The ledger is up to date.\n"
	if len(p.Changes) > 0 {
		said = fmt.Sprintf("\nApply complete: %s applied and verified.\n", render.Count(receipt.Count(apply.Done), "change"))
	}
	if len(p.Refused) > 0 {
		said += "not applied: " + render.Entries(len(p.Refused)) + ", refused for the reasons above\n"
	}
	switch {
	case receipt.Repinned:
		said += "Constitution pinned again at " + receipt.Thread + "\n"
	case receipt.Thread != "":
		said += "Constitution published at " + receipt.Thread + "\n"
	}
	_, err := fmt.Fprint(a.Stdout, said)
	return err
}
