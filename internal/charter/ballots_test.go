package charter_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
)

// inboxKey is the public half of a key that nothing else uses.
const inboxKey = "social.example/bylaw-inbox+673ead06+AWJsLBm6+er9xvFmf//29hVpvfnCHjjD/Kp6HTNaVnuj"

const withMastodon = "version: 1\ncommunity: Example\ninstance: https://social.example\n" +
	"ballots: {channels: [review, mastodon], visibility: [public, direct], words: {yes: [Ja, Oui], no: [nein]}, key: " + inboxKey + "}\n"

func TestBallotsOfTheSettings(t *testing.T) {
	c, mistakes := charter.Load(repository(map[string]string{charter.SettingsFile: withMastodon}))
	if len(mistakes) > 0 {
		t.Fatal(lines(mistakes))
	}
	want := charter.Ballots{
		Channels: []string{"review", "mastodon"}, Visibility: []string{"public", "direct"},
		Words: map[string]string{"ja": "yes", "oui": "yes", "nein": "no"}, Key: inboxKey,
	}
	if diff := cmp.Diff(want, c.Settings.Ballots); diff != "" {
		t.Error(diff)
	}
	if words := c.Settings.Ballots.VoteWords(); words["ja"] != "yes" || words["withdraw"] != "withdraw" || len(words) != 8 {
		t.Errorf("words %v", words)
	}
}

func TestOnlyReviewsAreVotesByDefault(t *testing.T) {
	c, _ := charter.Load(repository(nil))
	if b := c.Settings.Ballots; b.Mastodon() || !slices.Equal(b.Channels, []string{"review"}) || len(b.Visibility) != 4 {
		t.Errorf("got %+v", b)
	}
}

func TestSeatsThatVoteOnMastodon(t *testing.T) {
	roster := "seats:\n  - {seat: ada, github: {login: ada, id: 101}, mastodon: {account: \"@Ada\", id: 109348212345678901}}\n" +
		"  - {seat: ben, mastodon: {account: \"@ben@social.example\", id: \"12\"}}\n" +
		"  - {seat: cem, mastodon: \"@cem\"}\n"
	for name, test := range map[string]struct {
		settings string
		ids      []string
		vacant   []bool
		warnings int
	}{
		"with the channel":    {withMastodon, []string{"109348212345678901", "12", ""}, []bool{false, false, true}, 0},
		"without the channel": {"version: 1\ncommunity: Example\ninstance: https://social.example\n", []string{"", "", ""}, []bool{false, true, true}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			c, found := charter.Load(repository(map[string]string{charter.SettingsFile: test.settings, charter.RosterFile: roster}))
			if found.Err() != nil || len(found) != test.warnings {
				t.Fatal(lines(found))
			}
			for i, s := range c.Roster.Seats {
				if s.MastodonID != test.ids[i] || s.Vacant() != test.vacant[i] || s.Mastodon != "@"+s.Name+"@social.example" {
					t.Errorf("seat %+v, want id %q, vacant %t", s, test.ids[i], test.vacant[i])
				}
			}
		})
	}
}
