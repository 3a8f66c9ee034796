package mastodon

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The credentials of the application that the seed registers. They open nothing but a sandbox.
const (
	ClientID     = "sandbox-client"
	ClientSecret = "sandbox-secret"
)

// SignUps is who may sign up, and how. The zero value asks everybody for approval.
type SignUps struct {
	SignUpsClosed   bool   `json:"sign_ups_closed,omitempty"`
	SignUpsOpen     bool   `json:"sign_ups_open,omitempty"` // accounts need no approval
	ReasonRequired  bool   `json:"reason_required,omitempty"`
	MinAge          int    `json:"min_age,omitempty"`           // in years; 0 asks for no date of birth
	SignUpElsewhere string `json:"sign_up_elsewhere,omitempty"` // the address of another site where people sign up
	SingleSignOn    bool   `json:"single_sign_on,omitempty"`    // there is no other way in
}

func signUpRoutes() []route {
	return []route{
		{pattern: "POST /api/v1/accounts", access: bearer, scope: "write:accounts", serve: (*call).signUp, always: true},
	}
}

// appScopes is what the seeded application may ask for.
func appScopes() []string { return []string{"read", "write:accounts"} }

// signUp makes an account that waits for its mail address to be confirmed, and for approval. The answer is a token of the
// new account, with all that the application may.
func (c *call) signUp() (any, error) {
	switch {
	case c.account != nil: // a person's token, also the bot's, is not the application's
		return nil, refuse(http.StatusForbidden, "This method requires an client credentials authentication")
	case c.state.SignUpsClosed || c.state.SingleSignOn || c.blocksCaller("sign_up_block"):
		return nil, errForbidden
	}
	if err := c.signUpMistakes().err(); err != nil {
		return nil, err
	}
	mail := c.params.text("email")
	asked := c.state.mailBlock(mail) != nil || c.blocksCaller("sign_up_requires_approval")
	a := &Account{
		Username: strings.TrimSpace(c.params.text("username")), Email: mail, Pending: asked || !c.state.SignUpsOpen, Unconfirmed: true,
		InviteRequest: c.params.text("reason"), Language: c.params.text("locale"), CreatedAt: c.now,
	}
	if c.vanish {
		return map[string]any{"access_token": "vanished", "token_type": "Bearer", "scope": "read", "created_at": c.now.Unix()}, nil
	}
	a.ID = c.state.NextID(c.now)
	c.state.Accounts = append(c.state.Accounts, a)
	c.note("signed @" + a.Username + " up")
	app := c.state.app(c.token.ClientID)
	return c.tokenEntity(c.issue(app, a.ID, app.Scopes)), nil
}

// What a sign-up may be like.
const (
	usernameMax = 30
	passwordMin = 8
	passwordMax = 72
	reasonMax   = 420
)

var usernameForm = regexp.MustCompile(`^[a-zA-Z0-9_]+$`)

// signUpMistakes gives what is wrong, field by field.
func (c *call) signUpMistakes() mistakes {
	found := mistakes{}
	c.checkUsername(found)
	c.checkEmail(found)
	switch password := c.params.text("password"); {
	case password == "":
		found.add("password", "ERR_BLANK", "can't be blank")
	case utf8.RuneCountInString(password) < passwordMin:
		found.add("password", "ERR_TOO_SHORT", "is too short (minimum is 8 characters)")
	case utf8.RuneCountInString(password) > passwordMax:
		found.add("password", "ERR_TOO_LONG", "is too long (maximum is 72 characters)")
	}
	if agreed := c.params.text("agreement"); agreed != "true" && agreed != "1" {
		found.add("agreement", "ERR_ACCEPTED", "must be accepted")
	}
	reason := c.params.text("reason")
	if reason == "" && c.state.ReasonRequired && !c.state.SignUpsOpen {
		found.add("reason", "ERR_BLANK", "can't be blank")
	}
	if utf8.RuneCountInString(reason) > reasonMax {
		found.add("reason", "ERR_TOO_LONG", "is too long (maximum is 420 characters)")
	}
	c.checkAge(found)
	return found
}

func (c *call) checkUsername(found mistakes) {
	name := strings.TrimSpace(c.params.text("username"))
	if name == "" {
		found.add("username", "ERR_BLANK", "can't be blank")
		return
	}
	if !usernameForm.MatchString(name) {
		found.add("username", "ERR_INVALID", "must contain only letters, numbers and underscores")
	}
	if utf8.RuneCountInString(name) > usernameMax {
		found.add("username", "ERR_TOO_LONG", "is too long (maximum is 30 characters)")
	}
	if c.state.lookup(name) != nil {
		found.add("username", "ERR_TAKEN", "has already been taken")
	}
}

func (c *call) checkEmail(found mistakes) {
	mail := c.params.text("email")
	name, domain, _ := strings.Cut(mail, "@")
	switch {
	case mail == "":
		found.add("email", "ERR_BLANK", "can't be blank")
		return
	case name == "" || domain == "" || strings.ContainsAny(mail, `%," `):
		found.add("email", "ERR_INVALID", "is invalid")
	}
	if slices.ContainsFunc(c.state.Accounts, func(a *Account) bool { return strings.EqualFold(a.Email, mail) }) || c.state.hashBlocked(canonicalHash(mail)) {
		found.add("email", "ERR_TAKEN", "has already been taken")
	}
	if b := c.state.mailBlock(mail); b != nil && !b.AllowWithApproval {
		found.add("email", "ERR_BLOCKED", "uses a disallowed e-mail provider")
	}
}

// checkAge asks for a date of birth, as ISO 8601 or with full stops, where there is an age to reach.
func (c *call) checkAge(found mistakes) {
	if c.state.MinAge == 0 {
		return
	}
	for _, form := range []string{time.DateOnly, "02.01.2006"} {
		born, err := time.Parse(form, c.params.text("date_of_birth"))
		if err != nil {
			continue
		}
		if born.AddDate(c.state.MinAge, 0, 0).After(c.now) {
			found.add("date_of_birth", "ERR_BELOW_LIMIT", "is below the age limit")
		}
		return
	}
	found.add("date_of_birth", "ERR_BLANK", "can't be blank")
}
