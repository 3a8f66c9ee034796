package notify

import (
	"context"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// Incident keeps the one issue of an incident: it opens it, brings its text up to date where that says something else by now,
// and closes it with a last comment when the branch is authorized again. An issue that a person has closed stays closed. It
// gives the issue that it wrote to or found, with Number 0 where there is none.
func (t Notifier) Incident(ctx context.Context, st check.BranchStatus) (facts.Issue, error) {
	switch {
	case len(st.Unauthorized) > 0:
		return t.openIssue(ctx, st)
	case st.Incidents:
		return t.closeIssues(ctx, st)
	}
	return facts.Issue{}, nil
}

// openIssue opens or updates the issue. It cannot be older than the last authorized commit, which bounds the search.
func (t Notifier) openIssue(ctx context.Context, st check.BranchStatus) (facts.Issue, error) {
	incident := incidentOf(st)
	all, err := t.Issues.Issues(ctx, "all", st.Authorized.At)
	if err != nil {
		return facts.Issue{}, err
	}
	for _, each := range all {
		began, marked := render.FindIncident(each.Body)
		switch {
		case !marked || !t.ours(each.Author) || began != incident.Commits[0].Commit:
			continue
		case strings.TrimSpace(each.Body) == strings.TrimSpace(incident.Text()):
			return each, nil
		}
		return t.Issues.EditIssue(ctx, each.Number, incident.Text())
	}
	return t.Issues.PostIssue(ctx, incident.Title(), incident.Text())
}

// closeIssues closes the issues of incidents that are over.
func (t Notifier) closeIssues(ctx context.Context, st check.BranchStatus) (closed facts.Issue, err error) {
	open, err := t.Issues.Issues(ctx, "open", time.Time{})
	for _, each := range open {
		if _, marked := render.FindIncident(each.Body); !marked || !t.ours(each.Author) || err != nil {
			continue
		}
		// Closed first: a comment that is lost does less harm than one that each run repeats.
		if closed, err = t.Issues.CloseIssue(ctx, each.Number); err == nil {
			_, err = t.Issues.PostComment(ctx, each.Number, render.Resolved(st.Authorized.Commit, st.Authorized.Proposal))
		}
	}
	return closed, err
}

func incidentOf(st check.BranchStatus) render.Incident {
	incident := render.Incident{Branch: st.Branch, Authorized: st.Authorized.Commit}
	for _, v := range st.Unauthorized {
		incident.Commits = append(incident.Commits, render.UnauthorizedCommit{
			Commit: v.Commit, Proposal: v.Proposal, By: v.By.Login, At: facts.Moment(v.At), Why: v.Why,
		})
	}
	return incident
}
