package mastodon

import (
	"net/http"
	"strconv"
	"time"
)

// Strike is what every account action leaves behind. Mailed tells whether the person was sent a mail about it.
type Strike struct {
	ID     int64     `json:"id,string"`
	Target int64     `json:"target,string"`
	By     int64     `json:"by,string"`
	Action string    `json:"action"`
	Text   string    `json:"text"`
	Report int64     `json:"report,string"` // 0 where none was named
	Mailed bool      `json:"mailed"`
	At     time.Time `json:"at"`
}

func accountActionRoutes() []route {
	const write, path = "admin:write:accounts", "/api/v1/admin/accounts/{id}"
	return []route{
		{"POST " + path + "/action", admin, write, ManageUsers, (*call).actOnAccount},
		{"POST " + path + "/unsuspend", admin, write, ManageUsers, (*call).unsuspendAccount},
		{"POST " + path + "/unsilence", admin, write, ManageUsers, (*call).unsilenceAccount},
		{"POST " + path + "/unsensitive", admin, write, ManageUsers, (*call).unsensitiveAccount},
		{"POST " + path + "/enable", admin, write, ManageUsers, (*call).enableAccount},
	}
}

var (
	errNotAllowed = &refusal{status: http.StatusForbidden, text: "This action is not allowed"}
	errForbidden  = &refusal{status: http.StatusForbidden, text: "Forbidden"}
)

// actOnAccount punishes. It does so again each time it is asked to: another strike, another mail, and the clock of a
// suspension from its beginning.
func (c *call) actOnAccount() (any, error) {
	a, err := c.findAccount()
	if err != nil {
		return nil, err
	}
	report, err := c.reportOfAction()
	if err != nil {
		return nil, err
	}
	kind, err := c.kindOfAction(a)
	if err != nil {
		return nil, err
	}
	mail := true
	if c.params.has("send_email_notification") {
		if mail, err = c.params.flag("send_email_notification"); err != nil {
			return nil, err
		}
	}
	closing := c.closedBy(kind, a, report)
	if len(closing) > 0 && c.account.Role.permissions()&(ManageReports|Administrator) == 0 {
		return nil, errNotAllowed
	}
	c.punish(a, kind)
	for _, r := range closing {
		r.ActionTakenAt, r.ActionTakenBy = c.now, c.account.ID
	}
	strike := &Strike{
		ID: c.state.NextID(c.now), Target: a.ID, By: c.account.ID, Action: kind, Text: c.params.text("text"),
		Mailed: mail && a.Domain == "", At: c.now,
	}
	if report != nil {
		strike.Report = report.ID
	}
	c.state.Strikes = append(c.state.Strikes, strike)
	c.note("acted on @" + a.acct() + ": " + kind)
	return ok(), nil
}

func (c *call) reportOfAction() (*Report, error) {
	text := c.params.text("report_id")
	if text == "" {
		return nil, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, errNotFound
	}
	if r := c.state.report(id); r != nil {
		return r, nil
	}
	return nil, errNotFound
}

// kindOfAction checks what is asked for, and the ranks. A warning has no rank to respect.
func (c *call) kindOfAction(a *Account) (string, error) {
	kind := c.params.text("type")
	switch kind {
	case "none":
		return kind, nil
	case "disable":
		if a.Domain != "" {
			return "", refuse(http.StatusInternalServerError, "This page is not correct")
		}
	case "sensitive", "silence", "suspend":
	default:
		return "", refuse(http.StatusUnprocessableEntity, "Validation failed: Type is not included in the list")
	}
	if c.account.rank() <= a.rank() {
		return "", errNotAllowed
	}
	return kind, nil
}

// closedBy gives the reports that an action resolves: all open ones against the account, and with a warning only the one
// that it names.
func (c *call) closedBy(kind string, a *Account, named *Report) []*Report {
	var closing []*Report
	for _, r := range c.state.Reports {
		if r.open() && r.Target == a.ID && (kind != "none" || r == named) {
			closing = append(closing, r)
		}
	}
	return closing
}

func (c *call) punish(a *Account, kind string) {
	switch kind {
	case "disable":
		a.Disabled = true
	case "sensitive":
		a.Sensitized = true
	case "silence":
		a.Silenced, a.SilencedAt = true, c.now
	case "suspend":
		a.Suspended, a.SuspendedAt = true, c.now
	}
}

// unsuspendAccount gives back an empty account where the data is gone already.
func (c *call) unsuspendAccount() (any, error) {
	a, err := c.findAccount()
	switch {
	case err != nil:
		return nil, err
	case !a.Suspended || a.SuspendedAtHome:
		return nil, errNotAllowed
	}
	a.Suspended, a.SuspendedAt = false, time.Time{}
	return c.lifted(a, "the suspension")
}

func (c *call) unsilenceAccount() (any, error) {
	a, err := c.findAccount()
	if err != nil {
		return nil, err
	}
	a.Silenced, a.SilencedAt = false, time.Time{}
	return c.lifted(a, "the limit")
}

func (c *call) unsensitiveAccount() (any, error) {
	a, err := c.findAccount()
	if err != nil {
		return nil, err
	}
	a.Sensitized = false
	return c.lifted(a, "the marking as sensitive")
}

func (c *call) enableAccount() (any, error) {
	a, err := c.findAccount()
	switch {
	case err != nil:
		return nil, err
	case a.Domain != "":
		return nil, errForbidden
	}
	a.Disabled = false
	return c.lifted(a, "the freeze")
}

func (c *call) lifted(a *Account, what string) (any, error) {
	c.note("lifted " + what + " of @" + a.acct())
	return c.adminAccountEntity(a), nil
}
