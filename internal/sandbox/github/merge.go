package github

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/githost"
)

// wish is the body of a merge.
type wish struct {
	SHA     string `json:"sha"`
	Method  string `json:"merge_method"`
	Title   string `json:"commit_title"`
	Message string `json:"commit_message"`
}

var unmergeable = notAllowed("Pull Request is not mergeable")

// Merge merges a pull request as an account: merge, squash or rebase. Head may be "" for whatever it is now.
func (s *Server) Merge(login string, number int, head, method string) (commit string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, p, err := s.party(login, number)
	if err != nil {
		return "", err
	}
	if err := s.merge(who, p, wish{SHA: head, Method: method}); err != nil {
		return "", err
	}
	return p.mergeCommit.String(), nil
}

func (s *Server) proposal(number int) (*pull, error) {
	if number < 1 || number > len(s.pulls) || s.pulls[number-1].head == nil {
		return nil, fmt.Errorf("there is no proposal #%d", number)
	}
	return s.pulls[number-1], nil
}

// party gives who acts and the proposal that they act on.
func (s *Server) party(login string, number int) (*account, *pull, error) {
	who, err := s.by(login)
	if err != nil {
		return nil, nil, err
	}
	p, err := s.proposal(number)
	return who, p, err
}

func (c *call) mergePull() (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return 0, nil, err
	}
	if err := c.writer(); err != nil {
		return 0, nil, err
	}
	var wanted wish
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	if err := c.merge(c.who, p, wanted); err != nil {
		return 0, nil, err
	}
	return http.StatusOK, fields{"sha": p.mergeCommit.String(), "merged": true, "message": "Pull Request successfully merged"}, nil
}

func (s *Server) merge(who *account, p *pull, wanted wish) error {
	if wanted.Method == "" {
		wanted.Method = "merge"
	}
	if err := s.mayMerge(who, p, wanted); err != nil {
		return err
	}
	ref := branches + p.base.ref
	before := s.base.Tip(ref)
	after, err := s.build(who, p, before, wanted)
	if errors.Is(err, githost.ErrConflict) {
		return unmergeable
	}
	if err != nil {
		return err
	}
	if err := s.record(s.base, ref, before, after, "pr_merge", who.ID); err != nil {
		return err
	}
	s.close(p, who.ID, before, after)
	s.landed(s.base, ref, who)
	s.trigger(who, "push", "", ref, after.String())
	return nil
}

// close marks a pull request as merged.
func (s *Server) close(p *pull, who int64, before, after plumbing.Hash) {
	p.from, p.base.sha, p.mergeCommit = before, before, after
	p.merged, p.closed, p.updated, p.mergedBy = s.time(), s.time(), s.time(), who
	s.happen(p, who, "merged").commit = after.String()
	s.happen(p, who, "closed")
}

func (s *Server) mayMerge(who *account, p *pull, wanted wish) error {
	switch {
	case !s.allows(who, s.base, "write"):
		return forbidden(who)
	case !p.open():
		return unmergeable
	case s.base.changed(branches + p.base.ref).After(s.time().Add(-s.settings.MergeRace)):
		return notAllowed("Base branch was modified. Review and try the merge again.")
	case p.draft:
		return notAllowed("Pull Request is still a draft")
	case !slices.Contains([]string{"merge", "squash", "rebase"}, wanted.Method):
		return invalid("PullRequest", "merge_method")
	case len(s.settings.MergeMethods) > 0 && !slices.Contains(s.settings.MergeMethods, wanted.Method):
		return notAllowed(fmt.Sprintf("%s merges are not allowed on this repository.", wanted.Method))
	case wanted.SHA != "" && wanted.SHA != p.head.sha.String():
		return &problem{status: http.StatusConflict, message: "Head branch was modified. Review and try the merge again."}
	}
	if context := s.missing(p); context != "" {
		return notAllowed(fmt.Sprintf("Required status check %q is expected.", context))
	}
	return s.workflowsAllowed(who, p)
}

// missing is the first required status that the head does not have, "" where it has all.
func (s *Server) missing(p *pull) string {
	for _, context := range append(s.ruledContexts(p.base.ref), s.settings.RequiredContexts...) {
		if s.latest(p.head.sha.String(), context) != "success" {
			return context
		}
	}
	return ""
}

// workflowsAllowed refuses bots that would bring workflow files: no permission for that can be given to their token.
func (s *Server) workflowsAllowed(who *account, p *pull) error {
	if who.Type != "Bot" {
		return nil
	}
	base, err := s.base.MergeBase(p.base.sha, p.head.sha)
	if err != nil {
		return unmergeable
	}
	changed, err := s.base.Changed(base, p.head.sha)
	if err != nil {
		return err
	}
	for _, path := range changed {
		if strings.HasPrefix(path, ".github/workflows/") {
			return &problem{status: http.StatusForbidden, message: fmt.Sprintf(
				"refusing to allow a GitHub App to create or update workflow `%s` without `workflows` permission", path)}
		}
	}
	return nil
}

// testMerge works out whether an open pull request could be merged. As on the real server the first look at a new state
// only starts it: that answer still says null.
func (s *Server) testMerge(p *pull) {
	if !p.open() || p.tested == p.state() {
		return
	}
	if p.tested != "?"+p.state() {
		p.tested, p.mergeCommit = "?"+p.state(), plumbing.ZeroHash
		return
	}
	p.tested = p.state()
	tip := s.base.Tip(branches + p.base.ref)
	tree, err := s.base.MergedTree(tip, p.head.sha)
	p.mergeable = err == nil
	if err != nil {
		return
	}
	if made, err := s.commit(tree, s.signature(nil), "Test merge", tip, p.head.sha); err == nil {
		p.mergeCommit = made
	}
}

// landed marks open pull requests as merged whose head a plain push brought into their base, and takes note of a base
// that moved.
func (s *Server) landed(in *repository, ref string, who *account) {
	if in != s.base {
		return
	}
	tip := s.base.Tip(ref)
	for _, p := range s.pulls {
		if p.head == nil || !p.open() || branches+p.base.ref != ref {
			continue
		}
		switch {
		case tip.IsZero():
			p.closed = s.time()
			s.happen(p, who.ID, "closed")
		case s.base.Contains(tip, p.head.sha):
			s.close(p, who.ID, p.base.sha, tip)
		default:
			p.base.sha = tip
		}
	}
}
