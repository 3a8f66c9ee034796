package mastodon

import (
	"slices"
)

func applicantRoutes() []route {
	const write, path = "admin:write:accounts", "/api/v1/admin/accounts/{id}"
	return []route{
		{"POST " + path + "/approve", admin, write, ManageUsers, (*call).approveAccount},
		{"POST " + path + "/reject", admin, write, ManageUsers, (*call).rejectAccount},
		{"DELETE " + path, admin, write, DeleteUserData, (*call).deleteAccountData},
	}
}

// pendingAccount finds the applicant whom the path names; somebody who does not wait for approval is refused.
func (c *call) pendingAccount() (*Account, error) {
	a, err := c.findAccount()
	if err == nil && (a.Domain != "" || !a.Pending) {
		return nil, errNotAllowed
	}
	return a, err
}

func (c *call) approveAccount() (any, error) {
	a, err := c.pendingAccount()
	if err != nil {
		return nil, err
	}
	if c.vanish {
		return c.adminAccountEntity(a), nil
	}
	a.Pending = false
	c.note("let @" + a.acct() + " in")
	return c.adminAccountEntity(a), nil
}

// rejectAccount removes the whole account: its name and its mail address are free again.
func (c *call) rejectAccount() (any, error) {
	a, err := c.pendingAccount()
	if err != nil || c.vanish {
		return ok(), err
	}
	c.remove(a)
	c.note("turned @" + a.acct() + " down")
	return ok(), nil
}

func (c *call) remove(a *Account) {
	c.state.Accounts = slices.DeleteFunc(c.state.Accounts, func(other *Account) bool { return other == a })
	c.state.Tokens = slices.DeleteFunc(c.state.Tokens, func(t *Token) bool { return t.Account == a.ID })
	c.state.Reports = slices.DeleteFunc(c.state.Reports, func(r *Report) bool { return r.Account == a.ID || r.Target == a.ID })
}

// deleteAccountData takes everything from a suspended account but its name. Whoever never confirmed a mail address goes
// altogether. The real server works on after its answer; this one is done by then.
func (c *call) deleteAccountData() (any, error) {
	a, err := c.findAccount()
	switch {
	case err != nil:
		return nil, err
	case !a.Suspended || a.Purged(c.now) || a.Domain != "" && c.blockedBySuspension(a.Domain):
		return nil, errNotAllowed
	case c.vanish:
		return ok(), nil
	}
	c.state.Statuses = slices.DeleteFunc(c.state.Statuses, func(s *Status) bool { return s.Account == a.ID })
	c.note("deleted the data of @" + a.acct())
	if a.Domain == "" && (a.Unconfirmed || a.Pending) {
		c.remove(a)
		return ok(), nil
	}
	a.PurgedAt, a.Disabled, a.DisplayName, a.Note, a.Fields = c.now, a.Domain == "", "", "", nil
	return ok(), nil
}
