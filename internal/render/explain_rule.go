package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// fewSeats is how many seats are named in one line.
const fewSeats = 12

// required is what is written about one provision.
type required struct{ decision.Requirement }

// lines writes one provision in numbers.
func (r required) lines(s Style) []string {
	lines := []string{s.paint(colourHeading, "article "+Outside(r.Citation)) + ": " + Outside(r.Title), "  " + Outside(r.Sentence)}
	var table columns
	row := func(given bool, title, text string) {
		if given {
			table.add(title, text)
		}
	}
	table.add("may vote", Count(r.Entitled, "seat"))
	row(len(r.Excluded) > 0, "may not", r.excluded())
	row(r.Blocked != "", "cannot pass", s.paint(colourBad, "not even if everybody says yes: "+Outside(r.Blocked)))
	row(r.Blocked == "", "to pass", r.approvals())
	row(r.Quorum != nil, "quorum", r.quorum())
	row(!r.ClosesAt.IsZero(), "closes", moment(r.ClosesAt.String())+", if it opens now")
	row(r.ClosesAt.IsZero(), "closes", "never: it is decided in stages")
	row(true, "early", r.early())
	row(!r.EnactableAt.IsZero(), "in force", "not before "+moment(r.EnactableAt.String()))
	row(true, "if no one votes", r.silence())
	row(r.Veto != nil, "veto", r.veto())
	row(r.ProposerVote == "implicit_yes", "proposer", "their own vote counts as yes, and is one of these")
	row(r.ProposerVote == "excluded", "proposer", "their own vote does not count")
	row(r.Discussion != "", "before", "it must have been published for "+Outside(r.Discussion)+" when the vote opens")
	row(r.Seconds > 0, "support", Count(r.Seconds, "seat")+" must second it first (/second)")
	row(r.Judge != "", "ruling", "the numbers suppose that the "+Outside(r.Judge)+" rules for it (/judge pass)")
	row(len(r.Concurs) > 0, "as well", "these must pass before it takes effect: "+seatList(r.Concurs))
	return append(lines, table.lines("  ")...)
}

// excluded names seats without a vote by the reason why.
func (r required) excluded() string {
	var reasons []string
	seats := map[string][]string{}
	for _, e := range r.Excluded {
		if seats[e.Why] == nil {
			reasons = append(reasons, e.Why)
		}
		seats[e.Why] = append(seats[e.Why], e.Seat)
	}
	for i, why := range reasons {
		reasons[i] = seatList(seats[why]) + " (" + Outside(why) + ")"
	}
	return strings.Join(reasons, "; ")
}

// seatList lists seats, and counts those past the first few.
func seatList(seats []string) string {
	said := make([]string, 0, fewSeats)
	for _, seat := range seats[:min(fewSeats, len(seats))] {
		said = append(said, Outside(seat))
	}
	if rest := len(seats) - fewSeats; rest > 0 {
		said = append(said, fmt.Sprintf("%d more", rest))
	}
	return sentence(said, "and")
}

// approvals says how many votes in favour are enough; rows in which the number stays the same are reported once.
func (r required) approvals() string {
	var said []string
	last := -1
	for _, a := range r.Approvals {
		switch {
		case a.Fewest == nil:
			said = append(said, fmt.Sprintf("with %s it cannot pass", Count(a.Objections, "objection")))
		case a.Objections == 0 && *a.Fewest == 0:
			said = append(said, "nothing, if no one objects")
		case a.Objections == 0:
			said = append(said, Count(*a.Fewest, "approval")+" if no one objects"+r.example())
		case *a.Fewest != last:
			said = append(said, fmt.Sprintf("with %s, %d", Count(a.Objections, "objection"), *a.Fewest))
		}
		if a.Fewest != nil {
			last = *a.Fewest
		}
	}
	return strings.Join(said, "; ")
}

func (r required) example() string {
	if r.Alike {
		return ""
	}
	return ", for instance " + seatList(r.Example) + ": the seats do not all count the same"
}

func (r required) quorum() string {
	q := r.Quorum
	switch {
	case q == nil:
		return ""
	case !q.Reachable:
		return fmt.Sprintf("out of reach for the %d who may vote", q.People)
	case q.InFavour:
		return people(q.People) + " in favour"
	}
	return people(q.People) + " taking part"
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

func (r required) early() string {
	if r.Early == nil {
		return "no: it never passes before it closes"
	}
	return fmt.Sprintf("yes, from %s on, with %s if no one objects", moment(r.Early.From.String()), Count(r.Early.Fewest, "approval"))
}

func (r required) silence() string {
	runs := ""
	if r.Silence.Extended {
		runs = "it runs on, and "
	}
	switch r.Silence.Outcome {
	case decision.Passed:
		return runs + "it passes" + on(r.Silence.At.String())
	case decision.Failed, decision.Vetoed:
		return runs + "it fails" + on(r.Silence.At.String())
	case decision.Open:
	}
	return "it stays open"
}

func on(at string) string {
	if at == "" {
		return ""
	}
	return " on " + moment(at)
}

// veto says who may stop it and how.
func (r required) veto() string {
	v := r.Veto
	if v == nil {
		return ""
	}
	if len(v.Holders) == 0 {
		return "a test can stop it, as the article says"
	}
	who := seatList(v.Holders)
	if v.Holders[0] != "anybody" {
		who += " (" + heldBy(v.Seats) + ")"
	}
	how := map[string]string{"no": "objecting", "block": "blocking"}[v.Stance]
	if v.NeedsReason {
		how += " with a reason"
	}
	said := fmt.Sprintf("%s may stop it by %s", who, how)
	if v.Fewest > 1 {
		said += fmt.Sprintf(", if %d of them do", v.Fewest)
	}
	if v.IfPassing {
		said += ", where it would pass"
	}
	if v.Override {
		said += "; enough votes override that"
	}
	return said
}

func heldBy(seats []string) string {
	if len(seats) == 0 {
		return "no one at present"
	}
	return seatList(seats)
}
