package mastodon

import (
	"slices"
	"time"
)

// UserMute is one person's muting of another: who mutes hears nothing of the other. Mutes that spare notifications, and those that
// end, are not built.
type UserMute struct {
	ID     int64     `json:"id,string"`
	By     int64     `json:"by,string"`
	Target int64     `json:"target,string"`
	At     time.Time `json:"at"`
}

func userMuteRoutes() []route {
	const write, accounts = "write:mutes follow", "/api/v1/accounts"
	exists := must((*call).publicAccount)
	return []route{
		using("GET /api/v1/mutes", "read:mutes follow", (*call).listUserMutes),
		using("POST "+accounts+"/{id}/mute", write, (*call).muteUser).naming(exists),
		using("POST "+accounts+"/{id}/unmute", write, (*call).unmuteUser).naming(exists),
	}
}

func (s *State) mutes(by, target int64) bool {
	return slices.ContainsFunc(s.Mutes, func(m *UserMute) bool { return m.By == by && m.Target == target })
}

// listUserMutes leaves out who is suspended.
func (c *call) listUserMutes() (any, error) {
	var own []*UserMute
	for _, m := range c.state.Mutes {
		if target := c.state.account(m.Target); m.By == c.account.ID && target != nil && !target.unavailable() {
			own = append(own, m)
		}
	}
	page, err := paginate(c, own, func(m *UserMute) int64 { return m.ID }, 40, 80)
	return entities(page, func(m *UserMute) map[string]any {
		entity := c.accountEntity(c.state.account(m.Target))
		entity["mute_expires_at"] = nil
		return entity
	}), err
}

func (c *call) muteUser() (any, error) {
	c.refuseSilently("duration", "notifications")
	target := c.pathID()
	if target != c.account.ID && !c.state.mutes(c.account.ID, target) {
		c.state.Mutes = append(c.state.Mutes, &UserMute{c.state.NextID(c.now), c.account.ID, target, c.now})
		c.note("muted @" + c.state.account(target).acct())
	}
	return c.relationship(target), nil
}

func (c *call) unmuteUser() (any, error) {
	target := c.pathID()
	c.state.Mutes = slices.DeleteFunc(c.state.Mutes, func(m *UserMute) bool { return m.By == c.account.ID && m.Target == target })
	return c.relationship(target), nil
}
