package mastodon_test

import (
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

const (
	oob       = "urn:ietf:wg:oauth:2.0:oob"
	verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" // of RFC 7636, appendix B, as is the challenge
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

// oauth adds two applications and codes of the member for the first one.
func oauth(s *mastodon.State) {
	app := func(id, name string) *mastodon.App {
		return &mastodon.App{ID: 7, ClientID: id, ClientSecret: id + "-secret", Name: name, Scopes: []string{"read", "write", "follow"}, RedirectURIs: []string{oob, "http://127.0.0.1:4000/callback"}}
	}
	s.Apps = append(s.Apps, app("client", "test"), app("other", "another"))
	code := func(name, challenge string) *mastodon.Grant {
		return &mastodon.Grant{Code: name, ClientID: "client", Account: s.Accounts[2].ID, Scopes: []string{"read", "write"}, RedirectURI: oob, Challenge: challenge, CreatedAt: time.Date(2026, 11, 21, 12, 1, 0, 0, time.UTC)}
	}
	s.Grants = append(s.Grants, code("plain", ""), code("bound", challenge))
	s.Tokens = append(s.Tokens,
		&mastodon.Token{Secret: "granted", Account: s.Accounts[2].ID, App: "test", ClientID: "client", Scopes: []string{"read"}},
		&mastodon.Token{Secret: "ended", Account: s.Accounts[2].ID, App: "test", ClientID: "client", Scopes: []string{"read"}, Revoked: true})
}

// prepared gives facts the state and the server that they have in common.
func prepared(facts []fact, in mastodon.Options) []fact {
	for n := range facts {
		facts[n].edit, facts[n].in = oauth, in
	}
	return facts
}

func TestFactsApps(t *testing.T) {
	const register = "anonymous POST apps client_name=Test+app&redirect_uris=" + oob
	holds(t, "spec/requests/api/v1/apps_spec.rb", []fact{
		{says: "an application", ask: register + "&scopes=read+write&website=https://app.example/", status: 200, shows: "id; client_id; client_secret; name=Test app; website=https://app.example/; scopes.0=read; scopes.1=write; scopes.#=2; redirect_uris.0=" + oob + "; redirect_uri=" + oob + "; vapid_key"},
		{says: "the default scope", ask: register, status: 200, shows: "scopes.#=1; scopes.0=read; website=null"},
		{says: "an unknown scope", ask: register + "&scopes=hoge", status: 422, shows: "error~Validation failed"},
		{says: "a scope many times", ask: register + "&scopes=" + strings.Repeat("read+", 40), status: 200, shows: "scopes.#=1"},
		{says: "a name that is too long", ask: "anonymous POST apps redirect_uris=" + oob + "&client_name=" + strings.Repeat("hoge", 20), status: 422},
		{says: "no name", ask: "anonymous POST apps redirect_uris=" + oob + "&client_name=", status: 422},
		{says: "a website that is too long", ask: register + "&website=https://foo.bar/" + strings.Repeat("hoge", 2000), status: 422},
		{says: "an address that is too long", ask: "anonymous POST apps client_name=a&redirect_uris=https://app.example/" + strings.Repeat("hoge", 2000), status: 422},
		{says: "two addresses as lines", ask: "anonymous POST apps client_name=a&redirect_uris=https://redirect1.example/%0Aapp://redirect2.example/", status: 200, shows: "redirect_uris.#=2; redirect_uris.1=app://redirect2.example/"},
		{says: "two addresses as a list", ask: `anonymous POST apps {"client_name":"a","redirect_uris":["https://redirect1.example/","app://redirect2.example/"]}`, status: 200, shows: "redirect_uris.#=2"},
		{says: "no address", ask: `anonymous POST apps {"client_name":"a","redirect_uris":[]}`, status: 422},
		{says: "only a line end", ask: "anonymous POST apps client_name=a&redirect_uris=%0A", status: 422},
		{says: "an empty address", ask: "anonymous POST apps client_name=a&redirect_uris=", status: 422},
		{says: "before 4.3 no lists", source: "docs: methods/apps", ask: register, status: 200, shows: "!scopes; !redirect_uris; redirect_uri=" + oob, in: mastodon.Options{Version: "4.2.17"}},
		{says: "before 4.3 no scope profile", source: "docs: api/oauth-scopes", ask: register + "&scopes=profile", status: 422, in: mastodon.Options{Version: "4.2.17"}},
		{says: "before 4.1 no narrow scopes for blocks", source: "docs: api/oauth-scopes", ask: register + "&scopes=admin:write:domain_blocks", status: 422, in: mastodon.Options{Version: "4.0.15"}},
	})
	holds(t, "spec/requests/api/v1/apps/credentials_spec.rb", []fact{
		{says: "the application of a token", ask: "granted GET apps/verify_credentials", status: 200, shows: "name=test; scopes.#=3; !client_secret; !client_id", edit: oauth},
	})
	holds(t, "doorkeeper: spec/controllers/token_info_controller_spec.rb, lib/doorkeeper/models/access_token_mixin.rb", []fact{
		{says: "the scopes of a token, which may be fewer", ask: "granted GET /oauth/token/info", status: 200, shows: "scope.#=1; expires_in=null; application.uid=client", edit: oauth},
		{says: "no token", ask: "anonymous GET /oauth/token/info", status: 401, shows: "error=invalid_token"},
	})
}

func TestFactsCodes(t *testing.T) {
	token := func(more string) string {
		return "anonymous POST /oauth/token grant_type=authorization_code&client_id=client&client_secret=client-secret&redirect_uri=" + oob + more
	}
	holds(t, "spec/requests/oauth/token_spec.rb", prepared([]fact{
		{says: "the scopes of the code", ask: token("&code=plain"), status: 200, shows: "access_token; token_type=Bearer; scope=read write; created_at"},
		{says: "whatever is asked for", ask: token("&code=plain&scope=follow"), status: 200, shows: "scope=read write"},
	}, mastodon.Options{}))
	const source, invalidGrant = "doorkeeper: lib/doorkeeper/oauth/authorization_code_request.rb", "error=invalid_grant; error_description~invalid, expired, revoked"
	holds(t, source, prepared([]fact{
		{says: "once", given: token("&code=plain"), ask: token("&code=plain"), status: 400, shows: invalidGrant},
		{says: "within ten minutes", given: "+9m", ask: token("&code=plain"), status: 200},
		{says: "not later", given: "+10m", ask: token("&code=plain"), status: 400, shows: invalidGrant},
		{says: "an unknown code", ask: token("&code=x"), status: 400, shows: invalidGrant},
		{says: "no code", ask: token(""), status: 400, shows: "error=invalid_request; error_description=Missing required parameter: code."},
		{says: "at another address", ask: strings.Replace(token("&code=plain"), oob, "http://127.0.0.1:4000/callback", 1), status: 400, shows: invalidGrant},
		{says: "without an address", ask: strings.Replace(token("&code=plain"), oob, "", 1), status: 400, shows: "error_description=Missing required parameter: redirect_uri."},
		{says: "to another application", ask: strings.ReplaceAll(token("&code=plain"), "client-secret", "other-secret&client_id=other"), status: 400, shows: invalidGrant},
		{says: "with a wrong secret", ask: strings.ReplaceAll(token("&code=plain"), "client-secret", "x"), status: 401, shows: "error=invalid_client; error_description~Client authentication failed"},
		{says: "no kind of grant", ask: "anonymous POST /oauth/token code=plain", status: 400, shows: "error=invalid_request"},
		{says: "the same token again for the same scopes", source: "config/initializers/doorkeeper.rb", given: token("&code=plain"), ask: token("&code=bound&code_verifier=" + verifier), status: 200, shows: "access_token"},
	}, mastodon.Options{}))
	holds(t, source+", mastodon/mastodon#31129", prepared([]fact{
		{says: "with the verifier", ask: token("&code=bound&code_verifier=" + verifier), status: 200},
		{says: "with another one", ask: token("&code=bound&code_verifier=" + strings.Repeat("x", 43)), status: 400, shows: invalidGrant},
		{says: "without one", ask: token("&code=bound"), status: 400, shows: "error=invalid_request; error_description=Missing required parameter: code_verifier."},
		{says: "with one where there was no challenge", ask: token("&code=plain&code_verifier=" + verifier), status: 400, shows: invalidGrant},
	}, mastodon.Options{}))
	holds(t, "mastodon/mastodon#31129", prepared([]fact{
		{says: "before 4.3 a verifier is not looked at", ask: token("&code=plain&code_verifier=" + verifier), status: 200},
	}, mastodon.Options{Version: "4.2.17"}))
	holds(t, "gotosocial: internal/api/auth/authorize.go", prepared([]fact{
		{says: "GoToSocial does not look at it either", ask: token("&code=plain&code_verifier=" + verifier), status: 200},
		{says: "and does not describe itself", ask: "anonymous GET /.well-known/oauth-authorization-server", status: 404},
	}, mastodon.Options{Software: mastodon.GoToSocial}))
}

func TestFactsAuthorize(t *testing.T) {
	page := "anonymous GET /oauth/authorize?response_type=code&client_id=client&redirect_uri=" + oob
	back := strings.Replace(page, oob, "http://127.0.0.1:4000/callback", 1)
	answer := func(to, more string) string {
		return "anonymous POST /oauth/authorize response_type=code&client_id=client&account=@bruno&scope=read&state=s&redirect_uri=" + to + more
	}
	const callback = "http://127.0.0.1:4000/callback"
	holds(t, "spec/system/oauth_spec.rb, spec/requests/oauth/authorizations_spec.rb", prepared([]fact{
		{says: "a person is asked", ask: page + "&scope=read", status: 200, shows: "Header: Cache-Control=private, no-store; Header: Content-Type~text/html"},
		{says: "and authorizes", ask: answer(callback, ""), status: 302, shows: "Header: Location~" + callback + "?code=; Header: Location~&state=s"},
		{says: "or denies", ask: answer(callback, "&_method=delete"), status: 302, shows: "Header: Location~" + callback + "?error=access_denied&error_description=The+resource+owner"},
		{says: "no method but S256", ask: back + "&code_challenge=" + challenge + "&code_challenge_method=plain", status: 400},
		{says: "S256", ask: back + "&code_challenge=" + challenge + "&code_challenge_method=S256", status: 200},
	}, mastodon.Options{}))
	holds(t, "doorkeeper: lib/doorkeeper/oauth/pre_authorization.rb, error_response.rb, code_response.rb", prepared([]fact{
		{says: "without an address the code is shown", ask: answer(oob, ""), status: 302, shows: "Header: Location~/oauth/authorize/native?code="},
		{says: "and the refusal too", ask: answer(oob, "&_method=delete"), status: 400, shows: "error=access_denied; state=s"},
		{says: "an unknown application", ask: strings.Replace(page, "client_id=client", "client_id=x", 1), status: 401},
		{says: "no application", ask: strings.Replace(page, "client_id=client", "client_id=", 1), status: 400},
		{says: "another address", ask: strings.Replace(page, oob, "https://elsewhere.example/", 1), status: 400},
		{says: "another port of the loopback interface", ask: strings.Replace(back, "4000", "4001", 1), status: 200},
		{says: "another path there", ask: back + "/x", status: 400},
		{says: "another kind of response", ask: strings.Replace(page, "=code", "=token", 1), status: 400},
		{says: "a scope that was not registered", ask: page + "&scope=push", status: 400},
		{says: "no one who is suspended", ask: strings.Replace(answer(oob, ""), "@bruno", "@asleep", 1), status: 401},
	}, mastodon.Options{}))
}

func TestFactsRevoke(t *testing.T) {
	revoke := func(client, token string) string {
		return "anonymous POST /oauth/revoke client_id=" + client + "&client_secret=" + client + "-secret&token=" + token
	}
	const unauthorized = "error=unauthorized_client; error_description=You are not authorized to revoke this token"
	holds(t, "spec/requests/oauth/token_spec.rb, doorkeeper: app/controllers/doorkeeper/tokens_controller.rb", prepared([]fact{
		{says: "its own token", ask: revoke("client", "granted"), status: 200},
		{says: "which is of no use then", given: revoke("client", "granted"), ask: "granted GET accounts/verify_credentials", status: 401, shows: wasRevoked},
		{says: "a second time", ask: revoke("client", "ended"), status: 200},
		{says: "a token that does not exist", ask: revoke("client", "x"), status: 200},
		{says: "a token of another application", ask: revoke("other", "granted"), status: 403, shows: unauthorized},
		{says: "as an unknown application", ask: revoke("x", "granted"), status: 403, shows: unauthorized},
	}, mastodon.Options{}))
}

func TestFactsOAuthMetadata(t *testing.T) {
	const ask = "anonymous GET /.well-known/oauth-authorization-server"
	holds(t, "spec/requests/well_known/oauth_metadata_spec.rb", []fact{
		{says: "what the server can do", ask: ask, status: 200, shows: "issuer=https://social.example/; authorization_endpoint=https://social.example/oauth/authorize; token_endpoint=https://social.example/oauth/token; revocation_endpoint=https://social.example/oauth/revoke; app_registration_endpoint=https://social.example/api/v1/apps; code_challenge_methods_supported.#=1; code_challenge_methods_supported.0=S256; grant_types_supported.#=2; scopes_supported.0=read"},
		{says: "before 4.3 it does not say", source: "docs: methods/oauth", ask: ask, status: 404, in: mastodon.Options{Version: "4.2.17"}},
	})
}
