package lint

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// notice is the least time in which a person can learn of a measure and answer.
const notice = 72 * time.Hour

// protections warns of each power to take an account of our own server away that misses what protects people from haste
// and from a few: two thirds, a quorum, 72 hours, no vote on one's own case, no early end.
func (l *linter) protections() error {
	var failed error
	missing := map[string][]string{}
	for _, p := range governing(l.charter) {
		if len(severe(p)) == 0 || !closes(p.Rule) {
			continue
		}
		gaps, err := l.missing(p.Rule)
		failed = errors.Join(failed, err)
		missing[p.ID] = gaps
	}
	for _, p := range governing(l.charter) {
		skills := slices.DeleteFunc(severe(p), func(name string) bool { return l.safe(name, missing) })
		if gaps := missing[p.ID]; len(gaps) > 0 && len(skills) > 0 {
			l.found.Warnf(p.Place, "this protects people from haste and from a few: see the sample's articles on suspending one of us",
				"provision %q governs %s of people of our own server, and is without %s", p.ID, strings.Join(skills, ", "), strings.Join(gaps, "; "))
		}
	}
	return failed
}

// severe gives the skills of a provision that take an account of our own server away.
func severe(p provision.Provision) []string {
	var names []string
	for _, power := range p.Governs {
		if scopes := power.Where["scope"]; len(scopes) > 0 && !slices.Contains(scopes, "local") {
			continue
		}
		for _, name := range []skill.Name{skill.SuspendAccount, skill.DisableAccount, skill.DeleteAccountData} {
			if slices.Contains(power.Skills, string(name)) && !slices.Contains(names, string(name)) {
				names = append(names, string(name))
			}
		}
	}
	return names
}

// safe reports whether some provision that misses nothing governs every use of a skill on people of our own server: every
// provision that governs a change must pass.
func (l *linter) safe(name string, missing map[string][]string) bool {
	return slices.ContainsFunc(governing(l.charter), func(p provision.Provision) bool {
		return len(missing[p.ID]) == 0 && slices.ContainsFunc(p.Governs, func(power provision.Power) bool {
			_, scoped := power.Where["scope"]
			always := len(power.Where) == 0 || len(power.Where) == 1 && scoped && slices.Contains(power.Where["scope"], "local")
			return slices.Contains(power.Skills, name) && always && !power.Timed()
		})
	})
}

// misses names what a rule misses. What it takes to pass is tried out, in a community of three hundred.
func (l *linter) missing(r provision.Rule) ([]string, error) {
	var gaps []string
	t := newSimulation(r, simulated(r, 300), l.now)
	few, err := l.passes(t, split{yes: 199, no: 101}, t.late())
	if few {
		gaps = append(gaps, "two thirds of the votes")
	}
	if !turnout(r) {
		gaps = append(gaps, "a quorum")
	}
	t.rule.EarlyPass = "never"
	soon, soonErr := l.passes(t, split{yes: 1, whole: 1}, t.open.Add(notice-time.Second))
	if soon {
		gaps = append(gaps, "72 hours to answer")
	}
	if !slices.Contains(r.Electorate.Exclude, "subject") {
		gaps = append(gaps, "exclude: subject")
	}
	if r.EarlyPass != "never" {
		gaps = append(gaps, "early_pass: never")
	}
	return gaps, errors.Join(err, soonErr)
}

// turnout reports whether a rule asks how many take part, be it by a quorum or by a threshold that counts the absent. Stages
// take the place of the rule's own tests.
func turnout(r provision.Rule) bool {
	for _, s := range r.Stages {
		if len(s.Quorum) == 0 && !ofAll(s.Threshold) {
			return false
		}
	}
	return len(r.Stages) > 0 || len(r.Quorum) > 0 || ofAll(r.Threshold)
}

func ofAll(list []provision.Condition) bool {
	return slices.ContainsFunc(list, func(c provision.Condition) bool {
		return c.Test != nil && slices.Contains([]string{"eligible", "seats", "not_abstaining"}, c.Test.Of) || ofAll(c.All)
	})
}
