package mastodon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const secretPrefix = "BYLAW_SECRET_"

// secret gives what the operator keeps under a name that a file may name, "" for every other name.
func (i *Instance) secret(name string) string {
	if i.secrets == nil || !strings.HasPrefix(name, secretPrefix) {
		return ""
	}
	return i.secrets(name)
}

// named gives the secret that a parameter such as env:BYLAW_SECRET_MAIL names.
func (i *Instance) named(change plan.Change, param string) (string, error) {
	text, _ := change.Params[param].(string)
	name, err := skill.ParseSecret(text)
	if err != nil {
		return "", fmt.Errorf("%s: %w", param, err)
	}
	value := i.secret(strings.TrimPrefix(name, "env:"))
	if value == "" {
		return "", diag.WithHint(&StateError{change.Skill, change.Target, fmt.Sprintf("%s names %s, which is not set", param, name)},
			"set it where apply runs, and apply again")
	}
	return value, nil
}

// withToken is the same server seen with another token.
func (i *Instance) withToken(token secret.Secret) *Instance {
	t := *i.transport
	t.Secret = token
	return &Instance{base: i.base, transport: &t, http: clientOver(&t), writes: i.writes, sleep: i.sleep}
}

// createAccount signs a person up with the application's own token: the bot's would be refused. The answer holds a token of
// the new person, which is not even read.
func (i *Instance) createAccount(ctx context.Context, change plan.Change) error {
	if taken, err := i.personIs(ctx, change); err != nil || taken {
		return cmp.Or(err, error(&StateError{change.Skill, change.Target, "the name was taken since the plan was made"}))
	}
	mail, err := i.named(change, "email_from")
	if err != nil {
		return err
	}
	password, err := i.named(change, "password_from")
	if err != nil {
		return err
	}
	server, err := i.FetchServer(ctx)
	if err != nil {
		return err
	}
	token, err := i.appToken(ctx, change)
	if err != nil {
		return err
	}
	body := map[string]any{
		"username": change.Params["username"], "email": mail, "password": password, "agreement": true, "locale": server.SignUps.Language,
	}
	if server.SignUps.Reason {
		body["reason"] = change.Reason
	}
	done := func() (bool, error) { return i.personIs(ctx, change) }
	return i.settle(ctx, func() error {
		_, err := i.withToken(token).call(ctx, http.MethodPost, "/api/v1/accounts", nil, body, nil)
		switch {
		case statusOf(err) == http.StatusForbidden:
			return diag.WithHint(&StateError{change.Skill, change.Target, "the server takes no sign-ups from here: it may take single sign-on alone, or block this address"},
				"remove the action, and invite the person at /invites")
		case err != nil:
			return scrubbed(err, mail, password)
		}
		return i.confirm(change, done)
	}, done)
}

// appToken asks for a token of the application by its own credentials.
func (i *Instance) appToken(ctx context.Context, change plan.Change) (secret.Secret, error) {
	id, password := i.secret(skill.ClientID), i.secret(skill.ClientSecret)
	if id == "" || password == "" {
		return secret.Secret{}, diag.WithHint(&StateError{change.Skill, change.Target, "accounts are created with a token of the application, whose credentials are not known"},
			"set %s and %s", skill.ClientID, skill.ClientSecret)
	}
	body := map[string]any{
		"grant_type": "client_credentials", "client_id": id, "client_secret": password,
		"redirect_uri": "urn:ietf:wg:oauth:2.0:oob", "scope": "write:accounts",
	}
	var answer struct {
		Token string `json:"access_token"`
	}
	if _, err := i.withToken(secret.Secret{}).call(ctx, http.MethodPost, "/oauth/token", nil, body, &answer); err != nil {
		if status := statusOf(err); status >= 400 && status < 500 { // the bot's own token is none the worse
			why := fmt.Sprintf("the server refuses the application's credentials: POST /oauth/token: %d %s", status, http.StatusText(status))
			err = &StateError{change.Skill, change.Target, why}
		}
		return secret.Secret{}, diag.WithHint(scrubbed(err, id, password), "check %s and %s: the application must have the scope write:accounts", skill.ClientID, skill.ClientSecret)
	}
	if answer.Token == "" {
		return secret.Secret{}, &AnswerError{http.MethodPost, "/oauth/token", "the answer holds no token"}
	}
	return secret.New(answer.Token), nil
}

// scrubbed takes secrets out of what a server says in an error: it may echo what it was sent.
func scrubbed(err error, secrets ...string) error {
	api, ok := errors.AsType[*APIError](err)
	if !ok {
		return err
	}
	clear := *api
	for _, each := range secrets {
		clear.Message = secret.New(each).Redact(clear.Message)
	}
	clear.Body = nil
	return &clear
}
