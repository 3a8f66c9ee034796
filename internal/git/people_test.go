package git_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// named appends a genesis by a person, and gives the path of that person's file.
func named(t *testing.T, l *git.Ledger, login string) string {
	t.Helper()
	chain := load(t, l)
	veil := chain.Veil(strings.NewReader(strings.Repeat("s", 64)))
	_, entry, err := chain.Next(ledger.Incident, now(), 0, "", ledger.IncidentBody{Why: veil.Login(login)})
	if err != nil {
		t.Fatal(err)
	}
	people, err := veil.Files()
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Append(t.Context(), chain.Head, append(people, entry)); err != nil {
		t.Fatal(err)
	}
	return people[0].Path
}

func TestPeopleAreKeptApartAndCanBeDropped(t *testing.T) {
	for name, make := range stores(t) {
		t.Run(name, func(t *testing.T) {
			open := make(t)
			ada := named(t, open(), "ada")
			bruno := named(t, open(), "bruno")
			if chain := load(t, open()); len(chain.People) != 2 || len(chain.Entries) != 2 {
				t.Fatalf("%d people in %d entries, want 2 in 2", len(chain.People), len(chain.Entries))
			}
			if err := open().Drop(t.Context(), []string{ada}); err != nil {
				t.Fatal(err)
			}
			chain := load(t, open())
			if _, kept := chain.People[strings.TrimSuffix(strings.TrimPrefix(bruno, "people/"), ".json")]; !kept || len(chain.People) != 1 {
				t.Errorf("left are %v, want bruno alone", chain.People)
			}
			if len(chain.Entries) != 2 {
				t.Errorf("%d entries, want 2: the chain stays", len(chain.Entries))
			}
			if err := open().Drop(t.Context(), []string{ada, bruno}); err != nil {
				t.Fatal(err)
			}
			if chain := load(t, open()); len(chain.People) != 0 {
				t.Errorf("left are %v", chain.People)
			}
		})
	}
}

func TestTheBranchOfPeopleHasNoPast(t *testing.T) {
	dir := t.TempDir() + "/ledger.git"
	open := func() *git.Ledger {
		l, err := git.OpenLedger(dir, now)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	named(t, open(), "ada")
	named(t, open(), "bruno")
	repo, err := git.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	tip, err := repo.Commit(git.PeopleBranch)
	if err != nil || len(tip.Parents) > 0 {
		t.Errorf("parents %q, %v", tip.Parents, err)
	}
}

func TestAWriterOfPeopleWhoComesTooLateMovesNothing(t *testing.T) {
	_, remote := serve(t)
	open := openRemote(t, remote)
	late := open()
	chain := load(t, late)
	named(t, open(), "ada")
	veil := chain.Veil(strings.NewReader(strings.Repeat("x", 64)))
	_, entry, err := chain.Next(ledger.Incident, now(), 0, "", ledger.IncidentBody{Why: veil.Login("bruno")})
	if err != nil {
		t.Fatal(err)
	}
	people, err := veil.Files()
	if err != nil {
		t.Fatal(err)
	}
	if err := late.Append(t.Context(), chain.Head, append(people, entry)); err == nil {
		t.Error("an entry on an old head was taken")
	}
	if left := load(t, open()); len(left.People) != 1 || len(left.Entries) != 1 {
		t.Errorf("%d people, %d entries, want 1 and 1", len(left.People), len(left.Entries))
	}
}
