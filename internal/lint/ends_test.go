package lint_test

import (
	"testing"
	"testing/fstest"

	"github.com/bylaw-dev/bylaw/internal/charter"
)

func TestDatesPromiseOnlyWhatTheServerKeeps(t *testing.T) {
	const forGood = "error: @troll: a suspension beyond 30 days deletes the account's data for good, so that it cannot end on "
	for name, test := range map[string]struct {
		entry string
		want  []string
	}{
		"a suspension of two months":   {"state: [suspended], until: 2027-01-21", []string{forGood + "2027-01-22T00:00:00Z"}},
		"beside another word":          {"state: [silenced, suspended], until: 2027-01-21", []string{forGood + "2027-01-22T00:00:00Z"}},
		"a suspension of 30 days":      {`state: [suspended], until: "2026-12-21T12:00:00Z"`, nil},
		"a limit of two months":        {"state: [silenced, disabled], until: 2027-01-21", nil},
		"a suspension without an end":  {"state: [suspended]", nil},
		"a date that has passed today": {`state: [silenced], until: "2026-11-21T12:00:00Z"`, []string{"warning: @troll: its time is over since 2026-11-21T12:00:00Z, so it counts as absent"}},
	} {
		t.Run(name, func(t *testing.T) {
			files := repository(sound(), members, "")
			files["governance/instance/accounts.yaml"] = &fstest.MapFile{Data: []byte("accounts:\n  - {account: \"@troll\", " + test.entry + "}\n")}
			c, mistakes := charter.Load(files)
			if err := mistakes.Err(); err != nil {
				t.Fatal(err)
			}
			expect(t, run(t, c, nil), test.want...)
		})
	}
}

func TestKnownDriftThatAcceptsNothingIsReported(t *testing.T) {
	files := repository(sound(), members, "")
	settings := files[charter.SettingsFile]
	settings.Data = append(settings.Data, `known_drift:
  - {resource: accounts, target: "@troll@social.example", reason: an appeal, until: 2027-01-21}
  - {resource: accounts, target: "@gone", reason: an appeal, until: 2027-01-21}
  - {resource: accounts, target: "@late", reason: an appeal, until: 2026-11-20}
`...)
	files["governance/instance/accounts.yaml"] = &fstest.MapFile{Data: []byte("accounts:\n  - {account: \"@troll\", state: [silenced]}\n")}
	c, mistakes := charter.Load(files)
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	expect(t, run(t, c, nil),
		"warning: known drift of @gone: accounts holds no such entry, so nothing can drift",
		"warning: known drift of @late: its time is over since 2026-11-21T00:00:00Z, so it is drift again")
}
