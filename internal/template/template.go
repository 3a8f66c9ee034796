// Package template embeds the constitutions that a community can start from: whole governance repositories of invented
// communities, each with cases that say what its rules are meant to do. It reads and writes no repository, and fills in
// nothing: that is for whoever copies a template.
package template

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed consensus council do-ocracy petition small-co-op
var files embed.FS

// Names lists the templates in alphabetical order; each is also a folder's name.
func Names() []string {
	return []string{"consensus", "council", "do-ocracy", "petition", "small-co-op"}
}

// Open gives the files of a template, rooted so that their paths begin with governance/. An unknown name is an error
// that lists the known ones.
func Open(name string) (fs.FS, error) {
	for _, known := range Names() {
		if name == known {
			return fs.Sub(files, name)
		}
	}
	return nil, fmt.Errorf("template %q is unknown, want one of %s", name, strings.Join(Names(), ", "))
}
