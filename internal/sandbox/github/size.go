package github

import "github.com/bylaw-dev/bylaw/internal/sandbox/githost"

// size is how much a pull request changes.
type size struct {
	githost.Size
	of      string // the state that was measured
	commits int
}

// sizeOf measures a pull request once for each state that it is in. What cannot be compared counts as nothing.
func (s *Server) sizeOf(p *pull) size {
	if p.size.of == p.state() {
		return p.size
	}
	p.size = size{of: p.state()}
	commits, err := s.base.Ahead(p.base.sha, p.head.sha)
	if err != nil {
		return p.size
	}
	p.size.commits = len(commits)
	base, err := s.base.MergeBase(p.base.sha, p.head.sha)
	if err != nil {
		return p.size
	}
	if measured, err := s.base.Size(base, p.head.sha); err == nil {
		p.size.Size = measured
	}
	return p.size
}
