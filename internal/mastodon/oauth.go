package mastodon

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/oauth2"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const (
	appsPath      = "/api/v1/apps"
	appPath       = "/api/v1/apps/verify_credentials"
	authorizePath = "/oauth/authorize"
	tokenPath     = "/oauth/token"  //nolint:gosec // a path and no token
	revokePath    = "/oauth/revoke" // RFC 7009
	metadataPath  = "/.well-known/oauth-authorization-server"
)

// OAuth gets and ends tokens of a server. The addresses are those that every server with Mastodon's API has, on the operator's
// host: its description of itself, which could name other hosts, is asked for scopes and PKCE alone.
type OAuth struct {
	instance *Instance
	options  Options
}

// OpenOAuth prepares the connection; it sends nothing. A token in the options is not used.
func OpenOAuth(o Options) (*OAuth, error) {
	o.Token = secret.Secret{}
	instance, err := Open(o)
	return &OAuth{instance, o}, err
}

// Describe reads what the server is, which scopes it knows, and whether it checks a verifier: Mastodon says so since 4.3, and
// software that does not say ignores it.
func (o *OAuth) Describe(ctx context.Context) (port.OAuthServer, error) {
	server, err := o.instance.FetchServer(ctx)
	if err != nil {
		return port.OAuthServer{}, err
	}
	software, _ := skill.FindSoftware(cmp.Or(server.Software, skill.MastodonSoftware))
	said := port.OAuthServer{Software: software}
	var answer struct {
		Scopes  []string `json:"scopes_supported"`
		Methods []string `json:"code_challenge_methods_supported"`
	}
	_, err = o.instance.call(ctx, http.MethodGet, metadataPath, nil, nil, &answer)
	if _, unreadable := errors.AsType[*AnswerError](err); unreadable || statusOf(err) == http.StatusNotFound {
		return said, nil // an older Mastodon, or other software: some answer every path with a page
	}
	said.Scopes, said.PKCE = answer.Scopes, slices.Contains(answer.Methods, "S256")
	return said, err
}

// Register makes an application. Anyone may; it can do nothing before a person authorizes it.
func (o *OAuth) Register(ctx context.Context, name, redirect string, scopes []string) (port.Client, error) {
	in := map[string]string{"client_name": name, "redirect_uris": redirect, "scopes": strings.Join(scopes, " "), "website": o.options.Contact}
	var answer struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	_, err := o.instance.call(ctx, http.MethodPost, appsPath, nil, in, &answer)
	if statusOf(err) == http.StatusUnprocessableEntity || statusOf(err) == http.StatusBadRequest {
		return port.Client{}, diag.WithHint(fmt.Errorf("register an application: %w", err),
			"the server may not know one of the scopes %s; Mastodon has them since 4.1", strings.Join(scopes, " "))
	}
	if err == nil && (answer.ID == "" || answer.Secret == "") {
		err = &AnswerError{http.MethodPost, appsPath, "the answer holds no client_id and client_secret"}
	}
	if err != nil {
		return port.Client{}, fmt.Errorf("register an application: %w", err)
	}
	return port.Client{ID: answer.ID, Secret: secret.New(answer.Secret), Redirect: redirect}, nil
}

// Ask makes the question to a person, with PKCE whether or not the server checks it: where it does not, it ignores it. The
// person is asked even if the browser is signed in and the same was authorized before.
func (o *OAuth) Ask(c port.Client, scopes []string) port.Authorization {
	state, verifier := oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
	page := o.config(c, scopes).AuthCodeURL(state, oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("force_login", "true"))
	return port.Authorization{Page: page, State: state, Verifier: secret.New(verifier), Scopes: scopes}
}

func (o *OAuth) config(c port.Client, scopes []string) *oauth2.Config {
	base := o.instance.base
	return &oauth2.Config{
		ClientID: c.ID, ClientSecret: c.Secret.Reveal(), RedirectURL: c.Redirect, Scopes: scopes,
		Endpoint: oauth2.Endpoint{
			AuthURL: base.JoinPath(authorizePath).String(), TokenURL: base.JoinPath(tokenPath).String(),
			AuthStyle: oauth2.AuthStyleInParams, // GoToSocial reads the credentials nowhere else
		},
	}
}

// Exchange gives the token that a code stands for. It is sent once: a lost answer costs the code, not more.
func (o *OAuth) Exchange(ctx context.Context, c port.Client, asked port.Authorization, code secret.Secret) (port.Grant, error) {
	ctx = context.WithValue(ctx, oauth2.HTTPClient, &o.instance.http)
	token, err := o.config(c, asked.Scopes).Exchange(ctx, code.Reveal(), oauth2.VerifierOption(asked.Verifier.Reveal()))
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		return port.Grant{}, o.refused(refused.Response, refused.Body, c.Secret, code, asked.Verifier)
	}
	if _, unsent := errors.AsType[*url.Error](err); unsent {
		return port.Grant{}, noAnswer(err)
	}
	if err != nil { // its text may quote the answer, which may hold a token
		return port.Grant{}, &AnswerError{http.MethodPost, tokenPath, "the answer holds no token"}
	}
	scope, stated := token.Extra("scope").(string)
	if !stated { // RFC 6749, 5.1: what was asked for
		scope = strings.Join(asked.Scopes, " ")
	}
	return port.Grant{Token: secret.New(token.AccessToken), Scopes: strings.Fields(scope), Expires: token.Expiry}, nil
}

// OAuthError is a refusal of the server's OAuth.
type OAuthError struct {
	Path    string
	Status  int
	Code    string // "invalid_grant", as RFC 6749 names it
	Message string // the server's own sentence
}

// Error quotes the server.
func (e *OAuthError) Error() string {
	return fmt.Sprintf("POST %s: %d %s: %q", e.Path, e.Status, cmp.Or(e.Code, http.StatusText(e.Status)), e.Message)
}

// refused makes an error of an answer, without the secrets that were sent, should it echo one.
func (o *OAuth) refused(response *http.Response, body []byte, secrets ...secret.Secret) error {
	text := string(body)
	for _, each := range secrets {
		text = each.Redact(text)
	}
	var answer struct {
		Code    string `json:"error"`
		Message string `json:"error_description"`
	}
	if json.Unmarshal([]byte(text), &answer) != nil {
		answer.Message = "the answer is not JSON"
	}
	err := &OAuthError{response.Request.URL.Path, response.StatusCode, httpapi.Plain(answer.Code), httpapi.Plain(answer.Message)}
	if err.Code == "invalid_grant" {
		return diag.WithHint(err, "a code serves once and for ten minutes: start again")
	}
	return err
}

// Revoke ends a token.
func (o *OAuth) Revoke(ctx context.Context, c port.Client, token secret.Secret) error {
	form := url.Values{"client_id": {c.ID}, "client_secret": {c.Secret.Reveal()}, "token": {token.Reveal()}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, o.instance.base.JoinPath(revokePath).String(), strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := o.instance.http.Do(request)
	if err != nil {
		return noAnswer(err)
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusForbidden || response.StatusCode == http.StatusUnauthorized:
		return port.ErrOtherClient
	case response.StatusCode >= 300:
		return o.refused(response, httpapi.BodyOf(response), c.Secret, token)
	}
	return nil
}

// Holder says whose a token is; the zero value where its scopes do not show that.
func (o *OAuth) Holder(ctx context.Context, token secret.Secret) (port.Holder, error) {
	options := o.options
	options.Token = token
	instance, err := Open(options)
	if err != nil {
		return port.Holder{}, err
	}
	self, err := instance.Whoami(ctx)
	if statusOf(err) == http.StatusForbidden { // without read:accounts or profile a token does not show whose it is, only that it is one
		if _, err = instance.call(ctx, http.MethodGet, appPath, nil, nil, nil); err == nil {
			return port.Holder{}, nil
		}
	}
	if errors.Is(err, ErrCredentials) {
		return port.Holder{}, fmt.Errorf("%w: %w", port.ErrNoToken, err)
	}
	if err != nil {
		return port.Holder{}, err
	}
	server, err := o.instance.FetchServer(ctx)
	return port.Holder{Handle: "@" + self.Acct + "@" + server.Domain, Bot: self.Bot, Role: self.RoleName, Permissions: self.Permissions}, err
}
