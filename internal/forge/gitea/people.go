package gitea

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
)

// Self is the account of the token. The token of a job has none.
func (c *Client) Self(ctx context.Context) (facts.Person, error) {
	found, err := get[user](ctx, c, "user")
	if err != nil {
		return facts.Person{}, fmt.Errorf("the token's account: %w", err)
	}
	return person(found), nil
}

// User reads the present login of an account by its id. forge.ErrNotFound means that it was deleted: the server keeps no id of
// those.
func (c *Client) User(ctx context.Context, id int64) (facts.Person, error) {
	found, err := get[struct {
		Data []*user `json:"data"`
	}](ctx, c, fmt.Sprintf("users/search?uid=%d", id))
	if err == nil {
		i := slices.IndexFunc(found.Data, func(u *user) bool { return u != nil && u.ID == id })
		if i >= 0 {
			return person(found.Data[i]), nil
		}
		err = forge.ErrNotFound
	}
	return facts.Person{}, fmt.Errorf("account %d: %w", id, err)
}

// UserByLogin reads the account that has a login now. One that had it once, to which the server leads on, is another.
func (c *Client) UserByLogin(ctx context.Context, login string) (facts.Person, error) {
	if err := forge.CheckLogin(login); err != nil {
		return facts.Person{}, err
	}
	found, err := get[user](ctx, c, "users/"+url.PathEscape(login))
	if err == nil && !strings.EqualFold(found.Login, login) {
		err = forge.ErrNotFound
	}
	if err != nil {
		return facts.Person{}, fmt.Errorf("account %q: %w", login, err)
	}
	return person(found), nil
}
