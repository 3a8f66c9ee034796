package ledger

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

const peopleDir = "people/"

// Gone stands where the clear values of a person were erased, or cannot be had.
const Gone = "erased"

// saltBytes is how many random bytes make a salt: no one can try them all for a name that they guess.
const saltBytes = 16

// Person is one person as a decision met them: a seat of the roster, or an account of the forge. Its file lies apart
// from the chain, and the SHA-256 of the file is the commitment by which the chain speaks of the person.
type Person struct {
	Salt     string `json:"salt"` // random, in hex
	Seat     string `json:"seat,omitempty"`
	Login    string `json:"login,omitempty"`
	ID       int64  `json:"id,omitempty"`
	Type     string `json:"type,omitempty"`
	Mastodon string `json:"mastodon,omitempty"`
	Vacant   bool   `json:"vacant,omitempty"` // a seat that no one holds
	// MastodonID is the id with which the holder of a seat votes, or of who cast a ballot. What follows is only of a ballot: see CastBy.
	MastodonID string `json:"mastodon_id,omitempty"`
	Status     string `json:"status,omitempty"`
	Visibility string `json:"visibility,omitempty"`
	TextSHA256 string `json:"text_sha256,omitempty"`
}

// reference is how entries and facts name a person: by seat or by account, and the commitment.
var reference = regexp.MustCompile(`\b(seat|account):([0-9a-f]{64})\b`)

// PersonPath is the path of a person's file, by the commitment.
func PersonPath(sum string) string { return peopleDir + sum + suffix }

// IsPerson says whether a file is of a person, and so lies apart from the chain.
func IsPerson(path string) bool { return strings.HasPrefix(path, peopleDir) }

// Veil replaces people by commitments, and gathers the files of those that the ledger did not know. It uses the
// commitment of a person whom the ledger knows with the very same values.
type Veil struct {
	known  map[Person]string // by values without salt
	salts  map[string]string // by commitment
	random io.Reader
	fresh  []File
	err    error
}

// Veil begins to replace people; salts are read from random.
func (c Chain) Veil(random io.Reader) *Veil {
	v := &Veil{known: map[Person]string{}, salts: map[string]string{}, random: random}
	for _, sum := range slices.Sorted(maps.Keys(c.People)) {
		p := c.People[sum]
		v.salts[sum] = p.Salt
		p.Salt = ""
		v.known[p] = sum
	}
	return v
}

// Files gives the files of people that were not recorded. They belong to the same Append as what names them.
func (v *Veil) Files() ([]File, error) { return v.fresh, v.err }

// commitment gives the SHA-256 that stands for a person.
func (v *Veil) commitment(p Person) string {
	if sum, ok := v.known[p]; ok || v.err != nil {
		return sum
	}
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(v.random, salt); err != nil {
		v.err = fmt.Errorf("salt of a commitment: %w", err)
		return ""
	}
	salted := p
	salted.Salt = hex.EncodeToString(salt)
	data, err := line(salted)
	if err != nil {
		v.err = err
		return ""
	}
	sum := hash(data)
	v.known[p], v.salts[sum] = sum, salted.Salt
	v.fresh = append(v.fresh, File{PersonPath(sum), data})
	return sum
}

// Login gives what stands for an account of which only the login is known.
func (v *Veil) Login(login string) string { return v.account(facts.Person{Login: login}).Login }

func (v *Veil) account(p facts.Person) facts.Person {
	if p == (facts.Person{}) {
		return p
	}
	return facts.Person{Login: "account:" + v.commitment(Person{Login: p.Login, ID: p.ID, Type: p.Type})}
}

func (v *Veil) seat(s facts.Seat) facts.Seat {
	p := personOf(s)
	s.Seat, s.GitHub, s.Mastodon, s.MastodonID = "seat:"+v.commitment(p), nil, "", ""
	return s
}

func personOf(s facts.Seat) Person {
	p := Person{Seat: s.Seat, Mastodon: s.Mastodon, MastodonID: s.MastodonID, Vacant: !s.Held()}
	if s.GitHub != nil {
		p.Login, p.ID, p.Type = s.GitHub.Login, s.GitHub.ID, s.GitHub.Type
	}
	return p
}

// Facts gives facts in which commitments stand for people.
func (v *Veil) Facts(f facts.Facts) facts.Facts {
	return facts.Cast{Account: v.account, Seat: v.seat, Name: v.names(f), Ballot: hidden}.Of(f)
}

// hidden leaves of a ballot the commitment under which it was recorded.
func hidden(b facts.Ballot) facts.Ballot {
	b.Account, b.AccountID = "", ""
	return b
}

// names gives what stands for the name of a seat, or for the login of a person who voted and holds none.
func (v *Veil) names(f facts.Facts) func(string) string {
	known := map[string]string{}
	for _, r := range f.Reviews {
		known[r.Author.Login] = v.account(r.Author).Login
		if r.Dismissed != nil {
			known[r.Dismissed.By.Login] = v.account(r.Dismissed.By).Login
		}
	}
	known[f.Proposal.Author.Login] = v.account(f.Proposal.Author).Login
	for _, b := range f.Ballots {
		known[b.Account] = b.Commitment
	}
	for _, s := range f.Roster {
		known[s.Seat] = v.seat(s).Seat
	}
	return func(name string) string {
		if name == "" {
			return ""
		}
		if _, ok := known[name]; !ok {
			known[name] = "seat:" + v.commitment(Person{Seat: name, Vacant: true})
		}
		return known[name]
	}
}

// Decision gives a decision on facts in which commitments stand for who voted. Names in texts of a community's own
// policies are replaced too, where they stand as words.
func (v *Veil) Decision(d decision.Decision, f facts.Facts) decision.Decision {
	name := v.names(f)
	d.Ballots = slices.Clone(d.Ballots)
	for i, b := range d.Ballots {
		d.Ballots[i].Seat = name(b.Seat)
	}
	named := namesIn(f)
	veiled := func(text string) string { return named.ReplaceAllStringFunc(text, name) }
	d.Denials, d.Warnings = slices.Clone(d.Denials), slices.Clone(d.Warnings)
	for i := range d.Denials {
		d.Denials[i].Text = veiled(d.Denials[i].Text)
	}
	for i := range d.Warnings {
		d.Warnings[i].Text = veiled(d.Warnings[i].Text)
	}
	return d
}

// namesIn finds the names of seats and voters as words of a text.
func namesIn(f facts.Facts) *regexp.Regexp {
	names := []string{f.Proposal.Author.Login}
	for _, s := range f.Roster {
		names = append(names, s.Seat)
	}
	for _, r := range f.Reviews {
		names = append(names, r.Author.Login)
		if r.Dismissed != nil {
			names = append(names, r.Dismissed.By.Login)
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
	if len(names) == 0 {
		return regexp.MustCompile(`\z.`) // finds nothing
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	for i, name := range names {
		names[i] = regexp.QuoteMeta(name)
	}
	return regexp.MustCompile(`\b(` + strings.Join(names, "|") + `)\b`)
}

func (v *verifier) personFile(f File) {
	sum := hash(f.Data)
	var p Person
	switch err := json.Unmarshal(f.Data, &p); {
	case f.Path != PersonPath(sum):
		v.fault(0, f.Path, "its content has the SHA-256 %s, which must be its name", sum)
	case err != nil:
		v.fault(0, f.Path, "not the JSON of a person: %v", err)
	default:
		v.people[sum] = p
	}
}
