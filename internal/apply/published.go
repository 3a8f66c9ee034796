package apply

import (
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// issue is a text that came into force: the entries [first:last] of the ledger led there. The ledger names the file by its
// bytes, and what is published by its text: where only the bytes are others, as with other line ends, no text came.
type issue struct {
	first, last  int
	source, text string
}

// issues gives the texts that were in force one after another.
func issues(past ledger.State) []issue {
	var found []issue
	first, text := 0, ""
	for _, e := range past.Enacted {
		for n := first + 1; n <= e.Entry.Seq; n++ {
			if texts := past.Texts[n]; len(texts) > 0 {
				text = texts[len(texts)-1]
			}
		}
		if at := len(found) - 1; at < 0 || found[at].source != e.Body.Constitution && found[at].text != text {
			found = append(found, issue{first, e.Entry.Seq, e.Body.Constitution, text})
		} else {
			found[at].source = e.Body.Constitution
		}
		first = e.Entry.Seq
	}
	return found
}

// inForce says whether the text is the last of those that came into force.
func (e edition) inForce(all []issue) bool {
	return len(all) > 0 && (all[len(all)-1].source == e.charter.Constitution.Digest || e.publishes(all[len(all)-1].text))
}

func (e edition) publishes(text string) bool {
	return text == e.charter.Constitution.TextDigest() || text == e.charter.Constitution.Digest
}

// since is when the text is put into force: when its publication was first intended, which may be days before the run that
// ends it.
func (e edition) since() time.Time {
	for _, entry := range e.past.Chain.Entries[e.settled():] {
		if entry.Kind == ledger.Intent && slices.ContainsFunc(e.past.Texts[entry.Seq], e.publishes) {
			return entry.Time.Time
		}
	}
	return e.now
}

// begun gives the entry with which the publication of a text began that is in force, with the number of the proposal that
// decided on it; ok is false where another text is in force, or none.
func (e edition) begun() (at ledger.Entry, since time.Time, ok bool) {
	all := issues(e.past)
	if !e.inForce(all) {
		return at, since, false
	}
	came := all[len(all)-1]
	at = e.past.Chain.Entries[came.last-1]
	proposal := at.Proposal
	for _, entry := range slices.Backward(e.past.Chain.Entries[came.first:came.last]) {
		if slices.ContainsFunc(e.past.Texts[entry.Seq], e.publishes) {
			if at = entry; proposal == 0 {
				proposal = entry.Proposal
			}
		}
	}
	at.Proposal = proposal
	return at, at.Time.Time, true
}
