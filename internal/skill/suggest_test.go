package skill_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestOtherWordsForASeverityAreKnown(t *testing.T) {
	severities, states := []string{skill.Noop, skill.Silence, skill.Suspend}, []string{"disabled", "sensitive", "silenced", "suspended"}
	networks := []string{skill.SignUpApproval, skill.SignUpBlock, skill.NoAccess}
	for _, test := range []struct {
		word  string
		known []string
		want  string
	}{
		{"block", severities, `did you mean "suspend"?`},
		{"Limit", severities, `did you mean "silence"?`},
		{"suspended", severities, `did you mean "suspend"?`},
		{"susped", severities, `did you mean "suspend"?`},
		{"none", severities, `did you mean "noop"?`},
		{"banned", states, `did you mean "suspended"?`},
		{"freeze", states, `did you mean "disabled"?`},
		{"block", networks, `did you mean "no_access"?`},
		{"love", severities, ""},
	} {
		if got := skill.SuggestWord(test.word, test.known); got != test.want {
			t.Errorf("%s: got %q, want %q", test.word, got, test.want)
		}
	}
}
