package mastodon

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// purgeAfter is how long a suspended account's data waits for a change of mind.
const purgeAfter = 30 * 24 * time.Hour

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

// Purged tells whether nothing is left of a suspended account but its name.
func (a *Account) Purged(now time.Time) bool {
	due := a.Suspended && !a.SuspendedAt.IsZero() && now.Sub(a.SuspendedAt) >= purgeAfter
	return due || !a.PurgedAt.IsZero()
}

func adminAccountRoutes() []route {
	const read, path = "admin:read:accounts", "/api/v1/admin/accounts"
	return []route{
		{"GET /api/v2/admin/accounts", admin, read, ManageUsers, (*call).listAdminAccounts},
		{"GET " + path, admin, read, ManageUsers, (*call).listAdminAccountsOld},
		{"GET " + path + "/{id}", admin, read, ManageUsers, (*call).showAdminAccount},
	}
}

func accountID(a *Account) int64 { return a.ID }

// status tells whether an account has one of the states that lists filter by.
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

var errBadFilter = &refusal{status: http.StatusBadRequest, text: "Invalid parameter"}

// listAdminAccounts is the second version, with words for origin and status. Everything else that is asked for narrows
// the list further.
func (c *call) listAdminAccounts() (any, error) {
	origin, status := c.params.text("origin"), c.params.text("status")
	if !slices.Contains([]string{"", "local", "remote"}, origin) ||
		!slices.Contains([]string{"", "active", "pending", "disabled", "silenced", "suspended", "sensitized"}, status) {
		return nil, errBadFilter
	}
	staff := c.params.text("permissions") == "staff"
	return c.pageOfAccounts(func(a *Account) bool {
		return (origin == "" || (origin == "local") == (a.Domain == "")) &&
			(status == "" || a.status(status)) && (!staff || a.Role.permissions() != 0) && c.hasRole(a) && c.named(a)
	})
}

// listAdminAccountsOld is the first version: local and active where nothing is asked, and of several states the last in
// this order wins. It reads neither local nor sensitized.
func (c *call) listAdminAccountsOld() (any, error) {
	status := "active"
	for _, word := range []string{"pending", "disabled", "silenced", "suspended"} {
		if c.params.has(word) {
			status = word
		}
	}
	remote := c.params.has("remote")
	return c.pageOfAccounts(func(a *Account) bool {
		return remote == (a.Domain != "") && a.status(status) && c.named(a)
	})
}

func (c *call) hasRole(a *Account) bool {
	wanted := c.params["role_ids[]"].values
	return len(wanted) == 0 || a.Role != nil && slices.Contains(wanted, strconv.FormatInt(a.Role.ID, 10))
}

// named applies the filters over names: texts match from their beginning, a domain matches as it is stored.
func (c *call) named(a *Account) bool {
	for key, value := range map[string]string{"username": a.Username, "display_name": a.DisplayName, "email": a.Email} {
		if !strings.HasPrefix(strings.ToLower(value), strings.ToLower(c.params.text(key))) {
			return false
		}
	}
	return !c.params.has("by_domain") || a.Domain == c.params.text("by_domain")
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
		"email": nil, "ip": nil, "ips": []any{}, "locale": nil, "confirmed": nil, "approved": nil, "disabled": nil, "role": nil,
		"invite_request": nil, "created_by_application_id": nil, "invited_by_account_id": nil,
	}
	if a.Domain != "" {
		return entity
	}
	entity["email"], entity["locale"], entity["invite_request"] = a.Email, a.Language, nullIfEmpty(a.InviteRequest)
	entity["confirmed"], entity["approved"], entity["disabled"] = !a.Unconfirmed, !a.Pending, a.Disabled
	entity["role"] = roleEntity(a.Role)
	return entity
}
