package ledger_test

import (
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// reading adds an entry about reviews of proposal 7, with the files of their authors.
func reading(t *testing.T, chain ledger.Chain, at time.Time, reviews ...facts.Review) ledger.Chain {
	t.Helper()
	veil := chain.Veil(strings.NewReader(strings.Repeat("0123456789abcdef", 9)))
	body := ledger.OpeningBody{Digest: "d"}
	for _, r := range reviews {
		body.Words = append(body.Words, veil.Words(r))
	}
	people, err := veil.Files()
	if err != nil {
		t.Fatal(err)
	}
	e, f, err := chain.Next(ledger.Opening, at, 7, commit, body)
	if err != nil {
		t.Fatal(err)
	}
	return chain.With(e, f, people...)
}

func TestWordsThatWereReadAreReadBack(t *testing.T) {
	said := facts.Review{ID: 5, Author: facts.Person{Login: "ada", ID: 101}, State: "COMMENTED", Body: "/abstain\nI know them"}
	edited := said
	edited.Body, edited.EditedAt = "/yes", moment.Of(noon.Add(time.Hour))
	dismissed := facts.Review{ID: 6, Author: said.Author, State: "DISMISSED", Body: "no"}
	chain := reading(t, ledger.Chain{}, noon, said, dismissed)
	chain = reading(t, chain, noon.Add(2*time.Hour), edited)
	edited.EditedAt = moment.Of(noon.Add(8 * time.Hour))
	late := facts.Review{ID: 8, Author: said.Author, State: "COMMENTED", Body: "/yes", EditedAt: moment.Of(noon.Add(8 * time.Hour))}
	chain = reading(t, chain, noon.Add(9*time.Hour), edited, late)
	words, err := fold(t, chain).Words(7, len(chain.Entries))
	if err != nil {
		t.Fatal(err)
	}
	w := words[5]
	if w.Text != "/abstain\n…" || w.State != "COMMENTED" || !w.ReadAt.Equal(noon) || !w.EditedAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("words %+v", w)
	}
	if w.Salt == "" || w.SHA256 != facts.Fingerprint(w.Salt, said.Body) {
		t.Errorf("the text is not vouched for: %+v", w)
	}
	if len(words) != 2 || words[6].State != "" {
		t.Errorf("words %+v", words)
	}
	if before, err := fold(t, chain).Words(7, 1); err != nil || !before[5].EditedAt.IsZero() {
		t.Errorf("up to the first entry %+v, %v", before, err)
	}
	if others, err := fold(t, chain).Words(8, len(chain.Entries)); err != nil || len(others) != 0 {
		t.Errorf("of another proposal %+v, %v", others, err)
	}
}

func TestWordsThatDoNotReadAreAnError(t *testing.T) {
	for name, body := range map[string]any{
		"another shape": map[string]any{"words": 1},
		"no time":       map[string]any{"words": []map[string]any{{"review": 5}, {"review": 5, "edited_at": "noon"}}},
	} {
		e, f, err := ledger.Chain{}.Next(ledger.Opening, noon, 7, commit, body)
		if err != nil {
			t.Fatal(err)
		}
		state, err := ledger.Fold(ledger.Chain{}.With(e, f))
		if err == nil {
			_, err = state.Words(7, 1)
		}
		if err == nil || !strings.Contains(err.Error(), "ledger entry 1") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
