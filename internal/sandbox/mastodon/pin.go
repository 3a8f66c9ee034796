package mastodon

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

func pinRoutes() []route {
	return []route{
		{"POST /api/v1/statuses/{id}/pin", user, "write:accounts", 0, (*call).pin},
		{"POST /api/v1/statuses/{id}/unpin", user, "write:accounts", 0, (*call).unpin},
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

// pin refuses in the order of the real server: whose post it is, its visibility, the limit, and only then a second pin.
func (c *call) pin() (any, error) {
	status, err := c.visibleStatus()
	if err != nil {
		return nil, err
	}
	pins := c.state.pinned(c.account.ID)
	switch {
	case status.Account != c.account.ID:
		return nil, refuse(http.StatusUnprocessableEntity, "Validation failed: Someone else's post cannot be pinned")
	case status.Visibility == "direct":
		return nil, refuse(http.StatusUnprocessableEntity, "Validation failed: Posts that are only visible to mentioned users cannot be pinned")
	case len(pins) >= c.options.Pins:
		return nil, refuse(http.StatusUnprocessableEntity, "Validation failed: You have already pinned the maximum number of posts")
	case status.PinOrder != 0:
		return nil, refuse(http.StatusUnprocessableEntity, "Duplicate record")
	}
	status.PinnedAt, status.PinOrder = c.now, c.state.NextID(c.now)
	c.note("pinned: " + beginning(status.Text))
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
