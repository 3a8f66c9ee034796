package mastodon

import (
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// rank is the position of an account's role. Local people without a role stand at the bottom, remote ones below it.
func (a *Account) rank() int {
	switch {
	case a.Domain != "":
		return -2
	case a.Role == nil:
		return -1
	default:
		return a.Role.Position
	}
}

func adminAccountRoutes() []route {
	const read, path = "admin:read:accounts", "/api/v1/admin/accounts"
	return []route{
		moderating("GET /api/v2/admin/accounts", read, ManageUsers, (*call).listAdminAccounts).naming((*call).checkAccountFilters),
		moderating("GET "+path, read, ManageUsers, (*call).listAdminAccountsOld),
		moderating("GET "+path+"/{id}", read, ManageUsers, (*call).showAdminAccount).naming(must((*call).findAccount)),
	}
}

func accountID(a *Account) int64 { return a.ID }

// status reports whether an account has one of the states that lists filter by.
func (a *Account) status(word string) bool {
	switch word {
	case "active":
		return !a.Suspended
	case "pending":
		return a.Pending
	case "disabled":
		return a.Disabled && !a.Suspended
	case "silenced":
		return a.Silenced
	case "suspended":
		return a.Suspended
	default:
		return a.Sensitized
	}
}

// checkAccountFilters refuses words that it does not know, before it asks for the role.
func (c *call) checkAccountFilters() error {
	known := map[string][]string{
		"origin": {"", "local", "remote"},
		"status": {"", "active", "pending", "disabled", "silenced", "suspended", "sensitized"},
	}
	for key, words := range known {
		if word := c.params.text(key); !slices.Contains(words, word) {
			return refuse(http.StatusBadRequest, "Unknown "+key+": "+word)
		}
	}
	return nil
}

// listAdminAccounts is the second version, with words for origin and status. Everything else that is asked for narrows
// the list further. The links to other pages lose the roles.
func (c *call) listAdminAccounts() (any, error) {
	c.filters = []string{"origin", "status", "permissions", "username", "by_domain", "display_name", "email", "ip", "invited_by"}
	origin, status := c.params.text("origin"), c.params.text("status")
	staff := c.params.text("permissions") == "staff"
	return c.pageOfAccounts(func(a *Account) bool {
		return (origin == "" || (origin == "local") == (a.Domain == "")) &&
			(status == "" || a.status(status)) && (!staff || a.staff()) && (staff || c.hasRole(a)) && c.named(a) &&
			(c.params.text("invited_by") == "" || c.about("invited_by", a.InvitedBy))
	})
}

// listAdminAccountsOld is the first version: local and active where nothing is asked, and of several states the last in
// this order wins. It reads neither local nor sensitized.
func (c *call) listAdminAccountsOld() (any, error) {
	c.filters = []string{
		"local", "remote", "by_domain", "active", "pending", "disabled", "sensitized", "silenced", "suspended", "username", "display_name",
		"email", "ip", "staff",
	}
	status := "active"
	for _, word := range []string{"pending", "disabled", "silenced", "suspended"} {
		if c.params.text(word) != "" {
			status = word
		}
	}
	remote, staff := c.params.text("remote") != "", c.params.text("staff") != ""
	return c.pageOfAccounts(func(a *Account) bool {
		return remote == (a.Domain != "") && a.status(status) && (!staff || a.staff()) && c.named(a)
	})
}

// staff reports whether an account may deal with reports.
func (a *Account) staff() bool { return a.Role.permissions()&(ManageReports|Administrator) != 0 }

func (c *call) hasRole(a *Account) bool {
	wanted := c.params["role_ids[]"].values
	return len(wanted) == 0 || a.Role != nil && slices.Contains(wanted, strconv.FormatInt(a.Role.ID, 10))
}

// named applies the filters over names and addresses: texts match from their beginning, a domain matches as it is stored, an IP
// address lies in the network that is asked for.
func (c *call) named(a *Account) bool {
	for key, value := range map[string]string{"username": a.Username, "display_name": a.DisplayName, "email": a.Email} {
		wanted := strings.TrimSpace(c.params.text(key))
		if key == "username" {
			wanted = strings.TrimPrefix(wanted, "@")
		}
		if !strings.HasPrefix(strings.ToLower(value), strings.ToLower(wanted)) {
			return false
		}
	}
	domain := strings.TrimSpace(c.params.text("by_domain"))
	return (domain == "" || a.Domain == domain) && within(c.params.text("ip"), a.IP)
}

// within reports whether an address lies in a network; what is no network holds none.
func within(network, address string) bool {
	if network == "" {
		return true
	}
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	if prefix, err := netip.ParsePrefix(network); err == nil {
		return prefix.Contains(addr)
	}
	only, err := netip.ParseAddr(network)
	return err == nil && only == addr
}

func (c *call) pageOfAccounts(wanted func(*Account) bool) (any, error) {
	var found []*Account
	for _, a := range c.state.Accounts {
		if wanted(a) {
			found = append(found, a)
		}
	}
	page, err := paginate(c, found, accountID, 100, 200)
	if err != nil {
		return nil, err
	}
	entities := make([]map[string]any, len(page))
	for n, a := range page {
		entities[n] = c.adminAccountEntity(a)
	}
	return entities, nil
}

// findAccount finds the account that the path names.
func (c *call) findAccount() (*Account, error) {
	a := c.state.account(c.pathID())
	if a == nil {
		return nil, errNotFound
	}
	return a, nil
}

func (c *call) showAdminAccount() (any, error) {
	a, err := c.findAccount()
	if err != nil {
		return nil, err
	}
	return c.adminAccountEntity(a), nil
}

// adminAccountEntity is an account as moderators see it. What only a local account has is null for a remote one.
func (c *call) adminAccountEntity(a *Account) map[string]any {
	entity := map[string]any{
		"id": strconv.FormatInt(a.ID, 10), "username": a.Username, "domain": nullIfEmpty(a.Domain), "created_at": stamp(a.CreatedAt),
		"suspended": a.Suspended, "silenced": a.Silenced, "sensitized": a.Sensitized, "account": c.accountEntity(a),
		"email": nil, "ip": nil, "ips": nil, "locale": nil, "confirmed": nil, "approved": nil, "disabled": nil, "role": nil,
		"invite_request": nil,
	}
	if a.Domain != "" {
		return entity
	}
	entity["ips"] = []any{}
	if a.IP != "" {
		entity["ip"], entity["ips"] = a.IP, []any{map[string]any{"ip": a.IP, "used_at": stamp(a.CreatedAt)}}
	}
	if a.InvitedBy != 0 {
		entity["invited_by_account_id"] = strconv.FormatInt(a.InvitedBy, 10)
	}
	entity["email"], entity["locale"], entity["invite_request"] = a.Email, a.Language, nullIfEmpty(a.InviteRequest)
	entity["confirmed"], entity["approved"], entity["disabled"] = !a.Unconfirmed, !a.Pending, a.Disabled
	entity["role"] = roleEntity(a.Role)
	return entity
}
