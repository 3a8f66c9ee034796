package mastodon

import (
	"slices"
	"time"
)

// Favourite says that an account likes a post.
type Favourite struct {
	ID      int64     `json:"id,string"`
	Account int64     `json:"account,string"`
	Status  int64     `json:"status,string"`
	At      time.Time `json:"at"`
}

func favouriteRoutes() []route {
	const path, write = "/api/v1/statuses/{id}/", "write:favourites"
	return []route{
		using("POST "+path+"favourite", write, (*call).favourite).namingFirst(must((*call).visibleStatus)),
		using("POST "+path+"unfavourite", write, (*call).unfavourite),
	}
}

// favourite once is enough. Whom the caller blocks cannot be favoured.
func (c *call) favourite() (any, error) {
	status, err := c.visibleStatus()
	if err != nil {
		return nil, err
	}
	if c.state.blocks(c.account.ID, status.Account) {
		return nil, errNotAllowed
	}
	if !c.state.likes(c.account.ID, status.ID) {
		c.state.Favourites = append(c.state.Favourites, &Favourite{c.state.NextID(c.now), c.account.ID, status.ID, c.now})
		c.notify(status.Account, "favourite", status)
		c.note("liked a post: " + beginning(status.Text))
	}
	return c.statusEntity(status), nil
}

func (c *call) unfavourite() (any, error) {
	status := c.state.status(c.pathID())
	if status == nil || !c.state.likes(c.account.ID, status.ID) {
		seen, err := c.visibleStatus()
		if err != nil {
			return nil, err
		}
		return c.statusEntity(seen), nil
	}
	c.state.Favourites = slices.DeleteFunc(c.state.Favourites, func(f *Favourite) bool { return f.Account == c.account.ID && f.Status == status.ID })
	return c.statusEntity(status), nil
}

func (s *State) likes(account, status int64) bool {
	return slices.ContainsFunc(s.Favourites, func(f *Favourite) bool { return f.Account == account && f.Status == status })
}

// favourites counts who likes a post.
func (s *State) favourites(status int64) int {
	n := 0
	for _, f := range s.Favourites {
		if f.Status == status {
			n++
		}
	}
	return n
}
