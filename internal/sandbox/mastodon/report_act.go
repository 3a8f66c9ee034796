package mastodon

import (
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// reportCommentMax is how long the comment of a report may be, in characters.
const reportCommentMax = 1000

func reportActRoutes() []route {
	const write, path = "admin:write:reports", "/api/v1/admin/reports/{id}"
	exists := must((*call).findReport)
	return []route{
		moderating("PUT "+path, write, ManageReports, (*call).classifyReport).naming(exists),
		moderating("POST "+path+"/assign_to_self", write, ManageReports, (*call).assignReport).naming(exists),
		moderating("POST "+path+"/unassign", write, ManageReports, (*call).unassignReport).naming(exists),
		moderating("POST "+path+"/resolve", write, ManageReports, (*call).resolveReport).naming(exists),
		moderating("POST "+path+"/reopen", write, ManageReports, (*call).reopenReport).naming(exists),
		using("POST /api/v1/reports", "write:reports", (*call).fileReport),
	}
}

// classify sets what a report is about. Rules belong to a violation alone; a category that the server does not know is
// an error that it does not expect.
func (c *call) classify(r *Report) error {
	if c.params.has("category") {
		r.Category = c.params.text("category")
	}
	if !slices.Contains([]string{"spam", "legal", "violation", "other"}, r.Category) {
		return broken
	}
	if c.params.has("rule_ids[]") {
		r.Rules = nil
		for _, text := range c.params["rule_ids[]"].values {
			r.Rules = append(r.Rules, int64(leadingNumber(text)))
		}
	}
	switch {
	case r.Category != "violation" && len(r.Rules) > 0:
		return invalid("Rule ids must be blank")
	case len(c.state.ruleEntities(r.Rules...)) != len(r.Rules):
		return invalid("Rule ids does not reference valid rules")
	default:
		return nil
	}
}

// classifyReport moves a report to another category.
func (c *call) classifyReport() (any, error) {
	r, err := c.findReport()
	if err != nil {
		return nil, err
	}
	changed := *r
	if err := c.classify(&changed); err != nil {
		return nil, err
	}
	return c.onReport("classified", func(r *Report) { *r = changed })
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
	return c.onReport("closed", func(r *Report) { r.close(c.account.ID, c.now) })
}

func (c *call) reopenReport() (any, error) {
	return c.onReport("opened again", func(r *Report) { r.ActionTakenAt, r.ActionTakenBy = time.Time{}, 0 })
}

// fileReport takes a report of any account. Posts of other accounts than the one complained about are not there at all, and
// neither are those that the caller may not see.
func (c *call) fileReport() (any, error) {
	target := c.state.account(int64(c.number("account_id")))
	if target == nil || target.unavailable() {
		return nil, errNotFound
	}
	r := &Report{Account: c.account.ID, Target: target.ID, Category: "other", Comment: c.params.text("comment"), CreatedAt: c.now}
	if len(c.params["rule_ids[]"].values) > 0 {
		c.params["category"] = param{values: []string{"violation"}}
	}
	statuses, err := c.reportedStatuses(target)
	if err != nil {
		return nil, err
	}
	r.Statuses = statuses
	if err := c.classify(r); err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(r.Comment) > reportCommentMax {
		return nil, invalid("Comment is too long (maximum is 1000 characters)")
	}
	r.Forwarded = target.Domain != "" && c.params.truthy("forward")
	r.ID = c.state.NextID(c.now)
	if err := c.spend(familyReports); err != nil {
		return nil, err
	}
	if !c.vanish {
		c.state.Reports = append(c.state.Reports, r)
		c.note("reported @" + target.acct())
	}
	return c.filedReport(r), nil
}

// reportedStatuses finds the posts that a complaint is about.
func (c *call) reportedStatuses(target *Account) ([]int64, error) {
	var ids []int64
	for _, text := range c.params["status_ids[]"].values {
		status := c.state.status(int64(leadingNumber(text)))
		if status == nil || status.Account != target.ID || !c.lists(status) {
			return nil, errNotFound
		}
		ids = append(ids, status.ID)
	}
	return ids, nil
}

// filedReport is a report as the one who filed it sees it.
func (c *call) filedReport(r *Report) map[string]any {
	entity := map[string]any{
		"id": strconv.FormatInt(r.ID, 10), "action_taken": !r.open(), "action_taken_at": stampOrNull(r.ActionTakenAt),
		"category": r.Category, "comment": r.Comment, "forwarded": r.Forwarded, "created_at": stamp(r.CreatedAt),
		"status_ids": idTexts(r.Statuses), "rule_ids": nil, "collection_ids": []any{},
		"target_account": c.accountEntity(c.state.account(r.Target)),
	}
	if len(r.Rules) > 0 {
		entity["rule_ids"] = idTexts(r.Rules)
	}
	return entity
}

func idTexts(ids []int64) []string {
	texts := []string{}
	for _, id := range ids {
		texts = append(texts, strconv.FormatInt(id, 10))
	}
	return texts
}
