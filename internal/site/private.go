package site

import (
	"maps"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// publicChange is a proposed change as strangers may read it.
func publicChange(c facts.Change) facts.Change {
	c.Target = publicTarget(c.Target, c.Before, c.After)
	c.Before, c.After = publicParams(c.Skill, c.Before), publicParams(c.Skill, c.After)
	return c
}

// publicDone is a change that was made, as strangers may read it.
func publicDone(d render.ExecutedChange) render.ExecutedChange {
	c := &d.Change
	c.Target = publicTarget(c.Target, c.Before, c.After, c.Params)
	c.Before, c.After, c.Params = publicParams(c.Skill, c.Before), publicParams(c.Skill, c.After), publicParams(c.Skill, c.Params)
	return d
}

// publicParams leaves out what servers show to moderators only.
func publicParams(name skill.Name, params map[string]any) map[string]any {
	for _, r := range skill.Resources() {
		if r.Put != name && r.Remove != name || params == nil {
			continue
		}
		params = maps.Clone(params)
		for _, key := range skill.PrivateParams(r.Name) {
			delete(params, key)
		}
	}
	return params
}

// publicTarget hides the middle of a domain that is, or was, obfuscated.
func publicTarget(target string, params ...map[string]any) string {
	for _, p := range params {
		if p["obfuscate"] == true {
			return obfuscated(target)
		}
	}
	return target
}
