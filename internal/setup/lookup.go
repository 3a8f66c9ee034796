package setup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// user is the type of an account that belongs to a person.
const user = "User"

// LookUp fills in the ids of the members, and their logins as the forge writes them. An account that does not exist, or that
// belongs to no person, is an error. Where the forge cannot be asked, the members come back with what was found until then,
// and the error wraps ErrUnasked.
func LookUp(ctx context.Context, from port.Directory, members []Member) ([]Member, error) {
	members = slices.Clone(members)
	for i, m := range members {
		if m.ID != 0 {
			continue
		}
		found, err := from.UserByLogin(ctx, m.Login)
		switch {
		case errors.Is(err, facts.ErrNotFound):
			return members, fmt.Errorf("member %q: there is no such account on the forge", m.Login)
		case err != nil:
			return members, fmt.Errorf("%w: %w", ErrUnasked, err)
		case found.Type != user:
			return members, fmt.Errorf("member %q: the account belongs to no person: its type is %s", m.Login, found.Type)
		}
		members[i].ID, members[i].Login = found.ID, found.Login
	}
	return members, nil
}

// ErrUnasked means that the forge gave no answer about an account.
var ErrUnasked = errors.New("the ids of the members could not be looked up")

// Team gives the people of a team, which is named org/team, in the order of their logins.
func Team(ctx context.Context, from port.Directory, name string) ([]Member, error) {
	org, team, ok := strings.Cut(name, "/")
	if !ok || !role.MatchString(org) || !role.MatchString(team) {
		return nil, fmt.Errorf("team %q: expected org/team, as in the address of its page", name)
	}
	found, err := from.TeamMembers(ctx, org, team)
	if errors.Is(err, facts.ErrNotFound) {
		return nil, diag.WithHint(fmt.Errorf("team %q: there is no such team, or this token may not see it", name), "give the token the scope read:org, or name the logins with --members")
	}
	if err != nil {
		return nil, err
	}
	var members []Member
	for _, p := range found {
		if p.Type == user {
			members = append(members, Member{Login: p.Login, ID: p.ID})
		}
	}
	slices.SortFunc(members, func(a, b Member) int { return strings.Compare(strings.ToLower(a.Login), strings.ToLower(b.Login)) })
	if len(members) == 0 {
		return nil, fmt.Errorf("team %q: it has no people", name)
	}
	return members, nil
}
