package gitea

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/bylaw-dev/bylaw/internal/sandbox/githost"
)

// wish is the body of a merge.
type wish struct {
	Do      string `json:"do"` // the server reads it in any case
	Head    string `json:"head_commit_id"`
	Title   string `json:"MergeTitleField"`
	Message string `json:"MergeMessageField"`
}

func notAllowed(message string) *problem {
	return &problem{status: http.StatusMethodNotAllowed, message: message}
}

var later = notAllowed("Please try again later")

// mergePull merges the branch of a pull request, not what is kept as its head. The answer is empty.
func (c *call) mergePull() (int, any, error) {
	i, err := c.proposed()
	if err != nil {
		return 0, nil, &problem{
			status:  http.StatusNotFound,
			message: "pull request does not exist [id: 0, issue_id: 0, head_repo_id: 0, base_repo_id: 1, head_branch: , base_branch: ]",
		}
	}
	var wanted wish
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	if err := c.mayMerge(i, wanted); err != nil {
		return 0, nil, err
	}
	if err := c.merge(i, wanted); err != nil {
		return 0, nil, err
	}
	return http.StatusOK, nil, nil
}

func (c *call) mayMerge(i *issue, wanted wish) error {
	switch {
	case !slices.Contains([]string{"merge", "squash", "rebase"}, wanted.Do):
		return invalid("[Do]: In")
	case !i.pull.merged.IsZero():
		return notAllowed("The PR is already merged")
	case !i.open():
		return notFound
	case !c.who.writes():
		return notAllowed("User not allowed to merge PR")
	case i.draft():
		return notAllowed("Work in progress PRs cannot be merged")
	case i.pull.checking || !c.mergeable(i):
		i.pull.checking = false
		return later
	case c.missing(i) != "":
		return notAllowed("Not all required status checks successful")
	case wanted.Head != "" && wanted.Head != c.tip(i).String():
		i.pull.checking = true
		return &problem{status: http.StatusConflict, message: "head out of date"}
	}
	return nil
}

// mergeable says whether the branch and its base go together.
func (s *Server) mergeable(i *issue) bool {
	_, err := s.repo.MergedTree(s.repo.Tip(branches+i.pull.base), s.tip(i))
	return err == nil
}

// missing is the first required status that the branch does not have, "" where it has all.
func (s *Server) missing(i *issue) string {
	for _, context := range s.required {
		if i.pull.base == s.repo.Default() && s.latest(s.tip(i).String(), context) != "success" {
			return context
		}
	}
	return ""
}

func (c *call) merge(i *issue, wanted wish) error {
	ref, head := branches+i.pull.base, c.tip(i)
	before := c.repo.Tip(ref)
	after, err := c.build(i, before, head, wanted)
	if errors.Is(err, githost.ErrConflict) {
		return later
	}
	if err != nil {
		return err
	}
	if err := c.repo.Set(ref, after); err != nil {
		return err
	}
	i.pull.merged, i.closed, i.updated, i.pull.mergedBy, i.pull.mergeCommit = c.time(), c.time(), c.time(), c.who.ID, after
	c.happen(i, c.who.ID, "merge_pull", "")
	c.note(&feedRow{op: "merge_pull_request", actor: c.who.ID, content: fmt.Sprintf("%d|%s", i.number, i.title)})
	c.logPush(c.who, ref, before, after)
	return c.follow(c.who, i.pull.base, after)
}

// build makes the commits of a merge on top of the base and gives the last.
func (c *call) build(i *issue, base, head plumbing.Hash, wanted wish) (plumbing.Hash, error) {
	by := object.Signature{Name: c.who.Login, Email: c.who.Login + "@noreply.gitea.example", When: c.time()}
	if wanted.Do == "rebase" {
		return c.repo.Replay(base, head, by)
	}
	tree, err := c.repo.MergedTree(base, head)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	title := cmp.Or(wanted.Title, fmt.Sprintf("Merge pull request '%s' (#%d) from %s into %s", i.title, i.number, i.pull.head, i.pull.base))
	parents := []plumbing.Hash{base, head}
	if wanted.Do == "squash" {
		parents = parents[:1]
	}
	return c.repo.Commit(by, by, tree, title+"\n\n"+wanted.Message, parents...)
}
