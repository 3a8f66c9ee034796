package facts

import (
	"fmt"
	"reflect"
	"slices"
)

// Carries says whether a merge brought what was voted on: the same changes, or a part of them whose missing rest was in
// force already with the same values. InForce is what the protected branch had changed by itself since the proposal left
// it. Where it did not, why names the first change that differs.
func Carries(voted, merged, inForce []Change) (why string, ok bool) {
	asVoted, already := byID(voted), byID(inForce)
	for _, c := range merged {
		if decided, there := asVoted[c.ID]; !there || !reflect.DeepEqual(decided, c) {
			return fmt.Sprintf("the merge changes %q in a way that was not voted on", c.ID), false
		}
		delete(asVoted, c.ID)
	}
	for _, c := range voted {
		if left, missing := asVoted[c.ID]; missing && !reflect.DeepEqual(already[c.ID], left) {
			return fmt.Sprintf("the merge leaves out %q, which was voted on and is not in force", c.ID), false
		}
	}
	return "", true
}

func byID(changes []Change) map[string]Change {
	found := make(map[string]Change, len(changes))
	for _, c := range changes {
		found[c.ID] = c
	}
	return found
}

// Reading is the governed tree of a commit as far as it could be read, and why not all of it could.
type Reading struct {
	Tree  Tree
	Fault error // mistakes that no tree can hold, such as a symbolic link; nil mostly
}

// changes compares two readings. What could not be read in the one that comes is an error.
func (c *Charters) changes(last, next Reading) ([]Change, error) {
	if next.Fault != nil {
		return nil, next.Fault
	}
	return c.Compare(last.Tree, next.Tree)
}

// BranchHistory follows the governed tree of the protected branch from one authorized commit to the next.
type BranchHistory struct {
	charters   *Charters
	authorized Reading // of the last authorized commit
	tip        Reading // of the last commit
	tainted    bool    // an unauthorized commit lies between the two
	decided    []Change
}

// NewBranchHistory starts at an authorized commit.
func NewBranchHistory(tree Tree, charters *Charters) BranchHistory {
	return BranchHistory{charters: charters, authorized: Reading{Tree: tree}, tip: Reading{Tree: tree}}
}

// Tainted says whether the last commit rests on an unauthorized one that is not remediated.
func (c *BranchHistory) Tainted() bool { return c.tainted }

// Editorial says whether a tree means the same as that of the last commit.
func (c *BranchHistory) Editorial(next Reading) bool {
	changes, err := c.charters.changes(c.tip, next)
	return err == nil && len(changes) == 0
}

// Push takes a commit that no proposal brought. It is authorized only if it changes nothing in meaning; why says what else it
// does. On top of an unauthorized commit no push remediates.
func (c *BranchHistory) Push(next Reading) (why string, lawful bool) {
	changes, err := c.charters.changes(c.tip, next)
	c.tip = next
	switch {
	case err != nil:
		why = "its files have mistakes: " + err.Error()
	case len(changes) > 0:
		why = fmt.Sprintf("it was not voted on, and it changes %q%s", changes[0].ID, more(len(changes)-1))
	case c.tainted:
		return "it is editorial, but rests on an unauthorized commit", false
	default:
		c.authorized = next
		return "editorial", true
	}
	c.tainted = true
	return why, false
}

func more(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", n)
}

// Motion is a proposal as it was voted on.
type Motion struct {
	Fork  Tree // where it left the protected branch
	Voted []Change
	// Refused is why its decision as of the merge does not carry it, "" where it has passed and could be enacted.
	Refused string
}

// Merge takes a merge of a proposal, the commits that came with it included. After an unauthorized commit it remediates if the
// whole difference from the last authorized tree has been decided, or nothing of it is left.
func (c *BranchHistory) Merge(next Reading, m Motion) (why string, lawful bool) {
	before := c.tip
	c.tip = next
	if m.Refused == "" {
		m.Refused = c.misses(before, next, m)
	}
	if m.Refused != "" {
		if changes, err := c.charters.changes(before, next); err == nil && len(changes) == 0 && !c.tainted {
			c.authorized = next
			return "editorial", true
		}
		c.tainted = true
		return m.Refused, false
	}
	c.decided = append(c.decided, m.Voted...)
	if c.tainted && !c.remediates(next) {
		return "it was decided, but rests on an unauthorized commit that it does not remediate", false
	}
	c.authorized, c.tainted, c.decided = next, false, nil
	return "decided", true
}

// misses says how a merge differs from what was voted on.
func (c *BranchHistory) misses(before, after Reading, m Motion) string {
	merged, err := c.charters.changes(before, after)
	if err != nil {
		return "its files have mistakes: " + err.Error()
	}
	// A tree with mistakes has nothing in force that could be reported.
	inForce, err := c.charters.Compare(m.Fork, before.Tree)
	if err != nil {
		inForce = nil
	}
	why, _ := Carries(m.Voted, merged, inForce)
	return why
}

// remediates says whether everything that differs from the last authorized tree has been decided since.
func (c *BranchHistory) remediates(next Reading) bool {
	left, err := c.charters.changes(c.authorized, next)
	if err != nil {
		return false
	}
	decided := byID(c.decided)
	return !slices.ContainsFunc(left, func(change Change) bool { return !reflect.DeepEqual(decided[change.ID], change) })
}
