package facts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Question is a power that a person asks about, as the change that would use it.
type Question struct {
	Name   string       // of the skill or the subject
	Skill  *skill.Skill // nil for a subject
	Change Change
	given  map[string]string // the arguments as they were written
}

// ParseQuestion reads the name of a skill or of a subject, and parameters such as severity=suspend, which the catalogue
// checks. An entry for the target that is in force at the moment given makes the change an update, or fills in what a
// removal takes away. Names and keys that no one knows, and values that no entry could have, are errors with a hint.
func ParseQuestion(law charter.Charter, name string, args []string, now time.Time) (Question, error) {
	given, err := arguments(args)
	if err != nil {
		return Question{}, err
	}
	if s, ok := skill.Find(skill.Name(name)); ok {
		q := Question{Name: name, Skill: &s, given: given, Change: Change{Kind: Entry, Skill: s.Name, Action: actionOf(s)}}
		if err := q.fill(law); err != nil {
			return Question{}, err
		}
		q.present(law.StateAt(now))
		q.Change.ID = fmt.Sprintf("%s:%s", s.Name, q.Change.Target)
		return q, nil
	}
	if !slices.Contains(provision.Subjects(), name) {
		return Question{}, unknownPower(name)
	}
	if len(args) > 0 {
		return Question{}, fmt.Errorf("%s is a subject and has no parameters", name)
	}
	change := Change{ID: "subject:" + name, Kind: File, Action: updated, Subject: name}
	return Question{Name: name, Change: change}, nil
}

func unknownPower(name string) error {
	hint := yamldoc.Suggest(name, append(skill.Names(), provision.Subjects()...))
	if hint == "" {
		hint = `run "bylaw skills" to see them all; subjects are ` + strings.Join(provision.Subjects(), ", ")
	}
	return diag.WithHint(fmt.Errorf("no skill or subject is called %q", name), "%s", hint)
}

// arguments splits key=value, each key once.
func arguments(args []string) (map[string]string, error) {
	given := map[string]string{}
	for _, arg := range args {
		key, value, found := strings.Cut(arg, "=")
		if !found || key == "" {
			return nil, diag.WithHint(fmt.Errorf("%q is no parameter", arg), "write it as severity=suspend")
		}
		if _, twice := given[key]; twice {
			return nil, fmt.Errorf("parameter %q is given twice", key)
		}
		given[key] = value
	}
	return given, nil
}

// actionOf says what a skill does to an entry, as long as there is none for its target.
func actionOf(s skill.Skill) string {
	switch {
	case s.Kind == skill.Act:
		return "act"
	case slices.ContainsFunc(skill.Resources(), func(r skill.Resource) bool { return r.Remove == s.Name }):
		return removed
	default:
		return created
	}
}

// fill reads the arguments into the change. All mistakes come back at once, in the order of the keys.
func (q *Question) fill(law charter.Charter) (mistakes error) {
	params := map[string]any{}
	for _, key := range sortedKeys(q.given) {
		switch err := q.set(law, params, key, q.given[key]); {
		case mistakes == nil:
			mistakes = err
		case err != nil:
			mistakes = fmt.Errorf("%w; %w", mistakes, err)
		}
	}
	if q.Skill.Single {
		q.Change.Target = single(q.Skill.Name)
	}
	if q.Change.Action == removed {
		q.Change.Before = params
	} else {
		q.Change.After = params
	}
	return mistakes
}

func (q *Question) set(law charter.Charter, params map[string]any, key, text string) (err error) {
	p, known := q.Skill.Compared(key)
	switch {
	case key == "until" && q.Skill.Kind != skill.Act:
		q.Change.Until, err = charter.Until(text)
		return err
	case key == "reason":
		q.Change.Reason = text
		return nil
	case !known:
		return q.unknown(key)
	}
	value, err := law.Argument(q.Skill.Name, p, text)
	if err != nil {
		return err
	}
	if target, ok := value.(string); ok && key == q.target() {
		q.Change.Target = target
		return nil
	}
	params[key] = value
	return nil
}

func (q *Question) unknown(key string) error {
	keys := []string{"reason"}
	if q.Skill.Kind != skill.Act {
		keys = append(keys, "until")
	}
	for _, name := range q.Skill.Conditions() {
		if _, ok := q.Skill.Compared(name); ok {
			keys = append(keys, name)
		}
	}
	hint := yamldoc.Suggest(key, keys)
	if hint == "" {
		hint = "known here: " + strings.Join(slices.Sorted(slices.Values(keys)), ", ")
	}
	return diag.WithHint(fmt.Errorf("%s has no parameter %q", q.Name, key), "%s", hint)
}

// target is the name of the parameter that says what is changed, "" where a server has only one.
func (q *Question) target() string {
	if q.Skill == nil || q.Skill.Single || len(q.Skill.Params) == 0 {
		return ""
	}
	return q.Skill.Params[0].Name
}

// single gives the target of what a server has only one of: its resource's name.
func single(name skill.Name) string {
	for _, r := range skill.Resources() {
		if r.Put == name {
			return r.Name
		}
	}
	return AboutConstitution
}

// present compares the question with what is in force: an entry there is changed, not created.
func (q *Question) present(state plan.State) {
	for _, item := range state.Items {
		r, _ := skill.FindResource(item.Resource)
		switch {
		case item.Target != q.Change.Target:
		case r.Put == q.Skill.Name && q.Change.Action == created:
			q.Change.Action, q.Change.Before, q.Change.OldUntil = updated, item.Params, &item.Until
		case r.Remove == q.Skill.Name:
			q.Change.Before, q.Change.OldUntil = over(item.Params, q.Change.Before), &item.Until
		}
	}
}

// over lays parameters that were given over those of an entry.
func over(entry, given map[string]any) map[string]any {
	all := map[string]any{}
	for _, params := range []map[string]any{entry, given} {
		for key, value := range params {
			all[key] = value
		}
	}
	return all
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
