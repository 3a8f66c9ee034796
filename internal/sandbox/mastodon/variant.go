package mastodon

import (
	"encoding/json"
	"net/http"
	"path"
	"strings"
)

// The software that a fake server can be, apart from Mastodon itself. It keeps the same state; what differs is what
// it has, and the shape of its answers.
const (
	GoToSocial = "gotosocial" // no severities, no IP blocks and more; lists come whole, a duplicate is a success, a mistake is 400
	Akkoma     = "akkoma"     // none of Mastodon's moderation, and only the old description of the server
)

// variant wraps a server and makes it look like other software.
type variant struct {
	*Server
	software, version string
	gone              []string // "METHOD pattern" of what it does not have; "*" is any method
}

func (s *Server) variant() (variant, bool) {
	switch s.options.Software {
	case GoToSocial:
		const people, reports = "/api/v1/admin/accounts/*", "/api/v1/admin/reports/*"
		return variant{s, GoToSocial, "0.21.2", []string{
			"* /api/v1/admin/ip_blocks", "* /api/v1/admin/ip_blocks/*", "* /api/v1/admin/email_domain_blocks", "* /api/v1/admin/email_domain_blocks/*",
			"* /api/v1/admin/tags", "* /api/v1/admin/tags/*",
			"* /api/v1/admin/canonical_email_blocks", "* /api/v1/admin/canonical_email_blocks/*",
			"POST " + people + "/un*", "POST " + people + "/enable", "DELETE " + people,
			"POST " + reports + "/assign_to_self", "POST " + reports + "/unassign", "POST " + reports + "/reopen",
			"GET /api/v1/announcements", "GET /api/v1/instance/extended_description", "GET /api/v1/instance/terms_of_service", "GET /.well-known/oauth-authorization-server", "GET /oauth/token/info",
		}}, true
	case Akkoma:
		return variant{s, Akkoma, "2.7.2 (compatible; Akkoma 3.15.1)", []string{
			"* /api/v1/admin/*", "* /api/v1/admin/*/*", "* /api/v1/admin/*/*/*", "* /api/v2/admin/*", "GET /api/v2/instance", "GET /api/v1/instance/extended_description", "GET /api/v1/instance/terms_of_service",
			"GET /.well-known/oauth-authorization-server", "GET /oauth/token/info",
		}}, true
	}
	return variant{}, false
}

// ServeHTTP answers as the other software does.
func (v variant) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	for _, gone := range v.gone {
		method, pattern, _ := strings.Cut(gone, " ")
		if matches(strings.TrimPrefix(method, "*"), pattern, request.Method, request.URL.Path) {
			writeJSON(w, http.StatusNotFound, map[string]any{"error": "Not Found: 404 page not found"})
			return
		}
	}
	answer := newRecorder()
	v.mux.ServeHTTP(answer, v.whole(request))
	v.reshape(request, answer)
	answer.copyTo(w)
}

// whole asks for a list at once.
func (v variant) whole(request *http.Request) *http.Request {
	if v.software == GoToSocial && request.Method == http.MethodGet && path.Base(request.URL.Path) == "domain_blocks" {
		request = request.Clone(request.Context())
		request.URL.RawQuery = "limit=500"
	}
	return request
}

// reshape changes an answer into that of the other software.
func (v variant) reshape(request *http.Request, answer *recorder) {
	switch at := request.URL.Path; {
	case at == "/nodeinfo/2.0":
		answer.rewrite(func(body map[string]any) { body["software"] = map[string]any{"name": v.software, "version": v.version} })
	case at == "/api/v2/instance" || at == "/api/v1/instance":
		answer.rewrite(func(body map[string]any) {
			body["version"] = v.version
			delete(body, "api_versions")
			configuration, _ := body["configuration"].(map[string]any)
			accounts, _ := configuration["accounts"].(map[string]any)
			delete(accounts, "max_pinned_statuses")
		})
	case v.software == GoToSocial:
		v.likeGoToSocial(strings.Contains(at, "/domain_blocks"), answer)
	}
}

func (v variant) likeGoToSocial(blocks bool, answer *recorder) {
	if blocks {
		answer.header.Del("Link")
		answer.withoutSeverity()
	}
	if answer.status == http.StatusUnprocessableEntity {
		answer.status = http.StatusBadRequest
	}
}

// rewrite changes the JSON object of an answer; another answer stays.
func (r *recorder) rewrite(change func(map[string]any)) {
	var body map[string]any
	if json.Unmarshal(r.body.Bytes(), &body) == nil {
		change(body)
		r.encode(body)
	}
}

func (r *recorder) encode(body any) {
	if encoded, err := json.Marshal(body); err == nil {
		r.body.Reset()
		r.body.Write(encoded)
	}
}

// withoutSeverity takes out of domain blocks what GoToSocial does not know. A duplicate becomes a success with what is there.
func (r *recorder) withoutSeverity() {
	var body any
	if json.Unmarshal(r.body.Bytes(), &body) != nil {
		return
	}
	if object, ok := body.(map[string]any); ok && object["existing_domain_block"] != nil {
		body, r.status = object["existing_domain_block"], http.StatusOK
	}
	list, ok := body.([]any)
	if !ok {
		list = []any{body}
	}
	for _, each := range list {
		block, _ := each.(map[string]any)
		for _, key := range []string{"severity", "reject_media", "reject_reports", "digest"} {
			delete(block, key)
		}
	}
	r.encode(body)
}
