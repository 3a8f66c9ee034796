package mastodon_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/inspect"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestSetupOfTheServer(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	ctx := t.Context()
	about, err := w.instance.Inspect(ctx)
	if diff := cmp.Diff(inspect.Server{Software: "mastodon", Title: "Mastodon", Version: "4.6.5", Characters: 500, Pins: 5}, about); err != nil || diff != "" {
		t.Errorf("server: %v\n%s", err, diff)
	}
	account, err := w.instance.Account(ctx)
	if want := (inspect.Account{Acct: "bylaw", Bot: true, RoleID: "4", Role: "Bylaw", Permissions: 591288}); err != nil || account != want {
		t.Errorf("account: %+v, %v", account, err)
	}
	scopes, err := w.instance.Scopes(ctx)
	if err != nil || len(scopes.List) == 0 || !scopes.OfToken {
		t.Errorf("scopes: %+v, %v", scopes, err)
	}
	staff, err := w.instance.Staff(ctx)
	if err != nil || len(staff) == 0 || staff[0].Acct == "bylaw" || staff[0].Role == "" {
		t.Errorf("staff: %+v, %v", staff, err)
	}
	pins, err := w.instance.Pins(ctx)
	if err != nil || pins.Constitution || pins.Used > about.Pins {
		t.Errorf("pins: %+v, %v", pins, err)
	}
	if e := w.instance.Exchange(); e.Limit == 0 || e.Remaining >= e.Limit || !e.Dated || e.Ahead != 0 {
		t.Errorf("exchange: %+v", e)
	}
}

func TestSetupThatIsNotShown(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.server.Edit(func(s *sandbox.State) { s.Tokens[0].Scopes = []string{"read:accounts"} })
	if _, err := w.instance.Staff(t.Context()); !errors.Is(err, facts.ErrForbidden) {
		t.Errorf("staff: %v", err)
	}
}

func TestScopesAreThoseOfTheApplicationWhereTheServerShowsNoMore(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.server.Edit(func(s *sandbox.State) {
		s.Apps = append(s.Apps, &sandbox.App{ClientID: "c", Name: "c", Scopes: []string{"read", "write"}})
		s.Tokens[0].ClientID, s.Tokens[0].Scopes = "c", []string{"read"}
	})
	if scopes, err := w.instance.Scopes(t.Context()); err != nil || !scopes.OfToken || strings.Join(scopes.List, " ") != "read" {
		t.Errorf("those of the token: %+v, %v", scopes, err)
	}
	w.server.Fail(sandbox.Fault{Path: "/oauth/token/info", Kind: sandbox.StatusBefore, Status: 404})
	if scopes, err := w.instance.Scopes(t.Context()); err != nil || scopes.OfToken || strings.Join(scopes.List, " ") != "read write" {
		t.Errorf("those of the application: %+v, %v", scopes, err)
	}
}

func TestPeopleAreLookedUpByHandle(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	dana, hana, friend := w.person(t, "dana"), w.person(t, "hana"), w.person(t, "friend")
	w.server.Edit(func(*sandbox.State) {
		dana.MovedTo, hana.Suspended = friend.ID, true
	})
	for handle, want := range map[string]inspect.Person{
		"@emre@social.example":     {Acct: "emre"},
		"@dana@social.example":     {Acct: "dana", Moved: "@friend@friendly.example"},
		"@hana@social.example":     {Acct: "hana", Suspended: true},
		"@shouter@bad.example":     {Acct: "shouter@bad.example", Limited: true},
		"@friend@friendly.example": {Acct: "friend@friendly.example"},
	} {
		if got, err := w.instance.Person(t.Context(), handle); err != nil || got != want {
			t.Errorf("%s: %+v, %v", handle, got, err)
		}
	}
	if _, err := w.instance.Person(t.Context(), "@nobody@social.example"); !errors.Is(err, facts.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
}
