package render

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/moderation"
)

// What people write about themselves and about others is shown to a moderator, whose terminal it must not control.
func TestListsOfModeratorsAreNeutralised(t *testing.T) {
	const hostile = "\x1b]0;owned\x07\r\n::error::x\u202e"
	text := Accounts(moderation.List[moderation.Account]{Entries: []moderation.Account{{
		ID: hostile, Handle: hostile, Name: hostile, Role: hostile, Application: hostile, InvitedBy: hostile, Email: hostile, IP: hostile,
	}}}, Style{})
	text += Reports(moderation.List[moderation.Report]{Entries: []moderation.Report{{
		ID: hostile, Category: hostile, Comment: hostile, By: hostile, Target: hostile, Rules: []string{hostile}, AssignedTo: hostile,
	}, {Resolved: true, ResolvedBy: hostile}}}, Style{})
	if strings.ContainsAny(text, "\x1b\x07\r\u202e") || strings.Contains(text, "\n::") {
		t.Errorf("%q", text)
	}
}
