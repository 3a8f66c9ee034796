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
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/notify"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// checkProposal decides on one proposal and tells its members.
func (a *app) checkProposal(ctx context.Context, f checkFlags) error {
	h, err := a.forum(ctx)
	if err != nil {
		return err
	}
	if h.lacking != "" {
		return a.adrift(ctx, h, f)
	}
	checked, err := check.Proposal(ctx, h.assembly, int(f.proposal))
	if err != nil {
		return a.explainRefusal(err)
	}
	told, err := a.publish(ctx, h, checked, f.dryRun)
	if err != nil {
		return err
	}
	return a.tellFound(told, f)
}

// tellFound writes the decision on the proposal that was asked about.
func (a *app) tellFound(told []notify.Notification, f checkFlags) error {
	i := slices.IndexFunc(told, func(t notify.Notification) bool { return t.Finding.Pull.Number == int(f.proposal) })
	found := told[i].Finding
	if found.Problem != nil {
		return fmt.Errorf("proposal #%d: %w", int(f.proposal), found.Problem)
	}
	if err := a.tellDecision(found.Decision, found.Facts.Now, f.markdown, nil); err != nil {
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

// checkAll decides on every open proposal. One that cannot be decided does not keep the others waiting.
func (a *app) checkAll(ctx context.Context, f checkFlags) error {
	h, err := a.forum(ctx)
	if err != nil {
		return err
	}
	if h.lacking != "" {
		return a.adrift(ctx, h, f)
	}
	a.keepAlive(ctx, h)
	same := func(ctx context.Context, pulls []facts.Pull) (map[int]bool, error) {
		return h.teller.Unchanged(ctx, h.client, pulls)
	}
	checked, err := check.All(ctx, h.assembly, same)
	if err != nil {
		return a.explainRefusal(err)
	}
	told, err := a.publish(ctx, h, checked, f.dryRun)
	if tellErr := a.tellAll(checked, told); tellErr != nil || err != nil {
		return errors.Join(err, tellErr)
	}
	return a.undecided(told)
}

// undecided reports each proposal that could not be decided, with its number and the whole reason. One is enough for the result
// of a check of all proposals to be a fault.
func (a *app) undecided(told []notify.Notification) error {
	var ended error
	for _, t := range told {
		if t.Finding.Problem != nil {
			a.complain(fmt.Errorf("proposal #%d was not decided: %w", t.Finding.Pull.Number, t.Finding.Problem))
			ended = fault
		}
	}
	return ended
}

// publish records what is new, tells the members, and merges or closes as the settings say, in this order: nothing is
// green that is not on record, and nothing is merged that nobody could read.
func (a *app) publish(ctx context.Context, h forum, checked check.Checked, dryRun bool) ([]notify.Notification, error) {
	var desk port.PullCloser = h.client
	var issues port.Issues = h.client
	if dryRun {
		page := notify.DryRun{Commenter: h.client, Known: h.client, Out: a.dryRunPage()}
		h.teller.Comments, h.teller.Statuses, desk, issues = page, page, page, page
	} else if err := a.record(ctx, h, checked); err != nil {
		return nil, err
	}
	for _, note := range checked.Notes {
		a.note("%s", render.Outside(note))
	}
	told, err := h.teller.Notify(ctx, checked.Findings)
	err = errors.Join(err, a.alarm(ctx, h.teller, issues, checked.Standing()))
	for _, t := range told {
		for _, incident := range t.Incidents {
			a.note("proposal #%d: %s", t.Finding.Pull.Number, render.Outside(incident))
		}
	}
	if err = errors.Join(err, a.report(told)); err != nil {
		return told, err
	}
	return told, a.settle(ctx, desk, told)
}

func (a *app) settle(ctx context.Context, desk port.PullCloser, told []notify.Notification) error {
	var problems []error
	for _, t := range told {
		settled, err := check.Settle(ctx, desk, t.Finding)
		problems = append(problems, err)
		switch number := t.Finding.Pull.Number; {
		case settled.Note != "":
			a.note("proposal #%d: %s", number, render.Outside(settled.Note))
		case settled.Merged != "":
			a.note("proposal #%d: merged as %.12s", number, settled.Merged)
		case settled.Closed:
			a.note("proposal #%d: closed", number)
		}
	}
	return errors.Join(problems...)
}

// dryRunPage is where a dry run writes: beside JSON nothing else may stand.
func (a *app) dryRunPage() io.Writer {
	if a.json {
		return a.Stderr
	}
	return a.Stdout
}

func (a *app) tellAll(checked check.Checked, told []notify.Notification) error {
	report := checkedAll{Proposals: []checkedProposal{}, Notes: append([]string{}, checked.Notes...)}
	lines := map[int]string{}
	for _, t := range told {
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
