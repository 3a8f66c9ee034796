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
	ManageTaxonomies uint64 = 0x100
	ManageUsers      uint64 = 0x400
	InviteUsers      uint64 = 0x10000 // what everybody may
	DeleteUserData   uint64 = 0x80000
)

// Token is one access token of the server. Account 0 is an application's own.
type Token struct {
	Secret   string   `json:"secret"`
	Account  int64    `json:"account,string"`
	App      string   `json:"app"`
	ClientID string   `json:"client_id,omitempty"` // of the application; "" for that of the seed
	Scopes   []string `json:"scopes"`
	Revoked  bool     `json:"revoked,omitempty"`
}

// covers reports whether a token may use a scope: by its own name, or by a broader one such as admin:write or write. Where
// several are named, one of them is enough.
func (t *Token) covers(scopes string) bool {
	return slices.ContainsFunc(strings.Fields(scopes), t.coversOne)
}

func (t *Token) coversOne(scope string) bool {
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

// access is whose token an endpoint asks for.
type access int

const (
	public access = iota // none; one that is sent needs the scope
	bearer               // any, also an application's own
	user                 // a person's, with the scope
	person               // a person's, whatever its scope
	anyone               // none, and one that is sent is not looked at
)

// identify finds the token of a request and its account.
func (c *call) identify() {
	secret, isBearer := strings.CutPrefix(c.request.Header.Get("Authorization"), "Bearer ")
	if !isBearer || secret == "" {
		return
	}
	for _, t := range c.state.Tokens {
		if t.Secret == secret {
			c.token, c.account = t, c.state.account(t.Account)
		}
	}
}

var (
	errNotAllowed = &refusal{status: http.StatusForbidden, text: "This action is not allowed"}
	errForbidden  = &refusal{status: http.StatusForbidden, text: "Forbidden"}
	errDisabled   = &refusal{status: http.StatusForbidden, text: "Your login is currently disabled"}
)

const needsUser = "This method requires an authenticated user"

// authorise refuses in the order of the real server: the account behind the token, the token, its scope, its user, what
// the path names, and the user's role at last. So a stranger learns whether a record exists: 404 comes before 403.
func (c *call) authorise(r route) error {
	for _, step := range []func(route) error{c.checkSignedIn, c.findEarly, c.checkToken, c.checkUser, c.findFirst, c.checkRole} {
		if err := step(r); err != nil {
			return err
		}
	}
	return nil
}

// checkSignedIn refuses suspended accounts everywhere, and callers who are not signed in where federation is limited.
func (c *call) checkSignedIn(r route) error {
	switch {
	case r.access == anyone:
		return nil
	case c.state.Limited && c.account == nil && !r.always:
		return refuse(http.StatusUnauthorized, needsUser)
	case c.account != nil && c.account.unavailable():
		return errDisabled
	case c.state.Limited && c.account != nil:
		return c.checkFunctional()
	default:
		return nil
	}
}

func (c *call) findEarly(r route) error { return c.find(r, true) }
func (c *call) findFirst(r route) error { return c.find(r, false) }

// find looks up what the path names, before or after the token is looked at.
func (c *call) find(r route, early bool) error {
	if r.find == nil || r.early != early {
		return nil
	}
	return r.find(c)
}

func (c *call) checkToken(r route) error {
	switch needed := r.access == bearer || r.access == user; {
	case r.access == person || r.access == anyone:
		return nil
	case c.token == nil && needed:
		return refuse(http.StatusUnauthorized, "The access token is invalid")
	case c.token == nil:
		return nil
	case c.token.Revoked && (needed || r.scope != ""):
		return refuse(http.StatusUnauthorized, "The access token was revoked")
	case r.scope != "" && !c.token.covers(r.scope):
		return refuse(http.StatusForbidden, "This action is outside the authorized scopes")
	default:
		return nil
	}
}

func (c *call) checkUser(r route) error {
	if r.access != user && r.access != person {
		return nil
	}
	if c.account == nil {
		return refuse(http.StatusUnprocessableEntity, needsUser)
	}
	return c.checkFunctional()
}

// checkFunctional refuses a person who cannot use the server yet, or may not.
func (c *call) checkFunctional() error {
	switch {
	case c.account.Unconfirmed:
		return refuse(http.StatusForbidden, "Your login is missing a confirmed e-mail address")
	case c.account.Pending:
		return refuse(http.StatusForbidden, "Your login is currently pending approval")
	case c.account.Disabled:
		return errDisabled
	default:
		return nil
	}
}

// checkRole asks for the permission of an endpoint of moderators. A login that is disabled is no obstacle there.
func (c *call) checkRole(r route) error {
	if r.permission != 0 && !c.may(r.permission) {
		return errNotAllowed
	}
	return nil
}

// may reports whether the caller's role has one of some permissions.
func (c *call) may(permissions uint64) bool {
	return c.account != nil && c.account.Role.permissions()&(permissions|Administrator) != 0
}
