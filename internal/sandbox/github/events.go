package github

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// event is one state change of a pull request or issue.
type event struct {
	id        int64
	kind      string
	actor     int64
	at        time.Time
	commit    string
	dismissal *dismissal
	rename    fields
}

type dismissal struct {
	review  int64
	state   string // lower case
	message string
	commit  string // of the push that dismissed it
}

func (s *Server) happen(p *pull, actor int64, kind string) *event {
	e := &event{id: s.id(), kind: kind, actor: actor, at: s.time()}
	p.events = append(p.events, e)
	p.updated = s.time()
	return e
}

func (s *Server) showEvent(e *event) fields {
	shown := fields{
		"id": e.id, "node_id": node("IssueEvent", e.id), "url": s.base.api() + "/issues/events/" + strconv.FormatInt(e.id, 10),
		"event": e.kind, "actor": s.person(e.actor), "created_at": e.at, "commit_id": nil, "commit_url": nil, "performed_via_github_app": nil,
	}
	if e.commit != "" {
		shown["commit_id"], shown["commit_url"] = e.commit, s.base.api()+"/commits/"+e.commit
	}
	if e.rename != nil {
		shown["rename"] = e.rename
	}
	if e.dismissal != nil {
		about := fields{"review_id": e.dismissal.review, "state": e.dismissal.state, "dismissal_message": orNull(e.dismissal.message)}
		if e.dismissal.commit != "" {
			about["dismissal_commit_id"] = e.dismissal.commit
		}
		shown["dismissed_review"] = about
	}
	return shown
}

func (c *call) listEvents() (int, any, error) {
	p, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	list := []any{}
	for _, e := range p.events {
		list = append(list, c.showEvent(e))
	}
	return http.StatusOK, list, nil
}

// reviewLag is how long after its submission a review is shown as changed, although its text was not edited. On the real server
// it is a second at times.
const reviewLag = time.Second

// timeline lists commits, events, comments and reviews by time. As on the real server it is without changes of the base, a commit
// has no number and no time of the server, and only here a review has a time of its last change, whether its text was edited
// or not.
func (c *call) timeline() (int, any, error) {
	p, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	items, err := c.committed(p)
	if err != nil {
		return 0, nil, err
	}
	for _, e := range p.events {
		if e.kind != "base_ref_changed" {
			items = append(items, timed{e.at, e.id, c.showEvent(e)})
		}
	}
	for _, each := range p.comments {
		shown := c.showComment(p, each)
		shown["event"], shown["actor"] = "commented", shown["user"]
		items = append(items, timed{each.created, each.id, shown})
	}
	for _, r := range p.reviews {
		if r.state == "PENDING" {
			continue
		}
		shown := c.showReview(p, r)
		shown["event"], shown["state"] = "reviewed", strings.ToLower(r.state)
		shown["updated_at"] = r.edited
		if r.edited.IsZero() {
			shown["updated_at"] = r.submitted.Add(reviewLag)
		}
		items = append(items, timed{r.submitted, r.id, shown})
	}
	return http.StatusOK, inOrder(items), nil
}

// committed lists the commits of a pull request, which an issue has not.
func (s *Server) committed(p *pull) ([]timed, error) {
	if p.head == nil {
		return nil, nil
	}
	commits, err := s.base.Ahead(p.base.sha, p.head.sha)
	if err != nil {
		return nil, err
	}
	var items []timed
	for _, each := range commits {
		shown := s.base.showCommit(each)
		maps.Copy(shown, s.base.showGitCommit(each))
		for _, elsewhere := range []string{"commit", "comments_url", "comment_count"} {
			delete(shown, elsewhere)
		}
		shown["event"] = "committed"
		items = append(items, timed{p.created, 0, shown})
	}
	return items, nil
}

// Ready takes a pull request out of draft, or puts it back; on the real server only the web page and GraphQL do that.
func (s *Server) Ready(login string, number int, ready bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, p, err := s.party(login, number)
	if err != nil {
		return err
	}
	if p.draft != ready {
		return nil
	}
	p.draft = !ready
	kind := "convert_to_draft"
	if ready {
		kind = "ready_for_review"
	}
	s.happen(p, who.ID, kind)
	return nil
}

// Close closes an open pull request, or reopens a closed one.
func (s *Server) Close(login string, number int, closed bool) error {
	state := "open"
	if closed {
		state = "closed"
	}
	return s.change(login, number, change{State: &state})
}

// Retarget points a pull request at another branch.
func (s *Server) Retarget(login string, number int, base string) error {
	return s.change(login, number, change{Base: &base})
}

func (s *Server) change(login string, number int, wanted change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, p, err := s.party(login, number)
	if err != nil {
		return err
	}
	return s.edit(who, p, wanted)
}

// headsMoved lets open pull requests follow the branch that they come from.
func (s *Server) headsMoved(in *repository, ref, kind string, who *account) error {
	tip := in.Tip(ref)
	for _, p := range s.pulls {
		if p.head == nil || !p.open() || p.head.repo != in || branches+p.head.ref != ref || p.head.sha == tip {
			continue
		}
		if tip.IsZero() {
			s.happen(p, who.ID, "head_ref_deleted")
			p.closed = s.time()
			s.happen(p, who.ID, "closed")
			continue
		}
		if err := s.follow(p, tip, kind, who); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) follow(p *pull, tip plumbing.Hash, kind string, who *account) error {
	p.head.sha, p.updated = tip, s.time()
	if kind == "force_push" {
		s.happen(p, who.ID, "head_ref_force_pushed").commit = tip.String()
	}
	if s.settings.DismissStale {
		for _, r := range p.reviews {
			if r.state == "APPROVED" {
				s.dismiss(p, r, who.ID, "", tip.String(), true)
			}
		}
	}
	s.trigger(who, "pull_request", "synchronize", "refs/pull/"+itoa(p.number)+"/merge", tip.String())
	return s.keepHead(p)
}
