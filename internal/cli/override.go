package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// errNoTerminal keeps an override from ever being part of a script or a workflow.
var errNoTerminal = errors.New("an override needs a person at a terminal: standard input and output must both be one")

// override applies the local commit on a person's word, once they have seen what it does and typed the name of the
// instance.
func (a *app) override(ctx context.Context, f planFlags, reason string) error {
	if a.wire.InActions() || !a.Terminal || !a.StdinTerminal {
		return diag.WithHint(&diag.Refusal{Why: errNoTerminal.Error()}, "what a workflow applies is what was decided: \"bylaw apply\"")
	}
	if err := a.wire.ServerNamed(); err != nil {
		return err
	}
	source, err := a.wire.Source("")
	if err != nil {
		return err
	}
	votes, who, err := a.wire.Founder(ctx)
	if err != nil {
		return err
	}
	stage, err := a.wire.OperatorServer(ctx, source, votes.Ledger, votes.Judge)
	if err != nil {
		return err
	}
	by := apply.Override{Reason: strings.TrimSpace(reason), Who: who, Paused: a.Env("BYLAW_PAUSED"), Random: a.wire.Random}
	prospect, err := apply.PlanOverride(ctx, stage.Ports, source, f.options(), by)
	if err != nil {
		return err
	}
	a.say(fmt.Sprintf("%s\nNobody has voted on this. It is recorded as an override by %s, and every plan lists it until a proposal ratifies it.",
		strings.TrimRight(render.PlanText(prospect.Plan, a.style()), "\n"), render.Outside(who)))
	if err := a.typed(source.Charter.Settings.Domain, "do it", "nothing was done"); err != nil {
		return err
	}
	o := apply.Options{PlanOptions: f.options(), Saved: &prospect.Plan, Holder: a.wire.Holder(), Gone: a.wire.Gone}
	stage.Ports.Progress = a.meter.Change
	defer a.meter.stopWith(ctx)()
	prospect, receipt, err := apply.RunOverride(ctx, stage.Ports, source, o, by)
	if err != nil {
		return a.explainApply(err, false)
	}
	return a.showApply(prospect, receipt, false)
}

// typed asks for the name of the instance, and refuses where something else is typed.
func (a *app) typed(domain, to, otherwise string) error {
	text, err := a.ask(fmt.Sprintf("Type the name of the instance to %s: ", to))
	if err != nil {
		return err
	}
	if text != domain {
		return diag.WithHint(&diag.Refusal{Why: fmt.Sprintf("%q is not the name of the instance: %s", text, otherwise)}, "type %s", domain)
	}
	return nil
}
