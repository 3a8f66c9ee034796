package mastodon

import (
	"slices"
	"strconv"
	"time"
)

// UserBlock is one person's block of another: the blocked one sees no post of who blocks.
type UserBlock struct {
	ID     int64     `json:"id,string"`
	By     int64     `json:"by,string"`
	Target int64     `json:"target,string"`
	At     time.Time `json:"at"`
}

func userBlockRoutes() []route {
	const read, write = "read:blocks follow", "write:blocks follow"
	const accounts = "/api/v1/accounts"
	exists := must((*call).publicAccount)
	return []route{
		using("GET /api/v1/blocks", read, (*call).listUserBlocks),
		using("GET "+accounts+"/relationships", "read:follows", (*call).showRelationships),
		using("POST "+accounts+"/{id}/block", write, (*call).blockUser).naming(exists),
		using("POST "+accounts+"/{id}/unblock", write, (*call).unblockUser).naming(exists),
	}
}

func userBlockID(b *UserBlock) int64 { return b.ID }

// blocks reports whether one account blocks another.
func (s *State) blocks(by, target int64) bool {
	return slices.ContainsFunc(s.Blocks, func(b *UserBlock) bool { return b.By == by && b.Target == target })
}

// listUserBlocks leaves out who is suspended.
func (c *call) listUserBlocks() (any, error) {
	var own []*UserBlock
	for _, b := range c.state.Blocks {
		if target := c.state.account(b.Target); b.By == c.account.ID && target != nil && !target.unavailable() {
			own = append(own, b)
		}
	}
	page, err := paginate(c, own, userBlockID, 40, 80)
	return entities(page, func(b *UserBlock) map[string]any { return c.accountEntity(c.state.account(b.Target)) }), err
}

// blockUser does nothing to oneself, and once is enough.
func (c *call) blockUser() (any, error) {
	target := c.pathID()
	if target != c.account.ID && !c.state.blocks(c.account.ID, target) {
		c.state.Blocks = append(c.state.Blocks, &UserBlock{c.state.NextID(c.now), c.account.ID, target, c.now})
		c.note("blocked @" + c.state.account(target).acct())
	}
	return c.relationship(target), nil
}

func (c *call) unblockUser() (any, error) {
	target := c.pathID()
	c.state.Blocks = slices.DeleteFunc(c.state.Blocks, func(b *UserBlock) bool { return b.By == c.account.ID && b.Target == target })
	return c.relationship(target), nil
}

// showRelationships leaves out who is not there, and who is suspended unless asked for.
func (c *call) showRelationships() (any, error) {
	all := []any{}
	for _, text := range c.params["id[]"].values {
		a := c.state.account(int64(leadingNumber(text)))
		if a != nil && (!a.unavailable() || c.params.truthy("with_suspended")) {
			all = append(all, c.relationship(a.ID))
		}
	}
	return all, nil
}

// relationship is what is between the caller and another account. Accounts here follow no others.
func (c *call) relationship(other int64) map[string]any {
	return map[string]any{
		"id": strconv.FormatInt(other, 10), "following": false, "showing_reblogs": false, "notifying": false, "languages": nil,
		"followed_by": false, "blocking": c.state.blocks(c.account.ID, other), "blocked_by": c.state.blocks(other, c.account.ID),
		"muting": c.state.mutes(c.account.ID, other), "muting_notifications": c.state.mutes(c.account.ID, other), "muting_expires_at": nil, "requested": false, "requested_by": false,
		"domain_blocking": false, "endorsed": false, "note": "",
	}
}
