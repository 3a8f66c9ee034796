package github

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Team makes a team of the organisation that owns the repository, or replaces it.
func (s *Server) Team(name string, logins ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var members []int64
	for _, login := range logins {
		found := s.named(login)
		if found == nil {
			return fmt.Errorf("there is no account %q", login)
		}
		members = append(members, found.ID)
	}
	if s.teams == nil {
		s.teams = map[string][]int64{}
	}
	s.teams[name] = members
	return nil
}

// teamMembers lists the accounts of a team, to members of the organisation alone.
func (c *call) teamMembers() (int, any, error) {
	members, known := c.teams[c.request.PathValue("team")]
	switch {
	case c.who == nil:
		return 0, nil, anonymous
	case !known || c.association(c.who.ID) == "NONE" || !strings.EqualFold(c.request.PathValue("org"), c.base.owner):
		return 0, nil, notFound
	}
	list := []any{}
	for _, id := range slices.Sorted(slices.Values(members)) {
		if shown := c.person(id); shown != nil {
			list = append(list, shown)
		}
	}
	return http.StatusOK, list, nil
}
