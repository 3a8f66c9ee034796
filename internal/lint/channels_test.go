package lint_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/charter"
)

func TestChannelsOfProvisionsAndSettings(t *testing.T) {
	const on = "ballots: {channels: [review, mastodon], key: social.example/bylaw-inbox+673ead06+AWJsLBm6+er9xvFmf//29hVpvfnCHjjD/Kp6HTNaVnuj}\n"
	for name, test := range map[string]struct{ settings, channels, want string }{
		"nothing is turned on":              {"", "", ""},
		"reviews alone, and on":             {on, "channels: [review]\n", ""},
		"a channel that the settings lack":  {"", "channels: [review, mastodon]\n", `provision "everything" takes votes on Mastodon, and the settings do not`},
		"a lost key could not be replaced":  {on, "", "a change of the settings waits for the inbox (article 1)"},
		"neither, where the provision asks": {on, "channels: [review, mastodon]\n", "a change of the settings waits for the inbox (article 1)"},
	} {
		t.Run(name, func(t *testing.T) {
			files := repository(strings.Replace(sound(), "governs:", test.channels+"governs:", 1), members, "")
			files[charter.SettingsFile].Data = append(files[charter.SettingsFile].Data, test.settings...)
			c, found := charter.Load(files)
			if err := found.Err(); err != nil {
				t.Fatal(err)
			}
			said := ""
			for _, d := range run(t, c, nil) {
				if strings.Contains(d.Message, "Mastodon") || strings.Contains(d.Message, "inbox") {
					said += d.Message
				}
			}
			if said == "" != (test.want == "") || !strings.Contains(said, test.want) {
				t.Errorf("got %q, want %q", said, test.want)
			}
		})
	}
}
