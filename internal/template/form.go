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
