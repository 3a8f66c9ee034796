package gitea

import (
	"net/http"
	"slices"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// status is one status of a commit. No one can change or delete one.
type status struct {
	id                                  int64 // counts from 1 for each commit
	state, context, description, target string
	creator                             int64 // 0: the token of a job set it, which is no account's
	at                                  time.Time
}

// commitOf finds a commit by its hash, the beginning of one, or a branch.
func (c *call) commitOf(name string) (plumbing.Hash, bool) {
	if tip := c.repo.Tip(branches + name); !tip.IsZero() {
		return tip, true
	}
	hash, err := c.repo.Git.ResolveRevision(plumbing.Revision(name))
	if err != nil || !c.repo.Has(*hash) {
		return plumbing.ZeroHash, false
	}
	return *hash, true
}

func (c *call) createStatus() (int, any, error) {
	var wanted struct {
		State       string `json:"state"`
		Context     string `json:"context"`
		Description string `json:"description"`
		TargetURL   string `json:"target_url"`
	}
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	commit, ok := c.commitOf(c.request.PathValue("sha"))
	switch {
	case !c.who.writes():
		return 0, nil, forbidden("user should have a permission to write to a repo")
	case !ok:
		return 0, nil, &problem{status: http.StatusInternalServerError}
	}
	made := c.setStatus(commit.String(), &status{
		state: wanted.State, context: wanted.Context, description: wanted.Description, target: wanted.TargetURL, creator: c.who.ID,
	})
	return http.StatusCreated, c.showStatus(made), nil
}

func (s *Server) setStatus(commit string, made *status) *status {
	made.id, made.at = int64(len(s.statuses[commit])+1), s.time()
	s.statuses[commit] = append(s.statuses[commit], made)
	return made
}

// JobStatus sets a status with the token of a job, which has no creator.
func (s *Server) JobStatus(commit, context, state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setStatus(commit, &status{state: state, context: context})
}

func (s *Server) showStatus(st *status) fields {
	shown := fields{
		"id": st.id, "status": st.state, "target_url": st.target, "description": st.description, "context": st.context,
		"creator": nil, "created_at": st.at, "updated_at": st.at,
	}
	if st.creator != 0 {
		shown["creator"] = s.person(st.creator)
	}
	return shown
}

// listStatuses shows the newest second first, and within one no order.
func (c *call) listStatuses() (int, any, error) {
	commit, _ := c.commitOf(c.request.PathValue("sha"))
	found := slices.Clone(c.statuses[commit.String()])
	slices.SortStableFunc(found, func(a, b *status) int { return b.at.Compare(a.at) })
	list := []any{}
	for _, each := range found {
		list = append(list, c.showStatus(each))
	}
	return http.StatusOK, c.page(list), nil
}

// latest is the state of the newest status of a context, of any creator.
func (s *Server) latest(commit, context string) string {
	for _, each := range slices.Backward(s.statuses[commit]) {
		if each.context == context {
			return each.state
		}
	}
	return ""
}
