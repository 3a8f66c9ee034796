package github

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// size is how much a pull request changes.
type size struct {
	of                             string // the state that was measured
	commits, files, added, removed int
}

// Above this many bytes both sides of a file are counted as a whole, for a comparison would take too long.
const maxCompared = 64 << 10

// sizeOf measures a pull request once for each state that it is in. What cannot be compared counts as nothing.
func (s *Server) sizeOf(p *pull) size {
	if p.size.of == p.state() {
		return p.size
	}
	p.size = size{of: p.state()}
	commits, err := s.base.ahead(p.base.sha, p.head.sha)
	if err != nil {
		return p.size
	}
	p.size.commits = len(commits)
	base, err := s.fork(p.base.sha, p.head.sha)
	if err != nil {
		return p.size
	}
	changed, err := s.changed(base, p.head.sha)
	if err != nil {
		return p.size
	}
	p.size.files = len(changed)
	for _, path := range changed {
		added, removed := s.lines(base, p.head.sha, path)
		p.size.added, p.size.removed = p.size.added+added, p.size.removed+removed
	}
	return p.size
}

func (s *Server) lines(from, to plumbing.Hash, path string) (added, removed int) {
	before, after := s.text(from, path), s.text(to, path)
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
func (s *Server) text(commit plumbing.Hash, path string) string {
	at, err := s.base.git.CommitObject(commit)
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
