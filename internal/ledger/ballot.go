package ledger

import (
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/bylaw-dev/bylaw/internal/canonical"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// BallotBody is what one pass of the inbox read on Mastodon. Lists that are empty are written as such. Only the key that the
// settings name as ballots.key makes it count: see Sign and State.Inbox.
type BallotBody struct {
	// ReadThrough is the server's time until which every ballot is in this entry or in one before it: the Date of the answer
	// with which the pass began, less ten minutes.
	ReadThrough moment.Time `json:"read_through"`
	Cursor      string      `json:"cursor"` // the server's id of the newest notification that was read; the next pass reads on from there
	Ballots     []Ballot    `json:"ballots"`
	Posts       []Post      `json:"posts"`
	// Signature is the signature line of the signed note whose text is the canonical JSON of the body without this key.
	Signature string `json:"signature,omitempty"`
}

// Ballot is one vote that a post cast.
type Ballot struct {
	Proposal int    `json:"proposal"`
	Digest   string `json:"digest"` // of the content that it was cast on, in full
	// Seat is "seat:" and the commitment of a file that holds a CastBy. No other ballot has the same one.
	Seat     string      `json:"seat"`
	Choice   string      `json:"choice"` // yes, no, abstain, block or withdraw; unknown where it was edited and its first version cannot be had
	CastAt   moment.Time `json:"cast_at"`
	Reasoned bool        `json:"reasoned,omitempty"` // the post went on after its first line
}

// UnknownChoice is the choice of a ballot that was cast, of which no one can say what it was.
const UnknownChoice = "unknown"

// Post is a post of the inbox's bot about one content of a proposal, which members answer to vote.
type Post struct {
	Proposal  int         `json:"proposal"`
	Digest    string      `json:"digest"`
	Status    string      `json:"status"` // the server's id
	CreatedAt moment.Time `json:"created_at"`
}

// CastBy is what a person's file says of a ballot.
type CastBy struct {
	Seat       string // by the roster of the pass
	Account    string // @name@host as the server said it of the post
	AccountID  string // which decides whose ballot it is
	Status     string // the server's id of the post
	Visibility string // public, unlisted, private or direct
	TextSHA256 string // of the visible text of its first version: see ballot.TextSHA256
}

// Ballot gives a ballot with the commitment to who cast it in place of Seat.
func (v *Veil) Ballot(b Ballot, by CastBy) Ballot {
	b.Seat = "seat:" + v.commitment(Person{
		Seat: by.Seat, Mastodon: by.Account, MastodonID: by.AccountID, Status: by.Status, Visibility: by.Visibility, TextSHA256: by.TextSHA256,
	})
	return b
}

// CastBy says who cast a ballot; ok is false where the person was erased, or the file is missing.
func (c Chain) CastBy(seat string) (by CastBy, ok bool) {
	p, ok := c.People[commitmentIn(seat)]
	return CastBy{p.Seat, p.Mastodon, p.MastodonID, p.Status, p.Visibility, p.TextSHA256}, ok && p.Status != ""
}

// Sign gives the body with the signature of the inbox's key.
func (b BallotBody) Sign(key note.Signer) (BallotBody, error) {
	b.Signature = ""
	raw, err := json.Marshal(b)
	if err != nil {
		return b, fmt.Errorf("sign a %s entry: %w", Ballots, err)
	}
	text, _, err := signedText(raw)
	if err != nil {
		return b, fmt.Errorf("sign a %s entry: %w", Ballots, err)
	}
	signed, err := note.Sign(&note.Note{Text: text}, key)
	if err != nil {
		return b, fmt.Errorf("sign a %s entry: %w", Ballots, err)
	}
	b.Signature = strings.Trim(strings.TrimPrefix(string(signed), text), "\n")
	return b, nil
}

// signedText gives the text of the note that a body is, and its signature. Keys that a newer bylaw adds are signed too.
func signedText(body json.RawMessage) (text, signature string, err error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		return "", "", err
	}
	if given, ok := all["signature"]; ok {
		if err := json.Unmarshal(given, &signature); err != nil {
			return "", "", err
		}
		delete(all, "signature")
	}
	data, err := canonical.JSON(all)
	return string(data) + "\n", signature, err
}

// signed says whether a key has signed the body of an entry, and nothing else with it.
func signed(e Entry, key note.Verifier) bool {
	text, signature, err := signedText(e.Body)
	if err != nil || signature == "" {
		return false
	}
	opened, err := note.Open([]byte(text+"\n"+signature+"\n"), note.VerifierList(key))
	return err == nil && opened.Text == text
}
