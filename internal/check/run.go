package check

import (
	"context"
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// Notification is what members can read of one proposal now.
type Notification struct {
	Finding   Finding
	Page      render.Page
	State     string // of the commit status
	Comment   facts.Comment
	Incidents []string // what went wrong in notifying and needs a person, in sentences without a full stop
}

// Notifier writes what was found where members read it.
type Notifier interface {
	// Unchanged says of each proposal, by number, whether nothing has happened since its last check.
	Unchanged(ctx context.Context, pulls []facts.Pull) (map[int]bool, error)
	// Notify writes the comment and the status of each proposal. All notifications come back, also with an error.
	Notify(ctx context.Context, findings []Finding) ([]Notification, error)
	// Read gives what Notify would write.
	Read(findings []Finding) []Notification
	// Incident keeps the one issue of an incident, and gives it; Number is 0 where there is none.
	Incident(ctx context.Context, s BranchStatus) (facts.Issue, error)
}

// Options are the choices of one run of checks.
type Options struct {
	Proposal int // 0: every open proposal that changed since its last check
	Notifier Notifier
	Closer   port.PullCloser
	Statuses port.Statuses // where the head of the ledger is anchored; nil: nowhere
	DryRun   bool          // nothing is recorded; what else would be written is for Notifier and Closer
	ReadOnly bool          // nothing is written anywhere
	// Report hears of the notifications before anything is merged or closed; nil: no one does.
	Report func([]Notification) error
	Note   port.Note
}

// Result is what a run of checks came to.
type Result struct {
	Checked
	Notifications []Notification
}

// Run decides on one proposal or on all, records what is new, notifies the members, and merges or closes as the settings say, in
// this order: no status is green that is not in the ledger, and nothing is merged before members could read why.
func Run(ctx context.Context, p Ports, o Options) (Result, error) {
	checked, err := p.checked(ctx, o)
	if err != nil {
		return Result{}, err
	}
	r := Result{Checked: checked}
	if o.ReadOnly {
		r.Notifications = o.Notifier.Read(checked.Findings)
		return r, o.report(r.Notifications)
	}
	if err := o.record(ctx, checked); err != nil {
		return r, err
	}
	for _, note := range checked.Notes {
		o.Note.Say(note)
	}
	r.Notifications, err = o.notify(ctx, checked)
	if err = errors.Join(err, o.report(r.Notifications)); err != nil {
		return r, err
	}
	return r, o.settle(ctx, r.Notifications)
}

func (a Ports) checked(ctx context.Context, o Options) (Checked, error) {
	switch {
	case o.Proposal > 0:
		return Proposal(ctx, a, o.Proposal)
	case o.ReadOnly:
		return All(ctx, a, nil)
	}
	return All(ctx, a, o.Notifier.Unchanged)
}

// record records what is new, and anchors the head of the ledger where it cannot be taken back.
func (o Options) record(ctx context.Context, checked Checked) error {
	if o.DryRun {
		return nil
	}
	if err := Record(ctx, checked); err != nil {
		return err
	}
	if o.Statuses == nil {
		return nil
	}
	reason, err := checked.Anchor(ctx, o.Statuses)
	o.Note.Say(reason)
	return err
}

func (o Options) notify(ctx context.Context, checked Checked) ([]Notification, error) {
	sent, err := o.Notifier.Notify(ctx, checked.Findings)
	err = errors.Join(err, NotifyIncident(ctx, o.Notifier, checked.BranchStatus(), o.Note.Say))
	for _, n := range sent {
		for _, incident := range n.Incidents {
			o.Note.Say(fmt.Sprintf("proposal #%d: %s", n.Finding.Pull.Number, incident))
		}
	}
	return sent, err
}

// NotifyIncident keeps the issue of an incident up to date. A token that may not write issues keeps nothing else from being done.
func NotifyIncident(ctx context.Context, n Notifier, s BranchStatus, note func(string)) error {
	issue, err := n.Incident(ctx, s)
	if errors.Is(err, facts.ErrForbidden) || errors.Is(err, facts.ErrNotFound) {
		note("the incident is reported in no issue: " + err.Error())
		return nil
	}
	if issue.Number > 0 && len(s.Unauthorized) > 0 {
		note(fmt.Sprintf("the incident is reported in issue #%d: %s", issue.Number, issue.URL))
	}
	return err
}

// settle merges and closes. A proposal that cannot be ended does not keep the others waiting.
func (o Options) settle(ctx context.Context, sent []Notification) error {
	var problems []error
	for _, n := range sent {
		settled, err := Settle(ctx, o.Closer, n.Finding)
		problems = append(problems, err)
		switch number := n.Finding.Pull.Number; {
		case settled.Note != "":
			o.Note.Say(fmt.Sprintf("proposal #%d: %s", number, settled.Note))
		case settled.Merged != "":
			o.Note.Say(fmt.Sprintf("proposal #%d: merged as %.12s", number, settled.Merged))
		case settled.Closed:
			o.Note.Say(fmt.Sprintf("proposal #%d: closed", number))
		}
	}
	return errors.Join(problems...)
}

func (o Options) report(sent []Notification) error {
	if o.Report == nil {
		return nil
	}
	return o.Report(sent)
}
