package mastodon

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

func pinRoutes() []route {
	visible := must((*call).visibleStatus)
	return []route{
		using("POST /api/v1/statuses/{id}/pin", "write:accounts", (*call).pin).namingFirst(visible),
		using("POST /api/v1/statuses/{id}/unpin", "write:accounts", (*call).unpin).namingFirst(visible),
	}
}

// pinned gives an account's pinned posts, the newest pin first.
func (s *State) pinned(account int64) []*Status {
	var pins []*Status
	for _, status := range s.Statuses {
		if status.Account == account && status.PinOrder != 0 {
			pins = append(pins, status)
		}
	}
	slices.SortFunc(pins, func(a, b *Status) int { return cmp.Compare(b.PinOrder, a.PinOrder) })
	return pins
}

// pin refuses whose post it is, its visibility and the limit, and only then a second pin.
func (c *call) pin() (any, error) {
	status, err := c.visibleStatus()
	if err != nil {
		return nil, err
	}
	var found []string
	if status.Account != c.account.ID {
		found = append(found, "Someone else's post cannot be pinned")
	}
	if status.Visibility == "direct" {
		found = append(found, "Posts that are only visible to mentioned users cannot be pinned")
	}
	if len(c.state.pinned(c.account.ID)) >= c.options.Pins {
		found = append(found, "You have already pinned the maximum number of posts")
	}
	switch {
	case len(found) > 0:
		return nil, invalid(found...)
	case status.PinOrder != 0:
		return nil, refuse(http.StatusUnprocessableEntity, "Duplicate record")
	}
	if !c.vanish {
		status.PinnedAt, status.PinOrder = c.now, c.state.NextID(c.now)
		c.note("pinned: " + beginning(status.Text))
	}
	return c.statusEntity(status), nil
}

func (c *call) unpin() (any, error) {
	status, err := c.visibleStatus()
	if err != nil {
		return nil, err
	}
	if status.Account == c.account.ID && status.PinOrder != 0 {
		status.PinnedAt, status.PinOrder = time.Time{}, 0
		c.note("unpinned: " + beginning(status.Text))
	}
	return c.statusEntity(status), nil
}
