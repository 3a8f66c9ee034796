package githost

import (
	"net/http"
	"strings"
)

// Token gives the token of a request: behind any scheme, or as the password that git sends. given is false for a request
// without credentials.
func Token(r *http.Request) (token string, given bool) {
	if scheme, rest, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && !strings.EqualFold(scheme, "basic") {
		token = rest
	}
	if _, password, ok := r.BasicAuth(); ok {
		token = password
	}
	return token, token != "" || r.Header.Get("Authorization") != ""
}
