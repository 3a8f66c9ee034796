package notify

import (
	"context"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// PeopleContext is the name of the commit status that says whom a proposal affects. The job that counts has a token of the server,
// and the one that writes the comment has none: it reads the status.
const PeopleContext = "bylaw/people"

// ShowPeople sets that status, where it does not say the same already.
func (t Notifier) ShowPeople(ctx context.Context, f check.Finding, p plan.People) error {
	wanted := facts.CommitStatus{Context: PeopleContext, State: check.StateSuccess, Description: render.PeopleLine(p), TargetURL: f.Pull.URL}
	if last := t.peopleStatus(f); last.Description == wanted.Description {
		return nil
	}
	_, err := t.Statuses.PostStatus(ctx, f.Pull.Head, wanted)
	return err
}

// peopleStatus is the newest such status that is ours, empty where there is none.
func (t Notifier) peopleStatus(f check.Finding) facts.CommitStatus {
	for _, s := range slices.Backward(f.Statuses) {
		if strings.EqualFold(s.Context, PeopleContext) && t.ours(s.Creator) {
			return s
		}
	}
	return facts.CommitStatus{}
}

// peopleNote is what the comment says of it, none where nothing was counted.
func (t Notifier) peopleNote(f check.Finding) []string {
	if last := t.peopleStatus(f); last.Description != "" {
		return []string{"people affected: " + last.Description}
	}
	return nil
}
