package lint_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/charter"
)

func TestWhoseStatusesCountIsNamed(t *testing.T) {
	for forge, warned := range map[string]bool{
		"": false, "forge: {kind: github, repository: coop/governance}\n": true,
		"forge: {kind: github, repository: coop/governance, creator: 7}\n": false,
	} {
		files := repository(sound(), members, "")
		files[charter.SettingsFile].Data = append(files[charter.SettingsFile].Data, forge...)
		c, found := charter.Load(files)
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, d := range run(t, c, nil) {
			if d.Place.File == charter.SettingsFile {
				said += d.Message
			}
		}
		if warned != strings.Contains(said, "of github-actions[bot] (account 41898282)") {
			t.Errorf("%q: %q", forge, said)
		}
	}
}
