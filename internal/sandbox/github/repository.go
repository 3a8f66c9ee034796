package github

import (
	"errors"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/githost"
)

const branches = "refs/heads/"

// repository is one bare repository with the log of its ref updates.
type repository struct {
	*githost.Repository
	id       int64
	owner    string
	name     string
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
	opened, err := githost.Open(dir)
	if err != nil {
		return nil, err
	}
	added := &repository{Repository: opened, id: s.id(), owner: owner, name: name, protects: opened.Default(), created: s.time()}
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
	refs, err := s.base.Git.References()
	if err != nil {
		return err
	}
	return refs.ForEach(func(ref *plumbing.Reference) error {
		if !ref.Name().IsBranch() || ref.Type() != plumbing.HashReference {
			return nil
		}
		return errors.Join(made.Copy(s.base.Git, ref.Hash()), made.Git.Storer.SetReference(ref))
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
	hash := r.Tip(branches + name)
	if plumbing.IsHash(name) {
		hash = plumbing.NewHash(name)
	}
	_, err := r.Git.CommitObject(hash)
	return hash, err == nil
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
