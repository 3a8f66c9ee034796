package charter_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestArgumentsGetTheFormOfEntries(t *testing.T) {
	for _, c := range []struct {
		kind skill.Type
		text string
		want any
	}{
		{skill.Text, "as it is", "as it is"},
		{skill.Flag, "true", true},
		{skill.Flag, "no", false},
		{skill.Word, "suspend", "suspend"},
		{skill.Domain, "Spam.Example.", "spam.example"},
		{skill.Network, "203.0.113.7/24", "203.0.113.0/24"},
		{skill.Account, "Troll@Bad.example", "@troll@bad.example"},
		{skill.ID, "109348684", "109348684"},
		{skill.Moment, "2026-12-01", "2026-12-01T00:00:00Z"},
		{skill.List, "Be kind", []any{"Be kind"}},
		{skill.Secret, "env:BYLAW_SECRET_MAIL", "env:BYLAW_SECRET_MAIL"},
	} {
		p := skill.Param{Name: "it", Type: c.kind, Words: []string{"silence", "suspend"}, Max: 8}
		got, err := charter.Charter{}.Argument(skill.SuspendAccount, p, c.text)
		if err != nil {
			t.Errorf("%s %q: %v", c.kind, c.text, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", c.kind, c.text, diff)
		}
	}
}

func TestArgumentsThatNoEntryCouldHaveAreRefused(t *testing.T) {
	for _, c := range []struct {
		kind             skill.Type
		text, want, hint string
	}{
		{skill.Text, "far too long", "it has 12 characters, more than 8", ""},
		{skill.Flag, "maybe", `it: expected true or false, found "maybe"`, ""},
		{skill.Word, "suspnd", `it: expected one of silence, suspend, found "suspnd"`, `did you mean "suspend"?`},
		{skill.Word, "love", `it: expected one of silence, suspend, found "love"`, ""},
		{skill.Domain, "com", "bare top-level domain", "name the servers one by one"},
		{skill.Moment, "soon", `it: "soon" is no date and no time`, "write a date as 2027-06-01 or a time as 2027-06-01T18:00:00Z"},
		{skill.Secret, "hunter2", "a secret is never written into a file", "name the variable that holds it: env:BYLAW_SECRET_NAME"},
	} {
		p := skill.Param{Name: "it", Type: c.kind, Words: []string{"silence", "suspend"}, Max: 8}
		_, err := charter.Charter{}.Argument(skill.SuspendAccount, p, c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) || diag.HintOf(err) != c.hint {
			t.Errorf("%s %q: %v (hint %q), want %s (hint %q)", c.kind, c.text, err, diag.HintOf(err), c.want, c.hint)
		}
	}
}

func TestNobodyBlocksTheirOwnServer(t *testing.T) {
	own := charter.Charter{Settings: charter.Settings{Domain: "social.example.org"}}
	domain := skill.Param{Name: "domain", Type: skill.Domain}
	for text, refused := range map[string]bool{"social.example.org": true, "example.org": true, "cial.example.org": false, "a.social.example.org": false} {
		if _, err := own.Argument(skill.BlockDomain, domain, text); (err != nil) != refused {
			t.Errorf("block of %s: %v", text, err)
		}
	}
	if _, err := own.Argument(skill.UnblockDomain, domain, "social.example.org"); err != nil {
		t.Errorf("lifting a block of the own server: %v", err)
	}
}

func TestAnUntilCountsThroughItsDay(t *testing.T) {
	for text, want := range map[string]string{"2026-12-01": "2026-12-02T00:00:00Z", "2026-12-01T18:00:00+01:00": "2026-12-01T17:00:00Z"} {
		if got, err := charter.Until(text); err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", text, got, err, want)
		}
	}
	if got, err := charter.Until("never"); err == nil {
		t.Errorf("never is read as %s", got)
	}
}
