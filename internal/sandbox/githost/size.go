package githost

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// Size is how much changes between two commits.
type Size struct{ Files, Added, Removed int }

// Above this many bytes both sides of a file are counted as a whole, for a comparison would take too long.
const maxCompared = 64 << 10

// Size measures what changes between two commits, in files and lines.
func (r *Repository) Size(from, to plumbing.Hash) (Size, error) {
	changed, err := r.Changed(from, to)
	size := Size{Files: len(changed)}
	for _, path := range changed {
		added, removed := r.lines(from, to, path)
		size.Added, size.Removed = size.Added+added, size.Removed+removed
	}
	return size, err
}

func (r *Repository) lines(from, to plumbing.Hash, path string) (added, removed int) {
	before, after := r.text(from, path), r.text(to, path)
	if len(before)+len(after) > maxCompared {
		return lineCount(after), lineCount(before)
	}
	for _, each := range hunks(before, after) {
		added += lineCount(each.text)
		removed += each.to - each.from
	}
	return added, removed
}

func lineCount(text string) int {
	n := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		n++
	}
	return n
}

// text is the content of a file in a commit, "" where it is not there.
func (r *Repository) text(commit plumbing.Hash, path string) string {
	at, err := r.Git.CommitObject(commit)
	if err != nil {
		return ""
	}
	file, err := at.File(path)
	if err != nil {
		return ""
	}
	content, err := file.Contents()
	if err != nil {
		return ""
	}
	return content
}
