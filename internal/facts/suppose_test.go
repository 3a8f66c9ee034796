package facts_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// vote is a proposal by dana, on which ada has voted.
func vote() facts.Facts {
	return facts.Facts{
		Version: facts.Version, Now: "2026-11-20T12:00:00Z",
		Proposal: facts.Proposal{Author: facts.Person{Login: "dana", ID: 104}, Head: "c2", Digest: "d2"},
		Roster: []facts.Seat{
			{Seat: "ada", GitHub: &facts.Person{Login: "ada", ID: 101}},
			{Seat: "dana", GitHub: &facts.Person{Login: "dana", ID: 104}},
			{Seat: "ninth"},
		},
		Reviews: []facts.Review{{ID: 7, Author: facts.Person{Login: "ada", ID: 101}, State: "APPROVED", Digest: "d2"}},
	}
}

func TestASupposedBallotIsAReviewCastNowOnThePresentContent(t *testing.T) {
	for _, c := range []struct{ seat, choice, state, body string }{
		{"ada", "yes", "APPROVED", ""},
		{"ada", "no", "CHANGES_REQUESTED", "what if"},
		{"ada", "block", "CHANGES_REQUESTED", "/block\nwhat if"},
		{"ada", "abstain", "COMMENTED", "/abstain\nwhat if"},
		{"ada", "none", "COMMENTED", "/withdraw"},
		{"dana", "yes", "COMMENTED", "/yes\nwhat if"}, // whom the forge does not let approve
		{"dana", "no", "COMMENTED", "/no\nwhat if"},
		{"dana", "abstain", "COMMENTED", "/abstain\nwhat if"},
	} {
		t.Run(c.seat+"="+c.choice, func(t *testing.T) {
			f := vote()
			got, err := facts.Suppose(f, []facts.Supposition{{Seat: c.seat, Choice: c.choice}})
			if err != nil {
				t.Fatal(err)
			}
			id := map[string]int64{"ada": 101, "dana": 104}[c.seat]
			want := facts.Review{
				ID: 8, Author: facts.Person{Login: c.seat, ID: id}, State: c.state, Body: c.body,
				SubmittedAt: moment.Parse(f.Now), Commit: "c2", Digest: "d2",
			}
			if diff := cmp.Diff(want, got.Reviews[1]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(vote(), f); diff != "" {
				t.Errorf("the facts themselves changed:\n%s", diff)
			}
		})
	}
}

func TestSupposedBallotsHaveIDsOfTheirOwn(t *testing.T) {
	got, err := facts.Suppose(vote(), []facts.Supposition{{"ada", "no"}, {"dana", "no"}})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int64]bool{}
	for _, r := range got.Reviews {
		if seen[r.ID] {
			t.Errorf("two reviews with the id %d", r.ID)
		}
		seen[r.ID] = true
	}
}

func TestWhoCannotVoteCannotBeSupposedTo(t *testing.T) {
	for _, c := range []struct {
		what       []facts.Supposition
		want, hint string
	}{
		{[]facts.Supposition{{"adda", "yes"}}, `the roster has no seat "adda"`, `did you mean "ada"? seats: ada, dana, ninth`},
		{[]facts.Supposition{{"mallory", "yes"}}, `the roster has no seat "mallory"`, "seats: ada, dana, ninth"},
		{[]facts.Supposition{{"ninth", "yes"}}, `seat "ninth" is vacant`, ""},
		{[]facts.Supposition{{"ada", "yes"}, {"ada", "no"}}, `seat "ada" is supposed to vote twice`, ""},
		{[]facts.Supposition{{"dana", "block"}}, "a proposer cannot block", "suppose dana=no"},
	} {
		_, err := facts.Suppose(vote(), c.what)
		if err == nil || !strings.Contains(err.Error(), c.want) || diag.HintOf(err) != c.hint {
			t.Errorf("%v: %v (hint %q), want %s (hint %q)", c.what, err, diag.HintOf(err), c.want, c.hint)
		}
	}
}

func TestSuppositionsAreReadAsTheyAreWritten(t *testing.T) {
	for _, text := range []string{"ada=yes", "ada=no", "ada=abstain", "ada=block", "ada=none"} {
		s, err := facts.ParseSupposition(text)
		if err != nil || s.String() != text {
			t.Errorf("%s: %v, %v", text, s, err)
		}
	}
	if s, err := facts.ParseSupposition(" ada = YES "); err != nil || s.String() != "ada=yes" {
		t.Errorf("layout and case matter: %v, %v", s, err)
	}
	for _, text := range []string{"", "ada", "=yes", "ada=", "ada=maybe", "ada=yes=no"} {
		if s, err := facts.ParseSupposition(text); err == nil {
			t.Errorf("%q is read as %v", text, s)
		}
	}
}
