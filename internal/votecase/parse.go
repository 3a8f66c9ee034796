package votecase

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Lookup finds a provision of the constitution by its citation or id. Its error says what is there instead, with a hint.
type Lookup func(name string) (provision.Rule, error)

// In looks provisions up in a constitution.
func In(law constitution.Constitution) Lookup {
	return func(name string) (provision.Rule, error) {
		if rule, ok := law.Rule(name); ok {
			return rule, nil
		}
		var names []string
		for _, p := range law.Provisions {
			names = append(names, p.ID)
		}
		err := fmt.Errorf("the constitution has no provision %q", name)
		if slices.ContainsFunc(law.Articles, func(a constitution.Article) bool { return a.Citation == name }) {
			err = fmt.Errorf("article %s of the constitution has no provision", name)
		}
		return provision.Rule{}, diag.WithHint(err, "its provisions: %s", strings.Join(names, ", "))
	}
}

// Parse reads a file of cases. Every mistake goes to diags; the cases that could be read come back. lookup may be nil
// where no constitution is at hand.
func Parse(file string, src []byte, lookup Lookup, diags *diag.List) []Case {
	var cases []Case
	seen := map[string]int{}
	for _, v := range yamldoc.Parse(file, src, diags).List() {
		c := parseCase(v, lookup)
		if first, twice := seen[c.ID]; twice {
			v.Fail("", "case %q is given twice; first on line %d", c.ID, first)
		}
		seen[c.ID] = v.Place().Line
		cases = append(cases, c)
	}
	return cases
}

func parseCase(v yamldoc.Value, lookup Lookup) Case {
	m := v.Map("id", "kind", "community", "source", "tags", "note", "provision", "electorate", "votes", "timing", "expect")
	c := Case{
		ID: m.At("id").Text(), Kind: m.At("kind").Text(), Community: m.At("community").Text(),
		Source: m.At("source").Text(), Note: m.At("note").Text(), Place: v.Place(),
	}
	if c.ID == "" {
		c.ID = fmt.Sprintf("line %d", v.Place().Line)
	}
	for _, tag := range m.At("tags").OneOrMore() {
		c.Tags = append(c.Tags, tag.Text())
	}
	c.Citation, c.Rule = parseProvision(m.Need("provision"), lookup)
	if len(c.Rule.Houses) > 0 { // else the provision was not found, and no one knows how the rest must look
		c.Input = parseInput(m, c.Rule)
	}
	c.Expect = parseExpect(m.Need("expect"))
	return c
}

func parseProvision(v yamldoc.Value, lookup Lookup) (string, provision.Rule) {
	if !v.IsScalar() {
		return "", provision.ParseRule(v.Map(provision.Keys()...))
	}
	if lookup == nil {
		v.Fail("write the provision out", "provision %q is named where no constitution is known", v.Text())
		return v.Text(), provision.Rule{}
	}
	rule, err := lookup(v.Text())
	if err != nil {
		v.Fail(diag.HintOf(err), "%s", err)
	}
	return v.Text(), rule
}

func parseExpect(v yamldoc.Value) Expect {
	m := v.Map("outcome", "enactable", "why")
	outcomes := []string{"passed", "failed", "open", "vetoed"}
	e := Expect{Outcome: decision.Outcome(m.Need("outcome").Word("", outcomes...)), Why: m.At("why").Text()}
	if m.Has("enactable") {
		enactable := m.At("enactable").Flag(false)
		e.Enactable = &enactable
	}
	return e
}

func parseInput(m yamldoc.Map, rule provision.Rule) Input {
	in := Input{Electorate: map[string]Electorate{}, Votes: map[string]Votes{}}
	motion := []string{"groups", "judge", "vetoes", "sponsors", "concurs"}
	electorate, votes := m.At("electorate"), m.At("votes")
	if len(rule.Houses) == 1 && rule.Houses[0].ID == "" {
		in.Electorate[""] = parseElectorate(electorate)
		table := votes.Map(append(motion, houseKeys()...)...)
		in.Votes[""], in.Motion = parseVotes(table), parseMotion(table)
	} else {
		var ids []string
		for _, h := range rule.Houses {
			ids = append(ids, h.ID)
		}
		rolls, table := electorate.Map(ids...), votes.Map(append(motion, ids...)...)
		for _, id := range ids {
			in.Electorate[id] = parseElectorate(rolls.At(id))
			in.Votes[id] = parseVotes(table.At(id).Map(houseKeys()...))
		}
		in.Motion = parseMotion(table)
	}
	in.Timing = parseTiming(m.Need("timing"))
	return in
}

func parseElectorate(v yamldoc.Value) Electorate {
	m := v.Map("eligible", "seats", "present", "excluded", "vacant", "members")
	e := Electorate{
		Eligible: provision.ReadNumber(m.At("eligible")), Seats: provision.ReadNumber(m.At("seats")),
		Present: provision.ReadNumber(m.At("present")), Excluded: provision.ReadNumber(m.At("excluded")),
		Vacant: provision.ReadNumber(m.At("vacant")), Roll: m.Has("members"),
	}
	if m.Has("eligible") && e.Roll {
		m.KeyFail("eligible", "keep one of the two", "eligible next to members, from which it is counted")
	}
	seen := map[string]bool{}
	for _, element := range m.At("members").List() {
		member := parseMember(element)
		if seen[member.Name] {
			element.Fail("", "member %q is listed twice", member.Name)
		}
		seen[member.Name] = true
		e.Members = append(e.Members, member)
	}
	return e
}

func parseMember(v yamldoc.Value) Member {
	m := v.Map("name", "joined", "contributions", "weight", "excluded")
	return Member{
		Place: m.At("name").Place(),
		Name:  m.Need("name").Text(), Joined: provision.ParseTime(m.At("joined")),
		Contributions: provision.ReadNumber(m.At("contributions")), Weight: provision.ReadNumber(m.At("weight")),
		Excluded: m.At("excluded").Word("", "subject", "recused"),
	}
}

// houseKeys are the keys of the votes of one house.
func houseKeys() []string {
	return []string{"yes", "no", "abstain", "block", "ballots", "proposer", "casting"}
}

func stances() []string { return []string{"yes", "no", "abstain", "block"} }

func parseVotes(m yamldoc.Map) Votes {
	v := Votes{
		Yes: provision.ReadNumber(m.At("yes")), No: provision.ReadNumber(m.At("no")),
		Abstain: provision.ReadNumber(m.At("abstain")), Block: provision.ReadNumber(m.At("block")),
		Raw: m.Has("ballots"), Casting: m.At("casting").Word("", stances()...),
	}
	for _, key := range stances() {
		if v.Raw && m.Has(key) {
			m.KeyFail(key, "keep one of the two", "tally %q next to ballots", key)
		}
	}
	for _, element := range m.At("ballots").List() {
		v.Ballots = append(v.Ballots, parseBallot(element))
	}
	if v.Proposer = m.At("proposer").Text(); !v.Raw {
		v.Proposer = m.At("proposer").Word("", append(stances(), "none")...)
		v.counted(m)
	}
	return v
}

// counted reports a proposer whose own vote is in no tally.
func (v Votes) counted(m yamldoc.Map) {
	tally, known := map[string]*provision.Number{"yes": v.Yes, "no": v.No, "abstain": v.Abstain, "block": v.Block}[v.Proposer]
	if known && (tally == nil || tally.Rat.Sign() == 0) {
		m.KeyFail("proposer", "count the vote of the proposer in the tally", "the proposer's vote %q is in no tally", v.Proposer)
	}
}

func parseBallot(v yamldoc.Value) Ballot {
	m := v.Map("voter", "stance", "delegate_to", "at", "binding", "role", "reason", "weight", "channel")
	b := Ballot{
		Place: m.At("voter").Place(),
		Voter: m.Need("voter").Text(), Stance: m.At("stance").Word("", stances()...), DelegateTo: m.At("delegate_to").Text(),
		At: provision.ParseTime(m.At("at")), Binding: m.At("binding").Flag(true), Role: m.At("role").Text(),
		Reason: m.At("reason").Text(), Weight: provision.ReadNumber(m.At("weight")),
	}
	if channel := m.At("channel").Word("", provision.Channels()...); channel != provision.Review {
		b.Channel = channel
	}
	if m.Has("stance") == m.Has("delegate_to") && m.Present() {
		m.Fail("give one of stance and delegate_to", "a ballot takes a stance or delegates, and not both")
	}
	return b
}

func parseMotion(m yamldoc.Map) Motion {
	motion := Motion{
		Groups: map[string]Votes{}, Judge: m.At("judge").Word("", "pass", "fail"),
		Vetoes: provision.ReadNumber(m.At("vetoes")), Sponsors: provision.ReadNumber(m.At("sponsors")),
		Concurs: map[string]string{},
	}
	groups := m.At("groups").AnyMap()
	for _, id := range groups.Keys() {
		motion.Groups[id] = parseVotes(groups.At(id).Map(append(stances(), "ballots")...))
	}
	concurs := m.At("concurs").AnyMap()
	for _, id := range concurs.Keys() {
		motion.Concurs[id] = concurs.At(id).Word("", "passed", "failed", "open", "vetoed")
	}
	return motion
}

// moments are the times of the case format.
func moments() []string {
	return []string{
		"now", "opened", "closes", "published", "proposed", "seconded", "previous", "threshold_met", "acted", "ratified",
		"enacted", "renewed",
	}
}

func parseTiming(v yamldoc.Value) Timing {
	m := v.Map(append(moments(), "substantial_change")...)
	t := Timing{Times: map[string]string{}, SubstantialChange: m.At("substantial_change").Flag(false)}
	m.Need("now")
	for _, key := range moments() {
		if at := provision.ParseTime(m.At(key)); at != "" {
			t.Times[key] = at
		}
	}
	if opened, closes := t.Times["opened"], t.Times["closes"]; opened != "" && closes != "" && !before(opened, closes) {
		m.At("closes").Fail("", "the vote closes at %s, not after it opened at %s", closes, opened)
	}
	return t
}

// before compares two times that ParseTime gave.
func before(a, b string) bool {
	x, errX := time.Parse(time.RFC3339Nano, a)
	y, errY := time.Parse(time.RFC3339Nano, b)
	return errX == nil && errY == nil && x.Before(y)
}
