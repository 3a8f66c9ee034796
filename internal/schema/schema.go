// Package schema gives the JSON Schemas (draft 2020-12) of the files that people write and of the documents that bylaw
// prints. Those of files are made from what the reader of each file accepts. Those of documents are generated from the Go
// types and checked in, because their descriptions are doc comments; a test fails when they are stale.
package schema

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
)

//go:generate go test . -update

//go:embed *.json
var files embed.FS

const suffix = ".schema.json"

// Names gives the names that Of knows, in order: file names such as roster.yaml, "action" for the files
// of actions/, and documents such as facts.
func Names() []string {
	names := charter.SchemaNames()
	found, err := fs.Glob(files, "*"+suffix)
	if err != nil {
		return nil // the pattern is constant and well formed
	}
	for _, name := range found {
		names = append(names, strings.TrimSuffix(name, suffix))
	}
	slices.Sort(names)
	return names
}

// Of gives the schema of one file or document.
func Of(name string) ([]byte, error) {
	if slices.Contains(charter.SchemaNames(), name) {
		return charter.Schema(name)
	}
	data, err := files.ReadFile(name + suffix)
	if err != nil {
		return nil, fmt.Errorf("no schema for %q", name)
	}
	return data, nil
}
