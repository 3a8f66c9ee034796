package plan

import (
	"errors"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// ConstitutionResource is the resource, and the only target of it, that represents the published constitution. Its
// parameters are "digest", the SHA-256 of constitution.md, and Quotes where the settings name it.
const ConstitutionResource = "constitution"

// Quotes is the parameter of the published constitution that says who may quote its posts.
const Quotes = "quotes"

// RequotesOnly says that a change posts nothing, and changes who may quote the published constitution.
func (c Change) RequotesOnly() bool {
	return c.Skill == PublishSkill && c.Action == Update && c.Before["digest"] == c.After["digest"]
}

// PublishSkill is the skill that brings the constitution up to date.
const PublishSkill = skill.PublishConstitution

// ErrChange means that the server refused one change for its own sake: the other changes of the plan may still be tried.
var ErrChange = errors.New("the server refused the change")

// ErrNotSent means that a change failed before anything of it was sent to the server: a look at its target failed.
var ErrNotSent = errors.New("nothing of it was sent")

// ErrNotTried means that nothing of a change was sent to the server, because the run was asked to stop.
var ErrNotTried = errors.New("not tried")

// kind is what planning needs to know of a resource, looked up once.
type kind struct {
	rank        int
	noun, file  string
	put, remove skill.Skill
	all         []skill.Skill // every skill of the resource
	built       bool
}

// undo is the skill that takes an entry away. What only people can put on a server, only people can take off again, and
// what a server has exactly one of cannot be taken off at all.
func (k kind) undo() skill.Skill {
	if k.remove.Name == "" && k.put.Kind == skill.Manual && !k.put.Single {
		return k.put
	}
	return k.remove
}

// kinds gives what can be planned, by resource.
func kinds() map[string]kind {
	skills := skill.ByName()
	found := map[string]kind{ConstitutionResource: {
		rank: len(skill.Resources()), noun: "constitution", file: "constitution.md", put: skills[PublishSkill], built: true,
		all: []skill.Skill{skills[PublishSkill]},
	}}
	for rank, r := range skill.Resources() {
		var all []skill.Skill
		for _, name := range r.Skills() {
			all = append(all, skills[name])
		}
		found[r.Name] = kind{rank, r.Noun, r.File, skills[r.Put], skills[r.Remove], all, !slices.ContainsFunc(all, unbuilt)}
	}
	return found
}

func unbuilt(s skill.Skill) bool { return !s.Built }

// bySkill gives for each skill that a resource uses the name of the resource.
func bySkill(all map[string]kind) map[skill.Name]string {
	found := map[skill.Name]string{}
	for name, k := range all {
		for _, s := range k.all {
			found[s.Name] = name
		}
	}
	return found
}
