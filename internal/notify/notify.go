// Package notify writes what was found where members read it: the comment and the status of a proposal, the issue of an
// incident, the overview of what is open.
package notify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// maxStatuses is how many statuses of one context a commit takes.
const maxStatuses = 1000

// Notifier writes what checks found where members read it.
type Notifier struct {
	Comments port.Commenter
	Statuses port.Statuses
	People   port.People
	Authors  []int64 // ids of the accounts that bylaw writes as; what others write is not ours, whatever it says
	Issues   port.Issues
	Timeline port.Timeline
	Now      func() time.Time
}

// Notify writes a living comment for each finding and a status for each head commit, and nothing that stands there already.
// Findings whose proposals have the same head must come together: they share a status, which says the worst of them.
// An error in one proposal does not silence the others; all errors come back joined.
func (t Notifier) Notify(ctx context.Context, findings []check.Finding) ([]check.Notification, error) {
	sent := t.Read(findings)
	var problems []error
	for i, f := range findings {
		if err := t.write(ctx, &sent[i]); err != nil {
			problems = append(problems, fmt.Errorf("proposal #%d: %w", f.Pull.Number, err))
		}
	}
	for i := range sent {
		if worst(sent, sent[i].Finding.Pull.Head) != i {
			continue
		}
		if err := t.setStatus(ctx, &sent[i]); err != nil {
			problems = append(problems, fmt.Errorf("proposal #%d: %w", sent[i].Finding.Pull.Number, err))
		}
	}
	return sent, errors.Join(problems...)
}

// Read gives what Tell would say, and writes nothing.
func (t Notifier) Read(findings []check.Finding) []check.Notification {
	sent := make([]check.Notification, len(findings))
	for i, f := range findings {
		sent[i] = check.Notification{Finding: f, Page: t.page(f, findings), State: check.StateOf(f)}
	}
	return sent
}

// page gathers what the living comment says.
func (t Notifier) page(f check.Finding, all []check.Finding) render.Page {
	now := t.Now()
	p := render.Page{
		Facts: f.Facts, Decision: f.Decision, Constitution: f.Charter.Constitution, Plan: f.Plan, Posts: amendedPosts(f),
		Mistakes: f.Mistakes, Silent: check.Names(check.Silent(f)), Voided: check.Names(check.Voided(f)), Notes: slices.Clone(f.Notes),
		Withdrawn: withdrawn(f), AutoMerge: f.Charter.Settings.MergeAuto, Marker: markerOf(f, now),
	}
	if p.Facts.Proposal.Number == 0 {
		// Without facts the proposal itself is known all the same.
		p.Facts.Proposal = facts.Proposal{
			Number: f.Pull.Number, Title: f.Pull.Title, URL: f.Pull.URL, State: f.Pull.State(), Draft: f.Pull.Draft, Head: f.Pull.Head,
		}
	}
	for _, other := range all {
		if other.Pull.Head == f.Pull.Head && other.Pull.Number != f.Pull.Number {
			p.Notes = append(p.Notes, fmt.Sprintf("proposal %d has the same head commit: both share one commit status, and it shows the worse of the two", other.Pull.Number))
		}
	}
	p.Notes = append(p.Notes, t.peopleNote(f)...)
	if f.Problem != nil {
		p.Problem = f.Problem.Error()
	}
	if statusesFull(f, check.StateOf(f), render.Description(p)) {
		p.Notes = append(p.Notes, fullNote)
	}
	return p
}

// withdrawn says whether the proposer closed the proposal.
func withdrawn(f check.Finding) bool {
	if f.Pull.Open || !f.Pull.Merged.IsZero() {
		return false
	}
	for _, e := range slices.Backward(f.Events) {
		if e.Kind == "closed" {
			return e.Actor.ID != 0 && e.Actor.ID == f.Pull.Author.ID
		}
	}
	return false
}

// worst finds the proposal whose state a head commit shows. Closed ones do not speak for an open one.
func worst(sent []check.Notification, head string) int {
	ranks := []string{check.StateSuccess, check.StatePending, check.StateFailure, check.StateError}
	found := -1
	rank := func(i int) int {
		open := 0
		if sent[i].Finding.Pull.Open {
			open = len(ranks)
		}
		return open + slices.Index(ranks, sent[i].State)
	}
	for i := range sent {
		if sent[i].Finding.Pull.Head == head && (found < 0 || rank(i) > rank(found)) {
			found = i
		}
	}
	return found
}

// setStatus sets the commit status, where it is not set like that already.
func (t Notifier) setStatus(ctx context.Context, sent *check.Notification) error {
	f := sent.Finding
	wanted := facts.CommitStatus{
		Context: check.StatusContext, State: sent.State, Description: render.Description(sent.Page),
		TargetURL: cmp.Or(sent.Comment.URL, f.Pull.URL),
	}
	last, ok := lastStatus(f.Statuses)
	same := ok && last.State == wanted.State && last.Description == wanted.Description && last.TargetURL == wanted.TargetURL
	if same && t.ours(last.Creator) {
		return nil
	}
	if statusesFull(f, wanted.State, wanted.Description) {
		sent.Incidents = append(sent.Incidents, fullNote)
		return nil
	}
	set, err := t.Statuses.PostStatus(ctx, f.Pull.Head, wanted)
	if by := set.Creator; by.ID != 0 && !t.ours(by) {
		sent.Incidents = append(sent.Incidents, fmt.Sprintf("this run writes as %s (account %d), which is not the account whose statuses count: name it in forge.creator or BYLAW_CREATOR", by.Login, by.ID))
	}
	if errors.Is(err, facts.ErrInvalid) {
		sent.Incidents = append(sent.Incidents, "the server refused the commit status ("+err.Error()+"): what it shows may be out of date")
		return nil
	}
	return err
}

// fullNote is for people: only a new commit has room for statuses.
const fullNote = "the head commit has as many statuses as the server takes, so that its status can no longer change: push a new commit"

// statusesFull says whether a status that is wanted can no longer be written.
func statusesFull(f check.Finding, state, description string) bool {
	if last, ok := lastStatus(f.Statuses); ok && last.State == state && last.Description == description {
		return false
	}
	used := 0
	for _, s := range f.Statuses {
		if strings.EqualFold(s.Context, check.StatusContext) {
			used++
		}
	}
	return used >= maxStatuses
}

// lastStatus is the newest status of our context, the person who set it: that is the one that the forge shows.
func lastStatus(statuses []facts.CommitStatus) (facts.CommitStatus, bool) {
	for _, s := range slices.Backward(statuses) {
		if strings.EqualFold(s.Context, check.StatusContext) {
			return s, true
		}
	}
	return facts.CommitStatus{}, false
}

func (t Notifier) ours(author facts.Person) bool {
	return author.ID != 0 && slices.Contains(t.Authors, author.ID)
}
