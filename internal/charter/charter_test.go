package charter_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// load reads a repository that must have no mistake.
func load(t *testing.T, replaced map[string]string) charter.Charter {
	t.Helper()
	c, mistakes := charter.Load(repository(replaced))
	if len(mistakes) > 0 {
		t.Fatalf("mistakes:\n%s", lines(mistakes))
	}
	return c
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func TestSettingsHaveDefaults(t *testing.T) {
	want := charter.Settings{
		Community: "Example", Instance: "https://social.example", Domain: "social.example",
		Publish: charter.Publish{Mode: "repost", Visibility: "public", Replies: "unlisted", Language: "en"},
		Limits:  charter.Limits{Changes: 500, Share: charter.Share{Num: 1, Den: 4}, Floor: 10},
		Remind:  24 * time.Hour,
		Ballots: charter.Ballots{Channels: []string{"review"}, Visibility: []string{"public", "unlisted", "private", "direct"}},
	}
	if diff := cmp.Diff(want, load(t, nil).Settings); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestEverySettingIsRead(t *testing.T) {
	got := load(t, map[string]string{charter.SettingsFile: `
version: 1
community: Example Social
instance: HTTPS://München.example:8443/
forge: {kind: github, repository: example/governance, branch: trunk, creator: 41898282, merge_method: squash}
publish: {mode: edit, visibility: unlisted, replies: private, language: de, content_warning: Our law, quotes: nobody}
announce: {opened: true, decided: true}
limits: {changes: 7, removals: {share: 12.5%, floor: 0}, protect: {domains: [Partner.Example], accounts: ["@ada", "@b@c.example"]}}
merge: auto
close: auto
remind: 3d
drift: {domain_blocks: repair, constitution: repair, accounts: report}
paused: true
`}).Settings
	want := charter.Settings{
		Community: "Example Social", Instance: "https://xn--mnchen-3ya.example:8443", Domain: "xn--mnchen-3ya.example",
		Forge:    charter.Forge{Kind: "github", Repository: "example/governance", Branch: "trunk", Creator: 41898282, MergeMethod: "squash"},
		Publish:  charter.Publish{Mode: "edit", Visibility: "unlisted", Replies: "private", Language: "de", Warning: "Our law", Quotes: "nobody"},
		Announce: charter.Announce{Opened: true, Decided: true},
		Limits: charter.Limits{
			Changes: 7, Share: charter.Share{Num: 1, Den: 8},
			Domains: []string{"partner.example"}, Accounts: []string{"@ada@xn--mnchen-3ya.example", "@b@c.example"},
		},
		Ballots:   charter.Ballots{Channels: []string{"review"}, Visibility: []string{"public", "unlisted", "private", "direct"}},
		MergeAuto: true, CloseAuto: true, Remind: 72 * time.Hour, Repair: []string{"constitution", "domain_blocks"}, Paused: true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestAddressesOfThisMachineMayBeHTTP(t *testing.T) {
	tests := map[string][2]string{
		"http://localhost:3000":    {"http://localhost:3000", "localhost"},
		"http://127.0.0.1:3000/":   {"http://127.0.0.1:3000", "127.0.0.1"},
		"http://[::1]:3000":        {"http://[::1]:3000", "::1"},
		"https://social.example":   {"https://social.example", "social.example"},
		"https://s.example:443":    {"https://s.example", "s.example"},
		"https://SOCIAL.example./": {"https://social.example", "social.example"},
	}
	for text, want := range tests {
		s := load(t, map[string]string{charter.SettingsFile: "version: 1\ncommunity: E\ninstance: " + text + "\n"}).Settings
		if got := [2]string{s.Instance, s.Domain}; got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestAddressesThatATokenMustNotGoToAreRefused(t *testing.T) {
	for _, text := range []string{
		"social.example", "http://social.example", "http://10.0.0.1", "ftp://localhost", "https://", "https://social.example/x", "https://social.example?x",
		"https://a@social.example", "https://203.0.113.4", "http://localhost.example", "mailto:a@social.example", "//social.example", "https://social_.example",
	} {
		_, mistakes := charter.Load(repository(map[string]string{charter.SettingsFile: "version: 1\ncommunity: E\ninstance: \"" + text + "\"\n"}))
		if mistakes.Err() == nil {
			t.Errorf("%s is accepted", text)
		}
	}
}

func TestSharesAreExact(t *testing.T) {
	tests := map[string]charter.Share{"25%": {1, 4}, "33.333333%": {33333333, 100000000}, "1/3": {1, 3}, "0%": {0, 1}, "100%": {1, 1}, "4/4": {1, 1}}
	for text, want := range tests {
		src := "version: 1\ncommunity: E\ninstance: https://s.example\nlimits: {removals: {share: " + text + "}}\n"
		if got := load(t, map[string]string{charter.SettingsFile: src}).Settings.Limits.Share; got != want {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

func TestDriftIsRepairedForAllResourcesButAccounts(t *testing.T) {
	src := "version: 1\ncommunity: E\ninstance: https://s.example\ndrift: repair\n"
	repaired := load(t, map[string]string{charter.SettingsFile: src}).Settings.Repair
	if !slices.Contains(repaired, "domain_blocks") || slices.Contains(repaired, "accounts") {
		t.Errorf("repaired: %v", repaired)
	}
}

func TestEveryKeyOfASeatIsRead(t *testing.T) {
	got := load(t, map[string]string{charter.RosterFile: `seats:
  - seat: ada
    github: {login: Ada, id: 101}
    mastodon: "@Ada"
    roles: [member, moderator]
    since: 2026-01-15
    until: 2027-01-14
    weight: 64.05
    groups: [north]
    delegate: ben
  - {seat: ben, since: 2026-01-15T12:00:00+02:00}
`}).Roster
	want := charter.Roster{Seats: []charter.Seat{
		{
			Name: "ada", Login: "Ada", ID: 101, Mastodon: "@ada@social.example", Roles: []string{"member", "moderator"},
			Since: at(t, "2026-01-15T00:00:00Z"), Until: at(t, "2027-01-15T00:00:00Z"), Weight: "64.05", Groups: []string{"north"}, Delegate: "ben",
			Place: diag.Place{File: charter.RosterFile, Line: 2, Column: 5},
		},
		{Name: "ben", Since: at(t, "2026-01-15T10:00:00Z"), Place: diag.Place{File: charter.RosterFile, Line: 11, Column: 5}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("roster (-want +got):\n%s", diff)
	}
	if got.Seats[0].Vacant() || !got.Seats[1].Vacant() {
		t.Error("a seat is vacant without a GitHub id, and only then")
	}
}

func TestEntriesKeepWhatIsWrittenAndNothingElse(t *testing.T) {
	c := load(t, map[string]string{charter.FederationFile: `domain_blocks:
  - {domain: Spam.Example, severity: suspend, reject_media: false, public_comment: "", reason: reports 12 and 14, until: 2027-06-01}
  - domain: a.example
    severity: noop
    until: 2027-06-01T10:00:00+02:00
`})
	want := []plan.Item{
		{Resource: "domain_blocks", Target: "a.example", Params: map[string]any{"severity": "noop"}, Until: "2027-06-01T08:00:00Z"},
		{
			Resource: "domain_blocks", Target: "spam.example", Reason: "reports 12 and 14", Until: "2027-06-02T00:00:00Z",
			Params: map[string]any{"severity": "suspend", "reject_media": false, "public_comment": ""},
		},
	}
	if diff := cmp.Diff(want, c.Instance.Items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if place := c.Instance.Place("domain_blocks", "a.example"); place.Line != 3 || place.File != charter.FederationFile {
		t.Errorf("a.example stands at %s", place)
	}
	if place := c.Instance.Place("domain_blocks", "b.example"); place != (diag.Place{}) {
		t.Errorf("b.example stands at %s", place)
	}
}

func TestAnEntryIsAbsentFromTheMomentOfItsUntil(t *testing.T) {
	c := load(t, map[string]string{charter.FederationFile: `domain_blocks:
  - {domain: a.example, severity: noop, until: 2027-06-01}
  - {domain: z.example, severity: noop}
`})
	tests := map[string][]string{
		"2027-06-01T23:59:59Z":      {"constitution", "a.example", "z.example"},
		"2027-06-02T00:00:00Z":      {"constitution", "z.example"},
		"2027-06-02T01:00:00+02:00": {"constitution", "a.example", "z.example"},
	}
	for moment, want := range tests {
		state := c.StateAt(at(t, moment))
		var got []string
		for _, item := range state.Items {
			got = append(got, item.Target)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", moment, diff)
		}
		if diff := cmp.Diff([]string{"constitution", "domain_blocks"}, state.Managed); diff != "" {
			t.Errorf("managed (-want +got):\n%s", diff)
		}
	}
	if got := c.StateAt(at(t, "2027-01-01T00:00:00Z")).Items[0].Params["digest"]; got != c.Constitution.Digest {
		t.Errorf("the constitution's digest is %v", got)
	}
}

func TestAnAbsentListIsNotOursAndAnEmptyOneIs(t *testing.T) {
	now := at(t, "2027-01-01T00:00:00Z")
	if got := load(t, nil).StateAt(now).Managed; !slices.Equal(got, []string{"constitution"}) {
		t.Errorf("without the file: %v", got)
	}
	got := load(t, map[string]string{charter.FederationFile: "domain_blocks: []\n"}).StateAt(now).Managed
	if !slices.Equal(got, []string{"constitution", "domain_blocks"}) {
		t.Errorf("with an empty list: %v", got)
	}
}
