package skill

import "slices"

// Catalogue gives the 29 skills in the order of the specification. The caller may change what it gets.
func Catalogue() []Skill {
	return slices.Concat(
		accountModeration(), accountManagement(), reports(), federation(), security(), constitution(), profile(), adminWebOnly(),
	)
}

// Find looks a skill up by its name.
func Find(name Name) (Skill, bool) {
	for _, s := range All() {
		if s.Name == name {
			return s, true
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
