package mastodon_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestWhatAServerSaysOfItselfIsRead(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	for resource, want := range map[string]map[string]any{
		skill.Site: {
			"title": "Example Social Co-operative", "short_description": "A community that governs itself.", "contact_account": "@ada",
			"contact_email": "contact@social.example",
		},
		skill.Registrations: {skill.Registrations: "approval"},
		skill.ExtendedDescription: {
			skill.ExtendedDescription: "## Who we are\n\nA *co-operative* of people by the canal. [Our rules](https://social.example/about) are decided by members.",
		},
		skill.TermsOfService: {skill.TermsOfService: "# Terms\n\n1. You own what you post.\n2. You keep to the rules."},
	} {
		if diff := cmp.Diff(want, w.readOne(t, resource, resource)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", resource, diff)
		}
	}
	if n := w.server.Count("GET", "/api/v2/instance"); n != 1 {
		t.Errorf("the description was asked for %d times", n)
	}
}

// A text that was never published is absent; one that the server has no call for cannot be checked.
func TestAnAbsentTextIsToldFromOneThatAServerCannotShow(t *testing.T) {
	for name, c := range map[string]struct {
		options    sandbox.Options
		resource   string
		unreadable bool
	}{
		"no terms":               {sandbox.Options{Empty: true}, skill.TermsOfService, false},
		"no description":         {sandbox.Options{Empty: true}, skill.ExtendedDescription, false},
		"terms before they were": {sandbox.Options{Version: "4.3.9"}, skill.TermsOfService, true},
		"another software":       {sandbox.Options{Software: sandbox.GoToSocial}, skill.TermsOfService, false}, // the plan says what it lacks
	} {
		w := newWorld(t, c.options)
		_, err := w.instance.Describe(t.Context())
		must(t, err)
		items, err := w.instance.Read(t.Context(), c.resource, nil)
		if errors.Is(err, plan.ErrUnreadable) != c.unreadable || err != nil && !c.unreadable || len(items) > 0 {
			t.Errorf("%s: %v, %v", name, items, err)
		}
	}
}
