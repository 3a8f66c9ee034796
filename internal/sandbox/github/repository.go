package github

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/revlist"
)

const branches = "refs/heads/"

// repository is one bare repository with the log of its ref updates.
type repository struct {
	id       int64
	owner    string
	name     string
	git      *git.Repository
	private  bool
	fork     bool
	protects string // the default branch
	created  time.Time
	log      []update
}

// update is one entry of the log.
type update struct {
	id            int64
	ref           string
	before, after plumbing.Hash
	kind          string
	actor         int64
	at            time.Time
}

func (r *repository) full() string { return r.owner + "/" + r.name }

func (s *Server) addRepository(owner, name, dir string) (*repository, error) {
	opened, err := git.PlainOpen(dir)
	if err != nil {
		return nil, fmt.Errorf("open bare repository %q: %w", dir, err)
	}
	added := &repository{id: s.id(), owner: owner, name: name, git: opened, protects: "main", created: s.time()}
	if head, err := opened.Storer.Reference(plumbing.HEAD); err == nil && head.Type() == plumbing.SymbolicReference {
		added.protects = head.Target().Short()
	}
	s.repos[strings.ToLower(added.full())] = added
	return added, nil
}

// Fork makes the bare repository in dir the fork of an account, under the same name, with the branches of the original.
func (s *Server) Fork(login, dir string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	owner, err := s.by(login)
	if err != nil {
		return err
	}
	return s.makeFork(owner, dir)
}

func (s *Server) makeFork(owner *account, dir string) error {
	made, err := s.addRepository(owner.Login, s.base.name, dir)
	if err != nil {
		return err
	}
	made.fork = true
	refs, err := s.base.git.References()
	if err != nil {
		return err
	}
	return refs.ForEach(func(ref *plumbing.Reference) error {
		if !ref.Name().IsBranch() || ref.Type() != plumbing.HashReference {
			return nil
		}
		return errors.Join(copyObjects(made.git, s.base.git, ref.Hash()), made.git.Storer.SetReference(ref))
	})
}

// createFork makes a fork for the account that asks, or shows the one that it has.
func (c *call) createFork() (int, any, error) {
	if c.who == nil {
		return 0, nil, anonymous
	}
	key := strings.ToLower(c.who.Login + "/" + c.base.name)
	if c.repos[key] == nil {
		if c.forks == "" || c.repo != c.base {
			return 0, nil, forbidden(c.who)
		}
		dir := filepath.Join(c.forks, strings.ToLower(c.who.Login)+".git")
		if _, err := git.PlainInit(dir, true); err != nil {
			return 0, nil, err
		}
		if err := c.makeFork(c.who, dir); err != nil {
			return 0, nil, err
		}
	}
	shown := c.showRepository(c.repos[key])
	shown["network_count"], shown["subscribers_count"] = 0, 0
	return http.StatusAccepted, shown, nil
}

// HideFork makes a fork private: its log can no longer be asked for.
func (s *Server) HideFork(login string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if fork := s.repos[strings.ToLower(login+"/"+s.base.name)]; fork != nil && fork.fork {
		fork.private = true
	}
}

// DeleteFork removes a fork. Open pull requests from it stay, and keep their head in the community's repository.
func (s *Server) DeleteFork(login string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := strings.ToLower(login + "/" + s.base.name)
	if gone := s.repos[key]; gone != nil && gone.fork {
		delete(s.repos, key)
	}
}

// tip is what a ref points to, zero where it does not exist.
func (r *repository) tip(ref string) plumbing.Hash {
	found, err := r.git.Reference(plumbing.ReferenceName(ref), true)
	if err != nil {
		return plumbing.ZeroHash
	}
	return found.Hash()
}

// changed is when a ref was last updated, as far as the log knows.
func (r *repository) changed(ref string) time.Time {
	for _, each := range slices.Backward(r.log) {
		if each.ref == ref {
			return each.at
		}
	}
	return time.Time{}
}

// resolve finds a commit by full hash, or by branch.
func (r *repository) resolve(name string) (plumbing.Hash, bool) {
	hash := r.tip(branches + name)
	if plumbing.IsHash(name) {
		hash = plumbing.NewHash(name)
	}
	_, err := r.git.CommitObject(hash)
	return hash, err == nil
}

// contains says whether an ancestor, or the commit itself, is reachable from tip.
func (r *repository) contains(tip, ancestor plumbing.Hash) bool {
	if tip == ancestor {
		return true
	}
	younger, err := r.git.CommitObject(tip)
	if err != nil {
		return false
	}
	older, err := r.git.CommitObject(ancestor)
	if err != nil {
		return false
	}
	is, err := older.IsAncestor(younger)
	return err == nil && is
}

// ahead lists what head has and base has not, oldest first.
func (r *repository) ahead(base, head plumbing.Hash) ([]*object.Commit, error) {
	known := map[plumbing.Hash]bool{}
	old, err := r.git.CommitObject(base)
	if err != nil {
		return nil, err
	}
	if err := object.NewCommitPreorderIter(old, nil, nil).ForEach(func(c *object.Commit) error {
		known[c.Hash] = true
		return nil
	}); err != nil {
		return nil, err
	}
	tip, err := r.git.CommitObject(head)
	if err != nil {
		return nil, err
	}
	var commits []*object.Commit
	if known[head] {
		return nil, nil
	}
	err = object.NewCommitPreorderIter(tip, known, nil).ForEach(func(c *object.Commit) error {
		commits = append(commits, c)
		return nil
	})
	slices.Reverse(commits)
	return commits, err
}

func copyObjects(to, from *git.Repository, tip plumbing.Hash) error {
	if to.Storer.HasEncodedObject(tip) == nil {
		return nil
	}
	hashes, err := revlist.Objects(from.Storer, []plumbing.Hash{tip}, nil)
	if err != nil {
		return fmt.Errorf("copy commit %s: %w", tip, err)
	}
	for _, hash := range hashes {
		if to.Storer.HasEncodedObject(hash) == nil {
			continue
		}
		one, err := from.Storer.EncodedObject(plumbing.AnyObject, hash)
		if err != nil {
			return err
		}
		if _, err := to.Storer.SetEncodedObject(one); err != nil {
			return err
		}
	}
	return nil
}

// repository shows callers what they may do; strangers without a token see nothing.
func (c *call) repository() (int, any, error) {
	shown := c.showRepository(c.repo)
	shown["network_count"], shown["subscribers_count"] = 0, 0
	if c.who != nil {
		shown["permissions"] = fields{"admin": c.may("admin"), "push": c.may("write"), "pull": c.may("read")}
	}
	return http.StatusOK, shown, nil
}

// owner is the account that a repository belongs to. A server without that account, which exists only in tests, shows one of
// its name.
func (s *Server) ownerOf(r *repository) fields {
	if found := s.named(r.owner); found != nil {
		return found.show()
	}
	return (&account{Account: Account{Login: r.owner, Type: "User"}}).show()
}

// showMinimal is what every answer about a repository has.
func (s *Server) showMinimal(r *repository) fields {
	shown := fields{
		"id": r.id, "node_id": node("Repository", r.id), "name": r.name, "full_name": r.full(), "private": r.private, "fork": r.fork,
		"owner": s.ownerOf(r), "html_url": r.web(), "description": nil,
	}
	link(shown, r.api(), repositoryLinks)
	return shown
}

func (s *Server) showRepository(r *repository) fields {
	shown := s.showMinimal(r)
	pushed := r.created
	if len(r.log) > 0 {
		pushed = r.log[len(r.log)-1].at
	}
	open := 0
	for _, p := range s.pulls {
		if r == s.base && p.open() {
			open++
		}
	}
	maps.Copy(shown, fields{
		"default_branch": r.protects, "visibility": r.visibility(), "created_at": r.created, "updated_at": pushed, "pushed_at": pushed,
		"license": nil, "language": nil, "homepage": nil, "mirror_url": nil, "archived": false, "disabled": false,
		"has_issues": true, "has_projects": true, "has_wiki": true, "has_pages": false, "has_downloads": true, "has_discussions": false,
		"size": 0, "forks": 0, "forks_count": 0, "stargazers_count": 0, "watchers": 0, "watchers_count": 0,
		"open_issues": open, "open_issues_count": open,
		"git_url": "git://github.example/" + r.full() + ".git", "ssh_url": "git@github.example:" + r.full() + ".git",
		"clone_url": r.web() + ".git", "svn_url": r.web(),
	})
	return shown
}

func (r *repository) visibility() string {
	if r.private {
		return "private"
	}
	return "public"
}
