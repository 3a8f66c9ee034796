package mastodon

import (
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// IPBlock is one block of a network. ExpiresAt is zero where it has no end.
type IPBlock struct {
	ID        int64     `json:"id,string"`
	IP        string    `json:"ip"`
	Severity  string    `json:"severity"`
	Comment   string    `json:"comment,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at,omitzero"`
}

func ipBlockRoutes() []route {
	const read, write, path = "admin:read:ip_blocks", "admin:write:ip_blocks", "/api/v1/admin/ip_blocks"
	return []route{
		{"GET " + path, admin, read, ManageBlocks, (*call).listIPBlocks},
		{"GET " + path + "/{id}", admin, read, ManageBlocks, (*call).showIPBlock},
		{"POST " + path, admin, write, ManageBlocks, (*call).createIPBlock},
		{"PUT " + path + "/{id}", admin, write, ManageBlocks, (*call).changeIPBlock},
		{"DELETE " + path + "/{id}", admin, write, ManageBlocks, (*call).deleteIPBlock},
	}
}

func ipBlockID(b *IPBlock) int64 { return b.ID }

func (b *IPBlock) entity() map[string]any {
	return map[string]any{
		"id": strconv.FormatInt(b.ID, 10), "ip": b.IP, "severity": b.Severity, "comment": b.Comment,
		"created_at": stamp(b.CreatedAt), "expires_at": stampOrNull(b.ExpiresAt),
	}
}

// sweepIPBlocks is the nightly job: a block whose time is over stays in force until then.
func (c *call) sweepIPBlocks() {
	c.state.IPBlocks = slices.DeleteFunc(c.state.IPBlocks, func(b *IPBlock) bool {
		return !b.ExpiresAt.IsZero() && b.ExpiresAt.Truncate(24*time.Hour).Add(24*time.Hour).Before(c.now)
	})
}

func (c *call) listIPBlocks() (any, error) {
	c.sweepIPBlocks()
	page, err := paginate(c, c.state.IPBlocks, ipBlockID, 100, 200)
	return entities(page, (*IPBlock).entity), err
}

func (c *call) showIPBlock() (any, error) {
	c.sweepIPBlocks()
	at, err := find(c, c.state.IPBlocks, ipBlockID)
	if err != nil {
		return nil, err
	}
	return c.state.IPBlocks[at].entity(), nil
}

// createIPBlock takes no address for 0.0.0.0/32, and does not name the block that a duplicate collides with.
func (c *call) createIPBlock() (any, error) {
	c.sweepIPBlocks()
	block := &IPBlock{IP: "0.0.0.0/32", CreatedAt: c.now}
	if mistake := c.fillIPBlock(block); mistake != "" {
		return nil, refuse(http.StatusUnprocessableEntity, "Validation failed: "+mistake)
	}
	if !c.vanish {
		block.ID = c.state.NextID(c.now)
		c.state.IPBlocks = append(c.state.IPBlocks, block)
		c.note("blocked the network " + block.IP + ": " + block.Severity)
	}
	return block.entity(), nil
}

// changeIPBlock answers 200 with what was asked for even where that is invalid and nothing was saved.
func (c *call) changeIPBlock() (any, error) {
	at, err := find(c, c.state.IPBlocks, ipBlockID)
	if err != nil {
		return nil, err
	}
	changed := *c.state.IPBlocks[at]
	if mistake := c.fillIPBlock(&changed); mistake == "" && !c.vanish {
		*c.state.IPBlocks[at] = changed
		c.note("changed the block of the network " + changed.IP + ": " + changed.Severity)
	}
	return changed.entity(), nil
}

func (c *call) deleteIPBlock() (any, error) {
	at, err := find(c, c.state.IPBlocks, ipBlockID)
	if err != nil {
		return nil, err
	}
	c.note("lifted the block of the network " + c.state.IPBlocks[at].IP)
	c.state.IPBlocks = slices.Delete(c.state.IPBlocks, at, at+1)
	return ok(), nil
}

// fillIPBlock takes over the parameters that were sent, and says what is wrong with them.
func (c *call) fillIPBlock(b *IPBlock) (mistake string) {
	if c.params.has("severity") {
		b.Severity = c.params.text("severity")
	}
	if c.params.has("comment") {
		b.Comment = c.params.text("comment")
	}
	if c.params.has("expires_in") {
		b.ExpiresAt = c.expiry()
	}
	if c.params.has("ip") {
		prefix, valid := maskedNetwork(c.params.text("ip"))
		if !valid {
			return "Ip is invalid"
		}
		b.IP = prefix
	}
	taken := func(other *IPBlock) bool { return other.IP == b.IP && other.ID != b.ID }
	switch {
	case !slices.Contains([]string{"sign_up_requires_approval", "sign_up_block", "no_access"}, b.Severity):
		return "Severity is not included in the list"
	case slices.ContainsFunc(c.state.IPBlocks, taken):
		return "Ip has already been taken"
	}
	return ""
}

// expiry counts expires_in from now; a blank one is no end.
func (c *call) expiry() time.Time {
	seconds, err := strconv.Atoi(c.params.text("expires_in"))
	if err != nil {
		return time.Time{}
	}
	return c.now.Add(time.Duration(seconds) * time.Second)
}

func maskedNetwork(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix.Masked().String(), true
	}
	addr, err := netip.ParseAddr(text)
	if err != nil {
		return "", false
	}
	return netip.PrefixFrom(addr, addr.BitLen()).String(), true
}
