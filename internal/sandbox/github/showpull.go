package github

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

func (s *Server) showPull(p *pull, single bool) fields {
	head := fields{
		"ref": p.head.ref, "sha": p.head.sha.String(), "label": p.head.repo.owner + ":" + p.head.ref, "repo": nil,
	}
	if s.repos[strings.ToLower(p.head.repo.full())] == p.head.repo {
		head["repo"] = s.showRepository(p.head.repo)
	}
	shown := s.showIssue(p)
	shown["draft"], shown["head"] = p.draft, head
	shown["base"] = fields{
		"ref": p.base.ref, "sha": p.base.sha.String(), "label": s.base.owner + ":" + p.base.ref, "repo": s.showRepository(s.base),
	}
	shown["html_url"] = fmt.Sprintf("https://github.example/%s/pull/%d", s.base.full(), p.number)
	shown["merged_at"], shown["merge_commit_sha"] = orNull(p.merged), nil
	if !p.mergeCommit.IsZero() {
		shown["merge_commit_sha"] = p.mergeCommit.String()
	}
	delete(shown, "comments")
	if !single {
		return shown
	}
	shown["merged"], shown["merged_by"], shown["mergeable"] = !p.merged.IsZero(), s.person(p.mergedBy), nil
	if p.tested == p.state() {
		shown["mergeable"] = p.mergeable
	}
	shown["comments"] = len(p.comments)
	return shown
}

func orNull(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at
}

func (c *call) commitPulls() (int, any, error) {
	sha, ok := c.repo.resolve(c.request.PathValue("sha"))
	if !ok {
		return 0, nil, unfit("No commit found for SHA: " + c.request.PathValue("sha"))
	}
	list := []any{}
	onDefault := c.base.contains(c.base.tip(branches+c.base.protects), sha)
	for _, p := range c.pulls {
		if c.repo == c.base && p.head != nil && c.brings(p, sha, onDefault) {
			list = append(list, c.showPull(p, false))
		}
	}
	return http.StatusOK, list, nil
}

// brings says whether the API connects a pull request with a commit: on the default branch only the merged one that
// brought it; elsewhere those whose branch holds it, but none of a fork.
func (s *Server) brings(p *pull, sha plumbing.Hash, onDefault bool) bool {
	if onDefault {
		linked := !p.merged.IsZero() && !p.merged.After(s.time().Add(-s.settings.PullsLag))
		return linked && s.base.contains(p.mergeCommit, sha) && !s.base.contains(p.from, sha)
	}
	return !p.head.repo.fork && s.base.contains(p.head.sha, sha) && !s.base.contains(p.base.sha, sha)
}
