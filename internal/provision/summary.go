package provision

import (
	"slices"
	"strconv"
	"strings"
)

// Summary says how the provision decides to a reader who has its article before them: near is the article's own text and
// those of the articles around it, whole is the text of the constitution. What they say in the same words is not said
// again; a threshold, quorum or time that they do not say in the same words is said in full, from the values that decide.
func Summary(p Provision, near []*Prose, whole *Prose) string {
	unsaid := func(c clause) bool {
		return !slices.ContainsFunc(near, c.in) && (c.near || !c.in(whole))
	}
	core, more := p.Rule.core(), p.Rule.more()
	said := "Decided as written"
	if slices.ContainsFunc(core, unsaid) {
		said = p.Rule.ruling() + joined(core[1:])
	}
	return said + joined(slices.DeleteFunc(more, func(c clause) bool { return !unsaid(c) })) + "."
}

// Prose is a text that is searched for words.
type Prose struct {
	words string
	found map[string]bool
}

// NewProse reads a text once for many searches.
func NewProse(text string) *Prose { return &Prose{plainWords(text), map[string]bool{}} }

// says reports whether a text has the words; of a long text the same is asked many times.
func (p *Prose) says(words string) bool {
	found, known := p.found[words]
	if !known {
		found = strings.Contains(p.words, plainWords(words))
		p.found[words] = found
	}
	return found
}

// clause is a part of the sentence, and other words that say the same.
type clause struct {
	text string
	same []string
	near bool // it must be said in the article or around it, not anywhere
}

func (c clause) in(p *Prose) bool { return p.says(c.text) || slices.ContainsFunc(c.same, p.says) }

func joined(list []clause) string {
	var out strings.Builder
	for _, c := range list {
		out.WriteString(", " + c.text)
	}
	return out.String()
}

// ruling is the beginning of the sentence, without the role, which is a clause of its own.
func (r Rule) ruling() string {
	r.Electorate.Role = ""
	return r.deciding()
}

// core is what no reader may miss: what is needed, how many must take part, and how long it takes.
func (r Rule) core() []clause {
	list := []clause{{text: r.ruling(), near: true}}
	if len(r.Threshold) > 0 {
		list[0] = clause{phrases(r.Threshold, " and ", testPhrase), r.otherwise(), true}
	}
	if len(r.Quorum) > 0 {
		list = append(list, clause{text: phrases(r.Quorum, " and ", quorumPhrase), same: r.takingPart(), near: true})
	}
	if length := words(r.closes()); length != "" {
		list = append(list, clause{"within " + length, []string{"after " + length, "open for " + length, "for " + length, "lasts " + length}, true})
	}
	if r.extends() {
		length := words(r.Period.Max)
		list = append(list, clause{"extended to " + length + " if too few take part", []string{"runs on to " + length, "extended to " + length}, true})
	}
	return list
}

// otherwise gives other words for the usual tests of a threshold.
func (r Rule) otherwise() []string {
	var said [][]string
	for _, c := range r.Threshold {
		if c.Test == nil {
			return nil
		}
		said = append(said, r.testOtherwise(*c.Test))
	}
	var same []string
	for _, with := range []string{" and ", " "} {
		same = append(same, combinations(said, with)...)
	}
	return same
}

func (r Rule) testOtherwise(t Test) []string {
	n := t.Value.String()
	said := []string{testPhrase(&t)}
	switch {
	case t.Count == "yes" && t.Of == "" && t.Op == ">=":
		said = append(said, n+" "+r.Electorate.Role+"s say yes", n+" "+r.Electorate.Role+" says yes")
	case t.Count == "no" && t.Op == "<=" && n == "0":
		said = append(said, "none says no", "nobody says no", "nobody objects")
	case t.Count == "yes" && t.Of == "cast" && t.Op == ">" && half(t.Value):
		said = append(said, "more say yes than no", "more in favour than against")
	}
	return said
}

func combinations(said [][]string, with string) []string {
	all := []string{""}
	for i, choice := range said {
		var longer []string
		for _, begun := range all {
			for _, next := range choice {
				if i > 0 {
					next = begun + with + next
				}
				longer = append(longer, next)
			}
		}
		all = longer
	}
	return all
}

// takingPart gives other words for a quorum that is a plain number.
func (r Rule) takingPart() []string {
	if len(r.Quorum) != 1 || r.Quorum[0].Test == nil || r.Quorum[0].Test.Of != "" {
		return nil
	}
	n := r.Quorum[0].Test.Value.String()
	return []string{n + " of them taking part", n + " " + r.Electorate.Role + "s taking part", n + " taking part"}
}

// more is everything else that a provision may ask for.
func (r Rule) more() []clause {
	var list []clause
	add := func(given bool, near bool, text string, same ...string) {
		if given {
			list = append(list, clause{text, same, near})
		}
	}
	e := r.Electorate
	add(e.Role != "", true, "only the role "+e.Role+" votes", e.Role, e.Role+"s")
	add(e.MinMembership != nil, true, "members of less than "+words(e.MinMembership)+" do not vote", "members of at least "+words(e.MinMembership))
	add(slices.Contains(e.Exclude, "subject"), false, "the person concerned does not vote", "their own case", "about themselves")
	add(slices.Contains(e.Exclude, "recused"), true, "nor does who is recused", "recused")
	add(r.EarlyPass == "when_decided", true, "or earlier once no vote could change it", "earlier once nobody s vote could change it", "early once nobody s vote could change it", "close early")
	add(r.EarlyPass == "when_passing", true, "or as soon as that is reached", "at once", "as soon as")
	add(r.EarlyPass == "when_all_voted", true, "or once all have voted", "everybody has voted")
	add(r.ProposerVote == "implicit_yes", false, "the proposer counts as yes", "the proposer s yes is presumed", "whoever proposes has a yes")
	add(r.ProposerVote == "excluded", true, "the proposer does not vote")
	add(r.Period.Discussion != nil, true, "after "+words(r.Period.Discussion)+" of discussion")
	add(r.Sponsor != nil, true, "once "+r.seconds()+" second it", "second it", "seconded")
	add(r.Veto != nil, true, r.Veto.phrase(), r.Veto.otherwise()...)
	add(r.Enact.Delay != nil, true, "in force after another "+words(r.Enact.Delay), words(r.Enact.Delay)+" later")
	add(len(r.Enact.Concurs) > 0, true, "together with "+strings.Join(r.Enact.Concurs, " and "))
	add(r.Repropose != nil, false, "not again within "+words(r.again()), "waits "+words(r.again()))
	add(len(r.advanced()) > 0, true, "with its own rules on "+strings.Join(r.advanced(), " and "))
	return list
}

func (r Rule) seconds() string {
	if r.Sponsor == nil {
		return ""
	}
	return r.Sponsor.Seconds.String()
}

func (r Rule) again() *Duration {
	if r.Repropose == nil {
		return nil
	}
	return &r.Repropose.After
}

// otherwise says a veto in the words of an article: its holders may stop something.
func (v *Veto) otherwise() []string {
	if v == nil {
		return nil
	}
	var same []string
	for _, verb := range []string{"stop", "block", "veto", "object"} {
		same = append(same, strings.Join(v.Holders, " and ")+" may "+verb)
	}
	return same
}

// advanced names the parameters whose words would be long, where they are not as usual.
func (r Rule) advanced() []string {
	var names []string
	for _, p := range []struct {
		set  bool
		name string
	}{
		{len(r.Houses) > 1, "houses"}, {r.Weights != "" && r.Weights != "equal", "weights"},
		{r.Vacancies == "yes" || r.Vacancies == "no", "vacancies"}, {r.Delegation.Allowed != "" && r.Delegation.Allowed != "none", "delegation"},
		{r.Revote == "first", "changing a vote"}, {r.VoidDouble, "double votes"}, {r.Tie == "casting_vote", "ties"},
		{r.Judge != nil && len(r.Threshold) > 0, "judgement"}, {r.OnFail == "escalate", "escalation"},
		{len(r.Stages) > 0 && len(r.Threshold) > 0, "stages"}, {r.Enact.NotBefore != "", "its beginning"},
		{r.Emergency != nil && len(r.Threshold) > 0, "emergencies"}, {r.Expires != nil, "expiry"},
		{len(r.Period.Blackout) > 0, "holidays"}, {r.Electorate.MinContributions != nil, "contributions"},
	} {
		if p.set {
			names = append(names, p.name)
		}
	}
	return names
}

// plainWords brings a text into a form in which the same words are equal: lower case, no punctuation, numbers in digits,
// and hours and weeks in days where they are whole ones.
func plainWords(s string) string {
	list := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !isWord(r) })
	for i, w := range list {
		if n := slices.Index(smallNumbers(), w); n >= 0 {
			list[i] = strconv.Itoa(n + 1)
		}
		if i > 0 {
			list[i-1], list[i] = days(list[i-1], list[i])
		}
	}
	return " " + strings.Join(list, " ") + " "
}

func smallNumbers() []string {
	return []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
}

func isWord(r rune) bool {
	return r == '/' || r == '%' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r > 127
}

// days writes a number and its unit in days.
func days(number, unit string) (inDays, plural string) {
	length := map[string]int{"hour": 1, "hours": 1, "day": 24, "days": 24, "week": 7 * 24, "weeks": 7 * 24}[unit]
	if length == 0 {
		return number, unit
	}
	if number == "a" {
		number = "1"
	}
	if n, err := strconv.Atoi(number); err == nil && n < 1e6 && n*length%24 == 0 {
		return strconv.Itoa(n * length / 24), "days"
	}
	return number, unit
}
