package skill

// Accounts is the resource of accounts, whose entries are put in force word by word.
const Accounts = "accounts"

// Measure is one word of an account's state, with the skills that bring it and lift it.
type Measure struct {
	State string // as it is written in accounts.yaml
	Put   Name
	Lift  Name
}

// Measures gives the words that an account's state is made of, from the mildest. Any of them may be combined.
func Measures() []Measure {
	return []Measure{
		{"sensitive", MarkAccountSensitive, UnmarkSensitive},
		{"silenced", SilenceAccount, UnsilenceAccount},
		{"disabled", DisableAccount, EnableAccount},
		{"suspended", SuspendAccount, UnsuspendAccount},
	}
}

// FindMeasure looks up the measure that a skill brings or lifts.
func FindMeasure(name Name) (Measure, bool) {
	for _, m := range Measures() {
		if name != "" && (m.Put == name || m.Lift == name) {
			return m, true
		}
	}
	return Measure{}, false
}

// Entry gives the parameters of an entry of the resource; the first is its target, unless the skill is Single.
func (r Resource) Entry() []Param {
	if r.Name != Accounts {
		put, _ := Find(r.Put)
		return put.Params
	}
	var words []string
	for _, m := range Measures() {
		words = append(words, m.State)
	}
	return append([]Param{
		account(),
		{Name: "state", Type: List, Required: true, Words: words, Doc: "what the account is; [] lifts what was ours"},
		{Name: "id", Type: ID, Doc: "the account's id, which must belong to the same handle"},
	}, noticeParams()...)
}

// Skills gives the skills that put entries of the resource in force and end them.
func (r Resource) Skills() []Name {
	var names []Name
	if r.Name == Accounts {
		for _, m := range Measures() {
			names = append(names, m.Put, m.Lift)
		}
	}
	for _, name := range []Name{r.Put, r.Remove} {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}
