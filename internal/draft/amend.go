package draft

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Amend drafts another text of the constitution, named after the articles that differ.
func Amend(b Base, text []byte) (Draft, error) {
	old := b.text(charter.ConstitutionFile)
	if bytes.Equal(old, text) {
		return Draft{}, &ErrSame{"the constitution says exactly this"}
	}
	files := map[string][]byte{charter.ConstitutionFile: text}
	proposed, diags := charter.Load(Draft{Files: files}.Over(b.Tree))
	if err := diags.Err(); err != nil {
		return Draft{}, err
	}
	amended := constitution.Amended(b.Charter.Constitution, proposed.Constitution)
	cited := slices.Concat(amended.Added, amended.Changed, amended.Removed)
	d := Draft{Title: "Edit the wording of the constitution", Key: "edit-constitution", Files: files}
	switch {
	case len(cited) == 1:
		d.Title, d.Key = titled("Amend article %s", named(cited[0], proposed.Constitution, b.Charter.Constitution)), keyOf("amend", cited[0])
	case len(cited) > 1:
		d.Title, d.Key = titled("Amend articles %s", strings.Join(cited, ", ")), keyOf(append([]string{"amend"}, cited...)...)
	}
	return d, nil
}

// named gives an article's citation with its title, the new one where it has one.
func named(citation string, texts ...constitution.Constitution) string {
	for _, constitution := range texts {
		for _, a := range constitution.Articles {
			if a.Citation == citation {
				return fmt.Sprintf("%s (%s)", citation, a.Title)
			}
		}
	}
	return citation
}

// Over lays a draft over the files that it starts from. Only what the files say counts here: their git hashes are not set.
func (d Draft) Over(tree facts.Tree) facts.Tree {
	files := make(facts.Tree, len(tree)+len(d.Files))
	for path, blob := range tree {
		files[path] = blob
	}
	for path, data := range d.Files {
		if data == nil {
			delete(files, path)
			continue
		}
		files[path] = facts.Blob{Mode: facts.Regular, Data: data}
	}
	return files
}
