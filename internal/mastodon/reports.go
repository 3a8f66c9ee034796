package mastodon

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const (
	adminReportsPath = "/api/v1/admin/reports"
	reportsPage      = 200
)

// report is a report as moderators see it.
type report struct {
	ID       string   `json:"id"`
	Comment  string   `json:"comment"`
	Closed   bool     `json:"action_taken"`
	ClosedBy *account `json:"action_taken_by_account"`
	Assigned *account `json:"assigned_account"`
	Target   *account `json:"target_account"`
	Statuses []struct {
		ID string `json:"id"`
	} `json:"statuses"`
}

// handleOrEmpty is "" for no account.
func handleOrEmpty(a *account) string {
	if a == nil || a.Username == "" {
		return ""
	}
	return a.handle()
}

func idOrNone(a *account) string {
	if a == nil {
		return ""
	}
	return a.ID
}

// fetchReport reads one report; ok is false where the server has none of that id.
func (i *Instance) fetchReport(ctx context.Context, id string) (r report, ok bool, err error) {
	_, err = i.call(ctx, http.MethodGet, adminReportsPath+"/"+url.PathEscape(id), nil, nil, &r)
	switch {
	case statusOf(err) == http.StatusNotFound:
		return report{}, false, nil
	case err == nil && r.ID != id:
		err = &AnswerError{http.MethodGet, adminReportsPath, "the answer is about another report than was asked for"}
	}
	return r, err == nil, err
}

func (i *Instance) readReport(ctx context.Context, id string) (map[string]any, error) {
	r, ok, err := i.fetchReport(ctx, id)
	if err != nil || !ok {
		return nil, err
	}
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		plan.Resolved: r.Closed, plan.ResolvedBy: cmp.Or(handleOrEmpty(r.ClosedBy), "no one known"),
		plan.AssignedTo: handleOrEmpty(r.Assigned), plan.Ours: r.Assigned != nil && r.Assigned.ID == self.ID,
		plan.About: idOrNone(r.Target),
	}, nil
}

// asksAbout says whether a report of the bot is about a post.
func (r report) asksAbout(post string) bool {
	for _, attached := range r.Statuses {
		if attached.ID == post {
			return true
		}
	}
	return strings.HasPrefix(r.Comment, commentStart(post)+" ")
}

// filedReport gives the bot's report about a post, an open one first; its ID is "" where there is none. The
// author, where known, keeps the search short.
func (i *Instance) filedReport(ctx context.Context, self Self, id, author string) (report, error) {
	query := url.Values{"account_id": {self.ID}}
	if author != "" {
		query.Set("target_account_id", author)
	}
	for _, state := range []string{"unresolved", "resolved"} {
		if state == "resolved" {
			query.Set(state, "true")
		}
		reports, err := readPagesOf[report](ctx, i, adminReportsPath, query, reportsPage)
		if err != nil {
			return report{}, err
		}
		for _, r := range reports {
			if r.asksAbout(id) {
				return r, nil
			}
		}
	}
	return report{}, nil
}

// reportIs reports whether a report is as an action leaves it.
func (i *Instance) reportIs(ctx context.Context, change plan.Change) (bool, error) {
	r, ok, err := i.fetchReport(ctx, change.Target)
	switch {
	case err != nil:
		return false, err
	case !ok:
		return false, &StateError{change.Skill, change.Target, "the server has no such report"}
	}
	self, err := i.Whoami(ctx)
	return r.left(change.Skill, self.ID), err
}

// left reports whether a report is as a skill of the account given leaves it.
func (r report) left(name skill.Name, self string) bool {
	switch name {
	case skill.AssignReport:
		return r.Assigned != nil && r.Assigned.ID == self
	case skill.UnassignReport:
		return r.Assigned == nil
	case skill.ResolveReport:
		return r.Closed
	default:
		return !r.Closed
	}
}

// changeReport sends the verb of a skill once. Closing a report again would rewrite who closed it and when.
func (i *Instance) changeReport(ctx context.Context, change plan.Change) error {
	verb := map[skill.Name]string{
		skill.AssignReport: "assign_to_self", skill.UnassignReport: "unassign", skill.ResolveReport: "resolve", skill.ReopenReport: "reopen",
	}[change.Skill]
	self, err := i.Whoami(ctx)
	if err != nil {
		return err
	}
	return i.settle(ctx, func() error {
		var r report
		_, err := i.call(ctx, http.MethodPost, adminReportsPath+"/"+url.PathEscape(change.Target)+"/"+verb, nil, nil, &r)
		if statusOf(err) == http.StatusNotFound {
			return &StateError{change.Skill, change.Target, "the server has no such report"}
		}
		if err != nil {
			return err
		}
		if r.ID != change.Target || !r.left(change.Skill, self.ID) {
			return &MismatchError{change.Target, string(change.Skill), "done", "not done"}
		}
		return nil
	}, func() (bool, error) { return i.reportIs(ctx, change) })
}

// commentMax is how long the comment of a report may be, in characters.
const commentMax = 1000

// commentStart begins the comment of a report about a post. A post that a moderator deleted is soon no longer attached to it.
func commentStart(post string) string { return "Decided: delete post " + post }

// fileReport files one report with the post attached.
func (i *Instance) fileReport(ctx context.Context, change plan.Change, p post) error {
	comment := []rune(commentStart(p.ID) + " (" + plan.StemOf(change.ID) + "). " + change.Reason)
	body := map[string]any{
		"account_id": p.Account.ID, "status_ids": []string{p.ID}, "category": "other", "forward": false,
		"comment": string(comment[:min(len(comment), commentMax)]),
	}
	_, err := i.call(ctx, http.MethodPost, "/api/v1/reports", nil, body, nil)
	if statusOf(err) == http.StatusNotFound {
		return &StateError{skill.DeleteStatus, change.Target, "the server takes no report about its author, who may be suspended"}
	}
	return err
}
