package mastodon

import (
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
	exists := must((*call).findIPBlock)
	return []route{
		moderating("GET "+path, read, ManageBlocks, (*call).listIPBlocks),
		moderating("GET "+path+"/{id}", read, ManageBlocks, (*call).showIPBlock).naming(exists),
		moderating("POST "+path, write, ManageBlocks, (*call).createIPBlock),
		moderating("PUT "+path+"/{id}", write, ManageBlocks, (*call).changeIPBlock).naming(exists),
		moderating("DELETE "+path+"/{id}", write, ManageBlocks, (*call).deleteIPBlock).naming(exists),
	}
}

func (c *call) findIPBlock() (int, error) { return find(c, c.state.IPBlocks, ipBlockID) }

// blocksCaller reports whether a block of a severity contains the caller's address: fake servers are reached from this
// machine alone.
func (c *call) blocksCaller(severity string) bool {
	caller := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	return slices.ContainsFunc(c.state.IPBlocks, func(b *IPBlock) bool {
		network, err := netip.ParsePrefix(b.IP)
		return err == nil && b.Severity == severity && network.Contains(caller)
	})
}

// shutOut reports whether the caller may not even ask.
func (c *call) shutOut() bool { return c.blocksCaller("no_access") }

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
	page, err := paginate(c, c.state.IPBlocks, ipBlockID, 100, 200)
	return entities(page, (*IPBlock).entity), err
}

func (c *call) showIPBlock() (any, error) {
	at, err := c.findIPBlock()
	if err != nil {
		return nil, err
	}
	return c.state.IPBlocks[at].entity(), nil
}

// createIPBlock takes no address for 0.0.0.0/32, and does not name the block that a duplicate collides with.
func (c *call) createIPBlock() (any, error) {
	block := &IPBlock{IP: "0.0.0.0/32", CreatedAt: c.now}
	if mistake := c.fillIPBlock(block); mistake != "" {
		return nil, invalid(mistake)
	}
	if !c.vanish {
		block.ID = c.state.NextID(c.now)
		c.state.IPBlocks = append(c.state.IPBlocks, block)
		c.note("blocked the network " + block.IP + ": " + block.Severity)
	}
	return block.entity(), nil
}

// changeIPBlock refuses what is invalid since 4.7. Before, it answers 200 with what was asked for although nothing was saved,
// and fails over an address that it cannot show.
func (c *call) changeIPBlock() (any, error) {
	at, err := c.findIPBlock()
	if err != nil {
		return nil, err
	}
	changed := *c.state.IPBlocks[at]
	mistake := c.fillIPBlock(&changed)
	switch {
	case mistake != "" && c.since(4, 7):
		return nil, invalid(mistake)
	case mistake == notAnAddress:
		return nil, broken
	case mistake == "" && !c.vanish:
		*c.state.IPBlocks[at] = changed
		c.note("changed the block of the network " + changed.IP + ": " + changed.Severity)
	}
	return changed.entity(), nil
}

func (c *call) deleteIPBlock() (any, error) {
	at, err := c.findIPBlock()
	if err != nil {
		return nil, err
	}
	c.note("lifted the block of the network " + c.state.IPBlocks[at].IP)
	c.state.IPBlocks = slices.Delete(c.state.IPBlocks, at, at+1)
	return ok(), nil
}

const notAnAddress = "Ip can't be blank" // what cannot be read as an address is none

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
			return notAnAddress
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
	if strings.TrimSpace(c.params.text("expires_in")) == "" {
		return time.Time{}
	}
	return c.now.Add(time.Duration(c.number("expires_in")) * time.Second)
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
