package draft_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/draft"
)

func TestASeatMayVoteOnMastodonAlone(t *testing.T) {
	b := sample(t, nil)
	b.Charter.Settings.Ballots.Channels = []string{"review", "mastodon"}
	kofi := draft.Seat{Name: "kofi", Mastodon: "@kofi@social.example", MastodonID: "109348212345678901", Roles: []string{"member"}, Since: "2026-11-21"}
	d, err := draft.AddMember(b, kofi)
	if err != nil {
		t.Fatal(err)
	}
	const want = "  - seat: kofi\n    mastodon: {account: \"@kofi@social.example\", id: \"109348212345678901\"}\n    roles: [member]\n    since: 2026-11-21\n"
	if text := string(d.Files[charter.RosterFile]); !strings.HasSuffix(text, want) {
		t.Errorf("the roster is\n%s", text)
	}
	b.Charter.Roster.Seats[0].MastodonID = kofi.MastodonID
	if _, err := draft.AddMember(b, kofi); err == nil || !strings.Contains(err.Error(), "holds the seat") {
		t.Errorf("the same account twice: %v", err)
	}
}
