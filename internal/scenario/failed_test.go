package scenario_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/apply"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// A failed change names its skill, its target, what the server said, the articles that govern it, and where one is known the
// next step. Whatever language a server speaks, and whatever it sends instead of JSON, the same is said.
func TestAFailedChangeNamesItsSkillItsTargetItsArticleAndTheNextStep(t *testing.T) {
	const blocks = "/api/v1/admin/domain_blocks"
	for name, c := range map[string]struct {
		fault      sandbox.Fault
		said, hint string
	}{
		"in another language":    {sandbox.Fault{Method: "POST", Path: blocks, Kind: sandbox.StatusBefore, Status: http.StatusUnprocessableEntity, Body: `{"error":"Ungültig"}`}, "Ungültig", ""},
		"a firewall":             {sandbox.Fault{Method: "POST", Path: blocks, Kind: sandbox.StatusBefore, Status: http.StatusForbidden, Body: "Forbidden"}, "403", "the server may refuse this machine's network"},
		"scope, role, or state":  {sandbox.Fault{Method: "POST", Path: blocks, Kind: sandbox.StatusBefore, Status: http.StatusForbidden}, "403", "the token may not have the scope"},
		"a success without JSON": {sandbox.Fault{Method: "POST", Path: blocks, Kind: sandbox.StatusBefore, Status: http.StatusOK, Body: "<html>"}, "not the JSON that was asked for", ""},
		"nothing was saved":      {sandbox.Fault{Method: "POST", Path: blocks, Kind: sandbox.StatusBefore, Status: http.StatusOK, Body: `{"id":"1","domain":"a.example","severity":"noop"}`}, "the server answers severity", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newTestEnv(t)
			for range 2 { // a write whose answer says nothing is tried twice
				s.server.Fail(c.fault)
			}
			receipt, err := s.apply(s.source(map[string]string{"instance/federation.yaml": "domain_blocks:\n  - {domain: a.example, severity: suspend}\n"}))
			if err == nil || receipt.Count(apply.Failed) != 1 {
				t.Fatalf("%+v, %v", receipt, err)
			}
			for _, r := range receipt.Results {
				if r.State != apply.Failed {
					continue
				}
				if r.ID != "block_domain:a.example" || !strings.Contains(r.Message, c.said) || len(r.Provisions) == 0 || !strings.HasPrefix(r.Hint, c.hint) {
					t.Errorf("%+v", r)
				}
			}
		})
	}
}
