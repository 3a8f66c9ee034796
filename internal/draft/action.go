package draft

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// action drafts the file of a one-off action. The stem of its name, which identifies the action permanently, begins with the date.
func action(b Base, q facts.Question, date string) (Draft, error) {
	params := map[string]any{}
	for name, value := range q.Change.After {
		params[name] = value
	}
	if len(q.Skill.Params) > 0 && q.Change.Target != "" {
		params[q.Skill.Params[0].Name] = q.Change.Target
	}
	for _, p := range q.Skill.Params {
		if _, given := params[p.Name]; p.Required && !given {
			return Draft{}, missingParam(q, p.Name)
		}
	}
	d := drafted(q, map[string][]byte{})
	text, err := actionFile(*q.Skill, params, q.Change.Reason)
	if err != nil {
		return Draft{}, err
	}
	stem := date + "-" + actionStem(d.Key)
	path := charter.ActionFile(stem)
	for n := 2; len(b.Tree[path].Data) > 0; n++ {
		path = charter.ActionFile(fmt.Sprintf("%s-%d", stem, n))
	}
	d.Files[path] = text
	return d, nil
}

// actionStem is a key as the name of an action's file.
func actionStem(key string) string { return strings.ReplaceAll(key, "_", "-") }

// actionFile writes an action, parameters in the order of the catalogue.
func actionFile(s skill.Skill, given map[string]any, reason string) ([]byte, error) {
	params := yaml.Node{Kind: yaml.MappingNode}
	for _, p := range s.Params {
		value, ok := given[p.Name]
		if !ok {
			continue
		}
		var key, node yaml.Node
		key.SetString(p.Name)
		if err := node.Encode(value); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		params.Content = append(params.Content, &key, &node)
	}
	return yaml.Marshal(struct {
		Skill  skill.Name
		Params *yaml.Node
		Reason string `yaml:",omitempty"`
	}{s.Name, &params, reason})
}
