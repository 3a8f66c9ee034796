package github

import (
	"maps"
	"net/http"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

func (s *Server) showPull(p *pull, single bool) fields {
	shown := s.showCommon(p)
	at, head := p.api(s.base), s.showSide(p.head)
	if s.repos[strings.ToLower(p.head.repo.full())] != p.head.repo {
		head["repo"] = nil
	}
	links := map[string]string{
		"self": at, "html": p.web(s.base), "issue": p.issueAPI(s.base), "comments": p.issueAPI(s.base) + "/comments",
		"review_comments": at + "/comments", "review_comment": s.base.api() + "/pulls/comments{/number}", "commits": at + "/commits",
		"statuses": s.base.api() + "/statuses/" + p.head.sha.String(),
	}
	maps.Copy(shown, fields{
		"node_id": node("PullRequest", p.id), "url": at, "diff_url": p.web(s.base) + ".diff", "patch_url": p.web(s.base) + ".patch",
		"issue_url": links["issue"], "commits_url": links["commits"], "statuses_url": links["statuses"], "_links": hrefs(links),
		"review_comments_url": links["review_comments"], "review_comment_url": links["review_comment"],
		"draft": p.draft, "head": head, "base": s.showSide(&p.base), "auto_merge": nil,
		"merged_at": orNull(p.merged), "merge_commit_sha": nil,
	})
	if !p.mergeCommit.IsZero() {
		shown["merge_commit_sha"] = p.mergeCommit.String()
	}
	if single {
		s.showMerging(p, shown)
	}
	return shown
}

func (s *Server) showSide(of *side) fields {
	return fields{
		"ref": of.ref, "sha": of.sha.String(), "label": of.repo.owner + ":" + of.ref,
		"user": s.ownerOf(of.repo), "repo": s.showRepository(of.repo),
	}
}

// showMerging adds what a list of pull requests leaves out.
func (s *Server) showMerging(p *pull, shown fields) {
	shown["merged"], shown["merged_by"], shown["maintainer_can_modify"] = !p.merged.IsZero(), s.person(p.mergedBy), false
	shown["mergeable"], shown["mergeable_state"] = nil, "unknown"
	if p.tested == p.state() {
		shown["mergeable"], shown["mergeable_state"] = p.mergeable, "dirty"
	}
	switch {
	case shown["mergeable"] != true:
	case p.draft:
		shown["mergeable_state"] = "draft"
	case s.missing(p) != "":
		shown["mergeable_state"] = "blocked"
	default:
		shown["mergeable_state"] = "clean"
	}
	shown["comments"], shown["review_comments"] = len(p.comments), 0
	size := s.sizeOf(p)
	shown["commits"], shown["changed_files"], shown["additions"], shown["deletions"] = size.commits, size.Files, size.Added, size.Removed
}

// orNull is null for what was not said, or did not happen.
func orNull[T comparable](value T) any {
	if value == *new(T) {
		return nil
	}
	return value
}

func (c *call) commitPulls() (int, any, error) {
	sha, ok := c.repo.resolve(c.request.PathValue("sha"))
	if !ok {
		return 0, nil, noCommit(c.request.PathValue("sha"))
	}
	list := []any{}
	onDefault := c.base.Contains(c.base.Tip(branches+c.base.protects), sha)
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
		return linked && s.base.Contains(p.mergeCommit, sha) && !s.base.Contains(p.from, sha)
	}
	return !p.head.repo.fork && s.base.Contains(p.head.sha, sha) && !s.base.Contains(p.base.sha, sha)
}
