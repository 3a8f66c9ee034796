package cli

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// report gives a workflow what it shows and hands on: the job summary, an annotation at each mistake of a proposal's
// files, and the outputs of the step. Elsewhere it does nothing.
func (a *app) report(sent []check.Notification) error {
	if !a.wire.InActions() {
		return nil
	}
	pages := make([]render.Page, len(sent))
	briefs := make([]render.Brief, len(sent))
	var mistakes diag.List
	for i, t := range sent {
		pages[i] = t.Page
		briefs[i] = render.Brief{Number: t.Finding.Pull.Number, Outcome: t.Finding.Decision.Outcome, Digest: t.Finding.Decision.Digest}
		if t.Finding.Problem != nil {
			briefs[i].Outcome = ""
		}
		mistakes = append(mistakes, t.Finding.Mistakes...)
	}
	if err := a.annotate(mistakes); err != nil {
		return err
	}
	outputs, err := render.Briefs(briefs)
	if err != nil {
		return err
	}
	return a.writeOutputs(render.Summary(pages), outputs)
}

// reportPlan hands a plan on, and the file that it is in: the one that was asked for, or one of the runner's own.
func (a *app) reportPlan(p plan.Plan, file string) error {
	if !a.wire.InActions() {
		return nil
	}
	if file == "" {
		file = filepath.Join(a.Env("RUNNER_TEMP"), "bylaw-plan.json")
		data, err := plan.Encode(p)
		if err != nil {
			return err
		}
		if err := os.WriteFile(a.path(file), data, 0o600); err != nil {
			return fmt.Errorf("write the plan: %w", err)
		}
	}
	outcome := "in_sync"
	if len(p.Changes) > 0 {
		outcome = "differs"
	}
	return a.writeOutputs(render.PlanSummary("What would change on the server.", p), []render.Output{
		{Name: "outcome", Value: outcome}, {Name: "plan", Value: a.path(file)}, {Name: "digest", Value: p.Digest},
		{Name: "changes", Value: strconv.Itoa(len(p.Changes))},
	})
}

// reportDrift hands on what was changed outside the process, as anyone may read it.
func (a *app) reportDrift(r plan.Report) error {
	if !a.wire.InActions() {
		return nil
	}
	outcome := "in_sync"
	if r.Counts[plan.EntryDrifted] > 0 {
		outcome = "drifted"
	}
	return a.writeOutputs(render.DriftMarkdown(r), []render.Output{
		{Name: "outcome", Value: outcome}, {Name: "changes", Value: strconv.Itoa(r.Counts[plan.EntryDrifted])},
	})
}

// keepDriftAlive keeps the schedule alive that a run comes from. No report depends on it.
func (a *app) keepDriftAlive(ctx context.Context) {
	if !a.wire.InActions() {
		return
	}
	if h, err := a.wire.Forge(ctx); err == nil && h.Missing == "" {
		a.wire.KeepAlive(ctx, h)
	}
}

// reportApply hands on what an apply did, and how it ended. Why it ended is notified by Run, as with every other error; after
// a breakdown there is no outcome.
func (a *app) reportApply(ctx context.Context, p plan.Plan, receipt apply.Receipt, err error) error {
	if !a.wire.InActions() {
		return nil
	}
	made, outcome := receipt.Count(apply.Done), "enacted"
	switch ended := statusOf(ctx, err); {
	case err == nil && len(p.Refused) > 0:
		outcome = "refused"
	case err == nil && len(p.Changes) == 0:
		outcome = "in_sync"
	case err == nil:
	case ended == partway || ended == interrupted && made > 0:
		outcome = "partway"
	case ended == refused:
		return a.writeOutputs("", []render.Output{{Name: "outcome", Value: "refused"}, {Name: "changes", Value: "0"}})
	default:
		return nil
	}
	return a.writeOutputs(render.PlanSummary(fmt.Sprintf("%d of %s done.", made, render.Count(len(p.Changes), "change")), p), []render.Output{
		{Name: "outcome", Value: outcome}, {Name: "digest", Value: p.Digest}, {Name: "changes", Value: strconv.Itoa(made)},
		{Name: "thread-url", Value: receipt.Thread},
	})
}

// reportTrouble shows an error where people look first: on the page of the run, and as an annotation.
func (a *app) reportTrouble(err error) error {
	if !a.wire.InActions() {
		return nil
	}
	var list diag.List
	if mistakes, several := errors.AsType[*diag.Mistakes](err); several {
		list = mistakes.List
	} else {
		list.Errorf(diag.Place{}, diag.HintOf(err), "%s", err)
	}
	return errors.Join(a.annotate(list), a.writeOutputs(render.Trouble(err.Error(), diag.HintOf(err)), nil))
}

// annotate shows mistakes at their lines. It writes on standard error, so that standard output stays what was asked for;
// the runner reads both.
func (a *app) annotate(list diag.List) error {
	if !a.wire.InActions() {
		return nil
	}
	_, err := io.WriteString(a.Stderr, render.Annotations(list))
	return err
}

// writeOutputs writes the job summary and the outputs of the step.
func (a *app) writeOutputs(summary string, outputs []render.Output) error {
	delimiter, err := a.workflowRun()
	if err != nil {
		return err
	}
	text, err := render.Outputs(outputs, delimiter)
	if err != nil {
		return err
	}
	return errors.Join(a.appendTo("GITHUB_STEP_SUMMARY", summary), a.appendTo("GITHUB_OUTPUT", text))
}

// workflowRun gives a text that no one can have put into a proposal.
func (a *app) workflowRun() (string, error) {
	var drawn [16]byte
	if _, err := io.ReadFull(a.wire.Random, drawn[:]); err != nil {
		return "", fmt.Errorf("random delimiter: %w", err)
	}
	return "bylaw-" + hex.EncodeToString(drawn[:]), nil
}

// appendTo adds text to the file that a variable of the environment names; without it there is none to add to.
func (a *app) appendTo(variable, text string) error {
	name := a.Env(variable)
	if name == "" {
		return nil
	}
	file, err := os.OpenFile(a.path(name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("%s: %w", variable, err)
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}
