package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/notify"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// checkForge decides on one proposal or on all, and shows what came of it.
func (a *app) checkForge(ctx context.Context, f checkFlags) error {
	h, err := a.wire.Forge(ctx)
	if err != nil {
		return err
	}
	if f.all && h.Missing == "" {
		a.wire.KeepAlive(ctx, h)
	}
	r, err := check.Run(ctx, h.Ports, a.checkOptions(h, f))
	if len(r.Findings)+len(r.Same) == 0 && err != nil {
		return err
	}
	if f.all {
		if shown := a.showAll(r.Checked, r.Notifications); shown != nil || err != nil {
			return errors.Join(err, shown)
		}
		return a.undecided(r.Notifications)
	}
	if err != nil {
		return err
	}
	return a.showChecked(r.Notifications, f)
}

// checkOptions are those of a run that writes to the forge; in a dry run it writes to a page instead.
func (a *app) checkOptions(h wire.Forge, f checkFlags) check.Options {
	o := check.Options{
		Proposal: int(f.proposal), Closer: h.Client, Statuses: h.Client, DryRun: f.dryRun, ReadOnly: h.Missing != "",
		Report: a.report, Note: a.noteOutside,
	}
	if f.dryRun {
		page := notify.DryRun{Commenter: h.Client, Known: h.Client, Out: a.dryRunPage()}
		h.Notifier.Comments, h.Notifier.Statuses, h.Notifier.Issues, o.Closer = page, page, page, page
	}
	o.Notifier = h.Notifier
	return o
}

// dryRunPage is where a dry run writes: next to JSON there must be nothing else.
func (a *app) dryRunPage() io.Writer {
	if a.json {
		return a.Stderr
	}
	return a.Stdout
}

// showChecked writes the decision on the proposal that was asked about.
func (a *app) showChecked(sent []check.Notification, f checkFlags) error {
	i := slices.IndexFunc(sent, func(t check.Notification) bool { return t.Finding.Pull.Number == int(f.proposal) })
	found := sent[i].Finding
	if found.Problem != nil {
		return fmt.Errorf("proposal #%d: %w", int(f.proposal), found.Problem)
	}
	if err := a.showDecision(found.Decision, found.Facts.Now, f.markdown, nil); err != nil {
		return err
	}
	return result(statusOfOutcome(found.Decision.Outcome))
}

// checkedProposal is the JSON form of one proposal that was looked at with others.
type checkedProposal struct {
	Number    int                `json:"number"`
	Unchanged bool               `json:"unchanged,omitempty"` // since the last check
	Problem   string             `json:"problem,omitempty"`   // why it could not be decided
	Decision  *decision.Decision `json:"decision,omitempty"`
}

// checkedAll is the JSON form of a check of all proposals.
type checkedAll struct {
	Proposals []checkedProposal `json:"proposals"`
	Notes     []string          `json:"notes"` // what is wrong with the protected branch
}

// undecided reports each proposal that could not be decided, with its number and the whole reason. One is enough for the result
// of a check of all proposals to be a fault.
func (a *app) undecided(sent []check.Notification) error {
	var ended error
	for _, t := range sent {
		if t.Finding.Problem != nil {
			a.complain(fmt.Errorf("proposal #%d was not decided: %w", t.Finding.Pull.Number, t.Finding.Problem))
			ended = fault
		}
	}
	return ended
}

func (a *app) showAll(checked check.Checked, sent []check.Notification) error {
	report := checkedAll{Proposals: []checkedProposal{}, Notes: append([]string{}, checked.Notes...)}
	lines := map[int]string{}
	for _, t := range sent {
		number := t.Finding.Pull.Number
		p := checkedProposal{Number: number, Decision: &t.Finding.Decision}
		if t.Finding.Problem != nil {
			p.Decision, p.Problem = nil, t.Finding.Problem.Error()
		}
		report.Proposals = append(report.Proposals, p)
		lines[number] = render.Description(t.Page)
	}
	for _, pull := range checked.Same {
		report.Proposals = append(report.Proposals, checkedProposal{Number: pull.Number, Unchanged: true})
		lines[pull.Number] = "unchanged since the last check"
	}
	slices.SortFunc(report.Proposals, func(x, y checkedProposal) int { return cmp.Compare(x.Number, y.Number) })
	if a.json {
		return writeJSON(a.Stdout, report)
	}
	if len(report.Proposals) == 0 {
		_, err := fmt.Fprintln(a.Stdout, "no proposal is open")
		return err
	}
	for _, p := range report.Proposals {
		fmt.Fprintf(a.Stdout, "#%d  %s\n", p.Number, render.Outside(lines[p.Number]))
	}
	return nil
}
