package site

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// decisionView is the page of one proposal.
type decisionView struct {
	Proposal                         int
	Title, URL, Author, Why, Sources string
	Outcome                          decision.Outcome
	Dates                            []dateView
	Articles                         []link
	Changes                          []changeView
	Tallies                          []tallyView
	Diagram                          *diagram
	Ballots                          []ballotView
	Done                             []doneView
	Life                             []render.Event

	MoreChanges, MoreBallots, MoreDone, MoreLife int
}

type dateView struct{ Name, At string }

type changeView struct{ Text, Reason string }

type ballotView struct{ Seat, Choice, Counted, Cast string }

type doneView struct{ Text, URL string }

func (b *builder) decisions() error {
	title := b.say("site.decisions")
	err := paged(b.decided, func(page, count int, part []rowView) error {
		return b.page(numbered("decisions", page), "decisions.html", title, "decisions", struct {
			Rows  []rowView
			Pager []turn
		}{part, turns("decisions", count, page)})
	})
	for _, p := range b.Proposals {
		if err == nil && p.Decision.Outcome != "" {
			err = b.page(decisionFile(p.Proposal), "decisions.html", titled(p), "decision", b.decision(p))
		}
	}
	return err
}

func (b *builder) decision(p Proposal) decisionView {
	d := p.Decision
	v := decisionView{
		Proposal: p.Proposal, Title: titled(p), URL: p.URL, Author: render.Outside(p.Author), Why: render.Reason(d), Outcome: d.Outcome,
		Dates: b.dates(p), Sources: strings.Trim(fmt.Sprint(p.Entries), "[]"), Diagram: b.diagram(p),
	}
	var citations []string
	for _, r := range d.Rulings {
		citations = append(citations, r.Citation)
		v.Tallies = append(v.Tallies, b.tally(r))
	}
	v.Articles = b.articleLinks(citations)
	changes, more := shown(p.Changes)
	for _, c := range changes {
		v.Changes = append(v.Changes, changeView{render.ProposedChange(publicChange(c)), render.Outside(c.Reason)})
	}
	v.MoreChanges = more
	done, more := shown(p.Done)
	for _, c := range done {
		v.Done = append(v.Done, doneView{publicDone(c).String(), c.URL})
	}
	v.MoreDone = more
	v.Ballots, v.MoreBallots = b.ballots(p)
	life, more := shown(p.Life)
	for _, e := range life {
		v.Life = append(v.Life, render.Event{Time: e.Time, Text: render.Outside(e.Text)})
	}
	v.MoreLife = more
	return v
}

func (b *builder) dates(p Proposal) []dateView {
	var all []dateView
	for _, d := range []dateView{
		{b.say("site.opened"), p.Decision.OpenedAt.String()}, {b.say("site.closes"), p.Decision.ClosesAt.String()},
		{b.say("site.merged"), p.Merged.String()}, {b.say("site.enacted"), p.Enacted.String()},
	} {
		if stampOf(d.At) != nil {
			all = append(all, d)
		}
	}
	return all
}

func (b *builder) ballots(p Proposal) (all []ballotView, more int) {
	some, more := shown(p.Decision.Ballots)
	for _, ballot := range some {
		v := ballotView{Seat: render.Outside(ballot.Seat), Choice: b.choice(ballot.Choice), Counted: render.Outside(render.BallotNote(ballot)), Cast: p.Cast[ballot.Seat].String()}
		if ballot.Seat == "" {
			v.Seat = b.say("site.deleted")
		}
		all = append(all, v)
	}
	return all, more
}

// choice says what a ballot says; the name of a delegate is shown as it is.
func (b *builder) choice(word string) string {
	switch word {
	case "yes", "no", "abstain", "block", "withdrawn", "unknown":
		return b.say("site.choice." + word)
	case decision.None:
		return "–"
	}
	return render.Outside(word)
}

// tallyView is the count of one article.
type tallyView struct {
	Citation string
	Outcome  decision.Outcome
	Rows     []tallyRow
	Eligible string
	Tests    []testView
}

type tallyRow struct {
	Name, Choice, Votes string
	Share               int // per cent of the electorate, or of all votes
}

type testView struct{ Result, Text string }

func (b *builder) tally(r decision.Ruling) tallyView {
	v := tallyView{Citation: render.Outside(r.Citation), Outcome: r.Outcome}
	t := r.Tally
	whole := render.Length(t.Yes) + render.Length(t.No) + render.Length(t.Abstain) + render.Length(t.Block)
	if t.Eligible != nil {
		v.Eligible = t.Eligible.String()
		whole = max(whole, render.Length(*t.Eligible))
	}
	for _, row := range []struct {
		choice string
		n      json.Number
	}{{"yes", t.Yes}, {"no", t.No}, {"abstain", t.Abstain}, {"block", t.Block}} {
		if row.choice == "block" && render.Length(row.n) == 0 {
			continue
		}
		share := 0
		if whole > 0 {
			share = int(100 * render.Length(row.n) / whole)
		}
		v.Rows = append(v.Rows, tallyRow{b.choice(row.choice), row.choice, render.Votes(row.n), share})
	}
	for _, test := range r.Tests {
		v.Tests = append(v.Tests, testView{render.TestResult(test), render.Outside(test.Text)})
	}
	for _, needed := range r.Needed {
		v.Tests = append(v.Tests, testView{"needed", render.Outside(needed)})
	}
	return v
}
