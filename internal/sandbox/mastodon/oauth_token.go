package mastodon

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// codeLife is how long an authorization code can be exchanged: the default of Doorkeeper, which Mastodon keeps.
const codeLife = 10 * time.Minute

// Grant is an authorization code that a person gave an application.
type Grant struct {
	Code        string    `json:"code"`
	ClientID    string    `json:"client_id"`
	Account     int64     `json:"account,string"`
	Scopes      []string  `json:"scopes"`
	RedirectURI string    `json:"redirect_uri"`
	Challenge   string    `json:"code_challenge,omitempty"`
	CreatedAt   time.Time `json:"created_at"`
	Used        bool      `json:"used,omitempty"`
}

// issueToken exchanges an authorization code, or gives an application a token of its own. There is no way with a person's
// password since 4.4.
func (c *call) issueToken() (any, error) {
	switch kind := c.params.text("grant_type"); kind {
	case "":
		return nil, missingParameter("grant_type")
	case "authorization_code":
		return c.exchangeCode()
	case "client_credentials":
		return c.issueAppToken()
	default:
		return nil, refuseOAuth(http.StatusBadRequest, "unsupported_grant_type")
	}
}

// client finds the application of a request by its credentials, in the form or as Basic authentication.
func (c *call) client() *App {
	id, secret, basic := c.request.BasicAuth()
	if !basic {
		id, secret = c.params.text("client_id"), c.params.text("client_secret")
	}
	a := c.state.app(id)
	if id == "" || a == nil || a.ClientSecret != secret {
		return nil
	}
	return a
}

// issueAppToken gives an application a token of its own, the same one again where it has one with the same scopes.
func (c *call) issueAppToken() (any, error) {
	a := c.client()
	if a == nil {
		return nil, errInvalidClient
	}
	scopes := strings.Fields(c.params.text("scope"))
	if len(scopes) == 0 {
		scopes = []string{defaultScope}
	}
	if !allIn(scopes, a.Scopes) {
		return nil, errInvalidScope
	}
	return c.tokenEntity(c.findOrIssue(a, 0, scopes)), nil
}

func allIn(some, all []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// exchangeCode gives the token that a code stands for: once, to the application that asked for it, at the address to which it
// was sent, and to who knows the verifier. The scopes are those of the code, whatever is asked for.
// lib/doorkeeper/oauth/authorization_code_request.rb of doorkeeper-gem/doorkeeper.
func (c *call) exchangeCode() (any, error) {
	code, verifier := c.params.text("code"), c.params.text("code_verifier")
	if code == "" {
		return nil, missingParameter("code")
	}
	g := c.state.grant(code)
	switch {
	case g != nil && g.Challenge != "" && verifier == "":
		return nil, missingParameter("code_verifier")
	case c.params.text("redirect_uri") == "":
		return nil, missingParameter("redirect_uri")
	}
	a := c.client()
	if a == nil {
		return nil, errInvalidClient
	}
	if g == nil || g.ClientID != a.ClientID || !sameRedirect(c.params.text("redirect_uri"), g.RedirectURI) {
		return nil, errInvalidGrant
	}
	if c.pkce() && g.Challenge != challengeOf(verifier) || g.Used || !c.now.Before(g.CreatedAt.Add(codeLife)) {
		return nil, errInvalidGrant
	}
	g.Used = true
	return c.tokenEntity(c.findOrIssue(a, g.Account, g.Scopes)), nil
}

func (s *State) grant(code string) *Grant {
	at := slices.IndexFunc(s.Grants, func(g *Grant) bool { return g.Code == code })
	if at < 0 {
		return nil
	}
	return s.Grants[at]
}

// challengeOf is the S256 challenge of a verifier; none has none.
func challengeOf(verifier string) string {
	if verifier == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// sameRedirect compares addresses as texts; of two on the loopback interface the port may differ (RFC 8252, 7.3).
func sameRedirect(given, registered string) bool {
	if given == registered {
		return true
	}
	x, errX := url.Parse(given)
	y, errY := url.Parse(registered)
	if errX != nil || errY != nil || !loopback(x) || !loopback(y) || x.Hostname() != y.Hostname() {
		return false
	}
	x.Host, y.Host = "", ""
	return x.String() == y.String()
}

func loopback(u *url.URL) bool {
	address, err := netip.ParseAddr(u.Hostname())
	return err == nil && address.IsLoopback()
}

// findOrIssue gives a token: the same one again where the application has one of the same account and scopes
// (reuse_access_token of config/initializers/doorkeeper.rb).
func (c *call) findOrIssue(a *App, account int64, scopes []string) *Token {
	for _, t := range c.state.Tokens {
		if t.Account == account && !t.Revoked && c.state.app(t.ClientID).ClientID == a.ClientID && slices.Equal(t.Scopes, scopes) {
			return t
		}
	}
	return c.issue(a, account, scopes)
}

// issue makes a token.
func (c *call) issue(a *App, account int64, scopes []string) *Token {
	t := &Token{Secret: "sandbox-token-" + strconv.FormatInt(c.state.NextID(c.now), 10), Account: account, App: a.Name, Scopes: scopes}
	if a.ClientID != ClientID {
		t.ClientID = a.ClientID
	}
	c.state.Tokens = append(c.state.Tokens, t)
	return t
}

// tokenEntity gives a token as the server does.
func (c *call) tokenEntity(t *Token) map[string]any {
	return map[string]any{
		"access_token": t.Secret, "token_type": "Bearer", "scope": strings.Join(t.Scopes, " "), "created_at": c.now.Unix(),
	}
}

// tokenInfo shows the token that a request carries. app/controllers/doorkeeper/token_info_controller.rb and
// lib/doorkeeper/models/access_token_mixin.rb of doorkeeper-gem/doorkeeper.
func (c *call) tokenInfo() (any, error) {
	if c.token == nil || c.token.Revoked {
		return nil, errInvalidToken
	}
	var owner any
	if c.token.Account != 0 {
		owner = c.token.Account
	}
	return map[string]any{
		"resource_owner_id": owner, "scope": c.token.Scopes, "expires_in": nil,
		"application": map[string]any{"uid": c.state.app(c.token.ClientID).ClientID}, "created_at": c.now.Unix(),
	}, nil
}

// revokeToken ends a token, for the application that it was issued to. A token that does not exist is a success.
// app/controllers/doorkeeper/tokens_controller.rb of doorkeeper-gem/doorkeeper.
func (c *call) revokeToken() (any, error) {
	a := c.client()
	if a == nil {
		return nil, errRevocation
	}
	for _, t := range c.state.Tokens {
		if t.Secret != c.params.text("token") {
			continue
		}
		if c.state.app(t.ClientID).ClientID != a.ClientID {
			return nil, errRevocation
		}
		t.Revoked = true
		c.note("revoked a token of " + a.Name)
	}
	return map[string]any{}, nil
}
