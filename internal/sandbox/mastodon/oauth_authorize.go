package mastodon

import (
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/sandbox"
)

//go:embed authorize.html
var authorizeSource string

// authorizeView is what the pages of authorization show: the question, the code, or a mistake.
type authorizeView struct {
	Title, Domain string
	App           *App
	Scopes        []string
	People        []personView
	Hidden        map[string]string // what the form sends on
	Code          string
	Wrong         string
}

// authorization is a request of an application for a code.
type authorization struct {
	app    *App
	scopes []string
	params params
}

// hiddenFields are the parameters that the form sends on.
func hiddenFields() []string {
	return []string{"client_id", "redirect_uri", "state", "response_type", "scope", "code_challenge", "code_challenge_method"}
}

// serveAuthorize asks a person whether an application may have a token. The account is chosen on the page: no account has
// a password in a sandbox.
func (s *Server) serveAuthorize(w http.ResponseWriter, request *http.Request) {
	c, asked, err := s.authorization(request)
	if err != nil {
		c.refusePage(w, err)
		return
	}
	view := c.authorizeView()
	view.App, view.Scopes, view.Hidden = asked.app, asked.scopes, map[string]string{}
	for _, name := range hiddenFields() {
		view.Hidden[name] = asked.params.text(name)
	}
	for _, a := range s.state.Accounts {
		if a.canSignIn() {
			view.People = append(view.People, s.state.person(a))
		}
	}
	showPage(w, http.StatusOK, view)
}

// canSignIn reports whether an account is of this server, and nothing keeps its owner out.
func (a *Account) canSignIn() bool {
	return a.Domain == "" && !a.unavailable() && !a.Unconfirmed && !a.Pending && !a.Disabled
}

// serveDecision takes the person's answer: a code for the application, or none.
func (s *Server) serveDecision(w http.ResponseWriter, request *http.Request) {
	c, asked, err := s.authorization(request)
	if err != nil {
		c.refusePage(w, err)
		return
	}
	to, state := asked.params.text("redirect_uri"), asked.params.text("state")
	if request.Method == http.MethodDelete || asked.params.text("_method") == "delete" {
		c.denied(w, to, state)
		return
	}
	person := s.state.lookup(asked.params.text("account"))
	if person == nil || !person.canSignIn() {
		c.refusePage(w, refuse(http.StatusUnauthorized, "You need to sign in or sign up before continuing."))
		return
	}
	c.account = person
	code := c.grant(asked)
	if to == outOfBand {
		redirectTo(w, "/oauth/authorize/native", url.Values{"code": {code}})
		return
	}
	redirectTo(w, to, url.Values{"code": {code}, "state": {state}})
}

// grant makes a code of a person's consent.
func (c *call) grant(asked authorization) string {
	g := &Grant{
		Code: "sandbox-code-" + strconv.FormatInt(c.state.NextID(c.now), 10), ClientID: asked.app.ClientID, Account: c.account.ID,
		Scopes: asked.scopes, RedirectURI: asked.params.text("redirect_uri"), CreatedAt: c.now,
	}
	if c.pkce() {
		g.Challenge = asked.params.text("code_challenge")
	}
	c.state.Grants = append(c.state.Grants, g)
	c.note("authorized " + asked.app.Name)
	return g.Code
}

// denied sends the person back with the refusal; without an address to send it to the refusal is the answer.
func (c *call) denied(w http.ResponseWriter, to, state string) {
	const word = "access_denied"
	if to == outOfBand {
		body := map[string]any{"error": word, "error_description": oauthSentence(word)}
		if state != "" {
			body["state"] = state
		}
		writeJSON(w, http.StatusBadRequest, body)
		return
	}
	redirectTo(w, to, url.Values{"error": {word}, "error_description": {oauthSentence(word)}, "state": {state}})
}

// redirectTo adds parameters to an address that was checked before; empty ones are left out.
func redirectTo(w http.ResponseWriter, to string, add url.Values) {
	target, err := url.Parse(to)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	query := target.Query()
	for key, values := range add {
		if values[0] != "" {
			query[key] = values
		}
	}
	target.RawQuery = query.Encode()
	w.Header().Set("Location", target.String())
	w.WriteHeader(http.StatusFound)
}

// authorization reads a request for a code, and refuses it in the order of the real server.
// lib/doorkeeper/oauth/pre_authorization.rb of doorkeeper-gem/doorkeeper.
func (s *Server) authorization(request *http.Request) (*call, authorization, error) {
	c := &call{Server: s, request: request, now: s.options.Now().UTC()}
	var err error
	if c.params, err = parseParams(request); err != nil {
		return c, authorization{}, err
	}
	asked := authorization{params: c.params, scopes: compactFields(c.params.text("scope"))}
	if c.params.text("client_id") == "" {
		return c, asked, missingParameter("client_id")
	}
	if asked.app = s.state.app(c.params.text("client_id")); asked.app == nil {
		return c, asked, errInvalidClient
	}
	if len(asked.scopes) == 0 {
		asked.scopes = []string{defaultScope}
	}
	return c, asked, c.checkAuthorization(asked)
}

func (c *call) checkAuthorization(asked authorization) error {
	to, challenge := c.params.text("redirect_uri"), c.params.text("code_challenge")
	switch {
	case !slices.ContainsFunc(asked.app.RedirectURIs, func(registered string) bool { return sameRedirect(to, registered) }):
		return refuseOAuth(http.StatusBadRequest, "invalid_redirect_uri")
	case c.params.text("response_type") == "":
		return missingParameter("response_type")
	case c.params.text("response_type") != "code":
		return refuseOAuth(http.StatusBadRequest, "unsupported_response_type")
	case !allIn(asked.scopes, asked.app.Scopes):
		return errInvalidScope
	case c.pkce() && challenge != "" && c.params.text("code_challenge_method") != "S256":
		return refuseOAuth(http.StatusBadRequest, "invalid_code_challenge_method")
	default:
		return nil
	}
}

// serveCode shows a code to be copied.
func (s *Server) serveCode(w http.ResponseWriter, request *http.Request) {
	c := &call{Server: s, request: request}
	view := c.authorizeView()
	view.Code = request.URL.Query().Get("code")
	showPage(w, http.StatusOK, view)
}

func (c *call) authorizeView() authorizeView {
	return authorizeView{Title: c.state.Title, Domain: c.state.Domain}
}

// refusePage shows a mistake of the request to the person; the application does not learn of it.
func (c *call) refusePage(w http.ResponseWriter, err error) {
	view, status := c.authorizeView(), http.StatusBadRequest
	view.Wrong = err.Error()
	if refused, ok := errors.AsType[*refusal](err); ok {
		status = refused.status
		if sentence, ok := refused.extra["error_description"].(string); ok {
			view.Wrong = sentence
		}
	}
	showPage(w, status, view)
}

func showPage(w http.ResponseWriter, status int, view authorizeView) {
	page := sandbox.Page{Source: authorizeSource, Policy: "; frame-ancestors 'none'", Functions: template.FuncMap{"able": ableTo}}
	w.Header().Set("Cache-Control", "private, no-store")
	page.Show(w, status, view)
}

// ableTo says in words what a scope allows.
func ableTo(scope string) string {
	if words := map[string]string{
		"push": "send you notifications", "profile": "read your profile", "read:search": "search for you", "write:reports": "file reports for you",
		"read:accounts": "read accounts as you see them", "read:statuses": "read posts as you see them", "write:statuses": "post as you",
		"write:accounts": "change your profile",
	}[scope]; words != "" {
		return words
	}
	verb := map[string]string{"read": "read", "write": "change", "follow": "change"}
	parts := strings.Split(scope, ":")
	words := "your "
	if parts[0] == "admin" && len(parts) > 1 {
		parts, words = parts[1:], "all "
	}
	what := "data"
	if len(parts) > 1 {
		what = strings.NewReplacer("_", " ", "ip", "IP", "email", "e-mail").Replace(parts[1])
	}
	return verb[parts[0]] + " " + words + what
}
