package ledger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Clear gives a text with the names of people in place of their commitments, and Gone where a person was erased.
func (c Chain) Clear(text string) string {
	return reference.ReplaceAllStringFunc(text, func(found string) string {
		kind, sum, _ := strings.Cut(found, ":")
		p, ok := c.People[sum]
		switch {
		case !ok:
			return Gone
		case kind == "seat":
			return p.Seat
		}
		return p.Login
	})
}

// ClearFacts gives facts with the people that they speak of, as the policies saw them.
func (c Chain) ClearFacts(f facts.Facts) facts.Facts {
	return facts.Cast{Account: c.clearAccount, Seat: c.clearSeat, Name: c.Clear, Ballot: c.clearBallot}.Of(f)
}

func (c Chain) clearAccount(p facts.Person) facts.Person {
	found := reference.FindStringSubmatch(p.Login)
	if found == nil {
		return p
	}
	if known, ok := c.People[found[2]]; ok {
		return facts.Person{Login: known.Login, ID: known.ID, Type: known.Type}
	}
	return facts.Person{Login: Gone}
}

func (c Chain) clearBallot(b facts.Ballot) facts.Ballot {
	if by, ok := c.CastBy(b.Commitment); ok {
		b.Account, b.AccountID = by.Account, by.AccountID
	}
	return b
}

func (c Chain) clearSeat(s facts.Seat) facts.Seat {
	found := reference.FindStringSubmatch(s.Seat)
	if found == nil {
		return s
	}
	known, ok := c.People[found[2]]
	if !ok {
		s.Seat = Gone
		return s
	}
	s.Seat, s.Mastodon, s.MastodonID = known.Seat, known.Mastodon, known.MastodonID
	if known.ID != 0 || known.Login != "" {
		s.GitHub = &facts.Person{Login: known.Login, ID: known.ID, Type: known.Type}
	}
	return s
}

// ClearDecision gives a decision with the names of who voted.
func (c Chain) ClearDecision(d decision.Decision) decision.Decision {
	d.Ballots, d.Denials, d.Warnings = slices.Clone(d.Ballots), slices.Clone(d.Denials), slices.Clone(d.Warnings)
	for i := range d.Ballots {
		d.Ballots[i].Seat = c.Clear(d.Ballots[i].Seat)
	}
	for i := range d.Denials {
		d.Denials[i].Text = c.Clear(d.Denials[i].Text)
	}
	for i := range d.Warnings {
		d.Warnings[i].Text = c.Clear(d.Warnings[i].Text)
	}
	return d
}

// Missing lists the commitments in a document whose person is not here, sorted, each once.
func (c Chain) Missing(document []byte) []string {
	var missing []string
	for _, found := range reference.FindAllSubmatch(document, -1) {
		if _, ok := c.People[string(found[2])]; !ok {
			missing = append(missing, string(found[2]))
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

// Named finds the people of whom something says the word given, which is a seat, a login, a handle or an id, and every other
// record of the same accounts. It gives their commitments, sorted.
func (c Chain) Named(word string) []string {
	accounts := map[string]bool{}
	for _, p := range c.People {
		for _, account := range p.accounts() {
			accounts[account] = accounts[account] || p.named(word)
		}
	}
	var found []string
	for sum, p := range c.People {
		same := func(account string) bool { return accounts[account] }
		if p.named(word) || slices.ContainsFunc(p.accounts(), same) {
			found = append(found, sum)
		}
	}
	slices.Sort(found)
	return found
}

func (p Person) named(word string) bool {
	return word != "" && (p.Seat == word || p.Login == word || p.Mastodon == word || p.MastodonID == word || p.ID != 0 && fmt.Sprint(p.ID) == word)
}

// accounts gives the ids by which records of one person are known.
func (p Person) accounts() (ids []string) {
	if p.ID != 0 {
		ids = append(ids, fmt.Sprintf("forge %d", p.ID))
	}
	if p.MastodonID != "" {
		ids = append(ids, "mastodon "+p.MastodonID)
	}
	return ids
}
