package mastodon

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/moderation"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// listedAccount is an account with what only a moderator looks at.
type listedAccount struct {
	account
	CreatedAt   time.Time       `json:"created_at"`
	Email       *string         `json:"email"`
	IP          json.RawMessage `json:"ip"` // a text since 4.0, an object before
	InvitedBy   string          `json:"invited_by_account_id"`
	Application *string         `json:"invite_request"`
	Account     struct {
		Name string `json:"display_name"`
	} `json:"account"`
}

// Accounts lists the newest accounts that a filter leaves.
func (i *Instance) Accounts(ctx context.Context, f moderation.AccountFilter, most int) (list moderation.List[moderation.Account], err error) {
	if _, err := i.FetchServer(ctx); err != nil {
		return list, err
	}
	if why := i.software().UnsupportedResource(skill.Accounts); why != "" {
		return list, &diag.Refusal{Why: why, Next: "look them up on the pages of the server"}
	}
	query, err := i.accountQuery(ctx, f)
	if err != nil {
		return list, err
	}
	found, more, err := readNewest[listedAccount](ctx, i, accountsPathV2, query, accountsPage, most)
	if err != nil {
		return list, err
	}
	list = moderation.List[moderation.Account]{Entries: make([]moderation.Account, len(found)), More: more}
	for n, a := range found {
		list.Entries[n] = a.entry()
	}
	return list, nil
}

func (i *Instance) accountQuery(ctx context.Context, f moderation.AccountFilter) (url.Values, error) {
	query := url.Values{}
	status := f.Status
	if status == "sensitive" {
		status = "sensitized"
	}
	inviter, err := i.idOf(ctx, f.InvitedBy)
	for key, value := range map[string]string{
		"origin": f.Origin, "status": status, "username": f.Username, "display_name": f.Name, "by_domain": f.Domain, "email": f.Email, "ip": f.IP,
		"invited_by": inviter,
	} {
		if value != "" {
			query.Set(key, value)
		}
	}
	if f.Staff {
		query.Set("permissions", "staff")
	}
	if len(f.Roles) > 0 {
		query["role_ids[]"] = f.Roles
	}
	return query, err
}

// idOf gives the id of an account that a person names by its handle or by its id already.
func (i *Instance) idOf(ctx context.Context, named string) (string, error) {
	if named == "" || !strings.HasPrefix(named, "@") {
		return named, nil
	}
	a, err := i.fetchAccount(ctx, named, "")
	return a.ID, err
}

func (a listedAccount) entry() moderation.Account {
	e := moderation.Account{
		ID: a.ID, Handle: a.handle(), Name: a.Account.Name, State: []string{}, CreatedAt: a.CreatedAt, InvitedBy: a.InvitedBy,
		Pending: a.Approved != nil && !*a.Approved, Unconfirmed: a.Confirmed != nil && !*a.Confirmed,
		Application: orEmpty(a.Application), Email: orEmpty(a.Email),
	}
	for _, word := range a.state() {
		e.State = append(e.State, fmt.Sprint(word))
	}
	if a.staff() {
		e.Role = a.Role.Name
	}
	if json.Unmarshal(a.IP, &e.IP) != nil {
		e.IP = ""
	}
	return e
}

// listedReport is a report with what only a moderator looks at.
type listedReport struct {
	report
	CreatedAt time.Time `json:"created_at"`
	By        *account  `json:"account"`
}

// Reports lists the newest reports that a filter leaves. That none but open ones are wanted is said by leaving the filter out:
// before 4.6 the server takes any value of it for "resolved".
func (i *Instance) Reports(ctx context.Context, f moderation.ReportFilter, most int) (list moderation.List[moderation.Report], err error) {
	if _, err := i.FetchServer(ctx); err != nil {
		return list, err
	}
	if why := i.software().Unsupported(skill.ResolveReport, nil); why != "" {
		return list, &diag.Refusal{Why: why, Next: "look them up on the pages of the server"}
	}
	query := url.Values{}
	if f.Resolved {
		query.Set("resolved", "true")
	}
	for key, named := range map[string]string{"account_id": f.By, "target_account_id": f.Target} {
		id, err := i.idOf(ctx, named)
		if err != nil {
			return list, err
		}
		if id != "" {
			query.Set(key, id)
		}
	}
	found, more, err := readNewest[listedReport](ctx, i, adminReportsPath, query, reportsPage, most)
	if err != nil {
		return list, err
	}
	list = moderation.List[moderation.Report]{Entries: make([]moderation.Report, len(found)), More: more}
	for n, r := range found {
		list.Entries[n] = r.entry()
	}
	return list, nil
}

func (r listedReport) entry() moderation.Report {
	e := moderation.Report{
		ID: r.ID, Category: r.Category, Comment: r.Comment, By: handleOrEmpty(r.By), Target: handleOrEmpty(r.Target), Posts: len(r.Statuses),
		AssignedTo: handleOrEmpty(r.Assigned), Resolved: r.Closed, ResolvedBy: handleOrEmpty(r.ClosedBy), CreatedAt: r.CreatedAt,
	}
	for _, rule := range r.Rules {
		e.Rules = append(e.Rules, rule.Text)
	}
	return e
}
