package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// fewSeats is how many seats are named in one line.
const fewSeats = 12

// outlook is what is written about a power, and how.
type outlook struct {
	decision.Outlook
	Style
}

// required is what is written about one provision.
type required struct{ decision.Requirement }

// Explanation writes for a terminal what governs a power and what a vote on it would take.
func Explanation(said decision.Outlook, s Style) string {
	o := outlook{said, s}
	sections := [][]string{o.power(), o.governing()}
	for _, r := range o.Provisions {
		sections = append(sections, required{r}.lines(s))
	}
	sections = append(sections, notices("denied by a policy of the community, whatever the votes:", o.Denials, s))
	var out []string
	for _, lines := range sections {
		if len(lines) > 0 {
			out = append(out, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(out, "\n\n") + "\n"
}

// power says what was asked about, and what the catalogue says of it.
func (o outlook) power() []string {
	said := strings.TrimSpace(Outside(o.Power) + " " + Outside(o.Target))
	if details := parametersOf(skill.Name(o.Power)).said(o.Params); len(details) > 0 {
		said += ": " + strings.Join(details, ", ")
	}
	if o.Until != "" {
		said += ", until " + moment(o.Until)
	}
	if o.Skill == nil {
		return []string{o.paint(bold, said), "  " + aboutSubject(o.Power)}
	}
	lines := []string{o.paint(bold, said), "  " + o.Skill.Summary}
	if o.Action == "update" {
		lines = append(lines, "  There is such an entry already: this changes it, and what governs either side governs the change.")
	}
	return append(lines, "  "+ability(*o.Skill), "  "+undoing(*o.Skill))
}

func ability(k skill.Skill) string {
	switch {
	case k.Kind == skill.Manual:
		return "A person does it by hand: the server has no call for it."
	case !k.Built:
		return "It can be decided, but this version cannot yet carry it out."
	}
	return "This version can carry it out."
}

func undoing(k skill.Skill) string {
	if !k.Reversible {
		return "It cannot be undone."
	}
	said := "It can be undone"
	if k.Inverse != "" && k.Inverse != k.Name {
		said += " with " + string(k.Inverse)
	}
	if k.Until != "" {
		said += " (" + k.Until + ")"
	}
	if k.Destructive {
		said += ", but nothing brings back what it destroys"
	}
	return said + "."
}

// aboutSubject says what a subject of provisions is.
func aboutSubject(name string) string {
	said := map[string]string{
		"constitution": "A change to the text of the constitution.",
		"roster":       "A change of who may vote.",
		"policies":     "A change to the community's own policies.",
		"settings":     "A change to the settings.",
		"workflows":    "A change to the workflows that run the bot.",
		"cases":        "A change to the worked cases.",
		"mass_change":  "A change past the limits of the settings. What it changes needs its own articles as well.",
		"other":        "A change to any other governed file.",
	}
	return said[name]
}

// governing says which provisions govern, or that none does.
func (o outlook) governing() []string {
	switch {
	case len(o.Branches) > 0:
		lines := []string{o.paint(bold, "what governs it depends on what you propose:")}
		var table columns
		for _, b := range o.Branches {
			table.add(condition(b.When), o.granted(b.Citations))
		}
		return append(lines, table.lines("  ")...)
	case !o.Governed:
		return []string{o.paint(red, "no article grants this power: it will be refused")}
	case len(o.Provisions) == 1:
		return []string{o.paint(bold, "governed by "+article(o.citations()))}
	}
	return []string{o.paint(bold, "governed by "+article(o.citations())+": all of them must pass")}
}

func condition(when []string) string {
	if len(when) == 0 {
		return "in every case"
	}
	said := make([]string, len(when))
	for i, w := range when {
		said[i] = label(w)
	}
	return strings.Join(said, ", ")
}

func (o outlook) granted(citations []string) string {
	if len(citations) == 0 {
		return o.paint(red, "no article: it will be refused")
	}
	return article(citations)
}

func (o outlook) citations() []string {
	var citations []string
	for _, r := range o.Provisions {
		citations = append(citations, r.Citation)
	}
	return citations
}

// lines writes one provision in numbers.
func (r required) lines(s Style) []string {
	lines := []string{s.paint(bold, "article "+Outside(r.Citation)) + ": " + Outside(r.Title), "  " + Outside(r.Sentence)}
	var table columns
	row := func(given bool, title, text string) {
		if given {
			table.add(title, text)
		}
	}
	table.add("may vote", Count(r.Entitled, "seat"))
	row(len(r.Excluded) > 0, "may not", r.excluded())
	row(r.Blocked != "", "cannot pass", s.paint(red, "not even if everybody says yes: "+Outside(r.Blocked)))
	row(r.Blocked == "", "to pass", r.approvals())
	row(r.Quorum != nil, "quorum", r.quorum())
	row(r.ClosesAt != "", "closes", moment(r.ClosesAt)+", if it opens now")
	row(r.ClosesAt == "", "closes", "never: it is decided in stages")
	row(true, "early", r.early())
	row(r.EnactableAt != "", "in force", "not before "+moment(r.EnactableAt))
	row(true, "if nobody votes", r.silence())
	row(r.Veto != nil, "veto", r.veto())
	row(r.ProposerVote == "implicit_yes", "proposer", "their own yes is presumed, and is one of these")
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

// approvals says how many votes in favour are enough; rows in which the number stays the same are told once.
func (r required) approvals() string {
	var said []string
	last := -1
	for _, a := range r.Approvals {
		switch {
		case a.Fewest == nil:
			said = append(said, fmt.Sprintf("with %s it cannot pass", Count(a.Objections, "objection")))
		case a.Objections == 0 && *a.Fewest == 0:
			said = append(said, "nothing, if nobody objects")
		case a.Objections == 0:
			said = append(said, Count(*a.Fewest, "approval")+" if nobody objects"+r.example())
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
	return fmt.Sprintf("yes, from %s on, with %s if nobody objects", moment(r.Early.From), Count(r.Early.Fewest, "approval"))
}

func (r required) silence() string {
	runs := ""
	if r.Silence.Extended {
		runs = "it runs on, and "
	}
	switch r.Silence.Outcome {
	case decision.Passed:
		return runs + "it passes" + on(r.Silence.At)
	case decision.Failed, decision.Vetoed:
		return runs + "it fails" + on(r.Silence.At)
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
		return "nobody at present"
	}
	return seatList(seats)
}
