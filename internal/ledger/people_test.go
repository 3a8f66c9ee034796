package ledger_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// met is a decision with everybody in it whom facts can name.
func met() (facts.Facts, decision.Decision) {
	f := facts.Facts{
		Version:  facts.Version,
		Proposal: facts.Proposal{Number: 7, Title: "Sever", Author: facts.Person{Login: "ada-l", ID: 101, Type: "User"}},
		Roster: []facts.Seat{
			{Seat: "ada", GitHub: &facts.Person{Login: "ada-l", ID: 101}, Mastodon: "@ada@social.example", Roles: []string{"member"}},
			{Seat: "bruno", GitHub: &facts.Person{Login: "bruno-l", ID: 102}, Roles: []string{"member"}, Delegate: "ada"},
			{Seat: "empty", Roles: []string{}},
		},
		Reviews: []facts.Review{
			{ID: 1, Author: facts.Person{Login: "mallory", ID: 900, Type: "User"}, State: "APPROVED"},
			{ID: 2, Author: facts.Person{Login: "bruno-l", ID: 102, Type: "User"}, Dismissed: &facts.Dismissal{By: facts.Person{Login: "ada-l", ID: 101}}},
			{ID: 3},
		},
	}
	d := decision.Decision{
		Ballots:  []decision.Ballot{{Seat: "ada", Choice: "yes"}, {Seat: "mallory"}, {Seat: ""}, {Seat: "nobody-knows"}},
		Denials:  []decision.Notice{{Text: "bruno may not, adamant as ada is"}},
		Warnings: []decision.Notice{{Text: "the review by bruno-l was dismissed by ada-l"}},
	}
	return f, d
}

// salts is as random as a test wants it.
func salts() *strings.Reader { return strings.NewReader(strings.Repeat("0123456789abcdef", 40)) }

// veiled puts the decision into a chain, as a check does.
func veiled(t *testing.T) (ledger.Chain, facts.Facts, decision.Decision) {
	t.Helper()
	f, d := met()
	veil := ledger.Chain{}.Veil(salts())
	hidden, decided := veil.Facts(f), veil.Decision(d, f)
	people, err := veil.Files()
	if err != nil {
		t.Fatal(err)
	}
	chain := ledger.Chain{}
	e, file, err := chain.Next(ledger.Decided, noon, 7, commit, ledger.DecisionBody{Decision: decided})
	if err != nil {
		t.Fatal(err)
	}
	return chain.With(e, file, people...), hidden, decided
}

func TestCommitmentsStandForPeopleAndGiveThemBack(t *testing.T) {
	f, d := met()
	chain, hidden, decided := veiled(t)
	written, err := json.Marshal([]any{hidden, decided})
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{`ada`, "bruno", "mallory", "101", "900", "social.example", "nobody-knows"} {
		if strings.Contains(strings.ReplaceAll(string(written), "adamant", ""), secret) {
			t.Errorf("the chain says %q: %s", secret, written)
		}
	}
	if diff := cmp.Diff(f, chain.ClearFacts(hidden)); diff != "" {
		t.Errorf("facts (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(d, chain.ClearDecision(decided)); diff != "" {
		t.Errorf("decision (-before +after):\n%s", diff)
	}
}

func TestAPersonIsKeptOnce(t *testing.T) {
	chain, hidden, _ := veiled(t)
	f, _ := met()
	again := chain.Veil(strings.NewReader(""))
	if diff := cmp.Diff(hidden, again.Facts(f)); diff != "" {
		t.Error(diff)
	}
	if files, err := again.Files(); err != nil || len(files) > 0 {
		t.Errorf("%d files more, %v", len(files), err)
	}
	f.Roster[0].Mastodon = "@ada@new.example"
	again.Facts(f)
	if _, err := again.Files(); err == nil || !strings.Contains(err.Error(), "salt") {
		t.Errorf("without random there is no salt, but: %v", err)
	}
}

func TestWhoIsErasedIsGoneAndTheOthersStay(t *testing.T) {
	whole, hidden, decided := veiled(t)
	dropped := whole.Named("bruno")
	if len(dropped) != 2 {
		t.Fatalf("bruno is on record as a seat and as an account, found %q", dropped)
	}
	e, file, err := whole.Next(ledger.Erasure, noon, 0, "", ledger.ErasureBody{People: dropped, Reason: "asked for"})
	if err != nil {
		t.Fatal(err)
	}
	left := whole.With(e, file)
	for _, sum := range dropped {
		delete(left.People, sum)
	}
	document, err := json.Marshal(hidden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dropped, left.Missing(document)); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	f := left.ClearFacts(hidden)
	if f.Roster[0].Seat != "ada" || f.Roster[1].Seat != ledger.Gone || f.Roster[1].GitHub != nil || f.Reviews[1].Author.ID != 0 {
		t.Errorf("roster %+v", f.Roster)
	}
	if text := left.ClearDecision(decided).Denials[0].Text; text != "erased may not, adamant as ada is" {
		t.Error(text)
	}
	if by := fold(t, left).Erased; by[dropped[0]] != 2 {
		t.Errorf("erased %v", by)
	}
}

func TestNamedFindsPeopleByAnythingThatIsThem(t *testing.T) {
	chain, _, _ := veiled(t)
	for word, want := range map[string]int{
		"ada": 3, "ada-l": 3, "101": 3, "@ada@social.example": 3, "mallory": 1, "empty": 1, "": 0, "0": 0, "eve": 0,
	} {
		if got := chain.Named(word); len(got) != want {
			t.Errorf("%q: %d records, want %d", word, len(got), want)
		}
	}
}

func TestVerifyLeavesOutWhoWasErased(t *testing.T) {
	veil := ledger.Chain{}.Veil(salts())
	who := veil.Login("ada")
	people, err := veil.Files()
	if err != nil {
		t.Fatal(err)
	}
	_, first, err := ledger.Chain{}.Next(ledger.Genesis, noon, 0, commit, ledger.GenesisBody{Founder: who})
	if err != nil {
		t.Fatal(err)
	}
	chain, err := ledger.Verify(append(people, first))
	if err != nil || chain.Clear(who) != "ada" {
		t.Fatalf("%s is %q, %v", who, chain.Clear(who), err)
	}
	_, second, err := chain.Next(ledger.Erasure, noon, 0, "", ledger.ErasureBody{People: chain.Named("ada")})
	if err != nil {
		t.Fatal(err)
	}
	chain, err = ledger.Verify(append(people, first, second))
	if err != nil || chain.Clear(who) != ledger.Gone {
		t.Errorf("after the erasure %s is %q, %v", who, chain.Clear(who), err)
	}
	people[0].Data = []byte("{}\n")
	if _, err := ledger.Verify(append(people, first)); err == nil || !strings.Contains(err.Error(), people[0].Path) {
		t.Errorf("a changed file of a person: %v", err)
	}
}
