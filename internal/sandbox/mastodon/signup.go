package mastodon

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The credentials of the application that the seed registers. They open nothing but an embedded server.
const (
	ClientID     = "sandbox-client"
	ClientSecret = "sandbox-secret"
)

func signUpRoutes() []route {
	return []route{
		{"POST /oauth/token", public, "", 0, (*call).issueToken},
		{"POST /api/v1/accounts", app, "write:accounts", 0, (*call).signUp},
	}
}

// appScopes is what the seeded application may ask for.
func appScopes() []string { return []string{"read", "write:accounts"} }

// issueToken gives an application a token of its own. There is no way with a person's password since 4.4.
func (c *call) issueToken() (any, error) {
	if c.params.text("client_id") != ClientID || c.params.text("client_secret") != ClientSecret {
		return nil, &refusal{http.StatusUnauthorized, "invalid_client", map[string]any{
			"error_description": "Client authentication failed due to unknown client.",
		}}
	}
	if c.params.text("grant_type") != "client_credentials" {
		return nil, refuse(http.StatusBadRequest, "unsupported_grant_type")
	}
	scopes := strings.Fields(c.params.text("scope"))
	if len(scopes) == 0 {
		scopes = []string{"read"}
	}
	for _, scope := range scopes {
		if !(&Token{Scopes: appScopes()}).covers(scope) {
			return nil, refuse(http.StatusBadRequest, "invalid_scope")
		}
	}
	return c.issue(0, scopes), nil
}

// issue makes a token and gives it as the server does.
func (c *call) issue(account int64, scopes []string) map[string]any {
	t := &Token{Secret: "sandbox-token-" + strconv.FormatInt(c.state.NextID(c.now), 10), Account: account, App: "bylaw", Scopes: scopes}
	c.state.Tokens = append(c.state.Tokens, t)
	return map[string]any{
		"access_token": t.Secret, "token_type": "Bearer", "scope": strings.Join(scopes, " "), "created_at": c.now.Unix(),
	}
}

var usernameForm = regexp.MustCompile(`^[a-zA-Z0-9_]{1,30}$`)

// signUp makes an account that waits for its mail address to be confirmed, and for approval. The answer is a token of the
// new account.
func (c *call) signUp() (any, error) {
	switch {
	case c.account != nil:
		return nil, errNotAllowed // a person's token, also the bot's, is not the application's
	case c.state.SignUpsClosed:
		return nil, errNotAllowed
	}
	details := c.signUpMistakes()
	if len(details) > 0 {
		return nil, &refusal{http.StatusUnprocessableEntity, "Validation failed: " + fmt.Sprint(len(details)) + " mistakes", map[string]any{"details": details}}
	}
	a := &Account{
		Username: c.params.text("username"), Email: c.params.text("email"), Pending: true, Unconfirmed: true,
		InviteRequest: c.params.text("reason"), Language: c.params.text("locale"), CreatedAt: c.now,
	}
	a.ID = c.state.NextID(c.now)
	if c.vanish {
		return map[string]any{"access_token": "vanished", "token_type": "Bearer", "scope": "read", "created_at": c.now.Unix()}, nil
	}
	c.state.Accounts = append(c.state.Accounts, a)
	c.note("signed @" + a.Username + " up")
	return c.issue(a.ID, c.token.Scopes), nil
}

// signUpMistakes gives what is wrong, field by field, as the server words it for programs.
func (c *call) signUpMistakes() map[string]any {
	details := map[string]any{}
	wrong := func(field, code string) {
		details[field] = []any{map[string]any{"error": code, "description": strings.ToLower(code)}}
	}
	name, mail := c.params.text("username"), c.params.text("email")
	switch {
	case !usernameForm.MatchString(name):
		wrong("username", "ERR_INVALID")
	case c.state.lookup(name) != nil:
		wrong("username", "ERR_TAKEN")
	}
	switch {
	case !strings.Contains(mail, "@"):
		wrong("email", "ERR_INVALID")
	case slices.ContainsFunc(c.state.Accounts, func(a *Account) bool { return strings.EqualFold(a.Email, mail) }):
		wrong("email", "ERR_TAKEN")
	}
	if len(c.params.text("password")) < 8 {
		wrong("password", "ERR_TOO_SHORT")
	}
	if agreed, err := c.params.flag("agreement"); err != nil || !agreed {
		wrong("agreement", "ERR_ACCEPTED")
	}
	if c.params.text("locale") == "" {
		wrong("locale", "ERR_BLANK")
	}
	return details
}
