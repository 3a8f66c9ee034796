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
	for _, s := range Catalogue() {
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

// Param looks one parameter up by its name.
func (s Skill) Param(name string) (Param, bool) {
	for _, p := range s.Params {
		if p.Name == name {
			return p, true
		}
	}
	return Param{}, false
}

// Conditions gives the keys that a provision's where may compare for a skill: its own parameters, those of the entry that
// it takes away, and what bylaw derives. A removal is judged by what goes, so unblock_domain knows severity.
func (s Skill) Conditions() []string {
	keys := []string{"scope", "subject", "until_within", "reverses"}
	for _, p := range s.Params {
		keys = append(keys, p.Name)
	}
	for _, r := range Resources() {
		if r.Remove != s.Name {
			continue
		}
		put, _ := Find(r.Put)
		for _, p := range put.Params {
			keys = append(keys, p.Name)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
