// Package schema holds the JSON Schemas (draft 2020-12) of the files that people write and of the documents that bylaw
// prints. They are generated from the Go types and the catalogue and checked in; a test fails when they are stale.
package schema

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:generate go test . -update

//go:embed *.json
var files embed.FS

const suffix = ".schema.json"

// Names gives the names that Of knows, in order: file names such as roster.yaml, "action" for the files
// of actions/, and documents such as facts.
func Names() []string {
	found, err := fs.Glob(files, "*"+suffix)
	if err != nil {
		return nil // the pattern is constant and well formed
	}
	for i, name := range found {
		found[i] = strings.TrimSuffix(name, suffix)
	}
	return found
}

// Of gives the schema of one file or document.
func Of(name string) ([]byte, error) {
	data, err := files.ReadFile(name + suffix)
	if err != nil {
		return nil, fmt.Errorf("no schema for %q", name)
	}
	return data, nil
}
