package mastodon

import (
	"net/http"
	"slices"
	"strings"
)

// The permission bits of a role.
const (
	Administrator    uint64 = 0x1
	ViewDashboard    uint64 = 0x8
	ManageReports    uint64 = 0x10
	ManageFederation uint64 = 0x20
	ManageBlocks     uint64 = 0x80
	ManageUsers      uint64 = 0x400
	DeleteUserData   uint64 = 0x80000
)

// Token is one access token of the server. Account 0 is an application's own.
type Token struct {
	Secret  string   `json:"secret"`
	Account int64    `json:"account,string"`
	App     string   `json:"app"`
	Scopes  []string `json:"scopes"`
	Revoked bool     `json:"revoked,omitempty"`
}

// covers tells whether a token may use a scope: by its own name, or by a broader one such as admin:write or write.
func (t *Token) covers(scope string) bool {
	for broad := scope; ; {
		if slices.Contains(t.Scopes, broad) {
			return true
		}
		cut := strings.LastIndex(broad, ":")
		if cut < 0 || broad[:cut] == "admin" {
			return false
		}
		broad = broad[:cut]
	}
}

// access is who may call an endpoint at all.
type access int

const (
	public access = iota
	user
	app
	admin
)

// identify finds the token of a request and its account.
func (c *call) identify() {
	secret, bearer := strings.CutPrefix(c.request.Header.Get("Authorization"), "Bearer ")
	if !bearer || secret == "" {
		return
	}
	for _, t := range c.state.Tokens {
		if t.Secret == secret {
			c.token, c.account = t, c.state.account(t.Account)
		}
	}
}

// authorise refuses in the order of the real server: the token, its scope, its user, the user's role.
func (c *call) authorise(r route) error {
	if r.access == public {
		return nil
	}
	switch {
	case c.token == nil && r.access == admin:
		return refuse(http.StatusForbidden, "This action is not allowed")
	case c.token == nil:
		return refuse(http.StatusUnauthorized, "The access token is invalid")
	case c.token.Revoked:
		return refuse(http.StatusUnauthorized, "The access token was revoked")
	case r.scope != "" && !c.token.covers(r.scope):
		return refuse(http.StatusForbidden, "This action is outside the authorized scopes")
	case r.access == app:
		return nil
	case c.account == nil:
		return refuse(http.StatusUnprocessableEntity, "This method requires an authenticated user")
	case c.account.Disabled || c.account.Suspended:
		return refuse(http.StatusForbidden, "Your login is currently disabled")
	case r.permission != 0 && c.account.Role.permissions()&(r.permission|Administrator) == 0:
		return refuse(http.StatusForbidden, "This action is not allowed")
	default:
		return nil
	}
}
