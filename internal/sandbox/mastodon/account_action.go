package mastodon

import (
	"slices"
	"time"
)

// Strike is what every account action leaves behind. Mailed reports whether the person was sent a mail about it.
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
	exists, local := must((*call).findAccount), must((*call).findLocalAccount)
	return []route{
		moderating("POST "+path+"/action", write, ManageUsers, (*call).actOnAccount).naming(exists),
		moderating("POST "+path+"/unsuspend", write, ManageUsers, (*call).unsuspendAccount).naming(exists),
		moderating("POST "+path+"/unsilence", write, ManageUsers, (*call).unsilenceAccount).naming(exists),
		moderating("POST "+path+"/unsensitive", write, ManageUsers, (*call).unsensitiveAccount).naming(exists),
		moderating("POST "+path+"/enable", write, ManageUsers, (*call).enableAccount).naming(local),
	}
}

// findLocalAccount refuses an account of another server before the role is checked.
func (c *call) findLocalAccount() (*Account, error) {
	a, err := c.findAccount()
	if err == nil && a.Domain != "" {
		return nil, errForbidden
	}
	return a, err
}

// actOnAccount punishes. It does so again each time it is asked to: another strike, another mail, and the clock of a
// suspension from its beginning. It is done as a whole or not at all.
func (c *call) actOnAccount() (any, error) {
	a, err := c.findAccount()
	if err != nil {
		return nil, err
	}
	kind, err := c.kindOfAction(a)
	if err != nil {
		return nil, err
	}
	report, err := c.reportOfAction()
	if err != nil {
		return nil, err
	}
	closing := c.closedBy(kind, a, report)
	if len(closing) > 0 && !c.may(ManageReports) {
		return nil, errNotAllowed
	}
	c.punish(a, kind)
	for _, r := range closing {
		r.close(c.account.ID, c.now)
	}
	strike := &Strike{
		ID: c.state.NextID(c.now), Target: a.ID, By: c.account.ID, Action: kind, Text: c.params.text("text"),
		Mailed: c.mails() && a.Domain == "", At: c.now,
	}
	if report != nil {
		strike.Report = report.ID
	}
	c.state.Strikes = append(c.state.Strikes, strike)
	c.note("acted on @" + a.acct() + ": " + kind)
	return ok(), nil
}

// mails reports whether the person is notified: yes where the parameter is missing, no where it is empty.
func (c *call) mails() bool {
	return !c.params.has("send_email_notification") || c.params.truthy("send_email_notification")
}

// reportOfAction finds the report that an action names. There are no presets of warnings here, so any that is named is missing.
func (c *call) reportOfAction() (*Report, error) {
	if c.params.text("warning_preset_id") != "" {
		return nil, errNotFound
	}
	text := c.params.text("report_id")
	if text == "" {
		return nil, nil
	}
	if r := c.state.report(int64(leadingNumber(text))); r != nil {
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
			return "", broken
		}
	case "sensitive", "silence", "suspend":
	case "":
		return "", invalid("Type can't be blank", "Type is not included in the list")
	default:
		return "", invalid("Type is not included in the list")
	}
	if c.account.rank() <= a.rank() {
		return "", errNotAllowed
	}
	return kind, nil
}

// closedBy gives the reports that an action resolves: all open ones against the account, and with a warning only the one
// that it names, whatever account that is about.
func (c *call) closedBy(kind string, a *Account, named *Report) []*Report {
	if kind == "none" {
		return slices.DeleteFunc([]*Report{named}, func(r *Report) bool { return r == nil })
	}
	var closing []*Report
	for _, r := range c.state.Reports {
		if r.open() && r.Target == a.ID {
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
		a.Suspended, a.SuspendedAt, a.SuspendedAtHome, a.PurgedAt = true, c.now, false, time.Time{}
		c.keepOut(a)
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
	c.letIn(a)
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
	a, err := c.findLocalAccount()
	if err != nil {
		return nil, err
	}
	a.Disabled = false
	return c.lifted(a, "the freeze")
}

func (c *call) lifted(a *Account, what string) (any, error) {
	c.note("lifted " + what + " of @" + a.acct())
	return c.adminAccountEntity(a), nil
}
