package render_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/access"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// A token with everything that can be wrong with one.
func TestLoginTextWarns(t *testing.T) {
	got := render.LoginText(render.Login{
		Server: "https://social.example", Purpose: access.Apply, Holder: port.Holder{Handle: "@ada@social.example", Role: "Moderator\x1b"},
		Asked:   access.Need{Scopes: []string{"read:accounts"}, Permissions: []string{"manage_blocks", "manage_users"}},
		Granted: []string{"read"}, More: []string{"read"}, Missing: []string{"manage_blocks"}, Unsupported: []skill.Name{skill.BlockIP},
		Expires: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Environment: "mastodon", Command: "gh secret set NAME --env mastodon",
	})
	want := `Token for apply on https://social.example
  account      @ada@social.example (not marked as automated)
  role         Moderator
  scopes       read
  permissions  missing: manage_blocks
  PKCE         sent; the server does not say that it checks it
  expires      2027-01-01T00:00:00Z
warning: the role of @ada@social.example is missing manage_blocks: apply
  will be refused where it needs them. Give the account a role with
  manage_blocks and manage_users (permissions 1152 or more) under
  Administration, Roles; the token stays valid
warning: the server granted more than was asked for: read
warning: the server's software does not have block_ip; no scopes were asked
  for them

Set it as a secret of the environment "mastodon":
  gh secret set NAME --env mastodon
Revoke it with "bylaw logout" on this machine.
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
