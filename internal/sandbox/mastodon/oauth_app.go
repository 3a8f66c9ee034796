package mastodon

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// App is a registered application.
type App struct {
	ID           int64    `json:"id,string"`
	ClientID     string   `json:"client_id"`
	ClientSecret string   `json:"client_secret"`
	Name         string   `json:"name"`
	Website      string   `json:"website,omitempty"`
	Scopes       []string `json:"scopes"`
	RedirectURIs []string `json:"redirect_uris"`
}

// What an application may be like. app/models/concerns/application_extension.rb.
const (
	appNameMax   = 60
	appAddrMax   = 2000
	outOfBand    = "urn:ietf:wg:oauth:2.0:oob" // in place of an address: the code is shown to the person
	defaultScope = "read"
)

func oauthRoutes() []route {
	return []route{
		open("POST /api/v1/apps", (*call).registerApp),
		open("POST /oauth/token", (*call).issueToken),
		open("GET /oauth/token/info", (*call).tokenInfo),
		open("POST /oauth/revoke", (*call).revokeToken),
		open("GET /.well-known/oauth-authorization-server", (*call).describeOAuth),
	}
}

// seededApp is the application that sandboxes begin with; tokens that name no application are its own.
func seededApp() *App {
	return &App{ID: 1, ClientID: ClientID, ClientSecret: ClientSecret, Name: "bylaw", Scopes: appScopes(), RedirectURIs: []string{outOfBand}}
}

// app finds an application by its client id.
func (s *State) app(clientID string) *App {
	if clientID == ClientID || clientID == "" {
		return seededApp()
	}
	at := slices.IndexFunc(s.Apps, func(a *App) bool { return a.ClientID == clientID })
	if at < 0 {
		return nil
	}
	return s.Apps[at]
}

// registerApp takes an application that anyone may register. Nothing is checked but its form.
func (c *call) registerApp() (any, error) {
	a := &App{
		Name: c.params.text("client_name"), Website: c.params.text("website"),
		Scopes: compactFields(c.params.text("scopes")), RedirectURIs: c.redirectURIs(),
	}
	if len(a.Scopes) == 0 {
		a.Scopes = []string{defaultScope}
	}
	if err := a.check(c.knownScopes()); err != nil {
		return nil, err
	}
	a.ID = c.state.NextID(c.now)
	a.ClientID, a.ClientSecret = "sandbox-client-"+strconv.FormatInt(a.ID, 10), "sandbox-secret-"+strconv.FormatInt(a.ID, 10)
	c.state.Apps = append(c.state.Apps, a)
	return c.appEntity(a, true), nil
}

// redirectURIs are given as a list, which is possible since 4.3, or as lines of one text.
func (c *call) redirectURIs() []string {
	if c.since(4, 3) && c.params.has("redirect_uris[]") {
		return c.params["redirect_uris[]"].values
	}
	return strings.Fields(c.params.text("redirect_uris"))
}

func compactFields(text string) []string {
	var fields []string
	for _, field := range strings.Fields(text) {
		if !slices.Contains(fields, field) {
			fields = append(fields, field)
		}
	}
	return fields
}

func (a *App) check(known []string) error {
	var wrong []string
	if a.Name == "" {
		wrong = append(wrong, "Application name can't be blank")
	}
	if utf8.RuneCountInString(a.Name) > appNameMax {
		wrong = append(wrong, "Application name is too long (maximum is 60 characters)")
	}
	if utf8.RuneCountInString(a.Website) > appAddrMax {
		wrong = append(wrong, "Application website is too long (maximum is 2000 characters)")
	}
	switch {
	case len(a.RedirectURIs) == 0:
		wrong = append(wrong, "Redirect URI can't be blank")
	case utf8.RuneCountInString(strings.Join(a.RedirectURIs, "\n")) > appAddrMax:
		wrong = append(wrong, "Redirect URI is too long (maximum is 2000 characters)")
	case slices.ContainsFunc(a.RedirectURIs, relative):
		wrong = append(wrong, "Redirect URI must be an absolute URI.")
	}
	if slices.ContainsFunc(a.Scopes, func(scope string) bool { return !slices.Contains(known, scope) }) {
		wrong = append(wrong, "Scopes doesn't match configured on the server.")
	}
	if len(wrong) > 0 {
		return invalid(wrong...)
	}
	return nil
}

func relative(address string) bool {
	u, err := url.Parse(address)
	return err != nil || !u.IsAbs()
}

// appEntity shows an application; its credentials only where it was just registered.
func (c *call) appEntity(a *App, credentials bool) map[string]any {
	entity := map[string]any{
		"id": strconv.FormatInt(a.ID, 10), "name": a.Name, "website": nil, "redirect_uri": strings.Join(a.RedirectURIs, "\n"), "vapid_key": "",
	}
	if a.Website != "" {
		entity["website"] = a.Website
	}
	if c.since(4, 3) {
		entity["scopes"], entity["redirect_uris"] = a.Scopes, a.RedirectURIs
	}
	if credentials {
		entity["client_id"], entity["client_secret"] = a.ClientID, a.ClientSecret
	}
	if credentials && c.since(4, 3) {
		entity["client_secret_expires_at"] = 0
	}
	return entity
}

// checkApps refuses what a later request would trip over: a code or a token of an application or a person that does not exist.
func (s *State) checkApps(accounts map[int64]bool) error {
	if slices.Contains(s.Apps, nil) {
		return errors.New("an application is null")
	}
	for _, g := range s.Grants {
		if g == nil || s.app(g.ClientID) == nil || !accounts[g.Account] {
			return errors.New("an authorization code belongs to no application or no account")
		}
	}
	if slices.ContainsFunc(s.Tokens, func(t *Token) bool { return s.app(t.ClientID) == nil }) {
		return errors.New("a token belongs to no application")
	}
	return nil
}

// verifyApp shows the application of a token.
func (c *call) verifyApp() (any, error) {
	a := *c.state.app(c.token.ClientID)
	if c.token.ClientID == "" {
		a.Name, a.Scopes = c.token.App, c.token.Scopes
	}
	return c.appEntity(&a, false), nil
}

// knownScopes are what an application may ask for. config/initializers/doorkeeper.rb.
func (c *call) knownScopes() []string {
	scopes := []string{"read"}
	if c.since(4, 3) {
		scopes = append(scopes, "profile")
	}
	scopes = append(scopes, "write")
	for _, name := range []string{"accounts", "blocks", "bookmarks", "conversations", "favourites", "filters", "follows", "lists", "media", "mutes", "notifications", "reports", "statuses"} {
		scopes = append(scopes, "write:"+name)
	}
	for _, name := range []string{"accounts", "blocks", "bookmarks", "favourites", "filters", "follows", "lists", "mutes", "notifications", "search", "statuses"} {
		scopes = append(scopes, "read:"+name)
	}
	scopes = append(scopes, "follow", "push")
	for _, verb := range []string{"admin:read", "admin:write"} {
		scopes = append(scopes, verb, verb+":accounts", verb+":reports")
		if c.since(4, 1) {
			for _, name := range []string{"domain_allows", "domain_blocks", "ip_blocks", "email_domain_blocks", "canonical_email_blocks"} {
				scopes = append(scopes, verb+":"+name)
			}
		}
	}
	return scopes
}

// pkce reports whether the server keeps a code challenge and checks it: Mastodon since 4.3, other software not.
func (s *Server) pkce() bool { return s.since(4, 3) && s.options.Software == "" }

// describeOAuth is the server's description of its authorization, which exists since 4.3.
// app/presenters/oauth_metadata_presenter.rb.
func (c *call) describeOAuth() (any, error) {
	if !c.since(4, 3) {
		return nil, errNotFound
	}
	base := "https://" + c.request.Host
	if c.request.TLS == nil && c.request.URL.Scheme != "https" {
		base = "http://" + c.request.Host
	}
	return map[string]any{
		"issuer": base + "/", "service_documentation": "https://docs.joinmastodon.org/",
		"authorization_endpoint": base + "/oauth/authorize", "token_endpoint": base + "/oauth/token",
		"revocation_endpoint": base + "/oauth/revoke", "userinfo_endpoint": base + "/oauth/userinfo",
		"app_registration_endpoint": base + "/api/v1/apps", "scopes_supported": c.knownScopes(),
		"response_types_supported": []string{"code"}, "response_modes_supported": []string{"query", "fragment", "form_post"},
		"grant_types_supported":                 []string{"authorization_code", "client_credentials"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"},
		"code_challenge_methods_supported":      []string{"S256"},
	}, nil
}

// refuseOAuth is an error of OAuth: a word, and a sentence in the server's language.
func refuseOAuth(status int, word string) error {
	return &refusal{status: status, text: word, extra: map[string]any{"error_description": oauthSentence(word)}}
}

var (
	errInvalidClient = refuseOAuth(http.StatusUnauthorized, "invalid_client")
	errInvalidGrant  = refuseOAuth(http.StatusBadRequest, "invalid_grant")
	errInvalidToken  = refuseOAuth(http.StatusUnauthorized, "invalid_token")
	errInvalidScope  = refuseOAuth(http.StatusBadRequest, "invalid_scope")
	errRevocation    = &refusal{status: http.StatusForbidden, text: "unauthorized_client", extra: map[string]any{
		"error_description": "You are not authorized to revoke this token",
	}}
)

func missingParameter(name string) error {
	return &refusal{status: http.StatusBadRequest, text: "invalid_request", extra: map[string]any{
		"error_description": "Missing required parameter: " + name + ".",
	}}
}

// oauthSentence is what the server says of an error. config/locales/doorkeeper.en.yml.
func oauthSentence(word string) string {
	return map[string]string{
		"access_denied":                 "The resource owner or authorization server denied the request.",
		"invalid_client":                "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.",
		"invalid_code_challenge_method": "The code challenge method must be S256, plain is unsupported.",
		"invalid_grant":                 "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.",
		"invalid_redirect_uri":          "The redirect uri included is not valid.",
		"invalid_scope":                 "The requested scope is invalid, unknown, or malformed.",
		"invalid_token":                 "The access token is invalid",
		"unsupported_grant_type":        "The authorization grant type is not supported by the authorization server.",
		"unsupported_response_type":     "The authorization server does not support this response type.",
	}[word]
}
