package mastodon_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

const (
	allowPath = "/api/v1/admin/domain_allows"
	ipPath    = "/api/v1/admin/ip_blocks"
	mailPath  = "/api/v1/admin/email_domain_blocks"
)

func TestAnAllowIsFoundByItsStoredNameAlone(t *testing.T) {
	c := newClient(t, mastodon.Options{Empty: true})
	first := c.want(200, "POST", allowPath, `{"domain":"xn--bcher-kva.example"}`).body
	if again := c.want(200, "POST", allowPath, `{"domain":"xn--bcher-kva.example"}`).body; again["id"] != first["id"] {
		t.Errorf("allowed twice: %v, %v", first, again)
	}
	c.want(422, "POST", allowPath, `{"domain":"Bücher.example"}`)
	c.want(422, "POST", allowPath, `{"domain":"a_b"}`)
	path := allowPath + "/" + fmt.Sprint(first["id"])
	c.want(200, "GET", path, "")
	c.want(200, "DELETE", path, "")
	c.want(404, "GET", path, "")
	c.want(404, "DELETE", path, "")
}

func TestADisallowedDomainLosesItsAccountsInLimitedMode(t *testing.T) {
	for _, limited := range []bool{false, true} {
		c := newClient(t, mastodon.Options{})
		c.server.Edit(func(s *mastodon.State) { s.Limited = limited })
		made := c.want(200, "POST", allowPath, `{"domain":"elsewhere.example"}`).body
		c.want(200, "DELETE", allowPath+"/"+fmt.Sprint(made["id"]), "")
		c.server.Edit(func(s *mastodon.State) {
			for _, a := range s.Accounts {
				if a.Domain == "elsewhere.example" && a.Suspended != limited {
					t.Errorf("limited %v: %s is suspended: %v", limited, a.Username, a.Suspended)
				}
			}
		})
	}
}

func TestIPBlocksAreMaskedAndEnd(t *testing.T) {
	c := newClient(t, mastodon.Options{Empty: true})
	made := c.want(200, "POST", ipPath, `{"ip":"192.168.0.1/24","severity":"sign_up_block","expires_in":3600}`).body
	if made["ip"] != "192.168.0.0/24" || made["expires_at"] != "2026-11-21T13:00:00.000Z" {
		t.Errorf("made %v", made)
	}
	c.want(422, "POST", ipPath, `{"ip":"192.168.0.77/24","severity":"no_access"}`)
	c.want(422, "POST", ipPath, `{"ip":"here","severity":"no_access"}`)
	c.want(422, "POST", ipPath, `{"ip":"8.8.8.8","severity":"banish"}`)
	if got := c.want(200, "POST", ipPath, `{"severity":"no_access"}`).body["ip"]; got != "0.0.0.0/32" {
		t.Errorf("no address became %v", got)
	}
	path := ipPath + "/" + fmt.Sprint(made["id"])
	// A change that is invalid is answered with success, and nothing is saved.
	if got := c.want(200, "PUT", path, `{"severity":"banish"}`).body["severity"]; got != "banish" {
		t.Errorf("the answer says %v", got)
	}
	if got := c.want(200, "GET", path, "").body["severity"]; got != "sign_up_block" {
		t.Errorf("saved was %v", got)
	}
	if got := c.want(200, "PUT", path, `{"expires_in":""}`).body["expires_at"]; got != nil {
		t.Errorf("the end is %v", got)
	}
	c.want(200, "PUT", path, `{"expires_in":3600}`)
	c.at = c.at.Add(2 * time.Hour)
	c.want(200, "GET", path, "")
	c.at = c.at.Add(24 * time.Hour)
	c.want(404, "GET", path, "")
}

func TestMailDomainsTakeTheirHostsWithThem(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	c.want(422, "POST", mailPath, `{"domain":"throwaway.example"}`)
	c.want(422, "POST", mailPath, `{"domain":""}`)
	c.want(404, "PUT", mailPath+"/1", `{"allow_with_approval":true}`)
	var id int64
	c.server.Edit(func(s *mastodon.State) { id = s.EmailDomains[0].ID })
	c.want(200, "DELETE", fmt.Sprintf("%s/%d", mailPath, id), "")
	c.server.Edit(func(s *mastodon.State) {
		if len(s.EmailDomains) != 1 || s.EmailDomains[0].Domain != "tempmail.example" {
			t.Errorf("left: %+v", s.EmailDomains)
		}
	})
	if got := c.want(200, "POST", mailPath, `{"domain":"throwaway.example","allow_with_approval":true}`).body["allow_with_approval"]; got != true {
		t.Errorf("the flag is %v", got)
	}
}

func TestAProfileIsValidatedAndItsListReplaced(t *testing.T) {
	const path = "/api/v1/accounts/update_credentials"
	c := newClient(t, mastodon.Options{})
	for _, body := range []string{
		`{"display_name":"12345678901234567890123456789012345678901"}`,
		`{"fields_attributes":[{"name":"","value":"x"}]}`,
		`{"fields_attributes":[{"name":"a","value":"x"},{"name":"b","value":"x"},{"name":"c","value":"x"},{"name":"d","value":"x"},{"name":"e","value":"x"}]}`,
	} {
		if details := c.want(422, "PATCH", path, body).body["details"]; details == nil {
			t.Errorf("%s: no details", body)
		}
	}
	changed := c.want(200, "PATCH", path, `{"fields_attributes":{"0":{"name":"Source","value":"https://bylaw.example"}},"note":" hi "}`).body
	source, _ := changed["source"].(map[string]any)
	fields, _ := source["fields"].([]any)
	if len(fields) != 1 || source["note"] != "hi" || !strings.Contains(fmt.Sprint(fields[0]), "verified_at:2023-04-02") {
		t.Errorf("source: %v", source)
	}
	cleared := c.want(200, "PATCH", path, `{"fields_attributes":[{"name":"","value":""}]}`).body
	if left, ok := cleared["fields"].([]any); !ok || len(left) != 0 {
		t.Errorf("fields: %v", cleared["fields"])
	}
}
