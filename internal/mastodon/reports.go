package mastodon

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"reflect"
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
	Category string   `json:"category"`
	Comment  string   `json:"comment"`
	Closed   bool     `json:"action_taken"`
	ClosedBy *account `json:"action_taken_by_account"`
	Assigned *account `json:"assigned_account"`
	Target   *account `json:"target_account"`
	Statuses []struct {
		ID string `json:"id"`
	} `json:"statuses"`
	Rules []reportRule `json:"rules"`
}

// reportRule is a rule that a report is about.
type reportRule struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// ruleIDs gives the ids of the rules that a report is about, in the order of the server.
func (r report) ruleIDs() []any {
	ids := []any{}
	for _, rule := range r.Rules {
		ids = append(ids, rule.ID)
	}
	return ids
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
		plan.About: idOrNone(r.Target), plan.Category: r.Category, plan.Rules: r.ruleIDs(),
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
	return r.left(change, self.ID), err
}

// left reports whether a report is as a change by the account given leaves it.
func (r report) left(change plan.Change, self string) bool {
	switch change.Skill {
	case skill.ClassifyReport:
		rules, given := change.Params[plan.Rules]
		return r.Category == change.Params[plan.Category] && (!given || reflect.DeepEqual(rules, r.ruleIDs()))
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

// reportCall is the call of a skill on a report. A report that is no violation has no rules, and keeps its old ones unless they are
// taken off in the same call: then the server refuses it.
func reportCall(change plan.Change) (method, verb string, body any) {
	if change.Skill == skill.ClassifyReport {
		classified := map[string]any{"category": change.Params[plan.Category]}
		if rules, given := change.Params[plan.Rules]; given {
			classified["rule_ids"] = rules
		} else if change.Params[plan.Category] != skill.Violation {
			classified["rule_ids"] = []any{}
		}
		return http.MethodPut, "", classified
	}
	return http.MethodPost, "/" + map[skill.Name]string{
		skill.AssignReport: "assign_to_self", skill.UnassignReport: "unassign", skill.ResolveReport: "resolve", skill.ReopenReport: "reopen",
	}[change.Skill], nil
}

// changeReport makes the call of a skill once. Closing a report again would rewrite who closed it and when.
func (i *Instance) changeReport(ctx context.Context, change plan.Change) error {
	method, verb, body := reportCall(change)
	self, err := i.Whoami(ctx)
	if err != nil {
		return err
	}
	return i.settle(ctx, func() error {
		var r report
		_, err := i.call(ctx, method, adminReportsPath+"/"+url.PathEscape(change.Target)+verb, nil, body, &r)
		if statusOf(err) == http.StatusNotFound {
			return &StateError{change.Skill, change.Target, "the server has no such report"}
		}
		if err != nil {
			return err
		}
		if r.ID != change.Target || !r.left(change, self.ID) {
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
