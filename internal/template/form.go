// Package template holds what a community copies: whole governance repositories of invented communities, each with cases
// that say what its rules are meant to do, and the issue forms and workflows that go with any of them, which it embeds. It
// reads and writes no repository.
package template

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

//go:embed forms
var forms embed.FS

//go:embed forms.txt
var written string

// FormOf gives the file name of the form that a file is, as this version or an earlier one of bylaw wrote it; "" where it is none,
// or one that was edited.
func FormOf(data []byte) string {
	sum := sha256.Sum256(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
	for line := range strings.Lines(written) {
		if name, ok := strings.CutPrefix(line, hex.EncodeToString(sum[:])+" "); ok {
			return strings.TrimSpace(name)
		}
	}
	return ""
}

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
