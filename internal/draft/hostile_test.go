package draft_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/draft"
)

// What is written into a form is one value of the file, never a key or an entry more.
func TestTheValuesOfASeatReadBackAsTheyWere(t *testing.T) {
	for _, odd := range []string{
		"member, moderator", "a]", "[a", "a}", "{a: b}", "a: b", "a # b", `a"b`, "a'b", "&a", "*a", "!a", "yes", "~", "12", "a\nroles: [x]", "é", "dependabot[bot]",
	} {
		b := sample(t, nil)
		seat := draft.Seat{Name: "kofi", Login: odd, ID: 777, Mastodon: odd, Roles: []string{"member", odd}, Since: "2026-11-21"}
		d, err := draft.AddMember(b, seat)
		if err != nil {
			t.Errorf("%q: %v", odd, err)
			continue
		}
		var file struct{ Seats []map[string]any }
		if err := yaml.Unmarshal(d.Files[charter.RosterFile], &file); err != nil {
			t.Errorf("%q: %v", odd, err)
			continue
		}
		got := file.Seats[len(file.Seats)-1]
		delete(got, "since")
		want := map[string]any{
			"seat": "kofi", "github": map[string]any{"login": odd, "id": 777}, "mastodon": odd, "roles": []any{"member", odd},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", odd, diff)
		}
	}
}

func TestATitleIsOneLineAndAKeyIsNoPath(t *testing.T) {
	d, err := draft.AddMember(sample(t, nil), draft.Seat{Name: "kofi\n\n../../x.lock", Login: "kofi", ID: 777, Since: "2026-11-21"})
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(d.Title, "\r\n") || strings.ContainsAny(d.Key, "/\\\n ") || strings.Contains(d.Key, "..") || strings.HasSuffix(d.Key, ".lock") {
		t.Errorf("title %q, key %q", d.Title, d.Key)
	}
}
