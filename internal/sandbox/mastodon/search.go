package mastodon

import (
	"slices"
	"strings"
)

// searchAccounts finds an account by its whole handle. With resolve it is fetched from its server where it was never
// seen here; State.Elsewhere holds the handles that exist there.
func (c *call) searchAccounts() (any, error) {
	found := []any{}
	handle := strings.ToLower(strings.TrimPrefix(c.params.text("q"), "@"))
	a := c.state.lookup(handle)
	if resolve := c.params.text("resolve") == "true"; a == nil && resolve && slices.Contains(c.state.Elsewhere, "@"+handle) {
		name, domain, _ := strings.Cut(handle, "@")
		a = &Account{ID: c.state.NextID(c.now), Username: name, Domain: domain, DisplayName: name, CreatedAt: c.now}
		if !c.blockedBySuspension(domain) {
			c.state.Accounts = append(c.state.Accounts, a)
		}
	}
	if a != nil && !a.Suspended && !c.blockedBySuspension(a.Domain) {
		found = append(found, c.accountEntity(a))
	}
	return map[string]any{"accounts": found, "statuses": []any{}, "hashtags": []any{}}, nil
}
