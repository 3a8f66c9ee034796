package moderation_test

import (
	"context"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/moderation"
)

func TestListsAreShownWhereOnePersonReadsThem(t *testing.T) {
	for name, test := range map[string]struct {
		place moderation.Place
		shown bool
	}{
		"at a terminal":                {moderation.Place{Terminal: true}, true},
		"as JSON at a terminal":        {moderation.Place{Terminal: true, JSON: true}, true},
		"as JSON for another program":  {moderation.Place{JSON: true}, true},
		"into a file or a pipe":        {moderation.Place{}, false},
		"in a runner":                  {moderation.Place{Runner: true}, false},
		"as JSON in a runner":          {moderation.Place{Runner: true, JSON: true}, false},
		"in a runner with a terminal":  {moderation.Place{Runner: true, Terminal: true}, false},
		"of a sandbox in a runner":     {moderation.Place{Runner: true, Sandbox: true}, true},
		"of a sandbox and into a file": {moderation.Place{Sandbox: true}, true},
	} {
		if err := test.place.Refuse(); (err == nil) != test.shown {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// one is a server with one account.
type one struct{ moderation.Server }

func (one) Accounts(context.Context, moderation.AccountFilter, int) (moderation.List[moderation.Account], error) {
	return moderation.List[moderation.Account]{Entries: []moderation.Account{{Handle: "@ada", Email: "ada@mail.example", IP: "192.0.2.1"}}}, nil
}

func TestAddressesAreHiddenUnlessAskedFor(t *testing.T) {
	for _, asked := range []bool{false, true} {
		list, err := moderation.Accounts(t.Context(), one{}, moderation.AccountFilter{}, 1, asked)
		if a := list.Entries[0]; err != nil || a.Handle != "@ada" || (a.Email != "") != asked || (a.IP != "") != asked {
			t.Errorf("addresses asked for: %t; %v, %v", asked, a, err)
		}
	}
}
