package charter

import "github.com/bylaw-dev/bylaw/internal/skill"

// actionSchemaName names the one schema of all files of actions/: their names are free, so it is not called after a file.
const actionSchemaName = "action"

// actionSchema describes the file of a one-off action: one alternative for each skill that a one-off action can ask for.
func actionSchema() object {
	var alternatives []object
	for _, s := range skill.All() {
		if s.Kind == skill.Act && s.Built {
			alternatives = append(alternatives, actionOf(s))
		}
	}
	return object{"type": "object", "oneOf": alternatives}
}

func actionOf(s skill.Skill) object {
	return object{
		"type": "object", "additionalProperties": false, "required": []string{"skill", "params"},
		"properties": object{
			"skill":  described(object{"const": s.Name}, s.Summary),
			"params": paramsSchema(s.Params, object{}),
			"reason": reasonSchema(),
		},
	}
}
