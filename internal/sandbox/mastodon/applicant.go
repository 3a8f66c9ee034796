package mastodon

func applicantRoutes() []route {
	const write, path = "admin:write:accounts", "/api/v1/admin/accounts/{id}"
	exists, local := must((*call).findAccount), must((*call).findLocalAccount)
	return []route{
		moderating("POST "+path+"/approve", write, ManageUsers, (*call).approveAccount).naming(local),
		moderating("POST "+path+"/reject", write, ManageUsers, (*call).rejectAccount).naming(local),
		moderating("DELETE "+path, write, DeleteUserData, (*call).deleteAccountData).naming(exists),
	}
}

// applicant finds who waits for approval by the path; an account that does not wait is refused.
func (c *call) applicant() (*Account, error) {
	a, err := c.findLocalAccount()
	if err == nil && !a.Pending {
		return nil, errNotAllowed
	}
	return a, err
}

func (c *call) approveAccount() (any, error) {
	a, err := c.applicant()
	if err != nil {
		return nil, err
	}
	if c.vanish {
		return c.adminAccountEntity(a), nil
	}
	a.Pending = false
	c.note("approved @" + a.acct())
	return c.adminAccountEntity(a), nil
}

// rejectAccount removes the whole account: its name and its mail address are free again.
func (c *call) rejectAccount() (any, error) {
	a, err := c.applicant()
	if err != nil || c.vanish {
		return ok(), err
	}
	c.state.remove(a)
	c.note("rejected @" + a.acct())
	return ok(), nil
}

// deleteAccountData takes everything from a suspended account but its name, at once instead of after 30 days. The real
// server works on after its answer; this one is done by then.
func (c *call) deleteAccountData() (any, error) {
	a, err := c.findAccount()
	switch {
	case err != nil:
		return nil, err
	case !a.deletionPending():
		return nil, errNotAllowed
	case c.vanish:
		return ok(), nil
	}
	c.purge(a)
	c.note("deleted the data of @" + a.acct())
	return ok(), nil
}
