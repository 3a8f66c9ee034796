package apply

import (
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// issue is a text that came into force: the entries [first:last] of the record led there. The record names the file by its
// bytes, and what is published by its text: where only the bytes are others, as with other line ends, no text came.
type issue struct {
	first, last  int
	source, text string
}

// issues gives the texts that were in force one after another.
func issues(chain ledger.Chain) ([]issue, error) {
	var found []issue
	first, text := 0, ""
	for n, entry := range chain.Entries {
		for _, published := range textsOf(entry) {
			text = published
		}
		if entry.Kind != ledger.Enacted {
			continue
		}
		body, err := ledger.Body[ledger.EnactedBody](entry)
		if err != nil {
			return nil, err
		}
		if at := len(found) - 1; at < 0 || found[at].source != body.Constitution && found[at].text != text {
			found = append(found, issue{first, n + 1, body.Constitution, text})
		} else {
			found[at].source = body.Constitution
		}
		first = n + 1
	}
	return found, nil
}

// textsOf gives the texts that an entry says are to be published, were published, or could not be.
func textsOf(entry ledger.Entry) []string {
	var changes []plan.Change
	switch entry.Kind {
	case ledger.Intent:
		body, _ := ledger.Body[ledger.IntentBody](entry)
		changes = body.Changes
	case ledger.Enacted:
		body, _ := ledger.Body[ledger.EnactedBody](entry)
		for _, r := range body.Undone {
			if r.Change != nil {
				changes = append(changes, *r.Change)
			}
		}
	case ledger.Publish:
		if body, err := ledger.Body[ledger.PublishBody](entry); err == nil && body.Announces == "" {
			return []string{body.Digest}
		}
	default:
	}
	var texts []string
	for _, c := range changes {
		if text, ok := c.Params["digest"].(string); ok && c.Skill == plan.PublishSkill {
			texts = append(texts, text)
		}
	}
	return texts
}

// inForce tells whether the text is the last of those that came into force.
func (e edition) inForce(all []issue) bool {
	return len(all) > 0 && (all[len(all)-1].source == e.law.Constitution.Digest || e.publishes(all[len(all)-1].text))
}

func (e edition) publishes(text string) bool {
	return text == e.law.Constitution.TextDigest() || text == e.law.Constitution.Digest
}

// since is when the text is put into force: when its publication was first intended, which may be days before the run that
// ends it.
func (e edition) since() time.Time {
	for _, entry := range e.chain.Entries[e.settled():] {
		begun, err := time.Parse(time.RFC3339, entry.Time)
		if err == nil && entry.Kind == ledger.Intent && slices.ContainsFunc(textsOf(entry), e.publishes) {
			return begun
		}
	}
	return e.now
}

// begun gives the entry with which the publication of a text began that is in force, with the number of the proposal that
// decided on it; ok is false where another text is in force, or none.
func (e edition) begun() (at ledger.Entry, since time.Time, ok bool, err error) {
	all, err := issues(e.chain)
	if err != nil || !e.inForce(all) {
		return at, since, false, err
	}
	came := all[len(all)-1]
	at = e.chain.Entries[came.last-1]
	proposal := at.Proposal
	for _, entry := range slices.Backward(e.chain.Entries[came.first:came.last]) {
		if slices.ContainsFunc(textsOf(entry), e.publishes) {
			if at = entry; proposal == 0 {
				proposal = entry.Proposal
			}
		}
	}
	at.Proposal = proposal
	since, err = time.Parse(time.RFC3339, at.Time)
	return at, since, err == nil, err
}
