package github

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// build makes the commits of a merge on top of tip and gives the last.
func (s *Server) build(who *account, p *pull, tip plumbing.Hash, wanted wish) (plumbing.Hash, error) {
	switch wanted.Method {
	case "rebase":
		return s.replay(who, p, tip)
	case "squash":
		tree, err := s.mergedTree(tip, p.head.sha)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		message := or(wanted.Title, fmt.Sprintf("%s (#%d)", p.title, p.number)) + "\n\n" + wanted.Message
		return s.commit(tree, s.signature(s.accounts[p.author]), message, tip)
	}
	tree, err := s.mergedTree(tip, p.head.sha)
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

func (s *Server) mergedTree(ours, theirs plumbing.Hash) (plumbing.Hash, error) {
	base, err := s.fork(ours, theirs)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	var trees []plumbing.Hash
	for _, hash := range []plumbing.Hash{base, ours, theirs} {
		commit, err := s.base.git.CommitObject(hash)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		trees = append(trees, commit.TreeHash)
	}
	return mergeTrees(s.base.git, trees[0], trees[1], trees[2])
}

// replay makes each commit of the head again on top of tip, as a rebase merge does; merges are left out.
func (s *Server) replay(who *account, p *pull, tip plumbing.Hash) (plumbing.Hash, error) {
	commits, err := s.base.ahead(tip, p.head.sha)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	for _, each := range commits {
		if each.NumParents() != 1 {
			continue
		}
		parent, err := each.Parent(0)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		onto, err := s.base.git.CommitObject(tip)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		tree, err := mergeTrees(s.base.git, parent.TreeHash, onto.TreeHash, each.TreeHash)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		if tip, err = s.commitAs(each.Author, s.signature(who), tree, each.Message, tip); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	return tip, nil
}

func (s *Server) signature(who *account) object.Signature {
	name := "ghost"
	if who != nil {
		name = who.Login
	}
	return object.Signature{Name: name, Email: name + "@users.github.example", When: s.time()}
}

func (s *Server) commit(tree plumbing.Hash, who object.Signature, message string, parents ...plumbing.Hash) (plumbing.Hash, error) {
	return s.commitAs(who, who, tree, message, parents...)
}

func (s *Server) commitAs(author, committer object.Signature, tree plumbing.Hash, message string, parents ...plumbing.Hash) (plumbing.Hash, error) {
	encoded := s.base.git.Storer.NewEncodedObject()
	made := &object.Commit{
		Author: author, Committer: committer, Message: strings.TrimSpace(message) + "\n", TreeHash: tree, ParentHashes: parents,
	}
	if err := made.Encode(encoded); err != nil {
		return plumbing.ZeroHash, err
	}
	return s.base.git.Storer.SetEncodedObject(encoded)
}
