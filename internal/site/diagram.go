package site

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// The frame of a diagram: what the template draws around it has the same numbers.
const (
	left, right = 40, 560
	top, bottom = 20, 180
)

// diagram shows how the counts of a vote grew.
type diagram struct {
	Label, From, To string
	Most            int
	Lines           []curve
}

// curve is the count of one choice over time. Votes are ballots: weights do not show.
type curve struct {
	Choice, Name, Points string
	Votes, Y             int
}

// diagram is nil where no ballot of a final decision has a known time. A ballot without one, such as that of a proposer
// who counts as yes, is there from the opening.
func (b *builder) diagram(p Proposal) *diagram {
	d := p.Decision
	opened, closed := d.OpenedAt.Time, p.Ended().Time
	if d.Outcome == decision.Open || len(p.Cast) == 0 || !d.OpenedAt.Known() || !closed.After(opened) {
		return nil
	}
	cast := map[string][]time.Time{}
	for _, ballot := range d.Ballots {
		if !ballot.Counted {
			continue
		}
		at := opened
		if known, ok := p.Cast[ballot.Seat]; ok && known.Time.After(opened) {
			at = known.Time
		}
		cast[ballot.Choice] = append(cast[ballot.Choice], at)
	}
	g := &diagram{From: opened.UTC().Format(time.DateOnly), To: closed.UTC().Format(time.DateOnly)}
	choices := []string{"yes", "no", "abstain", "block"}
	for _, choice := range choices {
		g.Most = max(g.Most, len(cast[choice]))
	}
	var said []string
	for _, choice := range choices {
		if times := cast[choice]; len(times) > 0 {
			c := curve{Choice: choice, Name: b.choice(choice), Votes: len(times), Points: steps(times, opened, closed, g.Most)}
			c.Y = height(c.Votes, g.Most) + 4
			g.Lines = append(g.Lines, c)
			said = append(said, fmt.Sprintf("%s %d", c.Name, c.Votes))
		}
	}
	if len(g.Lines) == 0 {
		return nil
	}
	apart(g.Lines)
	g.Label = b.say("site.diagram") + " " + strings.Join(said, ", ")
	return g
}

// steps draws a count that rises by one at each time.
func steps(times []time.Time, opened, closed time.Time, most int) string {
	slices.SortFunc(times, time.Time.Compare)
	points := []string{fmt.Sprintf("%d,%d", left, bottom)}
	for i, at := range times {
		x := left + int((right-left)*min(1, at.Sub(opened).Seconds()/closed.Sub(opened).Seconds()))
		points = append(points, fmt.Sprintf("%d,%d", x, height(i, most)), fmt.Sprintf("%d,%d", x, height(i+1, most)))
	}
	return strings.Join(append(points, fmt.Sprintf("%d,%d", right, height(len(times), most))), " ")
}

func height(votes, most int) int { return bottom - (bottom-top)*votes/most }

// apart moves the names at the ends of curves so far from each other that they can be read.
func apart(lines []curve) {
	const line = 16
	order := make([]*curve, len(lines))
	for i := range lines {
		order[i] = &lines[i]
	}
	slices.SortStableFunc(order, func(a, b *curve) int { return b.Y - a.Y })
	for i := 1; i < len(order); i++ {
		order[i].Y = min(order[i].Y, order[i-1].Y-line)
	}
}
