package apply

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// PeopleOf is whom an open proposal about other servers affects.
type PeopleOf struct {
	Finding check.Finding
	People  plan.People
}

// CountPeople has the server count whom the open proposals affect, where they change the block of a server. Neither the forge nor the
// server is changed.
func CountPeople(ctx context.Context, votes check.Ports, w Ports) ([]PeopleOf, error) {
	checked, err := check.All(ctx, votes, nil)
	if err != nil {
		return nil, err
	}
	about, err := w.Instance.Read(ctx, plan.ServerResource, nil)
	if err != nil {
		return nil, err
	}
	var all []PeopleOf
	for _, f := range checked.Findings {
		p, err := w.withFollowCounts(ctx, f.Plan, plan.State{Items: about})
		if err != nil {
			return nil, err
		}
		if p.People != nil {
			all = append(all, PeopleOf{f, *p.People})
		}
	}
	return all, nil
}
