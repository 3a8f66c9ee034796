package gitea

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

const branches = "refs/heads/"

// pull is what a pull request has over an issue. Its head is a branch of the same repository; what refs/pull/N/head points to
// follows it only while the pull request is open.
type pull struct {
	head, base  string // branches
	merged      time.Time
	mergedBy    int64
	mergeCommit plumbing.Hash
	reviews     []*review
	checking    bool // whether it can be merged is not worked out yet
}

func (i *issue) kept() string { return fmt.Sprintf("refs/pull/%d/head", i.number) }

// draft says whether the title marks work in progress.
func (i *issue) draft() bool {
	upper := strings.ToUpper(i.title)
	return strings.HasPrefix(upper, "WIP:") || strings.HasPrefix(upper, "[WIP]")
}

// tip is what the server calls the head: the branch, or what is kept of it when that is gone.
func (s *Server) tip(i *issue) plumbing.Hash {
	if tip := s.repo.Tip(branches + i.pull.head); !tip.IsZero() {
		return tip
	}
	return s.repo.Tip(i.kept())
}

// proposal is the body of a new pull request.
type proposal struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	Head  string `json:"head"`
	Base  string `json:"base"`
}

func (c *call) createPull() (int, any, error) {
	var wanted proposal
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	made, err := c.propose(c.who, wanted)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, c.showPull(made), nil
}

func (s *Server) propose(who *account, p proposal) (*issue, error) {
	head, base := s.repo.Tip(branches+p.Head), s.repo.Tip(branches+p.Base)
	switch {
	case p.Title == "":
		return nil, invalid("[Title]: Required")
	case head.IsZero():
		return nil, &problem{status: http.StatusNotFound, message: fmt.Sprintf("ref %q does not exist", p.Head)}
	case base.IsZero():
		return nil, &problem{status: http.StatusNotFound, message: fmt.Sprintf("ref %q does not exist", p.Base)}
	case s.repo.Contains(base, head):
		return nil, invalid("Invalid PullRequest: There are no changes between the head and the base")
	}
	for _, other := range s.issues {
		if other.pull != nil && other.open() && other.pull.head == p.Head && other.pull.base == p.Base {
			return nil, &problem{status: http.StatusConflict, message: fmt.Sprintf(
				"pull request already exists for these targets [id: %d, issue_id: %d, head_repo_id: 1, base_repo_id: 1, head_branch: %s, base_branch: %s]",
				other.number, other.number, p.Head, p.Base)}
		}
	}
	made := s.addIssue(who, p.Title, p.Body)
	made.pull = &pull{head: p.Head, base: p.Base, checking: true}
	if err := s.repo.Set(made.kept(), head); err != nil {
		return nil, err
	}
	commits, err := s.news(made, head)
	if err != nil {
		return nil, err
	}
	s.happen(made, who.ID, "pull_push", "").push = &pushed{Commits: commits}
	s.note(&feedRow{op: "create_pull_request", actor: who.ID, content: fmt.Sprintf("%d|%s", made.number, made.title)})
	return made, nil
}

// proposed finds the pull request that the number in the path names.
func (c *call) proposed() (*issue, error) {
	i, err := c.issue()
	if err != nil || i.pull == nil {
		return nil, notFound
	}
	return i, nil
}

func (c *call) getPull() (int, any, error) {
	i, err := c.proposed()
	if err != nil {
		return 0, nil, err
	}
	shown := c.showPull(i)
	i.pull.checking = false // the work that the first look waits for is done by the next
	return http.StatusOK, shown, nil
}

func (s *Server) showPull(i *issue) fields {
	p, tip := i.pull, s.tip(i)
	base := s.repo.Tip(branches + p.base)
	fork, err := s.repo.MergeBase(base, s.repo.Tip(i.kept()))
	if err != nil {
		fork = base
	}
	side := func(ref string, sha plumbing.Hash) fields {
		return fields{"label": strings.TrimPrefix(ref, branches), "ref": strings.TrimPrefix(ref, branches), "sha": sha.String(), "repo_id": 1, "repo": s.showRepository(nil)}
	}
	head := branches + p.head
	if s.repo.Tip(head).IsZero() {
		head = i.kept()
	}
	shown := s.showIssue(i)
	delete(shown, "pull_request")
	for key, value := range (fields{
		"draft": i.draft(), "merged": !p.merged.IsZero(), "merged_at": stamp(p.merged), "merged_by": nil, "merge_commit_sha": nil,
		"mergeable": i.open() && !i.draft() && !p.checking && s.mergeable(i), "head": side(head, tip), "base": side(p.base, base),
		"merge_base": fork.String(), "url": s.web(i), "review_comments": 0,
	}) {
		shown[key] = value
	}
	if !p.merged.IsZero() {
		shown["merged_by"], shown["merge_commit_sha"] = s.person(p.mergedBy), p.mergeCommit.String()
		shown["base"] = side(p.base, p.mergeCommit)
	}
	return shown
}

func (c *call) listPulls() (int, any, error) {
	query := c.request.URL.Query()
	found := slices.Clone(c.issues)
	slices.SortStableFunc(found, func(a, b *issue) int {
		if query.Get("sort") == "recentupdate" {
			return cmp.Or(b.updated.Compare(a.updated), b.number-a.number)
		}
		return b.number - a.number
	})
	state := query.Get("state")
	if state == "" {
		state = "open"
	}
	list := []any{}
	for _, i := range found {
		if i.pull != nil && (state == "all" || state == stateOf(i)) {
			list = append(list, c.showPull(i))
		}
	}
	return http.StatusOK, c.page(list), nil
}

func (c *call) editPull() (int, any, error) {
	i, err := c.proposed()
	if err != nil {
		return 0, nil, err
	}
	var wanted edits
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	if wanted.Base != nil && *wanted.Base != i.pull.base {
		if err := c.retarget(i, *wanted.Base); err != nil {
			return 0, nil, err
		}
	}
	if err := c.edit(i); err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, c.showPull(i), nil
}

// retarget gives a pull request another base. All that its time line says of pushes goes, and one entry comes in place of it.
func (c *call) retarget(i *issue, base string) error {
	if c.who.ID != i.author && !c.who.writes() {
		return bare(http.StatusForbidden)
	}
	if c.repo.Tip(branches + base).IsZero() {
		return &problem{status: http.StatusNotFound, message: fmt.Sprintf("new base '%s' not exist", base)}
	}
	e := c.happen(i, c.who.ID, "change_target_branch", "")
	e.oldRef, e.newRef = i.pull.base, base
	i.pull.base, i.pull.checking = base, true
	i.entries = slices.DeleteFunc(i.entries, func(e *entry) bool { return e.push != nil })
	commits, err := c.news(i, c.repo.Tip(i.kept()))
	if err == nil && len(commits) > 0 {
		c.happen(i, c.who.ID, "pull_push", "").push = &pushed{Commits: commits}
	}
	return err
}

// reopened lets a pull request be checked again. What was pushed while it was closed is noted nowhere.
func (s *Server) reopened(i *issue) {
	if i.pull != nil {
		i.pull.checking = true
	}
}

// pullOfCommit shows the pull request whose merge a commit is.
func (c *call) pullOfCommit() (int, any, error) {
	for _, i := range c.issues {
		if i.pull != nil && !i.pull.merged.IsZero() && i.pull.mergeCommit.String() == c.request.PathValue("sha") {
			return http.StatusOK, c.showPull(i), nil
		}
	}
	return 0, nil, &problem{
		status:  http.StatusNotFound,
		message: "pull request does not exist [id: 0, issue_id: 0, head_repo_id: 0, base_repo_id: 1, head_branch: , base_branch: ]",
	}
}
