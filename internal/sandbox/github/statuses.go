package github

import (
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-git/go-git/v5/plumbing"
)

const (
	maxStatuses    = 1000 // of one commit and context
	maxDescription = 140  // characters
)

// status is a commit status. Nothing changes or removes one.
type status struct {
	id          int64
	creator     int64
	sha         string
	created     time.Time
	State       string `json:"state"`
	Context     string `json:"context"`
	Description string `json:"description"`
	TargetURL   string `json:"target_url"`
}

func (c *call) createStatus() (int, any, error) {
	if err := c.writer(); err != nil {
		return 0, nil, err
	}
	sha := c.request.PathValue("sha")
	wanted := status{Context: "default"}
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	if err := c.refuseStatus(sha, wanted); err != nil {
		return 0, nil, err
	}
	wanted.id, wanted.sha, wanted.creator, wanted.created = c.id(), sha, c.who.ID, c.time()
	c.statuses[sha] = append(c.statuses[sha], &wanted)
	return http.StatusCreated, c.showStatus(&wanted), nil
}

// noCommit refuses a commit that the server does not have.
func noCommit(name string) *problem {
	return &problem{status: http.StatusUnprocessableEntity, message: "No commit found for SHA: " + name}
}

// refuseStatus refuses a status that the server would not keep.
func (c *call) refuseStatus(sha string, wanted status) error {
	if !plumbing.IsHash(sha) {
		return custom("Status", "sha", "sha must be a 40 character SHA1")
	}
	if _, ok := c.repo.resolve(sha); !ok {
		return noCommit(sha)
	}
	used := 0
	for _, each := range c.statuses[sha] {
		if strings.EqualFold(each.Context, wanted.Context) {
			used++
		}
	}
	switch {
	case !slices.Contains([]string{"error", "failure", "pending", "success"}, wanted.State):
		return invalid("Status", "state")
	case utf8.RuneCountInString(wanted.Description) > maxDescription:
		return custom("Status", "description", "description is too long (maximum is 140 characters)")
	case strings.ContainsFunc(wanted.Description, func(r rune) bool { return r > '\uffff' }):
		return custom("Status", "description", "description doesn't accept 4-byte Unicode")
	case wanted.TargetURL != "" && !strings.HasPrefix(wanted.TargetURL, "http://") && !strings.HasPrefix(wanted.TargetURL, "https://"):
		return custom("Status", "target_url", "target_url must use http(s) scheme")
	case len(wanted.Context) > 255:
		return custom("Status", "context", "context is too long (maximum is 255 characters)")
	case used >= maxStatuses:
		return custom("Status", "", "This SHA and context has reached the maximum number of statuses.")
	}
	return nil
}

func (s *Server) showStatus(each *status) fields {
	avatar := any(nil)
	if creator := s.accounts[each.creator]; creator != nil {
		avatar = creator.show()["avatar_url"]
	}
	return fields{
		"id": each.id, "node_id": node("StatusContext", each.id), "url": s.base.api() + "/statuses/" + each.sha, "avatar_url": avatar,
		"state": each.State, "context": each.Context, "description": orNull(each.Description), "target_url": orNull(each.TargetURL),
		"creator": s.person(each.creator), "created_at": each.created, "updated_at": each.created,
	}
}

func (c *call) listStatuses() (int, any, error) {
	sha, ok := c.repo.resolve(c.request.PathValue("ref"))
	if !ok {
		return 0, nil, noCommit(c.request.PathValue("ref"))
	}
	list := []any{}
	for _, each := range slices.Backward(c.statuses[sha.String()]) {
		list = append(list, c.showStatus(each))
	}
	return http.StatusOK, list, nil
}

// combined gives the latest of each context without its creator, and the worst state.
func (c *call) combined() (int, any, error) {
	sha, ok := c.repo.resolve(c.request.PathValue("ref"))
	if !ok {
		return 0, nil, notFound
	}
	items := []fields{}
	seen := map[string]bool{}
	worst := "success"
	for _, each := range slices.Backward(c.statuses[sha.String()]) {
		context := strings.ToLower(each.Context)
		if seen[context] {
			continue
		}
		seen[context] = true
		shown := c.showStatus(each)
		delete(shown, "creator")
		items = append(items, shown)
		if each.State == "pending" && worst == "success" {
			worst = "pending"
		}
		if each.State == "error" || each.State == "failure" {
			worst = "failure"
		}
	}
	if len(items) == 0 {
		worst = "pending"
	}
	at := c.repo.api() + "/commits/" + sha.String()
	return http.StatusOK, fields{
		"state": worst, "sha": sha.String(), "total_count": len(items), "statuses": items,
		"repository": c.showMinimal(c.repo), "commit_url": at, "url": at + "/status",
	}, nil
}

// latest is the state of a context on a commit, "" where there is none.
func (s *Server) latest(sha, context string) string {
	for _, each := range slices.Backward(s.statuses[sha]) {
		if strings.EqualFold(each.Context, context) {
			return each.State
		}
	}
	return ""
}
