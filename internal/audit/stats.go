package audit

import (
	"cmp"
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/site"
)

// contested is how many close votes are named.
const contested = 10

// statsOf counts the votes that have ended.
func statsOf(all []site.Proposal) render.Stats {
	s := render.Stats{Version: 1, Months: []render.MonthStats{}, Seats: []render.SeatStats{}, Articles: []render.ArticleStats{}, Close: []render.ContestedVote{}}
	c := counting{months: map[string]*month{}, seats: map[string]*render.SeatStats{}, articles: map[string]*render.ArticleStats{}}
	for _, p := range all {
		if d, ended := final(p); ended {
			s.Decided++
			c.vote(p, d)
		}
	}
	s.Passed, s.Failed, s.Vetoed = c.outcomes[decision.Passed], c.outcomes[decision.Failed], c.outcomes[decision.Vetoed]
	s.Turnout, s.Hours = mean(c.turnouts), median(c.hours)
	for _, name := range slices.Sorted(maps.Keys(c.months)) {
		m := c.months[name]
		s.Months = append(s.Months, render.MonthStats{Month: name, Decided: m.decided, Passed: m.passed, Turnout: mean(m.turnouts)})
	}
	for _, name := range slices.Sorted(maps.Keys(c.seats)) {
		s.Seats = append(s.Seats, *c.seats[name])
	}
	for _, name := range slices.Sorted(maps.Keys(c.articles)) {
		s.Articles = append(s.Articles, *c.articles[name])
	}
	slices.SortStableFunc(c.close, func(a, b closeVote) int { return a.margin.Cmp(b.margin) })
	for _, v := range c.close[:min(contested, len(c.close))] {
		s.Close = append(s.Close, v.ContestedVote)
	}
	return s
}

// counting is the numbers in the making.
type counting struct {
	outcomes map[decision.Outcome]int
	months   map[string]*month
	seats    map[string]*render.SeatStats
	articles map[string]*render.ArticleStats
	turnouts []int
	hours    []int
	close    []closeVote
}

type month struct {
	decided, passed int
	turnouts        []int
}

// closeVote is a contested vote with how far yes and no were apart, as a share of both.
type closeVote struct {
	render.ContestedVote
	margin *big.Rat
}

func (c *counting) vote(p site.Proposal, d decision.Decision) {
	if c.outcomes == nil {
		c.outcomes = map[decision.Outcome]int{}
	}
	c.outcomes[d.Outcome]++
	c.articlesOf(p, d)
	ended := p.Ended()
	if !ended.Known() || !d.OpenedAt.Known() {
		return // no vote took place
	}
	c.hours = append(c.hours, int(ended.Time.Sub(d.OpenedAt.Time)/time.Hour))
	m := entryOf(c.months, ended.Time.UTC().Format("2006-01"))
	m.decided++
	if d.Outcome == decision.Passed {
		m.passed++
	}
	if share, known := turnout(d); known {
		c.turnouts, m.turnouts = append(c.turnouts, share), append(m.turnouts, share)
	}
	c.participation(p, d)
	if v, ok := closeness(p, d); ok {
		c.close = append(c.close, v)
	}
}

func entryOf[V any](in map[string]*V, key string) *V {
	if in[key] == nil {
		in[key] = new(V)
	}
	return in[key]
}

// articlesOf counts an article once for each proposal that it decided.
func (c *counting) articlesOf(p site.Proposal, d decision.Decision) {
	seen := map[string]bool{}
	for _, r := range d.Rulings {
		a := entryOf(c.articles, r.Citation)
		a.Article = r.Citation
		if !seen[r.Citation] {
			a.Decided++
		}
		seen[r.Citation] = true
	}
	for _, done := range p.Done {
		for _, citation := range done.Change.Provisions {
			if done.Status == ledger.Done {
				a := entryOf(c.articles, citation)
				a.Article = citation
				a.Changes++
			}
		}
	}
}

// participation counts a seat that had a holder. Who may vote on what differs by article; the numbers are of the roster.
func (c *counting) participation(p site.Proposal, d decision.Decision) {
	voted := map[string]bool{}
	for _, b := range d.Ballots {
		voted[b.Seat] = voted[b.Seat] || b.Counted
	}
	for _, seat := range p.Roster {
		if seat.GitHub == nil && seat.MastodonID == "" {
			continue
		}
		s := entryOf(c.seats, seat.Seat)
		s.Seat = seat.Seat
		s.Could++
		if voted[seat.Seat] {
			s.Voted++
		}
	}
}

// turnout is the share of the electorate that voted, in per cent, of the ruling with the highest one.
func turnout(d decision.Decision) (share int, known bool) {
	for _, r := range d.Rulings {
		t := r.Tally
		if t.Eligible == nil || rat(*t.Eligible).Sign() <= 0 {
			continue
		}
		cast := new(big.Rat)
		for _, n := range []json.Number{t.Yes, t.No, t.Abstain, t.Block} {
			cast.Add(cast, rat(n))
		}
		hundred := cast.Mul(cast, big.NewRat(100, 1)).Quo(cast, rat(*t.Eligible))
		whole, _ := hundred.Float64()
		share, known = max(share, min(100, int(whole))), true
	}
	return share, known
}

func closeness(p site.Proposal, d decision.Decision) (closeVote, bool) {
	if len(d.Rulings) == 0 {
		return closeVote{}, false
	}
	t := d.Rulings[0].Tally
	yes, no := rat(t.Yes), rat(t.No)
	if no.Sign() <= 0 {
		return closeVote{}, false
	}
	apart := new(big.Rat).Sub(yes, no)
	return closeVote{
		render.ContestedVote{Proposal: p.Proposal, Title: p.Title, Outcome: string(d.Outcome), Yes: cmp.Or(t.Yes.String(), "0"), No: t.No.String()},
		apart.Abs(apart).Quo(apart, new(big.Rat).Add(yes, no)),
	}, true
}

// rat reads an exact number; what is none counts as 0.
func rat(n json.Number) *big.Rat {
	if r, ok := new(big.Rat).SetString(n.String()); ok {
		return r
	}
	return new(big.Rat)
}

func mean(of []int) *int {
	if len(of) == 0 {
		return nil
	}
	sum := 0
	for _, n := range of {
		sum += n
	}
	m := (sum + len(of)/2) / len(of)
	return &m
}

func median(of []int) *int {
	if len(of) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(of))
	return &sorted[len(sorted)/2]
}
