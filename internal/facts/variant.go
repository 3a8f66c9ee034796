package facts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Variant is one way to fill in what a question leaves open.
type Variant struct {
	Change  Change
	Choices []string // one for each of the open points, in words
}

// Open gives the open points of a question, each with the words for what it may be: what was not given although a
// provision asks for it. A question without open points has one variant, itself.
func (q Question) Open(law charter.Charter, now time.Time) (points [][]string, variants []Variant) {
	variants = []Variant{{Change: q.Change}}
	for _, options := range q.points(law, now) {
		var words []string
		for _, o := range options {
			words = append(words, o.words)
		}
		points, variants = append(points, words), crossed(variants, options)
	}
	for i := range variants {
		variants[i].Change.ID = fmt.Sprintf("%d:%s", i, q.Change.ID)
	}
	return points, variants
}

// option is one thing that an open point may be.
type option struct {
	words string
	set   func(*Change)
}

func crossed(variants []Variant, options []option) []Variant {
	var all []Variant
	for _, v := range variants {
		for _, o := range options {
			next := Variant{Change: v.Change, Choices: append(slices.Clone(v.Choices), o.words)}
			next.Change.Before, next.Change.After = over(v.Change.Before, nil), over(v.Change.After, nil)
			o.set(&next.Change)
			all = append(all, next)
		}
	}
	return all
}

// points gives the options of every open point. What an entry may leave out is a point only next to one that it may not.
func (q Question) points(law charter.Charter, now time.Time) [][]option {
	if q.Skill == nil {
		return nil
	}
	var needed, more [][]option
	asked := q.asked(law)
	for _, key := range sortedKeys(asked) {
		p, _ := q.Skill.Compared(key)
		switch {
		case q.has(key):
		case p.Type == skill.Word:
			needed = append(needed, wordOptions(p))
		case p.Type == skill.Flag:
			more = append(more, []option{parameter(key+" off", key, false), parameter(key+" on", key, true)})
		case key == q.target():
			needed = append(needed, listed(asked[key], key, func(c *Change, value string) { c.Target = value }))
		case key == "scope", key == "subject":
		default:
			more = append(more, listed(asked[key], key, func(c *Change, value string) { parameter("", key, value).set(c) }))
		}
	}
	if accounts := q.accounts(law, asked); len(accounts) > 0 {
		needed = append(needed, accounts)
	}
	if takesBack := q.reversals(law, now); len(takesBack) > 0 {
		needed = append(needed, takesBack)
	}
	if len(needed) == 0 {
		return nil
	}
	if ends := q.ends(law, now); len(ends) > 0 {
		more = append(more, ends)
	}
	return append(needed, more...)
}

// asked gives what provisions compare for the skill, by key, with the lists of values that they want.
func (q Question) asked(law charter.Charter) map[string][][]string {
	asked := map[string][][]string{}
	for _, power := range q.powers(law) {
		for key, values := range power.Where {
			asked[key] = append(asked[key], values)
		}
	}
	return asked
}

// powers gives the powers of all provisions that name the skill.
func (q Question) powers(law charter.Charter) []provision.Power {
	var powers []provision.Power
	for _, p := range law.Constitution.Provisions {
		for _, power := range p.Governs {
			if slices.Contains(power.Skills, q.Name) {
				powers = append(powers, power)
			}
		}
	}
	return powers
}

// has reports whether a key was given, or is known from the entry in force.
func (q Question) has(key string) bool {
	if key == q.target() {
		return q.Change.Target != ""
	}
	params := q.Change.After
	if q.Change.Action == removed {
		params = q.Change.Before
	}
	_, ok := params[key]
	return ok
}

// parameter sets a parameter on the side of the change that was asked about.
func parameter(words, key string, value any) option {
	return option{words, func(c *Change) {
		if c.Action == removed {
			c.Before[key] = value
		} else {
			c.After[key] = value
		}
	}}
}

func wordOptions(p skill.Param) []option {
	var options []option
	for _, word := range p.Words {
		options = append(options, parameter(p.Name+" "+word, p.Name, word))
	}
	return options
}

// listed gives one option for each list of values that provisions name, and one for all else.
func listed(lists [][]string, key string, set func(*Change, string)) []option {
	var options []option
	for _, values := range lists {
		words := key + " " + strings.Join(values, " or ")
		if !slices.ContainsFunc(options, func(o option) bool { return o.words == words }) {
			options = append(options, option{words, func(c *Change) { set(c, values[0]) }})
		}
	}
	return append(options, option{"another " + key, func(c *Change) { set(c, "") }})
}

// Handles that stand for a person: no one can have the second.
const (
	here      = "@someone"
	elsewhere = "@someone@elsewhere.invalid"
)

// accounts gives the kinds of account that provisions say apart, where none was named.
func (q Question) accounts(law charter.Charter, asked map[string][][]string) []option {
	_, scope := asked["scope"]
	_, subject := asked["subject"]
	p, _ := q.Skill.Compared(q.target())
	if p.Type != skill.Account || q.Change.Target != "" || !scope && !subject {
		return nil
	}
	target := func(words, handle string) option {
		return option{words, func(c *Change) { c.Target = handle }}
	}
	options := []option{target("a person of this server", here), target("a person of another server", elsewhere)}
	if !subject {
		return options
	}
	for _, kind := range []struct {
		words string
		staff bool
	}{{"a person on the roster", false}, {"a person who holds an office", true}} {
		if handle := handleOf(law.Roster, kind.staff); handle != "" {
			options = append(options, target(kind.words, handle))
		}
	}
	return options
}

// handleOf finds a seat with a handle, with or without a role apart from membership.
func handleOf(roster charter.Roster, staff bool) string {
	for _, s := range roster.Seats {
		office := slices.ContainsFunc(s.Roles, func(role string) bool { return role != "member" })
		if s.Mastodon != "" && office == staff {
			return s.Mastodon
		}
	}
	return ""
}

// ends gives the lengths of a measure that provisions say apart, where no until was given.
func (q Question) ends(law charter.Charter, now time.Time) []option {
	if _, given := q.given["until"]; given {
		return nil
	}
	lengths := q.lengths(law, func(p provision.Power) []*provision.Duration { return []*provision.Duration{p.Within, p.Beyond} })
	if len(lengths) == 0 {
		return nil
	}
	var options []option
	begin := now
	for _, d := range lengths {
		until := begin.Add(time.Minute).UTC().Truncate(time.Second).Format(time.RFC3339)
		options = append(options, option{"for " + d.Words() + " at most", func(c *Change) { c.Until, c.OldUntil = until, nil }})
		begin = now.Add(atMost(d))
	}
	return append(options, option{"for longer", func(*Change) {}})
}

// reversals gives the ages of a decision that provisions say apart where it is reverted.
func (q Question) reversals(law charter.Charter, now time.Time) []option {
	lengths := q.lengths(law, func(p provision.Power) []*provision.Duration {
		return []*provision.Duration{p.ReversesWithin, p.ReversesBeyond}
	})
	if len(lengths) == 0 {
		return nil
	}
	var options []option
	enacted := now
	for _, d := range lengths {
		at := moment.Of(enacted)
		options = append(options, option{"taking back a decision at most " + d.Words() + " old", func(c *Change) { c.Reverses = &Reversal{EnactedAt: at} }})
		enacted = now.Add(-atMost(d) - time.Minute)
	}
	return append(options, option{"taking back an older decision or none", func(*Change) {}})
}

// lengths gives the durations that the powers over a question name in some keys, each once, the shortest first.
func (q Question) lengths(law charter.Charter, named func(provision.Power) []*provision.Duration) []provision.Duration {
	var lengths []provision.Duration
	for _, power := range q.powers(law) {
		for _, d := range named(power) {
			if d != nil {
				lengths = append(lengths, *d)
			}
		}
	}
	slices.SortFunc(lengths, func(a, b provision.Duration) int { return cmp.Compare(atMost(a), atMost(b)) })
	return slices.Compact(lengths)
}

// atMost is the longest time that a duration can last: a moment past it is later by every calendar.
func atMost(d provision.Duration) time.Duration {
	const day = 24 * time.Hour
	unit := map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": day, "w": 7 * day, "mo": 31 * day, "y": 366 * day}
	return time.Duration(d.N) * unit[d.Unit]
}
