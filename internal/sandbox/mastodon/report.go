package mastodon

import (
	"strconv"
	"time"
)

// Report is one complaint about an account.
type Report struct {
	ID            int64     `json:"id,string"`
	Account       int64     `json:"account,string"` // who complained
	Target        int64     `json:"target,string"`
	Category      string    `json:"category"` // spam, legal, violation or other
	Comment       string    `json:"comment"`
	Forwarded     bool      `json:"forwarded,omitempty"`
	Statuses      []int64   `json:"statuses,omitempty"`
	AssignedTo    int64     `json:"assigned_to,string"`     // 0 where it is unassigned
	ActionTakenBy int64     `json:"action_taken_by,string"` // 0 while it is open
	ActionTakenAt time.Time `json:"action_taken_at,omitzero"`
	CreatedAt     time.Time `json:"created_at"`
	Rules         []int64   `json:"rules,omitempty"` // that a violation breaks
}

func (r *Report) open() bool { return r.ActionTakenAt.IsZero() }

func (r *Report) close(by int64, at time.Time) { r.ActionTakenBy, r.ActionTakenAt = by, at }

func (s *State) report(id int64) *Report {
	at := firstFrom(s.Reports, reportID, id)
	if at == len(s.Reports) || s.Reports[at].ID != id {
		return nil
	}
	return s.Reports[at]
}

func reportRoutes() []route {
	const read, path = "admin:read:reports", "/api/v1/admin/reports"
	return []route{
		moderating("GET "+path, read, ManageReports, (*call).listReports),
		moderating("GET "+path+"/{id}", read, ManageReports, (*call).showReport).naming(must((*call).findReport)),
	}
}

func reportID(r *Report) int64 { return r.ID }

// listReports gives the open reports where nothing is asked.
func (c *call) listReports() (any, error) {
	c.filters = []string{"resolved", "unresolved", "account_id", "target_account_id"}
	resolved, unresolved := c.reportStates()
	var found []*Report
	for _, r := range c.state.Reports {
		wanted := r.open() && unresolved || !r.open() && resolved
		if wanted && c.about("account_id", r.Account) && c.about("target_account_id", r.Target) {
			found = append(found, r)
		}
	}
	page, err := paginate(c, found, reportID, 100, 200)
	if err != nil {
		return nil, err
	}
	entities := make([]map[string]any, len(page))
	for n, r := range page {
		entities[n] = c.reportEntity(r)
	}
	return entities, nil
}

// reportStates reads which reports are asked for. Before 4.6 only whether resolved was written at all counted.
func (c *call) reportStates() (resolved, unresolved bool) {
	if !c.since(4, 6) {
		written := c.params.has("resolved")
		return written, !written
	}
	resolved = c.params.truthy("resolved")
	return resolved, !resolved || c.params.truthy("unresolved")
}

func (c *call) about(key string, id int64) bool {
	return !c.params.has(key) || c.params.text(key) == strconv.FormatInt(id, 10)
}

// findReport finds the report that the path names.
func (c *call) findReport() (*Report, error) {
	if r := c.state.report(c.pathID()); r != nil {
		return r, nil
	}
	return nil, errNotFound
}

func (c *call) showReport() (any, error) {
	r, err := c.findReport()
	if err != nil {
		return nil, err
	}
	return c.reportEntity(r), nil
}

// reportEntity is a report as moderators see it.
func (c *call) reportEntity(r *Report) map[string]any {
	statuses := []any{}
	for _, id := range r.Statuses {
		if status := c.state.status(id); status != nil {
			statuses = append(statuses, c.statusEntity(status))
		}
	}
	return map[string]any{
		"id": strconv.FormatInt(r.ID, 10), "action_taken": !r.open(), "action_taken_at": stampOrNull(r.ActionTakenAt),
		"category": r.Category, "comment": r.Comment, "forwarded": r.Forwarded, "created_at": stamp(r.CreatedAt),
		"updated_at": stamp(r.CreatedAt), "account": c.adminAccountOrNull(r.Account), "target_account": c.adminAccountOrNull(r.Target),
		"assigned_account": c.adminAccountOrNull(r.AssignedTo), "action_taken_by_account": c.adminAccountOrNull(r.ActionTakenBy),
		"statuses": statuses, "rules": c.state.ruleEntities(r.Rules...),
	}
}

func (c *call) adminAccountOrNull(id int64) any {
	if a := c.state.account(id); a != nil {
		return c.adminAccountEntity(a)
	}
	return nil
}
