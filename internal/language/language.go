// Package language holds the sentences that bylaw itself publishes: in the thread, and in announcements. Each language is
// one file, named after its ISO 639 code.
package language

import (
	"embed"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Default is the language that is used where there is no file for the one that is asked for.
const Default = "en"

//go:embed *.yaml
var files embed.FS

// Table is the sentences of one language.
type Table struct {
	Sentences map[string]string   `yaml:"sentences"` // by key; what is filled in stands in braces
	Same      map[string][]string `yaml:"same"`      // other words that say the same as the sentence of a key
	Numbers   []string            `yaml:"numbers"`   // from one on
	One       []string            `yaml:"one"`       // words for one before a unit of time
	Units     map[string][]string `yaml:"units"`     // hour, day, week, month, year: their forms, the one that is kept first
}

// Known lists the languages that there are, sorted.
func Known() []string {
	var codes []string
	entries, _ := files.ReadDir(".")
	for _, e := range entries {
		codes = append(codes, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	slices.Sort(codes)
	return codes
}

// For gives the sentences of a language, and the default ones where there are none.
func For(code string) Table {
	if !slices.Contains(Known(), code) {
		code = Default
	}
	var t Table
	src, err := files.ReadFile(code + ".yaml")
	if err == nil {
		err = yaml.Unmarshal(src, &t)
	}
	if err != nil { // a test reads every file
		return Table{}
	}
	return t
}

// Say fills the sentence of a key in with pairs of a name and its value. A key that there is not is shown as it is.
func (t Table) Say(key string, pairs ...string) string {
	sentence, ok := t.Sentences[key]
	if !ok {
		return key
	}
	return fill(sentence, pairs)
}

// Likewise fills in the other words that say the same.
func (t Table) Likewise(key string, pairs ...string) []string {
	all := make([]string, len(t.Same[key]))
	for i, words := range t.Same[key] {
		all[i] = fill(words, pairs)
	}
	return all
}

func fill(sentence string, pairs []string) string {
	named := make([]string, len(pairs))
	for i, p := range pairs {
		named[i] = p
		if i%2 == 0 {
			named[i] = "{" + p + "}"
		}
	}
	return strings.NewReplacer(named...).Replace(sentence)
}
