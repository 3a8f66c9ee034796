package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/propose"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// memberFlags are the options of propose member add, remove and role.
type memberFlags struct {
	*proposeFlags
	args []string // the member, and what it is to be
}

func (o *memberFlags) complete(_ *cobra.Command, args []string) error {
	o.args = args
	return nil
}

func (a *app) proposeMemberCommand(f *proposeFlags) *cobra.Command {
	cmd := &cobra.Command{
		Use: "member",
	}
	request := func(ctx context.Context, seat func(draft.Base) (draft.Draft, error)) error {
		return a.propose(ctx, *f, propose.Request{Reason: f.reason, Make: seat})
	}
	add, remove, role := memberFlags{proposeFlags: f}, memberFlags{proposeFlags: f}, memberFlags{proposeFlags: f}
	cmd.AddCommand(&cobra.Command{
		Use:  "add LOGIN|@NAME@SERVER [seat=NAME] [roles=member,...] [mastodon=@name@server] [mastodon_id=N] [id=N]",
		Args: cobra.MinimumNArgs(1),
		RunE: runs(a, &add, func(ctx context.Context, o memberFlags) error {
			seat, err := a.newSeat(ctx, o.args)
			if err != nil {
				return err
			}
			return request(ctx, func(b draft.Base) (draft.Draft, error) { return draft.AddMember(b, seat) })
		}),
	}, &cobra.Command{
		Use:  "remove SEAT",
		Args: cobra.ExactArgs(1),
		RunE: runs(a, &remove, func(ctx context.Context, o memberFlags) error {
			return request(ctx, func(b draft.Base) (draft.Draft, error) { return draft.RemoveMember(b, o.args[0]) })
		}),
	}, &cobra.Command{
		Use:  "role SEAT ROLE...",
		Args: cobra.MinimumNArgs(2),
		RunE: runs(a, &role, func(ctx context.Context, o memberFlags) error {
			return request(ctx, func(b draft.Base) (draft.Draft, error) { return draft.SetRoles(b, o.args[0], o.args[1:]) })
		}),
	})
	return cmd
}

// newSeat reads what is said of a new seat: of an account of the forge, or of one on Mastodon alone, which has a server in its
// name. What an account is called may belong to another tomorrow, so its number is looked up.
func (a *app) newSeat(ctx context.Context, args []string) (draft.Seat, error) {
	s := draft.Seat{Login: strings.TrimPrefix(args[0], "@"), Roles: []string{"member"}, Since: a.Now().UTC().Format(time.DateOnly)}
	name, _, elsewhere := strings.Cut(s.Login, "@")
	if s.Name = name; elsewhere {
		s.Mastodon, s.Login = "@"+s.Login, ""
	}
	for _, arg := range args[1:] {
		if err := seatArgument(&s, arg); err != nil {
			return s, &usageMistake{err}
		}
	}
	if elsewhere && s.MastodonID == "" {
		account, err := a.wire.LocalAccount(ctx, s.Mastodon)
		s.MastodonID = account.ID
		return s, err
	}
	if elsewhere || s.ID > 0 {
		return s, nil
	}
	h, err := a.wire.Forge(ctx)
	if err != nil {
		return s, err
	}
	who, err := h.Client.UserByLogin(ctx, s.Login)
	if errors.Is(err, facts.ErrNotFound) {
		return s, diag.WithHint(fmt.Errorf("account %q: there is no such account on the forge", s.Login), "give the name of the account there; seat=NAME is for another name of the seat")
	}
	s.ID, s.Login = who.ID, who.Login
	return s, err
}

// seatArgument reads one key=value of a new seat.
func seatArgument(s *draft.Seat, arg string) error {
	key, value, _ := strings.Cut(arg, "=")
	switch key {
	case "seat":
		s.Name = value
	case "roles":
		s.Roles = strings.Split(value, ",")
	case "mastodon":
		s.Mastodon = value
	case "mastodon_id":
		if _, err := skill.ParseID(value); err != nil {
			return err
		}
		s.MastodonID = value
	case "id":
		id, err := strconv.ParseInt(value, 10, 64)
		if err != nil || id <= 0 {
			return fmt.Errorf("id %q is not the number of an account", value)
		}
		s.ID = id
	default:
		return fmt.Errorf("a seat has no %q: known are seat, roles, mastodon, mastodon_id and id", key)
	}
	return nil
}
