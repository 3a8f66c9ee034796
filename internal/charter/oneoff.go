package charter

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// stem is what the file of a one-off action may be called: no capital letters, because some file systems do not distinguish them.
var stem = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]{0,99}$`)

// ActionFile gives the path of a one-off action's file, from the root of the repository.
func ActionFile(stem string) string { return path.Join(ActionsFolder, stem+".yaml") }

// IsActionFile reports whether a path is that of a one-off action.
func IsActionFile(file string) bool {
	return path.Dir(file) == ActionsFolder && path.Ext(file) == ".yaml"
}

// actions reads the one-off actions, sorted by stem. One-off actions with a mistake are left out.
func (l *loader) actions(own string) []plan.OneOffAction {
	var acts []plan.OneOffAction
	for _, file := range l.files(ActionsFolder, nil) {
		src, found := l.read(file)
		if !found || src == nil {
			continue
		}
		name, isYAML := strings.CutSuffix(path.Base(file), ".yaml")
		if !isYAML {
			l.fail(file, "rename it to end in .yaml", "a one-off action is a YAML file")
			continue
		}
		if !stem.MatchString(name) {
			l.fail(file, "write it like 2026-11-21-welcome.yaml", "the name of a one-off action has lower-case letters, digits, hyphens, underscores and dots, at most 100")
			continue
		}
		root := l.yaml(file, src).Map("skill", "params", "reason")
		if s, known := actionSkill(root.Need("skill")); known {
			acts = append(acts, readAction(name, s, root, own))
		}
	}
	slices.SortFunc(acts, func(a, b plan.OneOffAction) int { return strings.Compare(a.Stem, b.Stem) })
	return acts
}

// actionSkill reads which skill a one-off action asks for, and reports what no one-off action can ask for.
func actionSkill(name yamldoc.Value) (skill.Skill, bool) {
	text := name.Text()
	s, known := skill.Find(skill.Name(text))
	switch {
	case text == "":
	case !known:
		name.Fail(yamldoc.Suggest(text, skill.Names()), "no skill is called %q", text)
	case s.Kind != skill.Act:
		name.Fail("write the entry into a file of governance/instance/", "%s follows from desired state, it is not a one-off action", text)
	case !s.Built:
		name.Fail("remove the file", "this version cannot enact %s yet", text)
	default:
		return s, true
	}
	return skill.Skill{}, false
}

// readAction reads the parameters of a one-off action as the catalogue has them.
func readAction(name string, s skill.Skill, root yamldoc.Map, own string) plan.OneOffAction {
	act := plan.OneOffAction{Stem: name, Skill: s.Name, Params: map[string]any{}, Reason: root.At("reason").Text()}
	if s.Destructive && act.Reason == "" {
		root.Warn("add \"reason:\", for the ledger", "%s cannot be undone, and nothing says why it is done", s.Name)
	}
	var keys []string
	for _, p := range s.Params {
		keys = append(keys, p.Name)
	}
	params := root.Need("params").Map(keys...)
	for i, p := range s.Params {
		value := params.At(p.Name)
		if p.Required {
			value = params.Need(p.Name)
		}
		if !value.Present() {
			continue
		}
		parsed := readParam(p, value)
		if i == 0 {
			act.Target = actionTarget(p, parsed, own)
		}
		if i > 0 || p.Type == skill.Username {
			act.Params[p.Name] = parsed
		}
	}
	if act.Skill == skill.ClassifyReport && act.Params["category"] != skill.Violation && params.Has("rules") {
		params.At("rules").Fail("remove the rules, or write category: violation", "only a report of a violation is about rules")
	}
	return act
}

// actionTarget gives the target of a one-off action, people in the same form as in accounts.yaml.
func actionTarget(p skill.Param, parsed any, own string) string {
	target, _ := parsed.(string)
	if p.Type == skill.Username && target != "" {
		target = "@" + target
	}
	return local(target, own)
}

// ActionPlace is where a one-off action is written.
func ActionPlace(stem string) diag.Place { return diag.Place{File: ActionFile(stem)} }
