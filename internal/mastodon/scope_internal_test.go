package mastodon

import "testing"

func TestTheScopeOfACall(t *testing.T) {
	for call, want := range map[[2]string]string{
		{"GET", "/api/v1/accounts/verify_credentials"}:   "read:accounts",
		{"PATCH", "/api/v1/accounts/update_credentials"}: "write:accounts",
		{"GET", "/api/v1/admin/domain_blocks"}:           "admin:read:domain_blocks",
		{"DELETE", "/api/v1/admin/ip_blocks/5"}:          "admin:write:ip_blocks",
		{"GET", "/api/v2/admin/accounts"}:                "admin:read:accounts",
		{"POST", "/api/v1/statuses"}:                     "write:statuses",
		{"POST", "/api/v1/statuses/5/pin"}:               "write:accounts",
		{"PUT", "/api/v1/statuses/5/interaction_policy"}: "write:statuses",
		{"GET", "/api/v1/accounts/5/statuses"}:           "read:statuses",
		{"GET", "/api/v2/search"}:                        "read:search",
		{"GET", "/api/v2/instance"}:                      "read",
		{"GET", "/"}:                                     "read",
	} {
		if got := scopeOf(call[0], call[1]); got != want {
			t.Errorf("%s %s: %s, want %s", call[0], call[1], got, want)
		}
	}
}
