package provision

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/language"
)

// Summary says in the words of a language how the provision decides to a reader who has its article before them: near is the
// article's own text and those of the articles around it, whole is the text of the constitution. What they say in the same
// words is not said again; a threshold, quorum or time that they do not say in the same words is said in full, from the
// values that decide.
func Summary(p Provision, near []*Prose, whole *Prose, table language.Table) string {
	w := wording{table}
	unsaid := func(c clause) bool {
		return !slices.ContainsFunc(near, c.in) && (c.near || !c.in(whole))
	}
	core, more := w.core(p.Rule), w.more(p.Rule)
	said := w.Say("rule.written")
	if slices.ContainsFunc(core, unsaid) {
		said = w.ruling(p.Rule) + joined(core[1:])
	}
	return said + joined(slices.DeleteFunc(more, func(c clause) bool { return !unsaid(c) })) + "."
}

// Prose is a text that is searched for words.
type Prose struct {
	words string
	found map[string]bool
	table language.Table
}

// NewProse reads a text in one language once for many searches.
func NewProse(text string, table language.Table) *Prose {
	return &Prose{plainWords(text, table), map[string]bool{}, table}
}

// says reports whether a text has the words; of a long text the same is asked many times.
func (p *Prose) says(words string) bool {
	found, known := p.found[words]
	if !known {
		found = strings.Contains(p.words, plainWords(words, p.table))
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
func (w wording) ruling(r Rule) string {
	r.Electorate.Role = ""
	return w.deciding(r)
}

// core is what no reader may miss: what is needed, how many must take part, and how long it takes.
func (w wording) core(r Rule) []clause {
	list := []clause{{text: w.ruling(r), near: true}}
	if len(r.Threshold) > 0 {
		list[0] = clause{w.phrases(r.Threshold, "and", w.test), w.otherwise(r), true}
	}
	if len(r.Quorum) > 0 {
		list = append(list, clause{text: w.phrases(r.Quorum, "and", w.quorum), same: w.takingPart(r), near: true})
	}
	if length := w.time(r.closes()); length != "" {
		key := "rule.length"
		if r.staysOpen() {
			key = "rule.open"
		}
		list = append(list, clause{w.Say(key, "time", length), w.Likewise(key, "time", length), true})
	}
	if r.extends() {
		length := w.time(r.Period.Max)
		list = append(list, clause{w.Say("rule.extended", "time", length), w.Likewise("rule.extended", "time", length), true})
	}
	return list
}

// otherwise gives other words for the usual tests of a threshold.
func (w wording) otherwise(r Rule) []string {
	var said [][]string
	for _, c := range r.Threshold {
		if c.Test == nil {
			return nil
		}
		said = append(said, w.testOtherwise(r, *c.Test))
	}
	var same []string
	for _, with := range []string{w.Say("and"), " "} {
		same = append(same, combinations(said, with)...)
	}
	return same
}

func (w wording) testOtherwise(r Rule, t Test) []string {
	n := t.Value.String()
	said := []string{w.test(&t)}
	switch {
	case t.Count == "yes" && t.Of == "" && t.Op == ">=":
		said = append(said, w.Likewise("test.votes", "n", n, "role", r.Electorate.Role)...)
	case t.Count == "no" && t.Op == "<=" && n == "0":
		said = append(said, w.Likewise("test.none_against")...)
	case t.Count == "yes" && t.Of == "cast" && t.Op == ">" && half(t.Value):
		said = append(said, w.Likewise("test.majority")...)
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
func (w wording) takingPart(r Rule) []string {
	if len(r.Quorum) != 1 || r.Quorum[0].Test == nil || r.Quorum[0].Test.Of != "" {
		return nil
	}
	return w.Likewise("quorum.plain", "n", r.Quorum[0].Test.Value.String(), "role", r.Electorate.Role)
}

// more is everything else that a provision may ask for.
func (w wording) more(r Rule) []clause {
	var list []clause
	add := func(given bool, near bool, key string, pairs ...string) {
		if given {
			list = append(list, clause{w.Say(key, pairs...), w.Likewise(key, pairs...), near})
		}
	}
	e := r.Electorate
	add(e.Role != "", true, "rule.only_role", "role", e.Role)
	add(e.Role == "" && len(r.Threshold) > 0 && len(r.Houses) <= 1, false, "rule.everyone")
	add(e.MinMembership != nil, true, "rule.membership", "time", w.time(e.MinMembership))
	add(slices.Contains(e.Exclude, "subject"), false, "rule.subject")
	add(slices.Contains(e.Exclude, "recused"), true, "rule.recused")
	add(r.EarlyPass == "when_decided", true, "rule.when_decided")
	add(r.EarlyPass == "when_passing", true, "rule.when_passing")
	add(r.EarlyPass == "when_all_voted", true, "rule.when_all")
	add(r.ProposerVote == "implicit_yes", false, "rule.implicit_yes")
	add(r.ProposerVote == "excluded", true, "rule.proposer_excluded")
	add(r.Period.Discussion != nil, true, "rule.discussion", "time", w.time(r.Period.Discussion))
	add(r.Sponsor != nil, true, "rule.seconded", "n", w.seconds(r.Sponsor))
	add(!r.Takes(Mastodon), true, "rule.reviews")
	if v := r.Veto; v != nil {
		list = append(list, clause{w.veto(v), w.Likewise("veto.may", "holders", strings.Join(v.Holders, w.Say("and"))), true})
	}
	add(r.Enact.Delay != nil, true, "rule.delay", "time", w.time(r.Enact.Delay))
	add(len(r.Enact.Concurs) > 0, true, "rule.together", "list", strings.Join(r.Enact.Concurs, w.Say("and")))
	add(r.Repropose != nil, false, "rule.again", "time", w.time(r.again()))
	if names := r.advanced(); len(names) > 0 {
		for i, name := range names {
			names[i] = w.Say("advanced." + name)
		}
		add(true, true, "rule.advanced", "list", strings.Join(names, w.Say("and")))
	}
	return list
}

func (w wording) seconds(s *Sponsor) string {
	if s == nil {
		return ""
	}
	if share, of := s.Seconds.Part(); of != "" {
		if base, ok := w.Sentences["base."+of]; ok {
			return w.share(share) + " " + base
		}
	}
	return s.Seconds.String()
}

func (r Rule) again() *Duration {
	if r.Repropose == nil {
		return nil
	}
	return &r.Repropose.After
}

// advanced gives the keys of the parameters whose words would be long, where they are not as usual.
func (r Rule) advanced() []string {
	var names []string
	for _, p := range []struct {
		set  bool
		name string
	}{
		{len(r.Houses) > 1, "houses"}, {r.Weights != "" && r.Weights != "equal", "weights"},
		{r.Vacancies == "yes" || r.Vacancies == "no", "vacancies"}, {r.Delegation.Allowed != "" && r.Delegation.Allowed != "none", "delegation"},
		{r.Revote == "first", "revote"}, {r.VoidDouble, "double"}, {r.Tie == "casting_vote", "ties"},
		{r.Judge != nil && len(r.Threshold) > 0, "judgement"}, {r.OnFail == "escalate", "escalation"},
		{len(r.Stages) > 0 && len(r.Threshold) > 0, "stages"}, {r.Enact.NotBefore != "", "beginning"},
		{r.Emergency != nil && len(r.Threshold) > 0, "emergencies"}, {r.Expires != nil, "expiry"},
		{len(r.Period.Blackout) > 0, "holidays"}, {r.Electorate.MinContributions != nil, "contributions"},
	} {
		if p.set {
			names = append(names, p.name)
		}
	}
	return names
}

// plainWords brings a text into a form in which the same words of a language are equal: lower case, no punctuation, numbers in
// digits, one form for each unit of time, and hours and weeks in days where they are whole ones.
func plainWords(s string, table language.Table) string {
	list := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !isWord(r) })
	for i, w := range list {
		if n := slices.Index(table.Numbers, w); n >= 0 {
			list[i] = strconv.Itoa(n + 1)
		}
		if i > 0 {
			list[i-1], list[i] = days(list[i-1], list[i], table)
		}
	}
	return " " + strings.Join(list, " ") + " "
}

func isWord(r rune) bool {
	return r == '/' || r == '%' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r > 127
}

// days writes a number and its unit in days.
func days(number, unit string, table language.Table) (inDays, plural string) {
	name := ""
	for n, forms := range table.Units {
		if slices.Contains(forms, unit) {
			name = n
		}
	}
	if name == "" {
		return number, unit
	}
	if slices.Contains(table.One, number) {
		number = "1"
	}
	length := map[string]int{"hour": 1, "day": 24, "week": 7 * 24}[name]
	if length == 0 {
		return number, table.Units[name][0]
	}
	if n, err := strconv.Atoi(number); err == nil && n < 1e6 && n*length%24 == 0 {
		return strconv.Itoa(n * length / 24), table.Units["day"][0]
	}
	return number, unit
}
