package skill

import "slices"

// Catalogue gives the 29 skills in the order of the specification. The caller may change what it gets.
func Catalogue() []Skill {
	var all []Skill
	for _, category := range categories() {
		all = append(all, category()...)
	}
	return all
}

// categories make the skills of the specification, a category at a time.
func categories() []func() []Skill {
	return []func() []Skill{
		accountModeration, accountManagement, reports, federation, security, constitution, profile, adminWebOnly,
	}
}

// ByName gives all skills, extensions too, for code that looks up many.
func ByName() map[Name]Skill {
	named := map[Name]Skill{}
	for _, s := range All() {
		named[s.Name] = s
	}
	return named
}

// Find looks one skill up by its name. Only the categories up to that of the skill are made.
func Find(name Name) (Skill, bool) {
	for _, category := range append(categories(), Extensions) {
		skills := category()
		if i := slices.IndexFunc(skills, func(s Skill) bool { return s.Name == name }); i >= 0 {
			return skills[i], true
		}
	}
	return Skill{}, false
}

// Names gives the names of all skills in the order of the catalogue, for messages that suggest one.
func Names() []string {
	var names []string
	for _, s := range Catalogue() {
		names = append(names, string(s.Name))
	}
	return names
}

// Conditions gives the keys that a provision's where may compare for a skill: its own parameters, those of the entry that
// it takes away, and what bylaw derives. A removal is judged by what goes, so unblock_domain knows severity.
func (s Skill) Conditions() []string {
	keys := []string{"scope", "subject", "until_within", "until_beyond", "reverses"}
	for _, p := range s.Known() {
		keys = append(keys, p.Name)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Compared finds the parameter that a condition on a skill compares; derived conditions have none.
func (s Skill) Compared(key string) (Param, bool) {
	for _, p := range s.Known() {
		if p.Name == key {
			return p, true
		}
	}
	return Param{}, false
}

// Known gives a skill's own parameters and those of the entry that it takes away.
func (s Skill) Known() []Param {
	params := slices.Clone(s.Params)
	for _, r := range Resources() {
		if r.Remove == s.Name && s.Name != "" {
			put, _ := Find(r.Put)
			params = append(params, put.Params...)
		}
	}
	return params
}
