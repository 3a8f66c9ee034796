package sources

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// Kind is what a proposal does with an entry.
type Kind string

// The kinds of changes.
const (
	Add    Kind = "add"
	Raise  Kind = "raise" // to a more severe measure
	Lower  Kind = "lower"
	Remove Kind = "remove" // every list has dropped it
)

// Change is one entry that a proposal would change.
type Change struct {
	Kind     Kind     `json:"kind"`
	Domain   string   `json:"domain"`
	Severity string   `json:"severity"` // that it gets; of one that is removed, that it had
	Says     string   `json:"says"`     // the most severe measure on which enough lists agree; "" where none has it
	Lists    []string `json:"lists"`    // that have it; of one that is removed, that had it

	Item plan.Item `json:"-"` // as it is to be written
}

// Left is a server for which nothing is proposed.
type Left struct {
	Domain string   `json:"domain"`
	Lists  []string `json:"lists"`
	Why    string   `json:"why"`
}

// Report is what the lists say, and what a proposal would make of it. Lists of servers are sorted by domain.
type Report struct {
	Sources   []Source `json:"sources"`
	Threshold int      `json:"threshold"`
	Changes   []Change `json:"changes"` // by kind, and then by domain
	Waiting   []Left   `json:"waiting"` // for a later proposal
	Held      []Left   `json:"held"`    // what would be removed or lowered, were the lists relied on
	Below     []Left   `json:"below"`   // in fewer lists than the threshold
	Ignored   []Left   `json:"ignored"`
}

// Of gives the changes of one kind.
func (r Report) Of(kind Kind) []Change {
	return slices.DeleteFunc(slices.Clone(r.Changes), func(c Change) bool { return c.Kind != kind })
}

// Sizes gives how many entries each list has that counts, by its name.
func (r Report) Sizes() map[string]int {
	sizes := map[string]int{}
	for _, s := range r.Sources {
		if s.usable() {
			sizes[s.Name] = s.Entries
		}
	}
	return sizes
}

// Evaluate compares lists with the entries of a charter. A list of the settings without a reading counts as unreadable. now is
// the day on which what is new is first seen.
func Evaluate(c charter.Charter, readings []Reading, now time.Time) Report {
	e := evaluation{
		settings: c.Sources, today: now.UTC().Truncate(24 * time.Hour), entries: map[string]plan.Item{}, votes: map[string][]vote{},
		Report: Report{Threshold: c.Sources.Threshold, Changes: []Change{}, Waiting: []Left{}, Held: []Left{}, Below: []Left{}, Ignored: []Left{}},
	}
	for _, list := range c.Sources.Lists {
		i := slices.IndexFunc(readings, func(r Reading) bool {
			return r.List.Name == list.Name && r.List.Where() == list.Where() && r.List.Format == list.Format
		})
		if i < 0 {
			readings, i = append(readings, Reading{List: list, Err: errors.New("the list came into the settings only now")}), len(readings)
		}
		e.Sources = append(e.Sources, examine(c, readings[i]))
	}
	for _, item := range c.Instance.Items {
		if item.Resource == "domain_blocks" {
			e.entries[item.Target] = item
		}
	}
	e.collect()
	for _, domain := range slices.Sorted(maps.Keys(e.votes)) {
		e.server(domain, e.votes[domain])
	}
	e.retractions()
	e.ceilings()
	e.count()
	return e.Report
}

// vote is what one list says of a server.
type vote struct {
	list string
	item plan.Item
}

type evaluation struct {
	Report
	settings charter.Sources
	today    time.Time
	entries  map[string]plan.Item // of the charter, by domain
	votes    map[string][]vote    // by domain, in the order of the lists
}

// collect gathers what each list says of each server.
func (e *evaluation) collect() {
	known := map[string]string{}
	note := func(domain string) {
		sum := sha256.Sum256([]byte(domain))
		known[hex.EncodeToString(sum[:])] = domain
	}
	for domain := range e.entries {
		note(domain)
	}
	for _, s := range e.Sources {
		for _, item := range s.list.Items {
			note(item.Target)
		}
	}
	for n := range e.Sources {
		s := &e.Sources[n]
		if !s.usable() {
			continue
		}
		s.resolve(known)
		for _, item := range s.list.Items {
			if said := e.votes[item.Target]; len(said) == 0 || said[len(said)-1].list != s.Name { // once by name, and masked
				e.votes[item.Target] = append(said, vote{s.Name, item})
			}
		}
	}
}

// names gives the lists of votes, sorted.
func names(votes []vote) []string {
	var all []string
	for _, v := range votes {
		all = append(all, v.list)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// provenance gives the lists that an entry comes from, with the day on which each was first seen to have it; nil of an entry that
// is the community's own.
func provenance(item plan.Item) map[string]any {
	from, _ := item.Params[plan.Sources].(map[string]any)
	return from
}

// unsure says why it is not known whether some list has a server, "" where none has it.
func (e *evaluation) unsure(domain string, from map[string]any) string {
	for _, s := range e.Sources {
		switch {
		case s.State != Complete:
			return fmt.Sprintf("%s is %s, so nothing is removed or made less severe", s.Name, s.State)
		case s.mayHave(domain):
			return s.Name + " may have it under a masked name"
		}
	}
	for _, name := range slices.Sorted(maps.Keys(from)) {
		if !slices.ContainsFunc(e.Sources, func(s Source) bool { return s.Name == name }) {
			return fmt.Sprintf("it comes from %s, which is no longer read", name)
		}
	}
	return ""
}

// retractions finds entries that come from lists alone and that every list has dropped.
func (e *evaluation) retractions() {
	for _, domain := range slices.Sorted(maps.Keys(e.entries)) {
		item := e.entries[domain]
		from := provenance(item)
		e.droppedBy(domain, from)
		if len(from) == 0 || len(e.votes[domain]) > 0 {
			continue
		}
		lists := slices.Sorted(maps.Keys(from))
		if why := e.unsure(domain, from); why != "" {
			e.Held = append(e.Held, Left{domain, lists, why})
			continue
		}
		severity, _ := item.Params["severity"].(string)
		e.Changes = append(e.Changes, Change{Kind: Remove, Domain: domain, Severity: severity, Lists: lists, Item: item})
	}
}

// droppedBy notes with each list that an entry comes from it and is no longer in it.
func (e *evaluation) droppedBy(domain string, from map[string]any) {
	for n, s := range e.Sources {
		_, had := from[s.Name]
		if had && s.usable() && !slices.Contains(names(e.votes[domain]), s.Name) {
			e.Sources[n].Retracted = append(e.Sources[n].Retracted, domain)
		}
	}
}

// ceilings keeps a proposal within its bounds. Of what is added, what most lists have comes first and the rest waits; what would
// be removed or lowered is held back as a whole, for a mass of it is more often a mistake of a list.
func (e *evaluation) ceilings() {
	var more, less []Change
	for _, c := range e.Changes {
		if c.Kind == Add || c.Kind == Raise {
			more = append(more, c)
		} else {
			less = append(less, c)
		}
	}
	slices.SortStableFunc(more, func(a, b Change) int { return cmp.Compare(len(b.Lists), len(a.Lists)) })
	if len(more) > e.settings.Add {
		for _, c := range more[e.settings.Add:] {
			e.Waiting = append(e.Waiting, Left{c.Domain, c.Lists, fmt.Sprintf("past ceilings.add, which is %d", e.settings.Add)})
		}
		more = more[:e.settings.Add]
	}
	if len(less) > e.settings.Remove {
		for _, c := range less {
			e.Held = append(e.Held, Left{c.Domain, c.Lists, fmt.Sprintf("%d would be removed or made less severe, and ceilings.remove is %d", len(less), e.settings.Remove)})
		}
		less = nil
	}
	e.Changes = append(more, less...)
	order := []Kind{Add, Raise, Lower, Remove}
	slices.SortFunc(e.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)), strings.Compare(a.Domain, b.Domain))
	})
	for _, left := range [][]Left{e.Waiting, e.Held} {
		slices.SortFunc(left, func(a, b Left) int { return strings.Compare(a.Domain, b.Domain) })
	}
}

// count says of each list what comes of its entries.
func (e *evaluation) count() {
	add := func(lists []string, to func(*Source)) {
		for n := range e.Sources {
			if slices.Contains(lists, e.Sources[n].Name) {
				to(&e.Sources[n])
			}
		}
	}
	for _, c := range e.Changes {
		switch c.Kind {
		case Add:
			add(c.Lists, func(s *Source) { s.New++ })
		case Raise, Lower:
			add(c.Lists, func(s *Source) { s.Changed++ })
		case Remove:
		}
	}
	for _, left := range e.Below {
		add(left.Lists, func(s *Source) { s.Below++ })
	}
	for _, left := range e.Ignored {
		add(left.Lists, func(s *Source) { s.Ignored++ })
	}
}
