package lint_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// only governs everything but silence_account by one article, and adds others.
func only(more string) string {
	rest := strings.Replace(strings.Join(skill.Names(), ", "), "silence_account, ", "", 1)
	return "# Test\n\n" + article("1 Everything", "The members decide.", sane("everything",
		"- skills: ["+rest+"]\n  - subjects: ["+strings.Join(provision.Subjects(), ", ")+"]")) + more
}

func TestPowersOverLengthsAreWhatTheyLookLike(t *testing.T) {
	urgent := func(where string) string {
		return sane("urgent", "- skills: [silence_account]\n    where: {"+where+"}")
	}
	const changesNothing = `warning: provision "urgent" changes nothing for silence_account: provision "everything" governs the same measures, and both have to pass`
	for name, test := range map[string]struct {
		law  string
		want []string
	}{
		"an urgent article beside one for all": {sound() + article("2 Urgent", "A day.", urgent("until_within: 7d")), []string{changesNothing}},
		"one with a condition of its own":      {sound() + article("2 Urgent", "A day.", urgent("until_within: 7d, scope: local")), []string{changesNothing}},
		"silence up to three days alone": {only(article("2 Urgent", "A day.", urgent("until_within: 3d"))),
			[]string{`warning: provision "urgent" governs silence_account only where it ends within 3d, and no article governs the rest`}},
		"both lengths": {only(article("2 Urgent", "A day.", urgent("until_within: 3d")) +
			article("3 Long", "A week.", sane("long", "- skills: [silence_account]\n    where: {until_beyond: 3d}"))), nil},
		"the rest for local people alone": {only(article("2 Urgent", "A day.", urgent("until_within: 3d")) +
			article("3 Long", "A week.", sane("long", "- skills: [silence_account]\n    where: {until_beyond: 3d, scope: local}"))),
			[]string{`warning: provision "urgent" governs silence_account only where it ends within 3d, and no article governs the rest`}},
	} {
		t.Run(name, func(t *testing.T) { expect(t, check(t, test.law), test.want...) })
	}
}
