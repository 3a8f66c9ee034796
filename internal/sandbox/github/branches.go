package github

import (
	"net/http"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

func (c *call) branch() (int, any, error) {
	name := c.request.PathValue("branch")
	tip := c.repo.Tip(branches + name)
	if tip.IsZero() {
		return 0, nil, &problem{status: http.StatusNotFound, message: "Branch not found"}
	}
	commit, err := c.repo.Git.CommitObject(tip)
	if err != nil {
		return 0, nil, err
	}
	protection := c.repo.api() + "/branches/" + name + "/protection"
	return http.StatusOK, fields{
		"name": name, "commit": c.repo.showCommit(commit), "protected": name == c.repo.protects,
		"protection": fields{"enabled": name == c.repo.protects}, "protection_url": protection,
		"_links": fields{"html": c.repo.web() + "/tree/" + name, "self": c.repo.api() + "/branches/" + name},
	}, nil
}

// showCommit is a commit of the repository, with the accounts that made it, of which none is known here.
func (r *repository) showCommit(c *object.Commit) fields {
	sha := c.Hash.String()
	parents := []fields{}
	for _, each := range c.ParentHashes {
		parents = append(parents, fields{
			"sha": each.String(), "url": r.api() + "/commits/" + each.String(), "html_url": r.web() + "/commit/" + each.String(),
		})
	}
	return fields{
		"sha": sha, "node_id": node("Commit", sha), "url": r.api() + "/commits/" + sha, "html_url": r.web() + "/commit/" + sha,
		"comments_url": r.api() + "/commits/" + sha + "/comments", "author": nil, "committer": nil, "parents": parents,
		"commit": r.showGitCommit(c),
	}
}

// showGitCommit is the commit as git has it: its names and times are what its author wrote.
func (r *repository) showGitCommit(c *object.Commit) fields {
	signature := func(who object.Signature) fields {
		return fields{"name": who.Name, "email": who.Email, "date": who.When.UTC()}
	}
	return fields{
		"url": r.api() + "/git/commits/" + c.Hash.String(), "author": signature(c.Author), "committer": signature(c.Committer),
		"message": c.Message, "comment_count": 0,
		"tree":         fields{"sha": c.TreeHash.String(), "url": r.api() + "/git/trees/" + c.TreeHash.String()},
		"verification": fields{"verified": false, "reason": "unsigned", "signature": nil, "payload": nil, "verified_at": nil},
	}
}

func (c *call) listBranches() (int, any, error) {
	refs, err := c.repo.Git.References()
	if err != nil {
		return 0, nil, err
	}
	var names []string
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		if ref.Name().IsBranch() {
			names = append(names, ref.Name().Short())
		}
		return nil
	})
	slices.Sort(names)
	list := []any{}
	for _, name := range names {
		sha := c.repo.Tip(branches + name).String()
		list = append(list, fields{
			"name": name, "commit": fields{"sha": sha, "url": c.repo.api() + "/commits/" + sha}, "protected": name == c.repo.protects,
		})
	}
	return http.StatusOK, list, err
}
