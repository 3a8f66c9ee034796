package site

import (
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// latest is how many decisions the first page shows.
const latest = 10

// openView is one open proposal.
type openView struct {
	Number                        int
	Title, URL, Summary, ClosesAt string
	Tallies                       []tallyView
}

func (b *builder) home() error {
	return b.page("index.html", "index.html", b.say("site.overview"), "home", struct {
		Community string
		Known     bool
		Open      []openView
		Latest    []rowView
		Decided   int
	}{b.community(), b.Status != nil, b.open(), b.decided[:min(latest, len(b.decided))], len(b.decided)})
}

// open lists the proposals of the status document. What is still open has tallies, and no diagram.
func (b *builder) open() []openView {
	if b.Status == nil {
		return nil
	}
	all := make([]openView, len(b.Status.Proposals))
	for i, p := range b.Status.Proposals {
		v := openView{Number: p.Number, Title: render.Outside(p.Title), URL: p.URL, Summary: render.Outside(p.Summary)}
		if p.Outcome == decision.Open {
			v.ClosesAt = p.ClosesAt
		}
		for _, r := range p.Rulings {
			v.Tallies = append(v.Tallies, b.tally(r))
		}
		all[i] = v
	}
	return all
}

// rowView is a decision as a row of a table.
type rowView struct {
	Proposal     int
	File, Title  string
	Outcome      decision.Outcome
	Ended, About string
}

// rows lists the proposals that the ledger decides, the newest first.
func (b *builder) rows() []rowView {
	var all []rowView
	for i := len(b.Proposals) - 1; i >= 0; i-- {
		p := b.Proposals[i]
		if p.Decision.Outcome == "" {
			continue
		}
		all = append(all, rowView{p.Proposal, decisionFile(p.Proposal), titled(p), p.Decision.Outcome, ended(p), about(p)})
	}
	return all
}

// ended is when a decision was final; "" where it is not.
func ended(p Proposal) string {
	if p.Decision.Outcome == decision.Open && !p.Merged.Known() {
		return ""
	}
	return p.Ended().String()
}

func (b *builder) numbers() error {
	data := struct {
		Stats      render.Stats
		Repository string
	}{b.Stats, b.repository()}
	if err := b.page("numbers.html", "numbers.html", b.say("site.numbers"), "numbers", data); err != nil {
		return err
	}
	return b.page("take-part.html", "take-part.html", b.say("site.take_part"), "take-part", data)
}
