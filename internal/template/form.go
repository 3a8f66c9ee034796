// Package template holds what a community copies: whole governance repositories of invented communities, each with cases
// that say what its rules are meant to do, and the issue forms and workflows that go with any of them, which it embeds. It
// reads and writes no repository.
package template

import (
	"embed"
	"io/fs"
	"maps"
	"slices"
)

//go:embed forms
var forms embed.FS

// Forms gives the issue forms of a community, by file name; they belong into .github/ISSUE_TEMPLATE.
func Forms() (map[string][]byte, error) {
	entries, err := forms.ReadDir("forms")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, entry := range entries {
		if files[entry.Name()], err = fs.ReadFile(forms, "forms/"+entry.Name()); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// FormNames gives the file names of the forms, in order.
func FormNames() ([]string, error) {
	files, err := Forms()
	return slices.Sorted(maps.Keys(files)), err
}
