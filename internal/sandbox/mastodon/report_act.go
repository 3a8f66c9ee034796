package mastodon

import (
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// reportCommentMax is how long the comment of a report may be, in characters.
const reportCommentMax = 1000

func reportActRoutes() []route {
	const write, path = "admin:write:reports", "/api/v1/admin/reports/{id}"
	return []route{
		{"POST " + path + "/assign_to_self", admin, write, ManageReports, (*call).assignReport},
		{"POST " + path + "/unassign", admin, write, ManageReports, (*call).unassignReport},
		{"POST " + path + "/resolve", admin, write, ManageReports, (*call).resolveReport},
		{"POST " + path + "/reopen", admin, write, ManageReports, (*call).reopenReport},
		{"POST /api/v1/reports", user, "write:reports", 0, (*call).fileReport},
	}
}

// onReport changes the report that the path names. Each of these calls may be repeated, and none of them asks whose the
// report was.
func (c *call) onReport(what string, change func(*Report)) (any, error) {
	r, err := c.findReport()
	if err != nil {
		return nil, err
	}
	if c.vanish {
		return c.reportEntity(r), nil
	}
	change(r)
	c.note(what + " report " + strconv.FormatInt(r.ID, 10))
	return c.reportEntity(r), nil
}

func (c *call) assignReport() (any, error) {
	return c.onReport("took", func(r *Report) { r.AssignedTo = c.account.ID })
}

func (c *call) unassignReport() (any, error) {
	return c.onReport("gave back", func(r *Report) { r.AssignedTo = 0 })
}

// resolveReport rewrites who closed a report and when, also of one that is closed.
func (c *call) resolveReport() (any, error) {
	return c.onReport("closed", func(r *Report) { r.ActionTakenAt, r.ActionTakenBy = c.now, c.account.ID })
}

func (c *call) reopenReport() (any, error) {
	return c.onReport("opened again", func(r *Report) { r.ActionTakenAt, r.ActionTakenBy = time.Time{}, 0 })
}

// fileReport takes a complaint of anybody. Posts of other accounts than the one complained about are not there at all.
func (c *call) fileReport() (any, error) {
	id, err := strconv.ParseInt(c.params.text("account_id"), 10, 64)
	target := c.state.account(id)
	if err != nil || target == nil || target.Suspended {
		return nil, errNotFound
	}
	r := &Report{Account: c.account.ID, Target: id, Category: "other", Comment: c.params.text("comment"), CreatedAt: c.now}
	if c.params.has("category") {
		r.Category = c.params.text("category")
	}
	if !slices.Contains([]string{"spam", "legal", "violation", "other"}, r.Category) {
		return nil, refuse(http.StatusUnprocessableEntity, "Validation failed: Category is not included in the list")
	}
	if utf8.RuneCountInString(r.Comment) > reportCommentMax {
		return nil, refuse(http.StatusUnprocessableEntity, "Validation failed: Comment is too long (maximum is 1000 characters)")
	}
	for _, text := range c.params["status_ids[]"].values {
		id, err := strconv.ParseInt(text, 10, 64)
		status := c.state.status(id)
		if err != nil || status == nil || status.Account != target.ID || !c.sees(status) {
			return nil, errNotFound
		}
		r.Statuses = append(r.Statuses, id)
	}
	r.ID = c.state.NextID(c.now)
	if !c.vanish {
		c.state.Reports = append(c.state.Reports, r)
		c.note("reported @" + target.acct())
	}
	return map[string]any{
		"id": strconv.FormatInt(r.ID, 10), "action_taken": false, "action_taken_at": nil, "category": r.Category, "comment": r.Comment,
		"forwarded": false, "created_at": stamp(r.CreatedAt), "status_ids": c.params["status_ids[]"].values, "rule_ids": nil,
		"target_account": c.accountEntity(target),
	}, nil
}
