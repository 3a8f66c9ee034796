package ledger

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// Words is what a check read of a review, in the body of an opening or a decision.
type Words struct {
	Review int64  `json:"review"`
	Author string `json:"author"`          // as a commitment
	State  string `json:"state,omitempty"` // "" where the review was dismissed by then
	Text   string `json:"text"`            // what a vote needs of it: see facts.Redacted
	SHA256 string `json:"sha256"`          // see facts.Fingerprint; the salt is that of the author's commitment
	// EditedAt is when the forge says that the text was last edited, which is not what was read first then; zero where no one had.
	EditedAt moment.Time `json:"edited_at,omitzero"`
}

// Words gives what is recorded of a review, with a commitment in place of its author.
func (v *Veil) Words(r facts.Review) Words {
	author := v.account(r.Author).Login
	kept := Words{
		Review: r.ID, Author: author, Text: facts.Redacted(facts.Facts{Reviews: []facts.Review{r}}).Reviews[0].Body,
		SHA256: facts.Fingerprint(v.salts[commitmentIn(author)], r.Body), EditedAt: r.EditedAt,
	}
	if r.State != "DISMISSED" {
		kept.State = r.State
	}
	return kept
}

// commitmentIn gives the hash in what stands for a person.
func commitmentIn(reference string) string {
	_, sum, _ := strings.Cut(reference, ":")
	return sum
}

// Words gives what checks read of the reviews of a proposal before they were edited, up to an entry. A review that was
// edited when it was first read is not among them.
func (s State) Words(proposal, until int) (map[int64]facts.Words, error) {
	read := map[int64]facts.Words{}
	for _, r := range s.words[proposal] {
		if r.entry.Seq > until {
			break
		}
		for _, w := range r.words {
			if err := s.Chain.read(read, r.entry, w, r.digest); err != nil {
				return nil, fmt.Errorf("ledger entry %d: %w", r.entry.Seq, err)
			}
		}
	}
	return read, nil
}

// read takes what an entry says of a review: what was read first, or that it was edited since.
func (c Chain) read(into map[int64]facts.Words, e Entry, w Words, digest string) (err error) {
	known, ok := into[w.Review]
	switch {
	case !ok && w.EditedAt.IsZero():
		into[w.Review] = facts.Words{
			Author: c.clearAccount(facts.Person{Login: w.Author}), Digest: digest, Text: w.Text, State: w.State, ReadAt: e.Time.Time, SHA256: w.SHA256, Salt: c.People[commitmentIn(w.Author)].Salt,
		}
	case ok && !w.EditedAt.IsZero() && known.EditedAt.IsZero():
		known.EditedAt, err = w.EditedAt.Read()
		into[w.Review] = known
	}
	return err
}
