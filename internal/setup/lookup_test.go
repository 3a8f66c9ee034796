package setup_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/setup"
)

// directory is a forge with a few accounts, one team, and after some questions no answer.
type directory struct{ answers int }

func (d *directory) UserByLogin(_ context.Context, login string) (facts.Person, error) {
	if d.answers--; d.answers < 0 {
		return facts.Person{}, errors.New("connection refused")
	}
	for _, p := range everyone() {
		if strings.EqualFold(p.Login, login) {
			return p, nil
		}
	}
	return facts.Person{}, facts.ErrNotFound
}

func (d *directory) TeamMembers(_ context.Context, org, team string) ([]facts.Person, error) {
	switch org + "/" + team {
	case "lamp/voters":
		return everyone(), nil
	case "lamp/bots":
		return everyone()[3:], nil
	}
	return nil, facts.ErrNotFound
}

func everyone() []facts.Person {
	return []facts.Person{{Login: "zoe", ID: 103, Type: "User"}, {Login: "Ada", ID: 101, Type: "User"}, {Login: "bob", ID: 102, Type: "User"}, {Login: "robot", ID: 9, Type: "Bot"}}
}

func TestLookUp(t *testing.T) {
	for name, test := range map[string]struct {
		members string
		answers int
		want    []setup.Member
		err     string
	}{
		"ids are filled in":       {"ada bob=7 zoe:@z", 9, []setup.Member{{Login: "Ada", ID: 101}, {Login: "bob", ID: 7}, {Login: "zoe", ID: 103, Mastodon: "@z"}}, ""},
		"no such account":         {"ada eve", 9, nil, `member "eve": there is no such account`},
		"an account of no person": {"robot", 9, nil, `member "robot": the account belongs to no person: its type is Bot`},
		"no answer": {
			"ada bob", 1, []setup.Member{{Login: "Ada", ID: 101}, {Login: "bob"}},
			"the ids of the members could not be looked up: connection refused",
		},
	} {
		members, err := setup.ParseMembers(test.members)
		if err != nil {
			t.Fatal(err)
		}
		got, err := setup.LookUp(t.Context(), &directory{test.answers}, members)
		if (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: got the error %v, want %q", name, err, test.err)
		}
		if diff := cmp.Diff(test.want, got); test.want != nil && diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestTeam(t *testing.T) {
	got, err := setup.Team(t.Context(), &directory{}, "lamp/voters")
	want := []setup.Member{{Login: "Ada", ID: 101}, {Login: "bob", ID: 102}, {Login: "zoe", ID: 103}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	for name, want := range map[string]string{"voters": "expected org/team", "a/b/c": "expected org/team", "lamp/bots": "it has no people", "lamp/none": "there is no such team"} {
		if _, err := setup.Team(t.Context(), &directory{}, name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
}
