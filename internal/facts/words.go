package facts

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/bylaw-dev/bylaw/internal/moment"
)

// Words is what the ledger keeps of the text of a review: a check read it before anybody had edited it.
type Words struct {
	Author Person    // without an ID where the author was erased
	Digest string    // of the content that it was cast on
	Text   string    // what a vote needs of it, as Redacted leaves it
	State  string    // of the review then, as in Review
	ReadAt time.Time // when the check read it
	// EditedAt is when it was edited later, as the first check after that saw; zero where none saw an edit.
	EditedAt time.Time
	Salt     string // "" where the author was erased: then no text can be compared
	SHA256   string // see Fingerprint
}

// Fingerprint is the SHA-256 in hex of a secret salt and the text of a review: without the salt no one can try texts.
func Fingerprint(salt, text string) string {
	sum := sha256.Sum256([]byte(salt + "\n" + text))
	return hex.EncodeToString(sum[:])
}

// differ says whether a text is another one than that which was read.
func (w Words) differ(text string) bool {
	return w.Salt != "" && w.SHA256 != "" && Fingerprint(w.Salt, text) != w.SHA256
}

// Unread gives the reviews whose words the ledger should keep, of those that are asked about: unedited ones that it does not
// know, and edits of those that it knows, with EditedAt.
func (r Record) Unread(about func(Review) bool) []Review {
	var unread []Review
	for _, review := range r.Reviews {
		words, known := r.Words[review.ID]
		at, edited := r.changed(review)
		switch {
		case !about(review), known && (!edited || !words.EditedAt.IsZero()), !known && edited:
			continue
		case edited:
			review.EditedAt = moment.Of(at)
		}
		unread = append(unread, review)
	}
	return unread
}

// changed says whether a text was edited after it was submitted, and when. Where only the ledger says that it is another
// one now, that was at some time after it was read.
func (r Record) changed(review Review) (at time.Time, edited bool) {
	at, known := r.Edits[review.ID]
	if known && at.After(review.SubmittedAt.Time) {
		return at, true
	}
	words, known := r.Words[review.ID]
	return words.ReadAt, known && words.differ(review.Body)
}
