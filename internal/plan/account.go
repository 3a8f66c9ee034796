package plan

import (
	"fmt"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// stateParam is the one parameter of an account that is compared with the server; the others go along with a change.
const stateParam = "state"

// ModeratedAccounts is the resource of live states that lists the accounts under a measure, also those that no proposal decided, as
// items of the resource "accounts". It cannot be changed.
const ModeratedAccounts = "moderated_accounts"

// AllHashtags is the resource of live states that lists the hashtags that moderators decided about, as far as it can be read.
const AllHashtags = "all_" + skill.Hashtags

// RefusedHashtags is the resource of the hashtags that nothing can be decided about; Unread says why.
const RefusedHashtags = "refused_" + skill.Hashtags

// AllEmailHashes is the resource of live states that lists every blocked mail address, also those that follow from suspensions.
const AllEmailHashes = "all_" + skill.EmailHashes

// accounts compares accounts word by word. Only a word that was ours is lifted. What moderators did by hand is reported,
// also where it reverts what was decided: no setting repairs it.
func (d *difference) accounts() {
	base, desired, live := d.base[skill.Accounts], d.desired[skill.Accounts], d.live[skill.Accounts]
	targets := maps.Clone(base)
	if targets == nil {
		targets = map[string]Item{}
	}
	maps.Copy(targets, desired)
	for target := range targets {
		a := accountDifference{d, base[target], desired[target], live[target]}
		for _, m := range skill.Measures() {
			a.word(m)
		}
		a.report()
	}
}

// accountDifference is one account in its three states. An entry that is absent has no words.
type accountDifference struct {
	*difference
	was, want, is Item
}

func (a accountDifference) word(m skill.Measure) {
	was, want, is := hasWord(a.was, m.State), hasWord(a.want, m.State), hasWord(a.is, m.State)
	switch {
	case want && !is && (!was || renews(a.was, a.want)):
		a.bring(m)
	case !want && is && was:
		a.lift(m)
	}
}

// report names the words on the server that are not declared, and those that were lifted there.
func (a accountDifference) report() {
	var extra, lifted bool
	purged := a.purged()
	for _, m := range skill.Measures() {
		if purged && m.State != "suspended" {
			continue // deleting the data disables the login and clears the other measures
		}
		was, want, is := hasWord(a.was, m.State), hasWord(a.want, m.State), hasWord(a.is, m.State)
		extra = extra || is && !want && !was && !slices.Contains(a.is.Held, m.State)
		lifted = lifted || want && was && !is && !renews(a.was, a.want)
	}
	switch declared := a.want.Target != ""; {
	case lifted:
		a.drift(a.want, a.is, []string{stateParam}, "lifted on the server, by no proposal")
	case extra && declared:
		a.undeclared()
	case extra:
		a.plan.Unmanaged = append(a.plan.Unmanaged, Difference{
			Resource: skill.Accounts, Target: a.is.Target, Live: a.is.Params, Why: "on the server, and not declared",
		})
	case declared && !a.adopted[skill.Accounts] && len(differingKeys(map[string]any{stateParam: a.want.Params[stateParam]}, a.is.Params)) == 0:
		a.matching++
	}
}

// undeclared reports words on the server that the entry of the account does not have: on first run a conflict, which
// --adopt-live settles and --adopt-ours does not, for only a word that was ours is lifted; afterwards drift, unless it was kept
// by choice.
func (a accountDifference) undeclared() {
	keys := []string{stateParam}
	accepted, _ := a.accepts(a.want, a.is, keys)
	first := !a.adopted[skill.Accounts]
	switch {
	case first && a.options.AdoptLive:
		a.plan.Accepted = append(a.plan.Accepted, subset(a.want, a.is, keys, keptByFlag))
	case first && !a.options.AdoptOurs:
		a.plan.Conflicts = append(a.plan.Conflicts, subset(a.want, a.is, keys, foreign))
	case len(accepted) > 0:
		a.plan.Accepted = append(a.plan.Accepted, subset(a.want, a.is, keys, keptByChoice))
	default:
		a.drift(a.want, a.is, keys, "on the server, and not declared")
	}
}

// purged reports whether the ledger says that the data of the account was deleted.
func (a accountDifference) purged() bool {
	for _, done := range a.options.Agenda.Done {
		if done.Skill == skill.DeleteAccountData && done.Target == a.is.Target {
			return true
		}
	}
	return false
}

// bring plans a measure. In addition to the word it carries the message to the person and the id that was pinned.
func (a accountDifference) bring(m skill.Measure) {
	after := maps.Clone(a.want.Params)
	delete(after, "id")
	after[stateParam] = withWord(a.is, m.State)
	params := maps.Clone(a.want.Params)
	params[stateParam] = []any{m.State}
	a.change(m.Put, Change{
		Action: Create, Target: a.want.Target, Params: params, Before: a.before(), After: after,
		Reason: a.want.Reason, Until: a.want.Until, Origin: Decided,
	})
}

// lift plans the end of a measure that was ours.
func (a accountDifference) lift(m skill.Measure) {
	why, reason := a.ended(a.was, a.kinds[skill.Accounts])
	if a.want.Target != "" {
		why, reason = Decided, a.want.Reason
	}
	params := map[string]any{}
	if id, pinned := a.was.Params["id"]; pinned {
		params["id"] = id
	}
	before := maps.Clone(a.was.Params)
	delete(before, "id")
	before[stateParam] = a.is.Params[stateParam]
	a.change(m.Lift, Change{
		Action: Remove, Target: a.was.Target, Params: params, Before: before, Reason: reason, Until: a.was.Until, Origin: why,
	})
}

// before is what an account is now; nothing where it is under no measure.
func (a accountDifference) before() map[string]any {
	words, _ := a.is.Params[stateParam].([]any)
	if len(words) == 0 {
		return nil
	}
	return map[string]any{stateParam: words}
}

// change adds a change, or the reason why the server would refuse it.
func (a accountDifference) change(name skill.Name, c Change) {
	c.ID, c.Skill, c.Provisions, c.Also = ID(name, c.Target), name, []string{}, a.is.Also[name]
	pinned, _ := c.Params["id"].(string)
	switch why := a.is.Refuse[name]; {
	case a.is.Target == "":
		a.refuse(c, Refused, "the server returned nothing about the account")
		return
	case why != "":
		a.refuse(c, Refused, why)
		return
	case pinned != "" && pinned != a.is.ID:
		a.refuse(c, Refused, fmt.Sprintf("the handle belongs to the account %s, and the id that is written to another", a.is.ID))
		return
	}
	for _, s := range a.kinds[skill.Accounts].all {
		if s.Name == name {
			c.ReversibleUntil = reversibleUntil(s)
			if s.Until != "" {
				c.Also = append([]string{"can be undone for " + s.Until}, c.Also...)
			}
		}
	}
	a.plan.Changes = append(a.plan.Changes, c)
}

func hasWord(item Item, word string) bool {
	words, _ := item.Params[stateParam].([]any)
	return slices.Contains(words, any(word))
}

// withWord gives the words of an item's state and one more, sorted.
func withWord(item Item, word string) []any {
	words, _ := item.Params[stateParam].([]any)
	all := []string{word}
	for _, w := range words {
		if text, ok := w.(string); ok {
			all = append(all, text)
		}
	}
	slices.Sort(all)
	state := make([]any, 0, len(all))
	for _, w := range slices.Compact(all) {
		state = append(state, w)
	}
	return state
}

// HasMeasure reports whether the parameters of an account name a measure in its state.
func HasMeasure(params map[string]any, m skill.Measure) bool {
	return hasWord(Item{Params: params}, m.State)
}
