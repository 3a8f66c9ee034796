package github

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
)

// Push moves a branch of the community's repository, or of the account's own fork, to a commit of the repository in dir
// (a work tree or bare), as git push does, with or without force. The zero hash deletes the branch.
func (s *Server) Push(login, dir, branch, commit string, force bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pushTo(login, s.base, dir, branch, commit, force)
}

// PushToFork is Push to the account's own fork.
func (s *Server) PushToFork(login, dir, branch, commit string, force bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	fork := s.repos[strings.ToLower(login+"/"+s.base.name)]
	if fork == nil || !fork.fork {
		return fmt.Errorf("%q has no fork", login)
	}
	return s.pushTo(login, fork, dir, branch, commit, force)
}

func (s *Server) pushTo(login string, to *repository, dir, branch, commit string, force bool) error {
	who, err := s.by(login)
	if err != nil {
		return err
	}
	source, err := git.PlainOpen(dir)
	if err != nil {
		return fmt.Errorf("open %q: %w", dir, err)
	}
	hash := plumbing.NewHash(commit)
	if !hash.IsZero() {
		if err := to.Copy(source, hash); err != nil {
			return err
		}
	}
	return s.move(who, to, branches+branch, hash, force)
}

// move sets a ref as a push does, with everything that follows from it.
func (s *Server) move(who *account, in *repository, ref string, to plumbing.Hash, force bool) error {
	if !s.allows(who, in, "write") {
		return fmt.Errorf("%q may not push to %s", who.Login, in.full())
	}
	before := in.Tip(ref)
	kind, err := in.kindOf(before, to, force)
	if err != nil {
		return fmt.Errorf("push %q: %w", ref, err)
	}
	if rule := s.breaks(who, in, strings.TrimPrefix(ref, branches), kind); rule != "" {
		return fmt.Errorf("push %q: %s: %s", ref, declined, rule)
	}
	if err := s.record(in, ref, before, to, kind, who.ID); err != nil {
		return err
	}
	if err := s.headsMoved(in, ref, kind, who); err != nil {
		return err
	}
	s.landed(in, ref, who)
	s.trigger(who, "push", "", ref, to.String())
	return nil
}

func (r *repository) kindOf(before, to plumbing.Hash, force bool) (string, error) {
	switch {
	case before.IsZero() && to.IsZero():
		return "", plumbing.ErrReferenceNotFound
	case before.IsZero():
		return "branch_creation", nil
	case to.IsZero():
		return "branch_deletion", nil
	case r.Contains(to, before):
		return "push", nil
	case force:
		return "force_push", nil
	}
	return "", errors.New("not a fast-forward")
}

// record sets a ref and writes the log of updates, in the server's own time.
func (s *Server) record(in *repository, ref string, before, to plumbing.Hash, kind string, actor int64) error {
	if err := in.Set(ref, to); err != nil {
		return err
	}
	in.log = append(in.log, update{s.id(), ref, before, to, kind, actor, s.time()})
	return nil
}

// UpdateBranch merges the base of a pull request into its head, as the button of that name does.
func (s *Server) UpdateBranch(login string, number int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, p, err := s.party(login, number)
	if err != nil {
		return err
	}
	base := s.base.Tip(branches + p.base.ref)
	tree, err := s.base.MergedTree(p.head.sha, base)
	if err != nil {
		return err
	}
	merged, err := s.commit(tree, s.signature(who), "Merge branch '"+p.base.ref+"' into "+p.head.ref, p.head.sha, base)
	if err != nil {
		return err
	}
	if err := p.head.repo.Copy(s.base.Git, merged); err != nil {
		return err
	}
	return s.move(who, p.head.repo, branches+p.head.ref, merged, false)
}
