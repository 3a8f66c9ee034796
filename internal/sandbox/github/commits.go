package github

import (
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// build makes the commits of a merge on top of tip and gives the last.
func (s *Server) build(who *account, p *pull, tip plumbing.Hash, wanted wish) (plumbing.Hash, error) {
	switch wanted.Method {
	case "rebase":
		return s.base.Replay(tip, p.head.sha, s.signature(who))
	case "squash":
		tree, err := s.base.MergedTree(tip, p.head.sha)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		message := or(wanted.Title, fmt.Sprintf("%s (#%d)", p.title, p.number)) + "\n\n" + wanted.Message
		return s.commit(tree, s.signature(s.accounts[p.author]), message, tip)
	}
	tree, err := s.base.MergedTree(tip, p.head.sha)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	title := fmt.Sprintf("Merge pull request #%d from %s/%s", p.number, p.head.repo.owner, p.head.ref)
	message := or(wanted.Title, title) + "\n\n" + or(wanted.Message, p.title)
	return s.commit(tree, s.signature(who), message, tip, p.head.sha)
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func (s *Server) signature(who *account) object.Signature {
	name := "ghost"
	if who != nil {
		name = who.Login
	}
	return object.Signature{Name: name, Email: name + "@users.github.example", When: s.time()}
}

func (s *Server) commit(tree plumbing.Hash, who object.Signature, message string, parents ...plumbing.Hash) (plumbing.Hash, error) {
	return s.base.Commit(who, who, tree, message, parents...)
}
