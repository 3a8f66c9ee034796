// Package sources says what is new, changed and retracted in the block lists that a community reads, and what a proposal would
// make of it. It decides nothing: members vote on the proposal.
package sources

import (
	"errors"
	"fmt"
	"path"
	"regexp"

	"github.com/bylaw-dev/bylaw/internal/blocklist"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Reading is what came of reading one list.
type Reading struct {
	List charter.SourceList
	Data []byte
	From string // the address that answered, where a redirect led elsewhere; "" otherwise
	Err  error  // why it could not be read
}

// State says whether a list can be relied on.
type State string

// The states of lists. Only complete and partial ones count, and nothing is removed or lowered unless all are complete.
const (
	Complete   State = "complete"
	Partial    State = "partial"    // rows cannot be read, and what they are about is not known
	Unreadable State = "unreadable" // no answer, or an error
	Empty      State = "empty"
	Malformed  State = "malformed"
	Moved      State = "moved"     // a web page where the list was
	Truncated  State = "truncated" // less than half as long as at the last proposal
	Oversized  State = "oversized" // more than ten times as long as at the last proposal
)

// The lengths at which a list is no longer believed, compared with the last proposal.
const (
	growth = 10
	shrink = 2
)

// Source is one list as it was read.
type Source struct {
	Name     string    `json:"name"`
	Where    string    `json:"where"`                   // its path or address
	From     string    `json:"redirected_to,omitempty"` // the address that answered
	State    State     `json:"state"`
	Why      string    `json:"why,omitempty"`  // of a state that is not complete
	Next     string    `json:"next,omitempty"` // what mends it
	Entries  int       `json:"entries"`        // masked ones included
	LastRead int       `json:"last_read"`      // entries at the last proposal, 0 where that is not known
	Skipped  int       `json:"skipped"`        // names that are masked and match no known one
	Refused  diag.List `json:"refused"`        // rows that are left out; one that is a warning is taken

	New       int      `json:"new"`       // servers that it has and a proposal would add
	Changed   int      `json:"changed"`   // that a proposal would raise or lower
	Below     int      `json:"below"`     // that are below the threshold
	Ignored   int      `json:"ignored"`   // that are not taken, for the reasons that are listed
	Retracted []string `json:"retracted"` // entries that come from it, and that it no longer has

	list  blocklist.List
	masks []string // names without a digest, as patterns
}

// usable reports whether what the list says counts.
func (s Source) usable() bool { return s.State == Complete || s.State == Partial }

// examine reads a list and judges whether it can be relied on.
func examine(c charter.Charter, r Reading) Source {
	s := Source{
		Name: r.List.Name, Where: r.List.Where(), From: r.From, State: Complete, LastRead: c.Sources.LastRead[r.List.Name],
		Refused: diag.List{}, Retracted: []string{},
	}
	if r.Err != nil {
		return s.in(Unreadable, r.Err.Error(), diag.HintOf(r.Err))
	}
	list, err := blocklist.Read(s.Name, blocklist.Format(r.List.Format), r.Data, blocklist.Options{
		Masked: true, Own: c.Settings.Domain, Limits: c.PlanLimits(),
	})
	if err != nil {
		return s.fault(r, err)
	}
	s.list, s.Entries = list, len(list.Items)+len(list.Masked)
	s.Refused = append(s.Refused, list.Refused.WithExcerpts(func(string) []byte { return r.Data })...)
	const mend = "if the list is right, write its length under last_read in federation.yaml"
	switch {
	case s.Entries == 0 && list.Unread > 0:
		return s.in(Malformed, "none of its rows can be read", "")
	case s.Entries == 0:
		return s.in(Empty, "it has no entries", "ask its publisher, or take it off sources")
	case s.Entries*shrink < s.LastRead:
		return s.in(Truncated, fmt.Sprintf("it has %d entries, and had %d at the last proposal", s.Entries, s.LastRead), mend)
	case s.LastRead > 0 && s.Entries > growth*s.LastRead:
		return s.in(Oversized, fmt.Sprintf("it has %d entries, and had %d at the last proposal", s.Entries, s.LastRead), mend)
	case list.Unread > 0:
		return s.in(Partial, fmt.Sprintf("%d of its rows cannot be read", list.Unread), "ask its publisher to correct them")
	}
	return s
}

func (s Source) in(state State, why, next string) Source {
	s.State, s.Why, s.Next = state, why, next
	return s
}

// fault says what a file is that is no list.
func (s Source) fault(r Reading, err error) Source {
	why, next := err.Error(), diag.HintOf(err)
	if mistakes, ok := errors.AsType[*diag.Mistakes](err); ok {
		first := mistakes.List[0]
		why, next = first.String(), first.Hint
	}
	switch {
	case blocklist.IsEmpty(r.Data):
		return s.in(Empty, why, next)
	case blocklist.IsPage(r.Data) && r.From != "":
		return s.in(Moved, why+", after a redirect to "+r.From, next)
	case blocklist.IsPage(r.Data):
		return s.in(Moved, why, next)
	}
	return s.in(Malformed, why, next)
}

var stars = regexp.MustCompile(`\*+`)

// resolve finds the names of entries that are masked among the names that are known, by their SHA-256. What is left is skipped.
func (s *Source) resolve(known map[string]string) {
	for _, m := range s.list.Masked {
		switch name := known[m.Digest]; {
		case m.Digest != "" && name != "":
			m.Target = name
			s.list.Items = append(s.list.Items, m.Item)
		case m.Digest == "":
			s.masks = append(s.masks, stars.ReplaceAllString(m.Target, "*"))
			s.Skipped++
		default:
			s.Skipped++
		}
	}
}

// mayHave reports whether a masked name could be the one of a server.
func (s Source) mayHave(domain string) bool {
	for _, mask := range s.masks {
		if match, err := path.Match(mask, domain); match || err != nil {
			return true
		}
	}
	return false
}
