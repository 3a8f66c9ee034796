package draft

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Use drafts the use of a skill as a question describes it: an entry that is added, changed or removed, or a one-off action.
func Use(b Base, q facts.Question, date string) (Draft, error) {
	switch {
	case q.Skill == nil:
		return Draft{}, diag.WithHint(fmt.Errorf("%q is a subject, and no skill", q.Name), `to amend the constitution, use "bylaw propose amend"`)
	case q.Skill.Kind == skill.Act:
		return action(b, q, date)
	}
	if m, ok := skill.FindMeasure(q.Skill.Name); ok {
		return measure(b, m, q)
	}
	for _, r := range skill.Resources() {
		if q.Skill.Name == r.Put {
			return put(b, r, q)
		}
		if q.Skill.Name == r.Remove {
			return drop(b, r, q)
		}
	}
	return Draft{}, byHand(q)
}

// byHand is the answer for what has no entry that could be written from a command line.
func byHand(q facts.Question) error {
	return diag.WithHint(fmt.Errorf("%s cannot be proposed from a command line", q.Name), "edit the file below governance/ and open a pull request")
}

// put adds an entry, or writes another in its place.
func put(b Base, r skill.Resource, q facts.Question) (Draft, error) {
	if q.Skill.Single {
		return Draft{}, byHand(q)
	}
	path := "governance/" + r.File
	item := plan.Item{Resource: r.Name, Target: q.Change.Target, Params: q.Change.After, Reason: q.Change.Reason, Until: q.Change.Until}
	index, old, root, err := find(b, r, q)
	if err != nil {
		return Draft{}, err
	}
	if index >= 0 {
		item = merged(old, item)
		if item.Reason == old.Reason && item.Until == old.Until && reflect.DeepEqual(item.Params, old.Params) {
			return Draft{}, &ErrSame{fmt.Sprintf("%s says so of %s", path, item.Target)}
		}
	}
	if missing := firstMissing(*q.Skill, item); missing != "" {
		return Draft{}, missingParam(q, missing)
	}
	line, err := charter.EntryLine(r, item)
	if err != nil {
		return Draft{}, err
	}
	after, err := b.write(r, root, item.Target, index, line)
	if err != nil {
		return Draft{}, fmt.Errorf("%s: %w", path, err)
	}
	return drafted(q, map[string][]byte{path: after}), nil
}

// write puts a line in the place of an entry. A new one goes where its name belongs if the list is sorted, so that two
// proposals for one list can both be merged; else it goes to the end.
func (b Base) write(r skill.Resource, root yamldoc.Map, target string, index int, line string) ([]byte, error) {
	src, entry := b.text("governance/"+r.File), []string{line}
	if index >= 0 {
		return yamldoc.Replace(src, root, r.Name, index, entry)
	}
	if at := b.place(r, root, target); at >= 0 {
		return yamldoc.Insert(src, root, r.Name, at, entry)
	}
	return yamldoc.Append(src, root, r.Name, entry)
}

// place gives the first entry of a sorted list that comes after a target; -1 where there is none, or no order.
func (b Base) place(r skill.Resource, root yamldoc.Map, target string) int {
	if !root.Has(r.Name) {
		return -1
	}
	var names []string
	for _, entry := range root.At(r.Name).List() {
		names = append(names, entry.AnyMap().At(r.Entry()[0].Name).Text())
	}
	if !slices.IsSorted(names) {
		return -1
	}
	return slices.IndexFunc(names, func(name string) bool { return name > target })
}

// merged is an entry with what is requested laid over it. The reason is the one of the request, if it has one.
func merged(old, request plan.Item) plan.Item {
	params := map[string]any{}
	for _, each := range []map[string]any{old.Params, request.Params} {
		for name, value := range each {
			params[name] = value
		}
	}
	request.Params = params
	delete(params, plan.Sources) // what a person decides is no longer from a list
	if request.Until == "" {
		request.Until = old.Until
	}
	if request.Reason == "" {
		request.Reason = old.Reason
	}
	return request
}

// drop takes an entry out.
func drop(b Base, r skill.Resource, q facts.Question) (Draft, error) {
	path := "governance/" + r.File
	index, _, root, err := find(b, r, q)
	if err != nil {
		return Draft{}, err
	}
	if index < 0 {
		return Draft{}, &ErrSame{fmt.Sprintf("%s holds no %s %q", path, r.Noun, q.Change.Target)}
	}
	after, err := yamldoc.Remove(b.text(path), root, r.Name, index)
	if err != nil {
		return Draft{}, fmt.Errorf("%s: %w", path, err)
	}
	return drafted(q, map[string][]byte{path: after}), nil
}

// find gives the place and the values of the entry that a question is about; the place is -1 where there is none.
func find(b Base, r skill.Resource, q facts.Question) (index int, item plan.Item, root yamldoc.Map, err error) {
	if q.Change.Target == "" {
		return -1, item, root, missingParam(q, r.Entry()[0].Name)
	}
	index, root, err = b.at(r, q.Change.Target)
	for _, each := range b.Charter.Instance.Items {
		if each.Resource == r.Name && each.Target == q.Change.Target {
			item = each
		}
	}
	return index, item, root, err
}

// at gives the place of an entry in its list, by its target in canonical form; -1 where there is none.
func (b Base) at(r skill.Resource, target string) (index int, root yamldoc.Map, err error) {
	root, places, err := b.places(r)
	index, there := places[target]
	if !there {
		index = -1
	}
	return index, root, err
}

// Missing means that a skill needs a parameter that was not given. A person at a terminal is asked for it.
type Missing struct {
	Skill skill.Name
	Param string
}

func (m *Missing) Error() string { return fmt.Sprintf("%s needs %s", m.Skill, m.Param) }

func missingParam(q facts.Question, param string) error {
	return diag.WithHint(&Missing{q.Skill.Name, param}, "add %s=...", param)
}

// firstMissing names the first required parameter that an entry has no value for, "" where none is missing.
func firstMissing(s skill.Skill, item plan.Item) string {
	for i, p := range s.Params {
		if value, given := item.Params[p.Name]; i > 0 && p.Required && (!given || value == "") {
			return p.Name
		}
	}
	return ""
}

// drafted names a draft after its skill and its target.
func drafted(q facts.Question, files map[string][]byte) Draft {
	target := q.Change.Target
	return Draft{Title: titled("%s: %s", q.Skill.Title, target), Key: keyOf(q.Name, target), Files: files}
}
